"""Workers and solvers that die, freeze or part: no job is lost, none ends twice, nothing is left running."""

import os
import signal
import time
from dataclasses import replace
from functools import partial

import pytest

from exsched.service.jobs.losses import LOST, MOST, lose
from exsched.service.storage import attempts, jobs, schedules, workers
from tests.service.jobs.site import LONG, QUICK, SHORT, Site, alive, new_job, until

pytestmark = [pytest.mark.slow, pytest.mark.one_database, pytest.mark.timeout(300)]


def test_killed_worker_loses_nothing(site: Site) -> None:
    """After kill -9 another worker goes on from the best schedule so far, with the time that is left."""
    with site.workers(1) as (first,):
        id_ = site.submit(LONG, seconds=12)
        site.wait_for_incumbent(id_)
        (solver,) = first.solvers()
        first.kill()
        before, spent = site.incumbent(id_), site.job(id_).spent
        until(lambda: not alive(solver), 3)
        with site.workers(1) as (second,):
            job = site.wait(id_, seconds=40)
    assert (job.state, job.attempt, job.worker) == ("succeeded", 2, second.id)
    assert 0 < spent < job.spent < 12 + 6
    assert site.kinds(id_).count(LOST) == 1
    assert before is not None
    assert job.schedule is not None


def test_job_of_a_dead_worker_starts_from_its_best_schedule(site: Site) -> None:
    """When no time is left, what the dead worker had found is judged again and is the result."""
    with site.workers(1) as (first,):
        id_ = site.submit(LONG, seconds=600)
        site.wait_for_incumbent(id_)
        first.kill()
    best = site.incumbent(id_)
    site.write(lambda connection: jobs.ask_to_stop(connection, id_))
    with site.workers(1):
        job = site.wait(id_)
    kept = site.read(lambda connection: schedules.get(connection, job.schedule or ""))
    assert kept is not None
    assert (job.state, kept.lines, kept.allowed) == ("succeeded", best, True)
    assert job.outcome["why"] == "stopped on request"


def test_ticket_that_a_dead_worker_took_is_used_again(site: Site) -> None:
    """A worker that dies between taking a ticket and claiming a job leaves the job to the others."""
    with site.workers(1) as (first,):
        site.wait(site.submit(SHORT))
        first.freeze(site)
        waiting = [site.submit(SHORT) for _ in range(2)]
        first.kill()
    with site.workers(1):
        assert {site.wait(id_).state for id_ in waiting} == {"succeeded"}


def test_frozen_worker_changes_nothing_when_it_wakes(site: Site) -> None:
    """A worker that was frozen while its job was taken over writes nothing of it, and works on afterwards."""
    with site.workers(1) as (first,):
        id_ = site.submit(LONG, seconds=20)
        site.wait_for_incumbent(id_)
        first.freeze(site)
        with site.workers(1) as (second,):
            until(lambda: site.job(id_).worker == second.id and site.job(id_).state == "running", 20)
            solvers = first.solvers()
            first.signal(signal.SIGCONT)
            until(lambda: not any(alive(pid) for pid in solvers), 10)
            assert (site.job(id_).worker, site.job(id_).state) == (second.id, "running")
            site.write(lambda connection: jobs.ask_to_stop(connection, id_))
            job = site.wait(id_)
            assert (job.state, job.worker, job.attempt) == ("succeeded", second.id, 2)
            second.kill()
            assert site.wait(site.submit(SHORT)).worker == first.id
    kept = site.read(lambda connection: schedules.page(connection, LONG))
    assert [schedule.id for schedule in kept] == [job.schedule]


def test_worker_that_is_told_to_end_hands_its_job_back(site: Site) -> None:
    """SIGTERM ends a worker within seconds; its job waits with its best schedule, and counts as no loss."""
    with site.workers(1) as (first,):
        id_ = site.submit(LONG, seconds=600)
        site.wait_for_incumbent(id_)
        (solver,) = first.solvers()
        assert first.end() == 0
        assert not alive(solver)
    job = site.job(id_)
    assert (job.state, job.worker) == ("queued", None)
    assert site.incumbent(id_) is not None
    assert site.kinds(id_)[-1] == "handed_back"
    assert site.read(lambda connection: workers.alive(connection, 3600)) == ()
    with site.workers(1):
        site.wait(id_, "running")
        site.write(lambda connection: jobs.ask_to_cancel(connection, id_))
        assert site.wait(id_).state == "cancelled"
    assert LOST not in site.kinds(id_)


def test_worker_ends_with_whoever_started_it(site: Site) -> None:
    """A worker whose standard input ends, for its master is dead, hands its job back and is gone."""
    with site.workers(1) as (first,):
        id_ = site.submit(LONG, seconds=600)
        site.wait_for_incumbent(id_)
        assert first.process.stdin is not None
        first.process.stdin.close()
        assert first.process.wait(20) == 0
    assert site.job(id_).state == "queued"


def test_killed_solver_is_started_again(site: Site) -> None:
    """A solver that is killed costs one attempt; the job goes on from its best schedule."""
    with site.workers(1) as (worker,):
        id_ = site.submit(LONG, seconds=600)
        site.wait_for_incumbent(id_)
        os.kill(worker.solvers()[0], signal.SIGKILL)
        until(lambda: site.job(id_).attempt == 2 and bool(worker.solvers()), 20)
        site.write(lambda connection: jobs.ask_to_stop(connection, id_))
        job = site.wait(id_)
    assert (job.state, job.attempt) == ("succeeded", 2)
    assert job.schedule is not None
    assert "SIGKILL" in next(event.data["why"] for event in site.events(id_) if event.kind == LOST)


def test_job_whose_attempts_are_all_lost_ends_with_what_was_found(site: Site) -> None:
    """After three lost attempts nothing more is tried: the best schedule found is the result."""
    with site.workers(1) as (worker,):
        id_ = site.submit(LONG, seconds=600)
        site.wait_for_incumbent(id_)
        for number in range(1, MOST + 1):
            until(lambda: bool(worker.solvers()), 20)
            os.kill(worker.solvers()[0], signal.SIGKILL)
            until(lambda number=number: site.job(id_).attempt == number + 1, 20)  # type: ignore[misc]
        job = site.wait(id_)
    assert job.state == "succeeded"
    assert job.schedule is not None
    kept = f"{MOST} attempts were lost; what they had found is kept; the last one: "
    assert job.outcome["why"].startswith(kept)
    assert "SIGKILL" in job.outcome["why"]


def test_job_that_only_takes_workers_down_fails(site: Site) -> None:
    """A job that even loses the attempt that only wants to conclude it ends as failed, with a sentence."""
    id_ = site.submit(SHORT)
    for _ in range(MOST + 1):
        held = site.write(lambda connection: attempts.claim(connection, "gone"))
        assert held is not None
        assert site.write(partial(lose, engine=site.tickets, job=held, why="worker gone fell silent"))
    job = site.job(id_)
    assert (job.state, job.schedule) == ("failed", None)
    assert job.problem is not None
    assert job.problem["code"] == "attempts-lost"
    assert job.problem["sentence"] == "given up after 4 attempts: worker gone fell silent"


def test_lost_ticket_does_not_strand_a_job(site: Site) -> None:
    """A job whose ticket is gone, as after a restore of our own tables alone, is found by an idle worker."""
    with site.workers(1):
        id_ = site.write(lambda connection: jobs.add(connection, new_job(SHORT))).id
        assert site.wait(id_).state == "succeeded"


def test_worker_that_was_blind_takes_no_job_from_the_living(site: Site) -> None:
    """A worker that was frozen itself does not take the others for dead when it wakes."""
    calm = replace(QUICK, beat=1, silence=4)  # on a busy machine a woken worker needs a second to beat
    with site.workers(2, calm) as running:
        id_ = site.submit(LONG, seconds=600)
        site.wait_for_incumbent(id_)
        (busy,) = [worker for worker in running if worker.id == site.job(id_).worker]
        (other,) = [worker for worker in running if worker is not busy]
        for worker in running:
            worker.freeze(site)
        time.sleep(calm.silence + 1)
        other.signal(signal.SIGCONT)
        busy.signal(signal.SIGCONT)
        time.sleep(4)
        assert (site.job(id_).attempt, site.job(id_).state) == (1, "running")
