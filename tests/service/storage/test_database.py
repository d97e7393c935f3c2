"""Transactions, and what a service is told when its database fails."""

import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from exsched.service.storage import programmes, schema, settings, submissions
from exsched.service.storage.database import Database, Unavailable, safe_wal
from exsched.service.storage.tables import PROGRAMME, SETTING
from tests.service.postgres import Postgres
from tests.service.storage import filling
from tests.service.storage.small_disk import SmallDisk, mountable


def test_writing_undoes_everything_when_the_block_fails(database: Database) -> None:
    """Half a transaction is never seen."""
    with pytest.raises(ZeroDivisionError), database.writing() as connection:
        filling.programme(connection)
        raise ZeroDivisionError
    with database.reading() as connection:
        assert programmes.page(connection) == ()


def test_reading_cannot_write(database: Database) -> None:
    """A transaction that said it reads is held to it; the next one may write again."""
    with pytest.raises(Unavailable, match="may not be written"), database.reading() as connection:
        settings.put(connection, "a", "1")
    with database.writing() as connection:
        settings.put(connection, "a", "2")
    with database.reading() as connection:
        assert settings.get(connection, "a") == "2"


def test_reading_sees_one_state(database: Database) -> None:
    """What another transaction commits meanwhile is not seen in the middle."""
    seen: list[str | None] = []

    def write() -> None:
        with database.writing() as connection:
            settings.put(connection, "a", "new")

    writer = threading.Thread(target=write)
    with database.reading() as connection:
        seen.append(settings.get(connection, "a"))
        writer.start()
        writer.join(0.3)
        seen.append(settings.get(connection, "a"))
    writer.join()
    with database.reading() as connection:
        seen.append(settings.get(connection, "a"))
    assert seen == [None, None, "new"]


def test_wrong_statement_is_not_called_a_failing_database(database: Database) -> None:
    """Faults of ours keep their own names: only the database's are Unavailable."""
    with database.writing() as connection:
        filling.programme(connection)
    row = {"id": "steadfast", "title": "x", "created": filling.NOON, "revision": 0}
    with pytest.raises(IntegrityError), database.writing() as connection:
        connection.execute(insert(PROGRAMME).values(**row))


def test_instants_come_back_in_utc(database: Database) -> None:
    """Any zone goes in, UTC comes out, to the microsecond; an instant without zone is refused."""
    local = datetime(2027, 1, 1, 0, 30, 0, 5, tzinfo=timezone(timedelta(hours=2)))
    with database.writing() as connection:
        row = {"id": "x", "title": "x", "created": local, "revision": 0}
        connection.execute(insert(PROGRAMME).values(**row))
        found = connection.execute(select(PROGRAMME.c.created)).scalar_one()
    assert (found, found.tzinfo) == (datetime(2026, 12, 31, 22, 30, 0, 5, tzinfo=UTC), UTC)
    with pytest.raises(StatementError, match="needs its zone"), database.writing() as connection:
        connection.execute(insert(PROGRAMME).values(**(row | {"created": filling.NOON.replace(tzinfo=None)})))


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((4, 0, 0), True),
    ],
)
def test_write_ahead_log_only_where_it_is_safe(version: tuple[int, ...], safe: bool) -> None:
    """The versions with the WAL-reset race use the rollback journal."""
    assert safe_wal(version) is safe


def test_sqlite_is_set_up_to_keep_what_it_confirmed(sqlite_url: str) -> None:
    """Every commit is on the disk before it is confirmed, and references are kept."""
    database = Database(sqlite_url)
    with database.reading() as connection:
        found = [
            connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("synchronous", "foreign_keys", "busy_timeout", "journal_mode")
        ]
    assert found == [2, 1, 30_000, "wal" if safe_wal() else "delete"]
    database.close()


def test_damaged_file_is_said_with_the_way_out(sqlite_url: str) -> None:
    """A database that was overwritten in the middle is refused, never replaced by an empty one."""
    database = Database(sqlite_url)
    file = database.file
    assert file is not None
    content = bytearray(file.read_bytes())
    content[4096 : len(content)] = b"\xff" * (len(content) - 4096)
    file.write_bytes(content)
    with pytest.raises(Unavailable, match="damaged; put a backup in its place with `exsched restore`"):
        schema.prepare(database)
    database.close()
    file.write_bytes(b"this is no database at all, but long enough to be looked at " * 20)
    with pytest.raises(Unavailable, match="damaged"):
        schema.prepare(Database(sqlite_url))


def test_missing_folder_is_said(tmp_path: Path) -> None:
    """A database that cannot be opened is a sentence, not a traceback."""
    database = Database(f"sqlite:///{tmp_path}/nowhere/exsched.db")
    with pytest.raises(Unavailable, match="cannot be opened"):
        schema.prepare(database)


def test_all_connections_in_use_is_said(sqlite_url: str) -> None:
    """A service that is out of connections says so instead of hanging."""
    database = Database(sqlite_url)
    database.engine.pool._timeout = 0.1  # type: ignore[attr-defined] # thirty seconds otherwise
    held = [database.engine.connect() for _ in range(15)]
    with pytest.raises(Unavailable, match="all connections to the database are in use"), database.reading():
        pass
    for connection in held:
        connection.close()
    database.close()


def test_lost_server_is_said_and_comes_back_without_restart(postgres: Postgres, postgres_url: str) -> None:
    """While PostgreSQL is away every transaction says so; when it is back, the same Database goes on."""
    database = Database(postgres_url)
    with database.writing() as connection:
        settings.put(connection, "a", "before")
    with pytest.raises(Unavailable), database.writing() as connection:
        settings.put(connection, "a", "lost")
        postgres.kill()
        settings.put(connection, "a", "lost too")
    for _ in range(3):
        with pytest.raises(Unavailable, match="does not answer"), database.reading():
            pass
    postgres.start()
    with database.writing() as connection:
        assert settings.get(connection, "a") == "before"
        settings.put(connection, "a", "after")
    database.close()


def test_restart_between_transactions_goes_unnoticed(postgres: Postgres, postgres_url: str) -> None:
    """Connections that died in the pool are replaced before anybody meets them."""
    database = Database(postgres_url)
    with database.writing() as connection:
        settings.put(connection, "a", "1")
    postgres.stop()
    postgres.start()
    with database.reading() as connection:
        assert settings.get(connection, "a") == "1"
    database.close()


@pytest.fixture
def small_disk() -> Iterator[SmallDisk]:
    """A disk of its own that is soon full; only root can mount one."""
    if not mountable():
        pytest.skip("mounting a small disk needs root")
    disk = SmallDisk(2)
    yield disk
    disk.remove()


def fill(database: Database) -> int:
    """Store submissions until the database refuses; gives how many were confirmed."""
    with database.writing() as connection:
        programmes.add(connection, "steadfast", "Steadfast")
    for number in range(2000):
        try:
            with database.writing() as connection:
                content = random.Random(number).randbytes(50_000)  # does not compress
                submissions.put(connection, filling.submission(content))
        except Unavailable as refused:
            assert (refused.full, "full" in str(refused)) == (True, True)
            return number
    raise AssertionError("the disk never filled")


def confirmed(database: Database) -> int:
    with database.reading() as connection:
        return len(submissions.page(connection, "steadfast", limit=5000))


def test_full_disk_is_said_and_loses_nothing(small_disk: SmallDisk) -> None:
    """On a full disk all that was confirmed is there, reading goes on, and with room writing does too."""
    ballast = small_disk.folder / "ballast"
    ballast.write_bytes(b"\0" * 300_000)
    database = Database(f"sqlite:///{small_disk.folder}/exsched.db")
    schema.migrate(database)
    stored = fill(database)
    assert stored > 0
    assert confirmed(database) == stored
    with pytest.raises(Unavailable), database.writing() as connection:
        submissions.put(connection, filling.submission(b"x" * 100_000))
    ballast.unlink()
    with database.writing() as connection:
        submissions.put(connection, filling.submission(b"again"))
        assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
    assert confirmed(database) == stored + 1
    database.close()


def test_page_limit_is_told_like_a_full_disk(sqlite_url: str) -> None:
    """The same without root: a file that may grow no more."""
    database = Database(sqlite_url)
    with database.engine.connect() as connection:  # the limit belongs to the one connection in the pool
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        connection.execute(text(f"PRAGMA max_page_count={pages + 60}"))
    stored = fill(database)
    assert confirmed(database) == stored > 0
    with database.engine.connect() as connection:
        connection.execute(text("PRAGMA max_page_count=100000"))
    with database.writing() as connection:
        submissions.put(connection, filling.submission(b"again"))
    assert confirmed(database) == stored + 1
    database.close()


def test_file_size_limit_is_told_like_a_full_disk(sqlite_url: str) -> None:
    """A quota shows as a failing write: it is the same sentence, and what was confirmed stays."""
    code = (
        "import resource, signal, sys; from tests.service.storage.test_database import *\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))\n"
        "database = Database(sys.argv[1]); stored = fill(database)\n"
        "assert confirmed(database) == stored > 0; print(stored)\n"
    )
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run(
        [sys.executable, "-c", code, sqlite_url],
        capture_output=True,
        text=True,
        cwd=root,
        env={"PYTHONPATH": f"{root / 'src'}:{root}"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    database = Database(sqlite_url)
    assert confirmed(database) == int(done.stdout)
    database.close()


def test_full_disk_of_the_server_is_said(postgres: Postgres) -> None:
    """PostgreSQL's full disk is told like SQLite's, and writing goes on when there is room again."""
    if not mountable():
        pytest.skip("mounting a small disk needs root")
    disk = SmallDisk(16, "postgres")
    database = None
    try:
        postgres.run(f"CREATE TABLESPACE small LOCATION '{disk.folder}/space'")
        postgres.run("CREATE DATABASE small TEMPLATE migrated TABLESPACE small")
        database = Database(postgres.url("small"))
        stored = fill(database)
        assert stored > 0
        assert confirmed(database) == stored
        disk.grow(64)
        with database.writing() as connection:
            submissions.put(connection, filling.submission(b"again"))
        assert confirmed(database) == stored + 1
    finally:
        if database is not None:
            database.close()
        postgres.drop("small")
        postgres.run("DROP TABLESPACE IF EXISTS small")
        disk.remove()


def test_settings_are_set_dropped_and_counted(database: Database) -> None:
    """Named values: set again, forgotten, counted up from nothing."""
    with database.writing() as connection:
        settings.put(connection, "a", "1")
        settings.put(connection, "a", "2")
        assert settings.get(connection, "a") == "2"
        settings.drop(connection, "a")
        assert settings.get(connection, "a") is None
        for _ in range(11):
            settings.count_up(connection, "n")
        assert settings.number(connection, "n") == 11
        assert connection.execute(select(SETTING.c.name)).scalars().all() == ["n"]
