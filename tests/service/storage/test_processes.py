"""Several processes on one database: no update is lost, every job is done once."""

import multiprocessing
from collections.abc import Callable
from typing import Any

from exsched.service.storage import audit, jobs, programmes, settings
from exsched.service.storage.database import Database
from tests.service.storage import filling, writers


def at_once(number: int, task: Callable[..., None], *arguments: Any) -> None:
    """Run a task in so many processes at once, each started from nothing."""
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=task, args=arguments) for _ in range(number)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(100)
    assert [process.exitcode for process in processes] == [0] * number


def test_no_update_is_lost(database: Database, database_url: str) -> None:
    """Four processes read and write the same row 75 times each: all 300 updates are there."""
    with database.writing() as connection:
        filling.programme(connection)
    at_once(4, writers.add_by_hand, database_url, 75)
    with database.reading() as connection:
        found = programmes.get(connection, "steadfast")
        checked = audit.verify(connection)
        assert found is not None
        assert (found.revision, settings.number(connection, "counted")) == (301, 300)
        assert (checked.entries, checked.faults) == (300, ())


def test_workers_share_jobs_and_do_each_once(database: Database, database_url: str) -> None:
    """Four workers, sixty jobs of the authority: each is begun once and ended once."""
    with database.writing() as connection:
        filling.programme(connection)
        made = [filling.job(connection, "") for _ in range(60)]
    at_once(4, writers.work, database_url)
    with database.reading() as connection:
        told = [[event.kind for event in jobs.events(connection, job.id)] for job in made]
        assert jobs.by_state(connection) == {"succeeded": 60}
    assert told == [["queued", "started", "solved", "ended"]] * 60
