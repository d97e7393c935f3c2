"""After a restore, feeds must not go backwards: subscribers have seen more than the backup knows.

Where the database that is being replaced can still be read, its stamps are kept: they say what subscribers
saw last, and the next release is compared with that. Where it cannot, every SEQUENCE of the backup rises by
more than was ever published in between, and every entry counts as changed at the next release.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, inspect, select, update

from exsched.service.storage.database import Database
from exsched.service.storage.tables import PROGRAMME, STAMP
from exsched.service.storage.trouble import Unavailable

MARGIN = 1000
UNKNOWN = "restored"  # in place of a SHA-256: no content has it
KEY = ("programme", "audience", "uid")

Shown = Sequence[dict[str, Any]]


def last_shown(database: Database) -> Shown | None:
    """All stamps of a database; None when it cannot be read or has none of our tables."""
    try:
        with database.reading() as connection:
            if not inspect(connection).has_table(STAMP.name):
                return None
            return [dict(row) for row in connection.execute(select(STAMP)).mappings()]
    except Unavailable:
        return None


def go_on(connection: Connection, shown: Shown | None) -> None:
    """Let the feeds of a restored database go on from what was shown last."""
    if shown is None:
        values = {"sequence": STAMP.c.sequence + MARGIN, "sha256": UNKNOWN}
        connection.execute(update(STAMP).values(**values))
        return
    programmes = set(connection.execute(select(PROGRAMME.c.id)).scalars())
    rows = [row for row in shown if row["programme"] in programmes]
    if rows:
        same = [STAMP.c[name] == bindparam(f"of_{name}") for name in KEY]
        connection.execute(
            delete(STAMP).where(*same), [{f"of_{name}": row[name] for name in KEY} for row in rows]
        )
        connection.execute(insert(STAMP), rows)
