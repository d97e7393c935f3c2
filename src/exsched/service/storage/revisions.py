"""Revisions: the programme after each submission, in normal form where the input was not refused."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, func, insert, select, union, update

from exsched.service.clock import now
from exsched.service.storage.errors import Stale
from exsched.service.storage.locks import hold_programme
from exsched.service.storage.records import NewRevision, Revision
from exsched.service.storage.rows import chosen, many, one
from exsched.service.storage.tables import JOB, PROGRAMME, REVISION, SCHEDULE


def add(connection: Connection, new: NewRevision) -> Revision:
    """Make the next revision, and let the programme point to it.

    Raises:
        Stale: the programme is no longer at the revision `new.base`.
    """
    if hold_programme(connection, new.programme) != new.base:
        raise Stale("another submission came in between")
    values: dict[str, Any] = asdict(new)
    del values["base"]
    values |= {"number": new.base + 1, "at": now(), "submissions": dict(new.submissions)}
    connection.execute(insert(REVISION).values(**values))
    connection.execute(update(PROGRAMME).where(PROGRAMME.c.id == new.programme).values(revision=new.base + 1))
    del values["normal"]
    return Revision(**values)


def get(connection: Connection, programme: str, number: int) -> Revision | None:
    """The revision, or None."""
    return one(
        connection,
        Revision,
        chosen(Revision, REVISION).where(REVISION.c.programme == programme, REVISION.c.number == number),
    )


def current(connection: Connection, programme: str) -> Revision | None:
    """The newest revision, or None before the first bundle."""
    mine = chosen(Revision, REVISION).where(REVISION.c.programme == programme)
    return one(connection, Revision, mine.order_by(REVISION.c.number.desc()).limit(1))


def settled(connection: Connection, programme: str) -> int | None:
    """The newest revision that can be solved among those that the authority has worked with.

    It has put its bundle, asked for a solve of it, or kept a schedule of it; to ask questions moves nothing.
    """
    bundles = (
        select(func.min(REVISION.c.number))
        .where(REVISION.c.programme == programme)
        .group_by(REVISION.c.bundle)
    )
    solves, kept = (
        select(table.c.revision).where(table.c.programme == programme, table.c.viewer == "")
        for table in (JOB, SCHEDULE)
    )
    solves = solves.where(JOB.c.question.is_(None))
    wanted = select(func.max(REVISION.c.number)).where(
        REVISION.c.programme == programme,
        REVISION.c.input_hash != "",
        REVISION.c.number.in_(union(bundles, solves, kept)),
    )
    return connection.execute(wanted).scalar()


def normal(connection: Connection, programme: str, number: int) -> bytes | None:
    """The problem in normal form, or None when there is none."""
    wanted = (REVISION.c.programme == programme) & (REVISION.c.number == number)
    return connection.execute(select(REVISION.c.normal).where(wanted)).scalar()


def page(
    connection: Connection, programme: str, before: int | None = None, limit: int = 100
) -> tuple[Revision, ...]:
    """The revisions, newest first; the cursor is the number of the last one seen."""
    history = chosen(Revision, REVISION).where(REVISION.c.programme == programme)
    if before is not None:
        history = history.where(REVISION.c.number < before)
    return many(connection, Revision, history.order_by(REVISION.c.number.desc()).limit(limit))
