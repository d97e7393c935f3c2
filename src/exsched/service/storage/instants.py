"""The clock of the database: workers on several machines agree on it, whatever their own clocks say."""

from datetime import UTC, datetime

from sqlalchemy import Connection, func, select

from exsched.service.clock import now


def database_now(connection: Connection) -> datetime:
    """The present instant: PostgreSQL's own clock; with SQLite all processes share one machine."""
    if connection.dialect.name != "postgresql":
        return now()
    told = connection.execute(select(func.clock_timestamp())).scalar_one()
    assert isinstance(told, datetime)
    return told.astimezone(UTC)
