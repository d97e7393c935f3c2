"""Backup and restore: one committed state, all or nothing, and feeds that never go backwards."""

import os
import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from exsched.service.storage import audit, feeds, jobs, programmes, releases, schema, settings
from exsched.service.storage.database import Database
from exsched.service.storage.records import Publication
from exsched.service.storage.safekeeping.keep import NotDone, backup, restore
from tests.service.postgres import Postgres
from tests.service.storage import filling
from tests.service.storage.older import SOLVE, leave_first

SEEN = Publication(state="proposed", previous=None)


@pytest.fixture
def filled(database: Database) -> Database:
    """A database with a release in force and its feed."""
    with database.writing() as connection:
        filling.programme(connection)
        release = filling.proposed(connection)
        shown = filling.rendering(filling.stamp("a"), filling.stamp("b"), body=b"first")
        releases.publish(connection, release.id, SEEN, [shown])
        audit.append(connection, filling.entry())
    return database


@pytest.fixture
def empty_url(database_url: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of another, empty database of the same kind."""
    if database_url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path}/other.db"
        return
    server = request.getfixturevalue("postgres")
    assert isinstance(server, Postgres)
    yield server.create("other")
    server.drop("other")


def contents(url: str) -> tuple[object, ...]:
    """What a database holds of a programme, and how its audit log stands."""
    database = Database(url)
    with database.reading() as connection:
        found = (
            programmes.page(connection),
            releases.page(connection, "steadfast"),
            feeds.rendering(connection, "steadfast", "NOR"),
            audit.page(connection)[:1],
            audit.verify(connection).faults,
        )
    database.close()
    return found


def sequences(url: str) -> dict[str, int]:
    database = Database(url)
    with database.reading() as connection:
        found = {uid: stamp.sequence for uid, stamp in feeds.stamps(connection, "steadfast", "NOR").items()}
    database.close()
    return found


def test_restore_into_an_empty_place_gives_everything_back(
    filled: Database, database_url: str, empty_url: str, tmp_path: Path
) -> None:
    """Backup and restore lose nothing; the restore itself stands in the audit log."""
    file = tmp_path / "kept.backup"
    assert backup(database_url, file) == file.stat().st_size
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    restored = restore(empty_url, file)
    assert (restored.version, restored.aside) == (schema.VERSIONS[-1], None)
    assert contents(empty_url) == contents(database_url)
    assert list(tmp_path.glob(".*")) == []
    database = Database(empty_url)
    with database.reading() as connection:
        assert [entry.action for entry in audit.page(connection)] == ["released", "restored"]
    database.close()


def test_restore_elsewhere_lets_every_sequence_jump(
    filled: Database, database_url: str, empty_url: str, tmp_path: Path
) -> None:
    """Where nobody knows what was published since, SEQUENCE goes on far above and all counts as changed."""
    backup(database_url, tmp_path / "kept.backup")
    restore(empty_url, tmp_path / "kept.backup")
    assert sequences(empty_url) == {"a": 1000, "b": 1000}
    database = Database(empty_url)
    with database.reading() as connection:
        found = feeds.stamps(connection, "steadfast", "NOR")
    database.close()
    assert {stamp.sha256 for stamp in found.values()} == {"restored"}


def test_restore_over_a_database_keeps_what_subscribers_saw_last(
    filled: Database, database_url: str, tmp_path: Path
) -> None:
    """The stamps of releases after the backup survive it: the next release goes on from them."""
    backup(database_url, tmp_path / "kept.backup")
    before = contents(database_url)
    later = (filling.stamp("a", "b" * 64, 7), filling.stamp("new", "c" * 64, 0))
    with filled.writing() as connection:
        release = releases.page(connection, "steadfast")[0]
        feeds.put(connection, "steadfast", release.id, [filling.rendering(*later, body=b"second")])
        programmes.add(connection, "other", "made after the backup")
    filled.close()
    with pytest.raises(NotDone, match="holds something already; nothing was changed"):
        restore(database_url, tmp_path / "kept.backup")
    assert sequences(database_url) == {"a": 7, "b": 0, "new": 0}
    restore(database_url, tmp_path / "kept.backup", force=True)
    assert contents(database_url) == before
    assert sequences(database_url) == {"a": 7, "b": 0, "new": 0}


def test_restored_database_goes_on_for_whoever_has_it_open(
    filled: Database, database_url: str, tmp_path: Path
) -> None:
    """A restore under a running service is seen by its next transaction, without a restart."""
    backup(database_url, tmp_path / "kept.backup")
    with filled.writing() as connection:
        settings.put(connection, "after", "the backup")
    restore(database_url, tmp_path / "kept.backup", force=True)
    with filled.writing() as connection:
        assert settings.get(connection, "after") is None
        audit.append(connection, filling.entry())
        assert audit.verify(connection).faults == ()


def test_backup_while_writing_is_one_committed_state(
    filled: Database, database_url: str, empty_url: str, tmp_path: Path
) -> None:
    """Ten backups under constant writing: in each, all of every transaction or nothing."""
    ended = threading.Event()

    def write() -> None:
        number = 0
        while not ended.is_set():
            number += 1
            with filled.writing() as connection:
                settings.put(connection, "left", str(number))
                audit.append(connection, filling.entry())
                settings.put(connection, "right", str(number))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(10):
            backup(database_url, tmp_path / f"{number}.backup")
    finally:
        ended.set()
        writer.join()
    seen = []
    for number in range(10):
        restore(empty_url, tmp_path / f"{number}.backup", force=True)
        database = Database(empty_url)
        with database.reading() as connection:
            left, right = (settings.number(connection, name) for name in ("left", "right"))
            assert audit.verify(connection).faults == ()
        database.close()
        assert left == right
        seen.append(left)
    assert seen == sorted(seen)


def test_backup_never_overwrites_unasked(filled: Database, database_url: str, tmp_path: Path) -> None:
    """An older backup is replaced only with force, and by a whole one."""
    file = tmp_path / "kept.backup"
    file.write_bytes(b"older")
    with pytest.raises(NotDone, match="exists already"):
        backup(database_url, file)
    assert file.read_bytes() == b"older"
    backup(database_url, file, force=True)
    assert file.stat().st_size > 5
    with pytest.raises(NotDone, match="its folder does not exist"):
        backup(database_url, tmp_path / "nowhere" / "x")


def test_restore_refuses_what_is_no_backup(database_url: str, tmp_path: Path) -> None:
    """A text, a missing file, an empty file: said, and nothing touched."""
    text = tmp_path / "x"
    text.write_bytes(b"programme: {}")
    with pytest.raises(NotDone, match="is no backup of exsched"):
        restore(database_url, text, force=True)
    with pytest.raises(NotDone, match="cannot be read"):
        restore(database_url, tmp_path / "nope", force=True)
    text.write_bytes(b"")
    with pytest.raises(NotDone, match="is no backup of exsched"):
        restore(database_url, text, force=True)


def test_restore_refuses_a_damaged_backup(filled: Database, database_url: str, tmp_path: Path) -> None:
    """Half a backup is found before anything is replaced."""
    file = tmp_path / "kept.backup"
    backup(database_url, file)
    before = contents(database_url)
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 3])
    filled.close()
    with pytest.raises(NotDone, match=r"damaged|pg_restore failed"):
        restore(database_url, file, force=True)
    assert contents(database_url) == before


def test_restore_refuses_the_other_kind(sqlite_url: str, postgres_url: str, tmp_path: Path) -> None:
    """A backup of SQLite does not go into PostgreSQL, nor the other way round."""
    backup(sqlite_url, tmp_path / "sqlite")
    backup(postgres_url, tmp_path / "postgres")
    with pytest.raises(NotDone, match="is a backup of SQLite"):
        restore(postgres_url, tmp_path / "sqlite", force=True)
    with pytest.raises(NotDone, match="is a backup of PostgreSQL"):
        restore(sqlite_url, tmp_path / "postgres", force=True)


def test_restore_refuses_a_backup_of_a_newer_program(
    filled: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Old code does not put a newer database in place, and leaves the present one alone."""
    with filled.writing() as connection:
        connection.execute(update(schema.TABLE).values(version_num="9999"))
    with monkeypatch.context() as newer:
        newer.setattr(schema, "VERSIONS", ("0001", "9999"))
        backup(database_url, tmp_path / "kept.backup")
    with filled.writing() as connection:
        connection.execute(update(schema.TABLE).values(version_num=schema.VERSIONS[-1]))
    before = contents(database_url)
    filled.close()
    with pytest.raises(schema.WrongSchema, match="has schema 9999"):
        restore(database_url, tmp_path / "kept.backup", force=True)
    assert contents(database_url) == before


def test_backup_of_an_older_program_is_brought_up_to_date(
    database: Database, database_url: str, empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup made before an upgrade can be restored after it, with all that it holds."""
    leave_first(database)
    with monkeypatch.context() as then:
        then.setattr(schema, "VERSIONS", ("0001",))
        backup(database_url, tmp_path / "kept.backup")
    assert restore(empty_url, tmp_path / "kept.backup").version == "0002"
    restored = Database(empty_url)
    with restored.reading() as connection:
        assert [job.id for job in jobs.page(connection, "steadfast")] == [SOLVE]
    restored.close()


def test_restore_moves_a_damaged_database_aside(sqlite_url: str, tmp_path: Path) -> None:
    """The damaged file is kept for whoever wants to look; its journal is not played into the restored one."""
    backup(sqlite_url, tmp_path / "kept.backup")
    file = tmp_path / "exsched.db"
    file.write_bytes(b"\xff" * 8000)
    (tmp_path / "exsched.db-wal").write_bytes(b"of the damaged one")
    with pytest.raises(NotDone, match="damaged") as told:
        restore(sqlite_url, tmp_path / "kept.backup")
    assert told.value.hint == "add --force to put the backup in its place"
    aside = restore(sqlite_url, tmp_path / "kept.backup", force=True).aside
    assert aside == tmp_path / "exsched.db.damaged1"
    assert aside.read_bytes() == b"\xff" * 8000
    assert not (tmp_path / "exsched.db-wal").exists()
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_backup_of_a_database_that_is_not_there_makes_none(tmp_path: Path) -> None:
    """A misspelt name gives a sentence, no empty database and no empty backup."""
    with pytest.raises(NotDone, match="there is no such database"):
        backup(f"sqlite:///{tmp_path}/typo.db", tmp_path / "x")
    assert list(tmp_path.iterdir()) == []


def test_missing_client_programs_are_named(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without pg_dump there is a sentence that says what to install, and no file."""
    monkeypatch.setenv("PATH", os.devnull)
    with pytest.raises(NotDone, match="pg_dump is not installed") as told:
        backup(postgres_url, tmp_path / "x")
    assert "postgresql-client" in str(told.value.hint)
    assert list(tmp_path.iterdir()) == []


def test_restored_feeds_accept_the_next_release(
    filled: Database, database_url: str, empty_url: str, tmp_path: Path
) -> None:
    """What the next release publishes after a restore lies above everything that was ever shown."""
    backup(database_url, tmp_path / "kept.backup")
    restore(empty_url, tmp_path / "kept.backup")
    database = Database(empty_url)
    with database.writing() as connection:
        release = releases.page(connection, "steadfast")[0]
        shown = feeds.stamps(connection, "steadfast", "NOR")["a"]
        following = replace(shown, sha256="d" * 64, sequence=shown.sequence + 1)
        feeds.put(connection, "steadfast", release.id, [filling.rendering(following)])
    database.close()
    assert sequences(empty_url)["a"] == 1001
