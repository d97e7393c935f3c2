"""Named values of the installation that the service keeps for itself."""

from sqlalchemy import Connection, Integer, Text, cast, delete, select

from exsched.service.storage.rows import inserting
from exsched.service.storage.tables import SETTING


def get(connection: Connection, name: str) -> str | None:
    """The value, or None."""
    return connection.execute(select(SETTING.c.value).where(SETTING.c.name == name)).scalar()


def put(connection: Connection, name: str, value: str) -> None:
    """Set the value."""
    new = inserting(connection, SETTING).values(name=name, value=value)
    connection.execute(new.on_conflict_do_update(index_elements=["name"], set_={"value": value}))


def drop(connection: Connection, name: str) -> None:
    """Forget the value."""
    connection.execute(delete(SETTING).where(SETTING.c.name == name))


def count_up(connection: Connection, name: str) -> None:
    """Add one to the number that is the value; it begins at 1."""
    new = inserting(connection, SETTING).values(name=name, value="1")
    next_ = cast(cast(SETTING.c.value, Integer) + 1, Text)
    connection.execute(new.on_conflict_do_update(index_elements=["name"], set_={"value": next_}))


def number(connection: Connection, name: str) -> int:
    """The value as a number; 0 when it was never set."""
    return int(get(connection, name) or 0)
