"""Entries of the audit log as requests make them."""

from typing import Any

from sqlalchemy import Connection

from exsched.service.caller import Caller
from exsched.service.storage import audit
from exsched.service.storage.records import NewEntry


def record(connection: Connection, caller: Caller, action: str, name: str, **details: Any) -> None:
    """Enter who did what to which object; call it last in the transaction. No content, no secrets."""
    entry = NewEntry(
        actor=caller.token,
        role=str(caller.role),
        nation=caller.nation,
        action=action,
        object=name[:200],
        details=details,
    )
    audit.append(connection, entry)
