"""Programmes: made once, never removed; each submission gives them a new revision."""

from sqlalchemy import Connection, insert
from sqlalchemy.exc import IntegrityError

from exsched.service.clock import now
from exsched.service.storage.errors import Exists
from exsched.service.storage.records import Programme
from exsched.service.storage.rows import Cursor, chosen, many, one, paged
from exsched.service.storage.tables import PROGRAMME


def add(connection: Connection, id_: str, title: str) -> Programme:
    """Make a programme without a bundle.

    Raises:
        Exists: the id is taken.
    """
    made = Programme(id=id_, title=title, created=now(), revision=0)
    try:
        with connection.begin_nested():
            connection.execute(
                insert(PROGRAMME).values(id=id_, title=title, created=made.created, revision=0)
            )
    except IntegrityError:
        raise Exists(f"there is a programme {id_} already") from None
    return made


def get(connection: Connection, id_: str) -> Programme | None:
    """The programme, or None."""
    return one(connection, Programme, chosen(Programme, PROGRAMME).where(PROGRAMME.c.id == id_))


def page(connection: Connection, after: Cursor | None = None, limit: int = 100) -> tuple[Programme, ...]:
    """The programmes, newest first; the cursor is `created` and `id` of the last one seen."""
    everything = chosen(Programme, PROGRAMME)
    return many(connection, Programme, paged(everything, PROGRAMME.c.created, PROGRAMME.c.id, after, limit))
