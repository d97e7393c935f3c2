"""Idempotency keys: the first request with a key does the work, every other one gets its answer.

In one transaction: `reserve`, then the work, then `keep`. When two come at once, the second waits in
`reserve` until the first has committed, and then gets its answer; when the first fails, the second does the
work.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, update

from exsched.service.clock import now
from exsched.service.storage.records import StoredAnswer
from exsched.service.storage.rows import chosen, inserting, one
from exsched.service.storage.tables import IDEMPOTENCY


def find(connection: Connection, token: str, key: str) -> StoredAnswer | None:
    """The answer given before, or None."""
    mine = (IDEMPOTENCY.c.token == token) & (IDEMPOTENCY.c.key == key)
    return one(connection, StoredAnswer, chosen(StoredAnswer, IDEMPOTENCY).where(mine))


def reserve(connection: Connection, token: str, key: str, request_sha256: str) -> StoredAnswer | None:
    """None: this request is the first, do the work and `keep` its answer. Else the answer given before.

    Whether the answer belongs to the same request is for the caller to see (`request_sha256`).
    """
    empty = {"status": 0, "headers": [], "body": b"", "at": now()}
    row = inserting(connection, IDEMPOTENCY).values(
        token=token, key=key, request_sha256=request_sha256, **empty
    )
    mine = row.on_conflict_do_nothing().returning(IDEMPOTENCY.c.key)
    if connection.execute(mine).first() is not None:
        return None
    return find(connection, token, key)


def keep(connection: Connection, answer: StoredAnswer) -> None:
    """Store the answer in the place that `reserve` made in this transaction."""
    mine = (IDEMPOTENCY.c.token == answer.token) & (IDEMPOTENCY.c.key == answer.key)
    values: dict[str, Any] = {
        "status": answer.status,
        "headers": answer.headers,
        "body": answer.body,
        "at": answer.at,
    }
    connection.execute(update(IDEMPOTENCY).where(mine, IDEMPOTENCY.c.status == 0).values(**values))


def purge(connection: Connection, before: datetime) -> int:
    """Remove the answers older than this; gives their number."""
    return connection.execute(delete(IDEMPOTENCY).where(IDEMPOTENCY.c.at < before)).rowcount
