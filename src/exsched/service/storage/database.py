"""The database: SQLite in one file, or PostgreSQL; short transactions, and no lost update.

On SQLite a write begins with BEGIN IMMEDIATE: with the usual deferred begin, two writers that read before
they write lose each other's updates. Write-ahead logging is used only from version 3.51.3 (or 3.50.7,
3.44.6): before it a race could corrupt the file, https://sqlite.org/wal.html#walresetbug.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection

from exsched.service.storage.trouble import Unavailable, WrongUrl, trouble

__all__ = ["Database", "Unavailable", "WrongUrl", "parsed", "safe_wal"]

BUSY_MS = 30_000
KINDS = ("sqlite", "sqlite+pysqlite", "postgresql+psycopg")


def safe_wal(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> bool:
    """Whether this SQLite may use write-ahead logging with several processes."""
    if version >= (3, 51, 3):
        return True
    return (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


class Database:
    """Opens transactions; `url` is a SQLAlchemy URL such as `sqlite:///exsched.db`."""

    def __init__(self, url: str) -> None:
        self.url = _with_driver(url)
        self.engine = _engine(self.url)
        self._reading: dict[str, Any] = {"reading": True}
        if not self.sqlite:  # one snapshot for all that one transaction reads, as SQLite gives it
            self._reading |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}

    @property
    def sqlite(self) -> bool:
        """Whether this is the embedded database."""
        return self.engine.dialect.name == "sqlite"

    @property
    def shown(self) -> str:
        """The URL to show to people and to write into logs: without the password."""
        return self.engine.url.render_as_string(hide_password=True)

    @property
    def file(self) -> Path | None:
        """The file of the embedded database; None for a server, and for a database in memory."""
        name = self.engine.url.database
        return Path(name) if self.sqlite and name and name != ":memory:" else None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads.

        Raises:
            Unavailable: the database does not answer.
        """
        options = self._reading
        with _told(), self.engine.connect().execution_options(**options) as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is committed when the block ends, and undone when it raises.

        Raises:
            Unavailable: the database does not answer, is full, or may not be written.
        """
        with _told(), self.engine.begin() as connection:
            yield connection

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def parsed(url: str) -> URL:
    """The parts of a database's URL.

    Raises:
        WrongUrl: it cannot be read, or names another kind of database.
    """
    try:
        found = make_url(_with_driver(url))
    except ArgumentError:
        raise WrongUrl("this is no URL of a database") from None
    if found.drivername not in KINDS:
        raise WrongUrl(f"exsched does not know databases of the kind {found.drivername}")
    return found


def _with_driver(url: str) -> str:
    for plain in ("postgresql://", "postgres://"):
        if url.startswith(plain):
            return f"postgresql+psycopg://{url.removeprefix(plain)}"
    return url


def _engine(url: str) -> Engine:
    """PostgreSQL ends the transaction of a process that is frozen: it must not hold a job's row for ever."""
    if parsed(url).get_backend_name() != "sqlite":
        return create_engine(
            url,
            pool_pre_ping=True,
            pool_size=10,
            max_overflow=20,
            pool_timeout=10,
            connect_args={"options": f"-c idle_in_transaction_session_timeout={BUSY_MS}"},
        )
    engine = create_engine(url, connect_args={"timeout": BUSY_MS / 1000})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(raw: Any, _record: Any) -> None:
    raw.isolation_level = None  # we begin ourselves
    journal = "WAL" if safe_wal() else "DELETE"
    for pragma in (
        f"journal_mode={journal}",
        "synchronous=FULL",
        f"busy_timeout={BUSY_MS}",
        "foreign_keys=ON",
    ):
        raw.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    reading = bool(connection.get_execution_options().get("reading"))
    connection.exec_driver_sql(f"PRAGMA query_only={int(reading)}")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except NoConnection as error:
        raise Unavailable("all connections to the database are in use") from error
    except DBAPIError as error:
        _tell(error, error.orig)
    except sqlite3.Error as error:  # while a connection is prepared
        _tell(error, error)


def _tell(error: Exception, cause: BaseException | None) -> NoReturn:
    told = trouble(cause)
    if told is None:
        raise error
    raise told from error
