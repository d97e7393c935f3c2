"""The supervisor's sight: what it may conclude from the silence of others."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from exsched.service.jobs.bench import Bench
from exsched.service.jobs.intervals import Intervals
from exsched.service.jobs.supervisor import Supervisor
from exsched.service.storage import attempts, workers
from tests.service.jobs.site import SHORT, Site

pytestmark = pytest.mark.one_database

BEAT, SILENCE = 0.2, 1.0


def _watching(site: Site) -> Supervisor:
    """A supervisor that has beaten for long enough; its threads are not begun: the test is its clock."""
    supervisor = Supervisor(
        Bench(site.database, site.tickets, Intervals(beat=BEAT, silence=SILENCE)), "watcher", lambda: False
    )
    for _ in range(4):
        time.sleep(BEAT)
        supervisor.beat()
    return supervisor


def _runs_at(site: Site, worker: str) -> str:
    """A job that this worker, alive just now, runs."""
    id_ = site.submit(SHORT)
    site.write(lambda connection: workers.beat(connection, worker, slots=1))
    assert site.write(lambda connection: attempts.claim(connection, worker)) is not None
    return id_


@contextmanager
def _frozen_before_looking(site: Site) -> Iterator[None]:
    """Everybody stands still just before the beats are read."""

    def stand_still(_: Any, __: Any, statement: str, *___: Any) -> None:
        if not frozen:
            frozen.append(statement)
            time.sleep(SILENCE + BEAT)

    frozen: list[str] = []
    event.listen(site.database.engine, "before_cursor_execute", stand_still)
    yield
    event.remove(site.database.engine, "before_cursor_execute", stand_still)
    assert frozen


def test_silent_worker_loses_its_job(site: Site) -> None:
    """What has been silent while we watched is dead."""
    id_ = _runs_at(site, "other")
    time.sleep(SILENCE)
    _watching(site).sweep()
    assert site.job(id_).state == "queued"


def test_supervisor_that_was_frozen_in_its_look_takes_nothing(site: Site) -> None:
    """A sweep that stood still between its own beat and the reading of the others' says nothing of them."""
    supervisor = _watching(site)
    id_ = _runs_at(site, "other")
    supervisor.beat()
    with _frozen_before_looking(site):
        supervisor.sweep()
    assert (site.job(id_).state, site.job(id_).worker) == ("running", "other")
