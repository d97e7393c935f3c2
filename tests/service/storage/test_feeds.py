"""Feeds: bytes and stamps replaced together, never backwards, and a version that tells."""

import pytest

from exsched.service.storage import feeds, releases
from exsched.service.storage.database import Database
from exsched.service.storage.errors import Stale
from exsched.service.storage.records import NewRendering, Stamp
from tests.service.storage import filling

A, B = "a" * 64, "b" * 64


def put(database: Database, *renderings: NewRendering) -> None:
    with database.writing() as connection:
        release = releases.page(connection, "steadfast")[0]
        feeds.put(connection, "steadfast", release.id, renderings)


@pytest.fixture
def shown(database: Database) -> Database:
    """A programme with a draft, so that there is something to show."""
    with database.writing() as connection:
        filling.programme(connection)
        filling.draft(connection)
    return database


def test_put_replaces_bytes_and_moved_stamps(shown: Database) -> None:
    """What changed is replaced; what a feed showed once is remembered for good."""
    old, kept, moved = filling.stamp("old"), filling.stamp("kept"), filling.stamp("kept", B, 1)
    put(shown, filling.rendering(old, kept, body=b"one"))
    put(shown, filling.rendering(moved, body=b"two"))
    with shown.reading() as connection:
        found = feeds.rendering(connection, "steadfast", "NOR")
        assert found is not None
        assert (found.body, found.events) == (b"two", 1)
        assert feeds.stamps(connection, "steadfast", "NOR") == {"kept": moved, "old": old}
        assert feeds.audiences(connection, "steadfast") == ("NOR",)
        assert feeds.stamps(connection, "steadfast", "SWE") == {}


@pytest.mark.parametrize(
    "backwards",
    [filling.stamp("x", A, 4), filling.stamp("x", B, 5), filling.stamp("x", B, 0)],
    ids=["lower sequence", "other content, same sequence", "both"],
)
def test_put_refuses_stamps_that_go_backwards(shown: Database, backwards: Stamp) -> None:
    """A SEQUENCE never falls, and content never changes under the same one."""
    put(shown, filling.rendering(filling.stamp("x", A, 5)))
    with pytest.raises(Stale, match="feeds went on in between"):
        put(shown, filling.rendering(backwards, body=b"late"))
    with shown.reading() as connection:
        assert feeds.stamps(connection, "steadfast", "NOR") == {"x": filling.stamp("x", A, 5)}


def test_version_rises_with_every_change_only(shown: Database) -> None:
    """As long as the version stands, what was read may be served again."""
    seen = []
    for renderings in ([], [filling.rendering()], [filling.rendering(), filling.rendering(audience="SWE")]):
        put(shown, *renderings)
        with shown.reading() as connection:
            seen.append(feeds.version(connection))
    assert seen == [0, 1, 2]


def test_put_of_forty_audiences_and_a_thousand_events_takes_seconds(shown: Database) -> None:
    """A whole programme is published in one short transaction: 40,000 stamps well within ten seconds."""
    stamps = tuple(filling.stamp(f"e{number}@example") for number in range(1000))
    put(shown, *(filling.rendering(*stamps, audience=f"N{number}") for number in range(40)))
    with shown.reading() as connection:
        assert len(feeds.stamps(connection, "steadfast", "N39")) == 1000
