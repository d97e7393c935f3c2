"""Workers and their heartbeats, compared on the clock of the database."""

from datetime import timedelta

from sqlalchemy import Connection, delete

from exsched.service.storage.instants import database_now
from exsched.service.storage.records import Worker
from exsched.service.storage.rows import chosen, inserting, many
from exsched.service.storage.tables import WORKER


def beat(connection: Connection, id_: str, slots: int) -> None:
    """This worker lives; the first beat enters it."""
    at = database_now(connection)
    new = inserting(connection, WORKER).values(id=id_, started=at, last_seen=at, slots=slots)
    seen = {"last_seen": at, "slots": slots}
    connection.execute(new.on_conflict_do_update(index_elements=["id"], set_=seen))


def leave(connection: Connection, id_: str) -> None:
    """This worker ends in good order."""
    connection.execute(delete(WORKER).where(WORKER.c.id == id_))


def alive(connection: Connection, seconds: float) -> tuple[Worker, ...]:
    """The workers that gave a sign of life within so many seconds."""
    since = database_now(connection) - timedelta(seconds=seconds)
    return many(
        connection, Worker, chosen(Worker, WORKER).where(WORKER.c.last_seen >= since).order_by(WORKER.c.id)
    )


def silent(connection: Connection, seconds: float) -> tuple[Worker, ...]:
    """The workers that gave no sign of life for so many seconds."""
    since = database_now(connection) - timedelta(seconds=seconds)
    return many(
        connection, Worker, chosen(Worker, WORKER).where(WORKER.c.last_seen < since).order_by(WORKER.c.id)
    )
