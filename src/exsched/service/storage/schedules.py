"""Schedules: kept for good, with the verdict of our own checker."""

from dataclasses import asdict

from sqlalchemy import Connection, insert

from exsched.service.clock import now
from exsched.service.ids import Prefix, new_id
from exsched.service.storage.records import NewSchedule, Schedule, ScheduleHead
from exsched.service.storage.rows import Cursor, chosen, many, one, paged
from exsched.service.storage.tables import SCHEDULE


def add(connection: Connection, new: NewSchedule) -> Schedule:
    """Keep a schedule."""
    values = asdict(new) | {"id": new_id(Prefix.SCHEDULE), "at": now()}
    connection.execute(insert(SCHEDULE).values(**values))
    return Schedule(**values)


def get(connection: Connection, id_: str) -> Schedule | None:
    """The schedule with its contents, or None."""
    return one(connection, Schedule, chosen(Schedule, SCHEDULE).where(SCHEDULE.c.id == id_))


def head(connection: Connection, id_: str) -> ScheduleHead | None:
    """The schedule without its contents, or None."""
    return one(connection, ScheduleHead, chosen(ScheduleHead, SCHEDULE).where(SCHEDULE.c.id == id_))


def page(
    connection: Connection,
    programme: str,
    viewer: str | None = None,
    after: Cursor | None = None,
    limit: int = 100,
) -> tuple[ScheduleHead, ...]:
    """Schedules, newest first, of one viewer or of all; the cursor is `at` and `id` of the last one seen."""
    history = chosen(ScheduleHead, SCHEDULE).where(SCHEDULE.c.programme == programme)
    if viewer is not None:
        history = history.where(SCHEDULE.c.viewer == viewer)
    return many(connection, ScheduleHead, paged(history, SCHEDULE.c.at, SCHEDULE.c.id, after, limit))
