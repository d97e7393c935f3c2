"""Runs the migrations on the connection that `schema.migrate` hands over, inside its transaction."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import JSON

from exsched.service.storage.schema import ours
from exsched.service.storage.tables import METADATA, Instant


def plainly(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write our own types into scripts as what they are in the database: scripts outlive the code."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.String(length=27)"
    return "sa.JSON()" if kind == "type" and isinstance(item, JSON) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    version_table="ex_schema",
    include_name=ours,
    render_item=plainly,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
