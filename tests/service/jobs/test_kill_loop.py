"""The short form of the kill loop; the long one is run by hand and every night."""

from tests.service.jobs.site import Site
from tests.service.kill_loop import kill_loop


def test_kill_loop_loses_nothing(site: Site) -> None:
    """Some kills of workers and solvers at random points: all that was acknowledged ends, once."""
    report = kill_loop(site, {"worker": 6, "solver": 6}, seed=4)
    assert report.faults == []
    assert report.acknowledged == sum(report.states.values())
    assert report.kills["worker"] == 6
