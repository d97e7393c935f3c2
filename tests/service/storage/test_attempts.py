"""Workers: a fair order, one job of a nation at a time, and no word from an attempt that lost its job."""

import pytest
from sqlalchemy import Connection

from exsched.service.storage import attempts, jobs, schedules, workers
from exsched.service.storage.database import Database
from exsched.service.storage.records import Asked, Ending
from tests.service.storage import filling


def end(connection: Connection, id_: str, attempt: int = 1) -> bool:
    return attempts.finish(connection, id_, attempt, Ending(state="succeeded", spent=1.0))


def test_claim_serves_nations_in_turn(database: Database) -> None:
    """The nation that was served least recently comes first, however many jobs another has queued before."""
    order: list[str] = []
    with database.writing() as connection:
        filling.programme(connection)
        for owner in ("NOR", "NOR", "NOR", "SWE", "FIN", "SWE"):
            filling.job(connection, owner)
    for _ in range(6):
        with database.writing() as connection:
            job = attempts.claim(connection, "w")
            assert job is not None
            order.append(job.owner)
            assert end(connection, job.id)
    assert order == ["NOR", "SWE", "FIN", "NOR", "SWE", "NOR"]


def test_claim_runs_one_job_of_a_nation_and_any_of_the_authority(database: Database) -> None:
    """A nation's second job waits for its first; the authority's do not."""
    with database.writing() as connection:
        filling.programme(connection)
        for owner in ("NOR", "NOR", "", "", "SWE"):
            filling.job(connection, owner)
        claimed = [attempts.claim(connection, "w") for _ in range(5)]
        assert [job.owner if job else None for job in claimed] == ["NOR", "", "SWE", "", None]
        assert claimed[0] is not None
        end(connection, claimed[0].id)
        following = attempts.claim(connection, "w")
        assert following is not None
        assert (following.owner, following.attempt, following.worker) == ("NOR", 1, "w")


def test_claim_may_be_told_a_higher_number(database: Database) -> None:
    """How many jobs of one nation run at a time is for the caller to say."""
    with database.writing() as connection:
        filling.programme(connection)
        for _ in range(3):
            filling.job(connection)
        claimed = [attempts.claim(connection, "w", most=2) for _ in range(3)]
        assert [job is not None for job in claimed] == [True, True, False]


def test_late_attempt_changes_nothing(database: Database) -> None:
    """When another worker has taken the job, every write of the first one is refused."""
    with database.writing() as connection:
        filling.programme(connection)
        job = filling.job(connection)
        attempts.claim(connection, "frozen")
        assert attempts.keep(connection, job.id, 1, ["first"])
        taken = attempts.take(connection, job.id, "other", seen=1)
        assert taken is not None
        assert (taken.attempt, taken.worker) == (2, "other")
        before = (jobs.get(connection, job.id), jobs.events(connection, job.id))
        late = [
            attempts.progress(connection, job.id, 1, [("progress", {})], 9.0),
            attempts.keep(connection, job.id, 1, ["late"]),
            attempts.hand_back(connection, job.id, 1),
            end(connection, job.id, 1),
            attempts.take(connection, job.id, "third", seen=1) is not None,
        ]
        assert late == [False] * 5
        assert (jobs.get(connection, job.id), jobs.events(connection, job.id)) == before
        assert jobs.incumbent(connection, job.id) == ["first"]
        assert attempts.asked(connection, job.id, 1) == Asked(mine=False, stop=False, cancel=False)
        assert end(connection, job.id, 2)
        assert not end(connection, job.id, 2)


def test_refused_ending_undoes_the_schedule_stored_beside_it(database: Database) -> None:
    """Schedule and end of a job are stored together or not at all."""

    class Fenced(Exception):
        pass

    with database.writing() as connection:
        filling.programme(connection)
        job = filling.job(connection)
        attempts.claim(connection, "w")
        attempts.take(connection, job.id, "other", seen=1)
    with pytest.raises(Fenced), database.writing() as connection:
        made = schedules.add(connection, filling.new_schedule(job_id=job.id))
        if not attempts.finish(connection, job.id, 1, Ending(state="succeeded", spent=1, schedule=made.id)):
            raise Fenced
    with database.reading() as connection:
        assert schedules.page(connection, "steadfast") == ()


def test_finish_tells_the_end_and_what_came_of_it(database: Database) -> None:
    """The last event says how the job ended; the job holds outcome and reason."""
    problem = {"code": "memory", "sentence": "the memory limit was reached"}
    with database.writing() as connection:
        filling.programme(connection)
        job = filling.job(connection)
        attempts.claim(connection, "w")
        assert attempts.finish(
            connection, job.id, 1, Ending(state="failed", spent=2.5, outcome={"x": 1}, problem=problem)
        )
        ended = jobs.get(connection, job.id)
        assert ended is not None
        assert (ended.state, ended.spent, ended.outcome, ended.problem) == ("failed", 2.5, {"x": 1}, problem)
        last = jobs.events(connection, job.id)[-1]
        assert (last.kind, last.data["state"], last.data["problem"]) == ("ended", "failed", problem)


def test_finish_refuses_a_state_that_is_no_end(database: Database) -> None:
    """A job cannot be ended into running."""
    with database.writing() as connection, pytest.raises(ValueError, match="does not end as running"):
        attempts.finish(connection, "job_1", 1, Ending(state="running", spent=0))


def test_hand_back_keeps_place_and_best_schedule(database: Database) -> None:
    """A worker that ends in good order gives its job back with everything found so far."""
    with database.writing() as connection:
        filling.programme(connection)
        first, _ = filling.job(connection), filling.job(connection)
        attempts.claim(connection, "w")
        attempts.keep(connection, first.id, 1, ["best"])
        assert attempts.hand_back(connection, first.id, 1)
        again = attempts.claim(connection, "other")
        assert again is not None
        assert (again.id, again.attempt) == (first.id, 2)
        assert jobs.incumbent(connection, first.id) == ["best"]
        told = [event.kind for event in jobs.events(connection, first.id)]
        assert told == ["queued", "started", "handed_back", "started"]


def test_orphans_are_jobs_of_silent_and_of_vanished_workers(database: Database) -> None:
    """Recovery looks at jobs: a worker whose row is gone is found as well as one that is silent."""
    with database.writing() as connection:
        filling.programme(connection)
        for owner, worker in (("NOR", "alive"), ("SWE", "vanished"), ("FIN", "silent")):
            workers.beat(connection, worker, 1)
            filling.job(connection, owner)
            attempts.claim(connection, worker)
        workers.leave(connection, "vanished")
    with database.writing() as connection:
        assert [job.worker for job in attempts.orphans(connection, 60)] == ["vanished"]
        assert [worker.id for worker in workers.alive(connection, 60)] == ["alive", "silent"]
        assert {job.worker for job in attempts.orphans(connection, -1)} == {"alive", "vanished", "silent"}
        assert [worker.id for worker in workers.silent(connection, -1)] == ["alive", "silent"]
        assert [job.worker for job in jobs.running(connection, "silent")] == ["silent"]


def test_beat_enters_a_worker_once(database: Database) -> None:
    """The first sign of life enters a worker, later ones only move the time."""
    with database.writing() as connection:
        workers.beat(connection, "w", 1)
    with database.writing() as connection:
        workers.beat(connection, "w", 2)
        (worker,) = workers.alive(connection, 60)
    assert (worker.slots, worker.last_seen > worker.started) == (2, True)
