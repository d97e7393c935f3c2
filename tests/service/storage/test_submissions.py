"""Submissions are append-only, numbered, and never overtaken unseen; revisions follow them one by one."""

import hashlib

import pytest
from sqlalchemy import Connection

from exsched.service.storage import programmes, revisions, submissions
from exsched.service.storage.database import Database
from exsched.service.storage.errors import Exists, Stale
from exsched.service.storage.records import NewRevision
from tests.service.storage import filling


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_put_keeps_bytes_and_numbers_each_owner(database: Database) -> None:
    """What came comes back byte for byte, numbered 1, 2 … for each owner."""
    with database.writing() as connection:
        programmes.add(connection, "steadfast", "Steadfast")
        first, _ = submissions.put(connection, filling.submission(b"\x00one"))
        second, _ = submissions.put(connection, filling.submission(b"two"))
        nation, _ = submissions.put(connection, filling.submission(b"two", owner="NOR"))
    with database.reading() as connection:
        assert [first.number, second.number, nation.number] == [1, 2, 1]
        assert submissions.content(connection, first.id) == b"\x00one"
        assert (first.sha256, submissions.get(connection, first.id)) == (sha(b"\x00one"), first)
        assert submissions.current(connection, "steadfast", "") == second
        assert submissions.newest(connection, "steadfast") == {"": second, "NOR": nation}


def test_put_same_bytes_again_keeps_the_old_one(database: Database) -> None:
    """Sending the newest file again changes nothing."""
    with database.writing() as connection:
        programmes.add(connection, "steadfast", "Steadfast")
        first, was_new = submissions.put(connection, filling.submission(b"one"))
        again, is_new = submissions.put(connection, filling.submission(b"one"))
        history = submissions.page(connection, "steadfast")
    assert (again, was_new, is_new) == (first, True, False)
    assert history == (first,)


def test_put_with_expectation_refuses_what_moved_on(database: Database) -> None:
    """If-Match and If-None-Match: a submission that nobody read is never buried under another."""
    with database.writing() as connection:
        programmes.add(connection, "steadfast", "Steadfast")
        with pytest.raises(Stale, match="there is no submission yet"):
            submissions.put(connection, filling.submission(b"one"), sha(b"zero"))
        submissions.put(connection, filling.submission(b"one"), "")
        with pytest.raises(Stale, match="another submission came in between"):
            submissions.put(connection, filling.submission(b"two"), "")
        with pytest.raises(Stale):
            submissions.put(connection, filling.submission(b"two"), sha(b"zero"))
        second, _ = submissions.put(connection, filling.submission(b"two"), sha(b"one"))
        assert second.number == 2


def test_put_for_unknown_programme_refuses(database: Database) -> None:
    """Nothing is stored for a programme that does not exist."""
    with pytest.raises(Stale, match="there is no programme nope"), database.writing() as connection:
        submissions.put(connection, filling.submission(programme="nope"))


def test_page_gives_history_newest_first_by_cursor(database: Database) -> None:
    """The history comes in pages that neither repeat nor skip."""
    with database.writing() as connection:
        programmes.add(connection, "steadfast", "Steadfast")
        made = [
            submissions.put(connection, filling.submission(f"{number}".encode(), "NOR"))[0]
            for number in range(5)
        ]
        submissions.put(connection, filling.submission(b"else", "SWE"))
        first = submissions.page(connection, "steadfast", "NOR", limit=2)
        second = submissions.page(connection, "steadfast", "NOR", (first[-1].at, first[-1].id), limit=9)
    assert [*first, *second] == made[::-1]


def test_programme_id_is_taken_once(database: Database) -> None:
    """A second programme of the same name is refused, and the transaction goes on."""
    with database.writing() as connection:
        made = programmes.add(connection, "steadfast", "Steadfast")
        with pytest.raises(Exists):
            programmes.add(connection, "steadfast", "another")
        assert programmes.get(connection, "steadfast") == made
        other = programmes.add(connection, "z-later", "later")
        assert programmes.page(connection) == (other, made)
        assert programmes.page(connection, (other.created, other.id)) == (made,)
        assert programmes.get(connection, "nope") is None


def next_revision(connection: Connection, base: int, normal: bytes | None) -> NewRevision:
    bundle = submissions.current(connection, "steadfast", "")
    assert bundle is not None
    return NewRevision(
        programme="steadfast",
        base=base,
        bundle=bundle.id,
        submissions={"NOR": "sub_1"},
        normal=normal,
        input_hash="h",
        diagnostics=[{"code": "E1"}],
        counts={},
    )


def test_revision_follows_the_one_it_was_worked_out_on(database: Database) -> None:
    """Two who worked on the same state: the first makes the next revision, the second must look again."""
    with database.writing() as connection:
        first = filling.programme(connection)
        second = revisions.add(connection, next_revision(connection, 1, None))
        with pytest.raises(Stale):
            revisions.add(connection, next_revision(connection, 1, b"late"))
        found = programmes.get(connection, "steadfast")
        assert found is not None
        assert (found.revision, revisions.current(connection, "steadfast")) == (2, second)
        assert revisions.get(connection, "steadfast", 1) == first
        assert revisions.page(connection, "steadfast") == (second, first)
        assert revisions.page(connection, "steadfast", before=2) == (first,)
        assert revisions.normal(connection, "steadfast", 1) == b"{}"
        assert revisions.normal(connection, "steadfast", 2) is None
        assert second.submissions == {"NOR": "sub_1"}
