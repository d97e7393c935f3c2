"""The short forms of the kill loops; the long ones are run by hand and every night."""

from pathlib import Path

import pytest

from tests.service.jobs.site import Site
from tests.service.kill_loop import kill_loop
from tests.service.kill_server import kill_server

pytestmark = [pytest.mark.slow, pytest.mark.one_database, pytest.mark.timeout(600)]


def test_kill_loop_loses_nothing(site: Site) -> None:
    """Some kills of workers and solvers at random points: all that was acknowledged ends, once."""
    report = kill_loop(site, {"worker": 6, "solver": 6}, seed=4)
    assert report.faults == []
    assert report.acknowledged == sum(report.states.values())
    assert report.kills["worker"] == 6


def test_server_kill_loop_loses_nothing(database_url: str, tmp_path: Path) -> None:
    """Some kills of the server at random points: nothing acknowledged is lost, nothing is released twice."""
    report = kill_server(tmp_path, database_url, kills=4, seed=3)
    assert report.faults == []
    assert report.kills == 4
    assert sum(report.acknowledged.values()) > 0
