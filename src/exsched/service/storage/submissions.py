"""Submissions: append-only, numbered for each programme and owner, with the bytes as they came."""

import hashlib
from dataclasses import asdict

from sqlalchemy import Connection, func, insert, select

from exsched.service.clock import now
from exsched.service.ids import Prefix, new_id
from exsched.service.storage.errors import Stale
from exsched.service.storage.locks import hold_programme
from exsched.service.storage.records import NewSubmission, Submission
from exsched.service.storage.rows import Cursor, chosen, many, one, paged
from exsched.service.storage.tables import SUBMISSION


def put(connection: Connection, new: NewSubmission, expected: str | None = None) -> tuple[Submission, bool]:
    """Keep what came, unless it is byte for byte the newest; says whether it is new.

    Args:
        connection: a writing transaction.
        new: what came.
        expected: SHA-256 that the newest one must have, '' for "there must be none", None for whatever.

    Raises:
        Stale: the newest one is another; or there is no such programme.
    """
    hold_programme(connection, new.programme)
    newest = current(connection, new.programme, new.owner)
    held = newest.sha256 if newest else ""
    if expected is not None and held != expected:
        raise Stale("another submission came in between" if newest else "there is no submission yet")
    sha256 = hashlib.sha256(new.content).hexdigest()
    if newest is not None and held == sha256:
        return newest, False
    values = asdict(new) | {
        "id": new_id(Prefix.SUBMISSION),
        "number": newest.number + 1 if newest else 1,
        "sha256": sha256,
        "at": now(),
    }
    connection.execute(insert(SUBMISSION).values(**values))
    del values["content"]
    return Submission(**values), True


def current(connection: Connection, programme: str, owner: str) -> Submission | None:
    """The newest submission of this owner ('' = the bundle), or None."""
    mine = chosen(Submission, SUBMISSION).where(
        SUBMISSION.c.programme == programme, SUBMISSION.c.owner == owner
    )
    return one(connection, Submission, mine.order_by(SUBMISSION.c.number.desc()).limit(1))


def newest(connection: Connection, programme: str) -> dict[str, Submission]:
    """The newest submission of every owner, by owner; '' is the bundle."""
    last = (
        select(SUBMISSION.c.owner, func.max(SUBMISSION.c.number).label("number"))
        .where(SUBMISSION.c.programme == programme)
        .group_by(SUBMISSION.c.owner)
        .subquery()
    )
    rows = (
        chosen(Submission, SUBMISSION)
        .join(last, (SUBMISSION.c.owner == last.c.owner) & (SUBMISSION.c.number == last.c.number))
        .where(SUBMISSION.c.programme == programme)
        .order_by(SUBMISSION.c.owner)
    )
    return {found.owner: found for found in many(connection, Submission, rows)}


def get(connection: Connection, id_: str) -> Submission | None:
    """The submission, or None."""
    return one(connection, Submission, chosen(Submission, SUBMISSION).where(SUBMISSION.c.id == id_))


def content(connection: Connection, id_: str) -> bytes | None:
    """The bytes as they came, or None."""
    return connection.execute(select(SUBMISSION.c.content).where(SUBMISSION.c.id == id_)).scalar()


def page(
    connection: Connection,
    programme: str,
    owner: str | None = None,
    after: Cursor | None = None,
    limit: int = 100,
) -> tuple[Submission, ...]:
    """The history, newest first, of one owner or of all; the cursor is `at` and `id` of the last one seen."""
    history = chosen(Submission, SUBMISSION).where(SUBMISSION.c.programme == programme)
    if owner is not None:
        history = history.where(SUBMISSION.c.owner == owner)
    return many(connection, Submission, paged(history, SUBMISSION.c.at, SUBMISSION.c.id, after, limit))
