"""Many at once: one wins, the others are told, and what was confirmed stays."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection

from exsched.service.storage import attempts, audit, feeds, jobs, programmes, releases, settings, submissions
from exsched.service.storage.database import Database
from exsched.service.storage.errors import QueueFull, Stale
from exsched.service.storage.records import Publication, Published
from tests.service.storage import filling

Answer = TypeVar("Answer")
ROOT = Path(__file__).resolve().parents[3]


def together(number: int, database: Database, work: Callable[[Connection, int], Answer]) -> list[Answer]:
    """Do the same in so many threads at the same moment, each in a transaction; gives what came of it."""
    answers: list[Answer] = []
    start = threading.Barrier(number)

    def one(which: int) -> None:
        start.wait()
        try:
            with database.writing() as connection:
                answer = work(connection, which)
        except (Stale, QueueFull):
            return
        answers.append(answer)

    threads = [threading.Thread(target=one, args=(which,)) for which in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_first_submission_is_made_once(database: Database) -> None:
    """Eight send a first bundle, each believing that there is none: one is taken, seven are told."""
    with database.writing() as connection:
        programmes.add(connection, "steadfast", "Steadfast")
    taken = together(
        8,
        database,
        lambda connection, which: submissions.put(connection, filling.submission(b"%d" % which), ""),
    )
    with database.reading() as connection:
        history = submissions.page(connection, "steadfast")
    assert [(submission, True) for submission in history] == taken


def test_submissions_of_all_are_numbered_without_a_gap(database: Database) -> None:
    """Eight unconditional submissions at once: numbers 1 to 8, each once."""
    with database.writing() as connection:
        programmes.add(connection, "steadfast", "Steadfast")
    taken = together(
        8, database, lambda connection, which: submissions.put(connection, filling.submission(b"%d" % which))
    )
    assert sorted(submission.number for submission, _ in taken) == list(range(1, 9))


def test_one_job_of_a_nation_is_claimed(database: Database) -> None:
    """Eight workers grasp at eight jobs of one nation: one gets one."""
    with database.writing() as connection:
        filling.programme(connection)
        for _ in range(8):
            filling.job(connection)
    claimed = together(8, database, lambda connection, which: attempts.claim(connection, f"w{which}"))
    assert len([job for job in claimed if job is not None]) == 1


def test_queue_never_holds_more_than_it_may(database: Database) -> None:
    """Eight send a job where three may wait: three are queued."""
    with database.writing() as connection:
        filling.programme(connection)
    together(8, database, lambda connection, _which: filling.job(connection, "NOR", most=3))
    with database.reading() as connection:
        assert jobs.waiting(connection, "NOR") == 3


def test_one_of_eight_publishes(database: Database) -> None:
    """The same release published eight times at once is published once, and all get that release."""
    with database.writing() as connection:
        filling.programme(connection)
        release = filling.proposed(connection)
    read = Publication(state="proposed", previous=None)

    def publish(connection: Connection, which: int) -> Published:
        return releases.publish(connection, release.id, read, [filling.rendering(filling.stamp())])

    done = together(8, database, publish)
    assert sorted(answer.fresh for answer in done) == [False] * 7 + [True]
    assert {(answer.release.id, answer.release.state) for answer in done} == {(release.id, "released")}
    with database.reading() as connection:
        assert feeds.version(connection) == 1


def test_one_of_two_releases_comes_into_force(database: Database) -> None:
    """Two drafts published over the same predecessor: one wins, the other must look again; numbers differ."""
    with database.writing() as connection:
        filling.programme(connection)
        drafts = [filling.proposed(connection) for _ in range(4)]
    read = Publication(state="proposed", previous=None)
    done = together(
        4, database, lambda connection, which: releases.publish(connection, drafts[which].id, read)
    )
    assert len(done) == 1
    with database.reading() as connection:
        states = sorted(release.state for release in releases.page(connection, "steadfast"))
    assert states == ["proposed", "proposed", "proposed", "released"]
    assert sorted(release.number or 0 for release in drafts) == [1, 2, 3, 4]


CONFIRMING = """
import sys
from exsched.service.storage import audit, settings
from exsched.service.storage.database import Database
from tests.service.storage import filling
database = Database(sys.argv[1])
while True:
    with database.writing() as connection:
        settings.count_up(connection, "confirmed")
        audit.append(connection, filling.entry())
        value = settings.number(connection, "confirmed")
    print(value, flush=True)
"""


def test_killed_writer_loses_nothing_that_it_confirmed(database: Database, database_url: str) -> None:
    """kill -9 in the middle of writing, five times: everything confirmed is there, nothing is half done."""
    confirmed = 0
    for kill in range(5):
        writer = subprocess.Popen(
            [sys.executable, "-c", CONFIRMING, database_url],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
        )
        assert writer.stdout is not None
        for _ in range(3 + 4 * kill):
            confirmed = int(writer.stdout.readline())
        writer.send_signal(signal.SIGKILL)
        confirmed = max([confirmed, *map(int, writer.stdout.read().split())])
        writer.stdout.close()
        writer.wait()
        with database.writing() as connection:
            found = settings.number(connection, "confirmed")
            checked = audit.verify(connection)
        assert confirmed <= found <= confirmed + 1
        assert (checked.entries, checked.faults) == (found, ())
        confirmed = found
