"""What processes of their own do to one database in the tests of lost updates."""

import os

from sqlalchemy import select, update

from exsched.service.storage import attempts, audit, settings
from exsched.service.storage.database import Database
from exsched.service.storage.records import Ending
from exsched.service.storage.tables import PROGRAMME
from tests.service.storage import filling


def add_by_hand(url: str, times: int) -> None:
    """Read a number, write the next one; and the same as one statement; and an entry of the log."""
    database = Database(url)
    for _ in range(times):
        with database.writing() as connection:
            found = select(PROGRAMME.c.revision).where(PROGRAMME.c.id == "steadfast").with_for_update()
            value = connection.execute(found).scalar_one()
            mine = update(PROGRAMME).where(PROGRAMME.c.id == "steadfast")
            connection.execute(mine.values(revision=value + 1))
            settings.count_up(connection, "counted")
            audit.append(connection, filling.entry())
    database.close()


def work(url: str) -> None:
    """Claim and finish jobs until none is left."""
    database = Database(url)
    name = f"w{os.getpid()}"
    while True:
        with database.writing() as connection:
            job = attempts.claim(connection, name)
        if job is None:
            break
        with database.writing() as connection:
            done = attempts.progress(connection, job.id, job.attempt, [("solved", {"by": name})], 0.0)
            assert done
            assert attempts.finish(connection, job.id, job.attempt, Ending(state="succeeded", spent=0.0))
    database.close()
