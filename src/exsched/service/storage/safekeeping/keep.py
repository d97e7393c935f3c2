"""`backup` and `restore`, whatever the database is."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import inspect

from exsched.service.storage import audit, schema
from exsched.service.storage.database import Database, parsed
from exsched.service.storage.records import NewEntry
from exsched.service.storage.safekeeping import postgres_dump, sqlite_file
from exsched.service.storage.safekeeping.failure import NotDone
from exsched.service.storage.safekeeping.feeds_forward import Shown, go_on, last_shown
from exsched.service.storage.trouble import Unavailable

__all__ = ["NotDone", "Restored", "backup", "restore"]


@dataclass(frozen=True)
class Restored:
    """What a restore did: the schema's version, and where a damaged database was moved to."""

    version: str
    aside: Path | None


def backup(url: str, target: Path, force: bool = False) -> int:
    """Write the whole database to a file that only its owner may read; gives its size in bytes.

    The service may go on meanwhile: the file holds one committed state.

    Raises:
        NotDone: with the reason; an existing file is not overwritten without `force`.
        Unavailable: the database does not answer.
        WrongSchema: it is not a database of this exsched.
    """
    if target.exists() and not force:
        raise NotDone(f"{target} exists already", "name another file, or add --force")
    if not target.parent.is_dir():
        raise NotDone(f"{target}: its folder does not exist")
    _demand(url)
    if _is_sqlite(url):
        sqlite_file.make(_file(url), target)
    else:
        postgres_dump.dump(url, target)
    return target.stat().st_size


def restore(url: str, source: Path, force: bool = False) -> Restored:
    """Put a backup in the place of the database, all of it or nothing.

    Raises:
        NotDone: the file is no backup, is damaged, or is of the other kind of database; or the database holds
            something already and `force` was not given.
        Unavailable: the database does not answer.
        WrongSchema: the backup was written by a newer exsched.
    """
    _recognise(url, source)
    shown = _overwritable(url, force)
    if _is_sqlite(url):
        return _restore_file(_file(url), source, shown)
    schema.demand_known(postgres_dump.version(source))
    postgres_dump.load(url, source)
    return Restored(_go_on(url, shown), None)


def _restore_file(target: Path, source: Path, shown: Shown | None) -> Restored:
    sqlite_file.check(source)
    with tempfile.TemporaryDirectory(prefix=".exsched-restore-", dir=target.parent) as folder:
        ready = Path(folder) / "restored.db"
        sqlite_file.make(source, ready)
        version = _go_on(f"sqlite:///{ready}", shown)
        return Restored(version, sqlite_file.put_in_place(ready, target))


def _go_on(url: str, shown: Shown | None) -> str:
    """Make a restored database fit to go on; gives its version."""
    database = Database(url)
    try:
        schema.migrate(database)
        with database.writing() as connection:
            go_on(connection, shown)
            audit.append(connection, _RESTORED)
            return schema.version(connection) or ""
    finally:
        database.close()


_RESTORED = NewEntry(
    actor="local", role="authority", nation="", action="restored", object="database", details={}
)


def _recognise(url: str, source: Path) -> None:
    try:
        with source.open("rb") as file:
            start = file.read(16)
    except OSError as trouble:
        raise NotDone(f"{source}: cannot be read: {trouble.strerror}") from None
    kinds = {True: sqlite_file.MAGIC, False: postgres_dump.MAGIC}
    if not start.startswith(tuple(kinds.values())):
        raise NotDone(f"{source}: is no backup of exsched")
    if not start.startswith(kinds[_is_sqlite(url)]):
        other = "PostgreSQL" if _is_sqlite(url) else "SQLite"
        raise NotDone(f"{source}: is a backup of {other}", "restore it into a database of the same kind")


def _overwritable(url: str, force: bool) -> Shown | None:
    """What subscribers saw last. A database that holds something is overwritten with `force` only."""
    if _is_sqlite(url) and not _file(url).exists():
        return None
    try:
        empty = force or _is_empty(url)
    except Unavailable as trouble:
        raise NotDone(str(trouble), "add --force to put the backup in its place") from None
    if not empty:
        raise NotDone(
            "the database holds something already; nothing was changed",
            "stop the service, make a backup of it, then add --force",
        )
    database = Database(url)
    try:
        return last_shown(database)
    finally:
        database.close()


def _is_empty(url: str) -> bool:
    database = Database(url)
    try:
        with database.reading() as connection:
            return not any(schema.ours(name, "table", None) for name in inspect(connection).get_table_names())
    finally:
        database.close()


def _demand(url: str) -> None:
    if _is_sqlite(url) and not _file(url).exists():
        raise NotDone(f"{_file(url)}: there is no such database")
    database = Database(url)
    try:
        schema.demand(database)
    finally:
        database.close()


def _is_sqlite(url: str) -> bool:
    return parsed(url).get_backend_name() == "sqlite"


def _file(url: str) -> Path:
    name = parsed(url).database
    if not name or name == ":memory:":
        raise NotDone("a database in memory cannot be kept")
    return Path(name)
