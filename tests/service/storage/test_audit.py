"""The audit log: no gap, no fork, and no change that goes unseen."""

import threading
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from exsched.service.storage import audit, settings
from exsched.service.storage.database import Database
from exsched.service.storage.tables import AUDIT
from tests.service.storage import filling


@pytest.fixture
def written(database: Database) -> Database:
    """A log of five entries."""
    for number in range(5):
        with database.writing() as connection:
            audit.append(connection, filling.entry(object_=f"rel_{number}"))
    return database


def verified(database: Database) -> list[tuple[int, str]]:
    with database.reading() as connection:
        return [(fault.number, fault.sentence) for fault in audit.verify(connection).faults]


def test_log_chains_and_verifies(written: Database) -> None:
    """Every entry follows the one before; the last SHA-256 stands for the whole."""
    with written.reading() as connection:
        entries = audit.page(connection)
        checked = audit.verify(connection, entries[2].sha256)
        assert [entry.number for entry in entries] == [1, 2, 3, 4, 5]
        assert [entry.previous for entry in entries] == [audit.START, *(e.sha256 for e in entries[:4])]
        assert (checked.entries, checked.sha256, checked.faults) == (5, entries[4].sha256, ())
        assert audit.page(connection, after=3) == entries[3:]
        assert tuple(audit.everything(connection)) == entries
        assert audit.newest(connection) == entries[4]


def test_empty_log_is_whole(database: Database) -> None:
    """Nothing done is nothing wrong."""
    assert verified(database) == []


CHANGES: list[tuple[str, Any]] = [
    ("actor", "tok_else"),
    ("role", "planner"),
    ("nation", "NOR"),
    ("action", "withdrawn"),
    ("object", "rel_x"),
    ("details", {"number": 2}),
    ("at", filling.NOON),
]


@pytest.mark.parametrize(("column", "value"), CHANGES, ids=[column for column, _ in CHANGES])
def test_verify_finds_a_changed_entry(written: Database, column: str, value: Any) -> None:
    """No column of an entry can be changed unseen."""
    with written.writing() as connection:
        connection.execute(update(AUDIT).where(AUDIT.c.number == 3).values(**{column: value}))
    assert verified(written) == [(3, "it was changed")]


def test_verify_finds_a_changed_entry_that_was_sealed_again(written: Database) -> None:
    """A new seal on a changed entry breaks the next one."""
    with written.writing() as connection:
        row = dict(connection.execute(select(AUDIT).where(AUDIT.c.number == 3)).mappings().one())
        row["action"] = "withdrawn"
        row["sha256"] = audit.sealed(row)
        connection.execute(update(AUDIT).where(AUDIT.c.number == 3).values(**row))
    assert verified(written) == [(4, "it does not follow the entry before it")]


@pytest.mark.parametrize(
    ("gone", "faults"),
    [
        ((1,), [(2, "entry 1 is missing"), (2, "it does not follow the entry before it")]),
        ((2, 3), [(4, "entries 2 to 3 are missing"), (4, "it does not follow the entry before it")]),
        ((5,), [(4, "the log should end with entry 5")]),
        ((1, 2, 3, 4, 5), [(0, "the log should end with entry 5")]),
    ],
    ids=["first", "middle", "last", "all"],
)
def test_verify_finds_missing_entries(
    written: Database, gone: tuple[int, ...], faults: list[tuple[int, str]]
) -> None:
    """Wherever entries are taken out, the gap shows: the end is noted apart."""
    with written.writing() as connection:
        connection.execute(delete(AUDIT).where(AUDIT.c.number.in_(gone)))
    assert verified(written) == faults


def test_verify_finds_entries_that_changed_places(written: Database) -> None:
    """Two entries with exchanged numbers are both found."""
    with written.writing() as connection:
        for here, there in ((2, 99), (3, 2), (99, 3)):
            connection.execute(update(AUDIT).where(AUDIT.c.number == here).values(number=there))
    found = verified(written)
    assert {number for number, _ in found} == {2, 3, 4}


def test_verify_finds_a_rebuilt_log_by_a_noted_seal(written: Database) -> None:
    """Who can write everything can rebuild everything; a SHA-256 noted elsewhere still tells."""
    with written.writing() as connection:
        noted = audit.verify(connection).sha256
        connection.execute(delete(AUDIT))
        settings.drop(connection, audit.HEAD)
        for _ in range(5):
            audit.append(connection, filling.entry("withdrawn"))
        assert audit.verify(connection).faults == ()
        told = [fault.sentence for fault in audit.verify(connection, noted).faults]
    assert told == ["no entry has the SHA-256 that was noted"]


def test_verify_finds_an_inserted_entry(written: Database) -> None:
    """An entry that was never appended does not fit in."""
    with written.writing() as connection:
        row = dict(connection.execute(select(AUDIT).where(AUDIT.c.number == 5)).mappings().one())
        connection.execute(insert(AUDIT).values(**(row | {"number": 6})))
    assert {number for number, _ in verified(written)} == {6}


def test_concurrent_appends_leave_no_gap(database: Database) -> None:
    """Eight threads, every third transaction undone: numbers without a gap, one chain."""

    def write(name: str) -> None:
        for number in range(9):
            try:
                with database.writing() as connection:
                    audit.append(connection, filling.entry(object_=f"{name}/{number}"))
                    if number % 3 == 2:
                        raise ZeroDivisionError
            except ZeroDivisionError:
                pass

    threads = [threading.Thread(target=write, args=(f"t{number}",)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as connection:
        checked = audit.verify(connection)
    assert (checked.entries, checked.faults) == (48, ())


def test_details_with_any_letters_verify(database: Database) -> None:
    """Letters of every script, and numbers, come back as they were sealed."""
    details = {"weiß": "Ærøskøbing 日本 \u0001 \U0001f9ed", "n": [1, 2.5, None, True], "": {"b": 1, "a": 2}}
    new = filling.entry()
    with database.writing() as connection:
        audit.append(
            connection, type(new)(**{**{f: getattr(new, f) for f in new.__slots__}, "details": details})
        )
    assert verified(database) == []
