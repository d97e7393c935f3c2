"""The drivers tell the truth about what a client shows: three versions of a feed from a small file server."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.service.clients.evolution import EvolutionClient, needs_evolution
from tests.service.clients.shown import Client, shows
from tests.service.clients.static import FeedServer
from tests.service.clients.vdir import Refused, VdirClient
from tests.service.clients.versions import added, cancelled, changed, events, exported, moved

pytestmark = pytest.mark.slow

FIRST = exported()
MOVED, GONE, *_ = [uid for uid in events(FIRST) if uid.startswith("ex-")]
SECOND = added(changed(changed(FIRST, MOVED, moved(7)), GONE, cancelled), MOVED)


@pytest.fixture
def feed() -> Iterator[FeedServer]:
    """The first version, served."""
    server = FeedServer(FIRST)
    yield server
    server.close()


@pytest.fixture(params=["vdirsyncer", "evolution"])
def client(request: pytest.FixtureRequest, tmp_path: Path, feed: FeedServer) -> Iterator[Client]:
    """Each client, subscribed to the feed."""
    if request.param == "vdirsyncer":
        yield VdirClient(tmp_path, feed.url)
        return
    needs_evolution()
    with EvolutionClient(tmp_path, feed.url) as session:
        yield session


def test_clients_follow_a_move_a_cancellation_and_an_addition(client: Client, feed: FeedServer) -> None:
    """After the second version the screen differs from the first by exactly these three."""
    first = shows(client, lambda seen: len(seen) == len(events(FIRST)))
    assert len(first) == len(events(FIRST))
    feed.body = SECOND
    second = shows(client, lambda seen: len(seen) == len(first) + 1)
    gone, new = set(first) - set(second), set(second) - set(first)
    assert (len(gone), len(new)) == (2, 3)
    kinds = {one.title.split(":")[0]: one for one in new}
    assert kinds["CANCELLED"].status == "CANCELLED"
    assert kinds.pop("ADDED 27").status == "CONFIRMED"
    later = next(one for title, one in kinds.items() if title != "CANCELLED")
    before = next(one for one in gone if one.title == later.title)
    assert (later.first, later.last) == (before.first + timedelta(days=7), before.last + timedelta(days=7))


def test_clients_forget_what_the_feed_leaves_out(client: Client, feed: FeedServer) -> None:
    """The third version is without the cancelled exercise, and so is the screen."""
    feed.body = SECOND
    assert any(
        one.status == "CANCELLED" for one in shows(client, lambda seen: len(seen) > len(events(FIRST)))
    )
    feed.body = SECOND.replace(events(SECOND)[GONE].encode(), b"")
    third = shows(client, lambda seen: len(seen) == len(events(FIRST)))
    assert [one for one in third if one.status == "CANCELLED"] == []


def test_evolution_asks_with_the_tag_it_got(tmp_path: Path, feed: FeedServer) -> None:
    """An unchanged feed is answered 304 from the second poll on."""
    needs_evolution()
    with EvolutionClient(tmp_path, feed.url) as session:
        shows(session, lambda seen: len(seen) == len(events(FIRST)))
        session.refresh()
    assert set(feed.answers[:1]) == {200}
    assert feed.answers[-1] == 304


def test_vdirsyncer_keeps_what_it_had_when_a_feed_breaks(tmp_path: Path, feed: FeedServer) -> None:
    """A page instead of a calendar is refused, and the folder stays as it was."""
    client = VdirClient(tmp_path, feed.url)
    client.refresh()
    feed.body = b"<html>please log in</html>"
    with pytest.raises(Refused):
        client.refresh()
    assert client.copied() == len(events(FIRST))
