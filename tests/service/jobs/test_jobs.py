"""A job from the queue to its end, as its owner sees it."""

import pytest

from exsched.service.storage import jobs, schedules
from tests.service.jobs.site import LONG, SHORT, Site, alive, until

pytestmark = [pytest.mark.slow, pytest.mark.one_database, pytest.mark.timeout(300)]


def test_job_ends_with_its_schedule_and_outcome(site: Site) -> None:
    """A job that is submitted is solved, and its checked schedule and outcome are stored with its end."""
    with site.workers():
        job = site.wait(site.submit(SHORT))
    assert (job.state, job.attempt, job.problem) == ("succeeded", 1, None)
    assert job.outcome["status"] == "optimal"
    kept = site.read(lambda connection: schedules.get(connection, job.schedule or ""))
    assert kept is not None
    assert (kept.job, kept.programme, kept.revision, kept.allowed) == (job.id, SHORT, 1, True)
    assert kept.verdict["schedule_sha256"] == kept.sha256
    first, second, *steps, last = site.kinds(job.id)
    assert (first, second, last) == ("queued", "started", "ended")
    assert steps


def test_job_of_a_nation_is_solved_on_its_projection(site: Site) -> None:
    """What a nation asks is answered from what it may see: the certificate names the projection's input."""
    with site.workers():
        whole, seen = site.submit(SHORT), site.submit(SHORT, "ARV")
        found = [site.wait(id_) for id_ in (whole, seen)]
    hashes = []
    for job in found:
        kept = site.read(lambda connection, job=job: schedules.get(connection, job.schedule or ""))  # type: ignore[misc]
        assert kept is not None
        hashes.append((kept.viewer, kept.verdict["input_sha256"]))
    assert [viewer for viewer, _ in hashes] == ["", "ARV"]
    assert hashes[0][1] != hashes[1][1]


def test_cancel_of_a_waiting_job_ends_it_at_once(site: Site) -> None:
    """A job that waits and is cancelled never runs, and its ticket harms nobody."""
    first, second = site.submit(SHORT), site.submit(SHORT)
    site.write(lambda connection: jobs.ask_to_cancel(connection, first))
    with site.workers():
        assert site.wait(second).state == "succeeded"
    assert (site.job(first).state, site.job(first).attempt) == ("cancelled", 0)


def test_cancel_of_a_running_job_keeps_nothing(site: Site) -> None:
    """A running job that is cancelled ends within seconds, without a schedule, and its solver is gone."""
    with site.workers() as (worker,):
        id_ = site.submit(LONG, seconds=600)
        site.wait_for_incumbent(id_)
        solvers = worker.solvers()
        site.write(lambda connection: jobs.ask_to_cancel(connection, id_))
        job = site.wait(id_, seconds=8)
        assert len(solvers) == 1
        until(lambda: not alive(solvers[0]), 2)
    assert (job.state, job.schedule, job.outcome) == ("cancelled", None, None)


def test_stop_of_a_running_job_keeps_the_best(site: Site) -> None:
    """A running job that is stopped ends within seconds with the best schedule so far."""
    with site.workers():
        id_ = site.submit(LONG, seconds=600)
        site.wait_for_incumbent(id_)
        site.write(lambda connection: jobs.ask_to_stop(connection, id_))
        job = site.wait(id_, seconds=8)
    assert job.state == "succeeded"
    assert job.schedule is not None
    assert job.outcome["status"] in {"feasible", "within"}
    assert job.spent < 60


def test_nations_take_turns_and_run_one_job_each(site: Site) -> None:
    """With one nation's queue full, another's first job runs second; a nation never runs two at a time."""
    many = [site.submit(SHORT, "ARV") for _ in range(4)]
    one = site.submit(SHORT, "BMK")
    with site.workers(2):
        for id_ in (*many, one):
            site.wait(id_)
    started = {id_: site.job(id_).started for id_ in (*many, one)}
    order = sorted(started, key=lambda id_: started[id_] or pytest.fail("never started"))
    assert order.index(one) <= 1
    ends = [(site.job(id_).started, site.job(id_).ended) for id_ in many]
    assert all(before[1] <= after[0] for before, after in zip(sorted(ends), sorted(ends)[1:], strict=False))  # type: ignore[operator]


def test_two_workers_do_each_job_once(site: Site) -> None:
    """Of eight jobs between two workers each runs exactly once, and both workers take part."""
    ids = [site.submit(SHORT) for _ in range(8)]
    with site.workers(2):
        found = [site.wait(id_, seconds=90) for id_ in ids]
    assert {job.state for job in found} == {"succeeded"}
    assert {job.attempt for job in found} == {1}
    assert {site.kinds(id_).count("started") for id_ in ids} == {1}
    assert len({job.worker for job in found}) == 2
