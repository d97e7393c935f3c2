"""Jobs: a bounded queue, a stream of events without gaps, and ends that everybody sees."""

import pytest

from exsched.service.storage import attempts, jobs, revisions
from exsched.service.storage.database import Database
from exsched.service.storage.errors import QueueFull
from exsched.service.storage.records import Ending
from tests.service.storage import filling


def kinds(database: Database, id_: str) -> list[str]:
    with database.reading() as connection:
        events = jobs.events(connection, id_)
    assert [event.number for event in events] == list(range(1, len(events) + 1))
    return [event.kind for event in events]


def test_add_refuses_more_than_may_wait(database: Database) -> None:
    """A nation fills its own part of the queue and nobody else's."""
    with database.writing() as connection:
        filling.programme(connection)
        for _ in range(3):
            filling.job(connection, "NOR", most=3)
        with pytest.raises(QueueFull):
            filling.job(connection, "NOR", most=3)
        filling.job(connection, "SWE", most=3)
        assert (jobs.waiting(connection, "NOR"), jobs.waiting(connection, "SWE")) == (3, 1)
        assert jobs.by_state(connection) == {"queued": 4}


def test_cancel_of_a_waiting_job_ends_it_at_once(database: Database) -> None:
    """Nobody needs a worker to be rid of a job that has not begun."""
    with database.writing() as connection:
        filling.programme(connection)
        job = filling.job(connection)
        ended = jobs.ask_to_cancel(connection, job.id)
        assert ended is not None
        assert (ended.state, ended.ended is not None) == ("cancelled", True)
        assert attempts.claim(connection, "w") is None
        assert jobs.unfinished(connection) == ()
    assert kinds(database, job.id) == ["queued", "cancel_requested", "ended"]


def test_stop_of_a_running_job_is_told_once(database: Database) -> None:
    """A running job is asked to end; asking again adds nothing."""
    with database.writing() as connection:
        filling.programme(connection)
        job = filling.job(connection)
        attempts.claim(connection, "w")
        jobs.ask_to_stop(connection, job.id)
        jobs.ask_to_stop(connection, job.id)
        asked = attempts.asked(connection, job.id, 1)
        assert (asked.mine, asked.stop, asked.cancel) == (True, True, False)
        assert jobs.ask_to_stop(connection, "job_nope") is None
    assert kinds(database, job.id) == ["queued", "started", "stop_requested"]


def test_ask_after_the_end_changes_nothing(database: Database) -> None:
    """Whoever comes too late gets the job as it ended."""
    with database.writing() as connection:
        filling.programme(connection)
        job = filling.job(connection)
        ended = jobs.ask_to_cancel(connection, job.id)
        assert jobs.ask_to_stop(connection, job.id) == ended
        assert jobs.ask_to_cancel(connection, job.id) == ended


def test_page_shows_one_viewer_only_its_own(database: Database) -> None:
    """Lists are by viewer, newest first, and paged by cursor."""
    with database.writing() as connection:
        filling.programme(connection)
        mine = [filling.job(connection, "NOR") for _ in range(3)]
        other = filling.job(connection, "SWE")
        page = jobs.page(connection, "steadfast", "NOR", limit=2)
        rest = jobs.page(connection, "steadfast", "NOR", (page[-1].queued, page[-1].id))
        assert [*page, *rest] == mine[::-1]
        assert jobs.page(connection, "steadfast") == (other, *mine[::-1])
        assert jobs.oldest_queued(connection) == mine[0].queued


def test_questions_wait_beside_solves_and_are_listed_apart(database: Database) -> None:
    """One queue and one fair order for both; an answer is stored with the end and fetched by itself."""
    with database.writing() as connection:
        filling.programme(connection)
        solve = filling.job(connection, "NOR")
        question = filling.question(connection, "NOR")
        assert (solve.id[:4], question.id[:4]) == ("job_", "qst_")
        assert jobs.waiting(connection, "NOR") == 2
        with pytest.raises(QueueFull):
            filling.question(connection, "NOR", most=2)
        assert jobs.page(connection, "steadfast", "NOR") == (solve,)
        assert jobs.page(connection, "steadfast", "NOR", questions=True) == (question,)
        assert jobs.page(connection, "steadfast", "SWE", questions=True) == ()
        claimed = [attempts.claim(connection, "w", most=2) for _ in range(2)]
        assert [job.id for job in claimed if job] == [solve.id, question.id]
        assert jobs.about(connection, question.id) == [{"schedule": {}}]
        assert jobs.answer(connection, question.id) is None
        told = {"lines": ["so it is"], "answer": {"word": "already"}}
        ending = Ending(state="succeeded", spent=0.5, answer=told)
        assert not attempts.finish(connection, question.id, 0, ending)
        assert attempts.finish(connection, question.id, 1, ending)
        assert jobs.answer(connection, question.id) == told
        assert jobs.answer(connection, solve.id) is None


def test_question_of_the_authority_settles_no_revision(database: Database) -> None:
    """Views follow its bundle, solves and schedules; a question moves none."""
    with database.writing() as connection:
        first = filling.programme(connection)
        revisions.add(connection, filling.new_revision(first.bundle, 1, {"NOR": first.bundle}))
        filling.question(connection, "", revision=2)
        assert revisions.settled(connection, "steadfast") == 1
        filling.job(connection, "", revision=2)
        assert revisions.settled(connection, "steadfast") == 2


def test_events_continue_after_a_number(database: Database) -> None:
    """A reader that lost the line goes on after the last event that it saw."""
    with database.writing() as connection:
        filling.programme(connection)
        job = filling.job(connection)
        attempts.claim(connection, "w")
        attempts.progress(connection, job.id, 1, [("progress", {"n": n}) for n in range(3)], 0.5)
        later = jobs.events(connection, job.id, after=3)
        assert [(event.number, event.data) for event in later] == [(4, {"n": 1}), (5, {"n": 2})]
        assert len(jobs.events(connection, job.id, limit=2)) == 2
