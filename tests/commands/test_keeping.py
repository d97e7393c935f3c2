"""backup, restore, migrate, audit: what they say, and how they end."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from exsched.service.storage import audit, schema
from exsched.service.storage.database import Database
from exsched.service.storage.records import NewEntry
from tests.commands.process import exsched

NEWEST = schema.VERSIONS[-1]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a fresh database under the usual name."""
    made = exsched("migrate", cwd=tmp_path)
    assert (made.returncode, made.stderr) == (0, f"schema {NEWEST}: done\n")
    return tmp_path


def log(folder: Path, *objects: str) -> None:
    database = Database(f"sqlite:///{folder}/exsched.db")
    with database.writing() as connection:
        for name in objects:
            entry = NewEntry(
                actor="local", role="authority", nation="", action="released", object=name, details={}
            )
            audit.append(connection, entry)
    database.close()


def test_migrate_says_what_it_did(folder: Path) -> None:
    """The second time there is nothing to do, and --check agrees."""
    again = exsched("migrate", "--json", cwd=folder)
    assert json.loads(again.stdout) == {"schema": {"before": NEWEST, "after": NEWEST}}
    assert exsched("migrate", "--check", cwd=folder).returncode == 0
    with closing(sqlite3.connect(folder / "exsched.db")) as connection:
        connection.execute("UPDATE ex_schema SET version_num = '9999'")
        connection.commit()
    for arguments in (("migrate",), ("migrate", "--check"), ("audit",), ("backup", "x")):
        newer = exsched(*arguments, cwd=folder)
        assert newer.returncode == 6
        assert f"the database has schema 9999, this exsched knows {NEWEST} at most" in newer.stderr


def test_migrate_check_of_an_empty_database_asks_for_work(tmp_path: Path) -> None:
    """Exit 4 tells a script that there is something to do."""
    (tmp_path / "empty.db").touch()
    empty = exsched("migrate", "--check", "--database", f"sqlite:///{tmp_path}/empty.db", cwd=tmp_path)
    assert empty.returncode == 4
    assert empty.stderr.splitlines() == [
        f"exsched: the database has no tables, not {NEWEST}",
        "  hint: run `exsched migrate`",
    ]


def test_migrate_check_makes_no_database(tmp_path: Path) -> None:
    """Where there is none it says so with exit 6, and leaves none behind."""
    missing = exsched("migrate", "--check", "--database", f"sqlite:///{tmp_path}/none.db", cwd=tmp_path)
    assert (missing.returncode, list(tmp_path.iterdir())) == (6, [])


def test_backup_and_restore_from_a_terminal(folder: Path) -> None:
    """The drill: back up, lose the database, restore, check the audit log."""
    log(folder, "rel_1")
    assert exsched("backup", "kept", cwd=folder).returncode == 0
    assert exsched("backup", "kept", cwd=folder).returncode == 6
    (folder / "exsched.db").unlink()
    back = exsched("restore", "kept", "--json", cwd=folder)
    assert json.loads(back.stdout) == {"restored": {"file": "kept", "schema": NEWEST, "aside": None}}
    shown = exsched("audit", cwd=folder).stdout.splitlines()
    assert [line.split(maxsplit=5)[-1] for line in shown] == [
        "released rel_1",
        "restored database",
    ]
    whole = exsched("audit", "--check", cwd=folder)
    assert (whole.returncode, whole.stdout[:40]) == (
        0,
        "2 entries, whole; the last has SHA-256 " + whole.stdout[39],
    )


def test_audit_check_finds_a_changed_entry(folder: Path) -> None:
    """Exit 4, and the entry is named."""
    log(folder, "rel_1", "rel_2", "rel_3")
    with closing(sqlite3.connect(folder / "exsched.db")) as connection:
        connection.execute("UPDATE ex_audit SET object = 'rel_x' WHERE number = 2")
        connection.commit()
    changed = exsched("audit", "--check", cwd=folder)
    assert (changed.returncode, changed.stdout) == (4, "2: it was changed\n")
    assert changed.stderr.splitlines()[0] == "exsched: the audit log is not whole"
    as_json = json.loads(exsched("audit", "--check", "--json", cwd=folder).stdout)
    assert as_json["faults"] == [{"number": 2, "sentence": "it was changed"}]


def test_audit_pages_and_expects(folder: Path) -> None:
    """A part of the log as JSON; a noted seal that is there, and one that is not."""
    log(folder, "rel_1", "rel_2", "rel_3")
    (entry,) = json.loads(exsched("audit", "--after", "1", "--most", "1", "--json", cwd=folder).stdout)[
        "entries"
    ]
    assert (entry["number"], entry["object"]) == (2, "rel_2")
    assert exsched("audit", "--expect", entry["sha256"], cwd=folder).returncode == 0
    assert exsched("audit", "--expect", "0" * 64, cwd=folder).returncode == 4


def test_misspelt_database_is_said_and_not_made(tmp_path: Path) -> None:
    """A name that does not exist, and one that cannot be read, end in a sentence; nothing is made."""
    for verb in (("audit",), ("backup", "kept")):
        gone = exsched(*verb, "--database", "sqlite:///typo.db", cwd=tmp_path)
        assert (gone.returncode, "there is no such database" in gone.stderr) == (6, True)
        wrong = exsched(*verb, "--database", "oracle:somewhere", cwd=tmp_path)
        assert (wrong.returncode, "hint: write sqlite:///FILE" in wrong.stderr) == (2, True)
    away = exsched("migrate", "--database", f"postgresql://x@/x?host={tmp_path}", cwd=tmp_path)
    assert (away.returncode, "the database does not answer" in away.stderr) == (6, True)
    assert list(tmp_path.iterdir()) == []
