"""Locks held to the end of the transaction, for what must happen one after the other.

On SQLite a write transaction is alone anyway (BEGIN IMMEDIATE); PostgreSQL has advisory locks.
"""

from enum import IntEnum

from sqlalchemy import Connection, func, select

from exsched.service.storage.errors import Stale
from exsched.service.storage.tables import PROGRAMME


class Lock(IntEnum):
    """What is locked; the numbers are keys of advisory locks, and must stay as they are."""

    AUDIT = 0x65780001
    QUEUE = 0x65780002
    SCHEMA = 0x65780003
    INSTALLATION = 0x65780004


def hold(connection: Connection, lock: Lock) -> None:
    """Wait until nobody else holds it, and hold it until this transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(int(lock))))


def hold_programme(connection: Connection, programme: str) -> int:
    """Let nobody else change this programme until the transaction ends; gives its revision.

    Raises:
        Stale: there is no such programme.
    """
    mine = select(PROGRAMME.c.revision).where(PROGRAMME.c.id == programme)
    alone = mine.with_for_update(key_share=True)  # rows that only refer to the programme need not wait
    revision = connection.execute(alone).scalar()
    if revision is None:
        raise Stale(f"there is no programme {programme}")
    return int(revision)
