"""A database as an older version of exsched left it."""

from datetime import UTC, datetime
from typing import Any

from alembic import command
from sqlalchemy import insert, text

from exsched.service.storage import schema
from exsched.service.storage.database import Database
from exsched.service.storage.tables import JOB, METADATA
from tests.service.storage import filling

SOLVE = "job_" + "1" * 32


def leave_first(database: Database) -> None:
    """Put the first schema in the place of the present one, with a programme and a solve that waits."""
    with database.writing() as connection:
        METADATA.drop_all(connection)
        connection.execute(text("DROP TABLE ex_schema"))
        command.upgrade(schema.configuration(connection), "0001")
        filling.programme(connection)
        values: dict[str, Any] = {
            "id": SOLVE,
            "programme": "steadfast",
            "revision": 1,
            "viewer": "",
            "owner": "",
            "token": filling.LOCAL,
            "label": "J7",
            "parameters": {"seconds": 10},
            "state": "queued",
            "attempt": 0,
            "stop_requested": False,
            "cancel_requested": False,
            "queued": datetime(2026, 11, 30, 12, tzinfo=UTC),
            "spent": 0.0,
        }
        connection.execute(insert(JOB).values(**values))
