"""The one row about this installation."""

from sqlalchemy import Connection, insert

from exsched.service.clock import now
from exsched.service.ids import new_salt
from exsched.service.storage.locks import Lock, hold
from exsched.service.storage.records import Installation
from exsched.service.storage.rows import chosen, one
from exsched.service.storage.tables import INSTALLATION


def get(connection: Connection) -> Installation | None:
    """The installation, or None before the first start."""
    return one(connection, Installation, chosen(Installation, INSTALLATION))


def ensure(connection: Connection, domain: str) -> Installation:
    """The installation, made with this domain when there is none; a later domain changes nothing."""
    hold(connection, Lock.INSTALLATION)
    found = get(connection)
    if found is not None:
        return found
    made = Installation(domain=domain, secret=new_salt(), created=now())
    connection.execute(
        insert(INSTALLATION).values(id=1, domain=made.domain, secret=made.secret, created=made.created)
    )
    return made
