"""Releases: states compared with what was read, one in force, nothing published twice."""

import hashlib

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from exsched.service.storage import feeds, releases
from exsched.service.storage.database import Database
from exsched.service.storage.errors import Stale
from exsched.service.storage.records import Concurrence, Proposal, Publication, Release
from exsched.service.storage.tables import RELEASE
from tests.service.storage import filling

READ = Publication(state="proposed", previous=None)


def said(release: Release, nation: str, act: str = "concurred") -> Concurrence:
    return Concurrence(
        release=release.id,
        nation=nation,
        act=act,
        reason=None,
        note=None,
        token=filling.LOCAL,
        at=filling.NOON,
    )


def test_propose_gives_number_and_copy(database: Database) -> None:
    """From the proposal on, a release has its number and its copy, which never changes again."""
    with database.writing() as connection:
        filling.programme(connection)
        release = filling.proposed(connection, "first")
        assert (release.state, release.number, release.silence_until) == ("proposed", 1, filling.NOON)
        assert releases.copy(connection, release.id) == b"copy"
        assert release.copy_sha256 == hashlib.sha256(b"copy").hexdigest()
        with pytest.raises(Stale, match="the release is proposed"):
            releases.propose(connection, release.id, Proposal(copy=b"other", silence_until=filling.NOON))
        assert releases.proposed(connection, "steadfast") == release


def test_publish_twice_publishes_once(database: Database) -> None:
    """The second call finds it published, and changes neither release nor feeds."""
    with database.writing() as connection:
        filling.programme(connection)
        release = filling.proposed(connection)
        first = releases.publish(connection, release.id, READ, [filling.rendering(filling.stamp())])
    with database.writing() as connection:
        version = feeds.version(connection)
        again = releases.publish(
            connection, release.id, READ, [filling.rendering(filling.stamp(sha256="b" * 64, sequence=1))]
        )
        assert (first.fresh, again.fresh, again.release) == (True, False, first.release)
        assert feeds.version(connection) == version
        assert feeds.stamps(connection, "steadfast", "NOR") == {"nordic@example": filling.stamp()}


def test_publish_supersedes_the_release_in_force(database: Database) -> None:
    """There is always one release in force; its predecessor is kept as superseded."""
    with database.writing() as connection:
        filling.programme(connection)
        one, two = filling.proposed(connection), filling.proposed(connection)
        releases.publish(connection, one.id, READ)
        done = releases.publish(connection, two.id, Publication(state="proposed", previous=one.id))
        assert (done.superseded, done.release.number) == (one.id, 2)
        assert releases.in_force(connection, "steadfast") == done.release
        before = releases.get(connection, one.id)
        assert before is not None
        assert before.state == "superseded"
        assert not releases.publish(connection, one.id, READ).fresh


def test_publish_refuses_when_the_release_in_force_is_another(database: Database) -> None:
    """Stamps worked out from an older release are not published over a newer one."""
    with database.writing() as connection:
        filling.programme(connection)
        one, two = filling.proposed(connection), filling.proposed(connection)
        releases.publish(connection, one.id, READ)
        with pytest.raises(Stale, match="another release came into force"):
            releases.publish(connection, two.id, READ)
        assert releases.in_force(connection, "steadfast") == releases.get(connection, one.id)


def test_publish_refuses_when_a_nation_spoke_in_between(database: Database) -> None:
    """Silence that was broken after the authority looked is not passed over."""
    with database.writing() as connection:
        filling.programme(connection)
        release = filling.proposed(connection)
        releases.say(connection, said(release, "NOR"))
        read = releases.concurrences(connection, release.id)
        releases.say(connection, said(release, "NOR", "broken"))
        decided = Publication(state="proposed", previous=None, acts=read)
        with pytest.raises(Stale, match="a nation spoke in between"):
            releases.publish(connection, release.id, decided)
        assert releases.concurrences(connection, release.id) == (said(release, "NOR", "broken"),)


@pytest.mark.parametrize("state", ["draft", "withdrawn", "released"])
def test_publish_refuses_another_state_than_was_read(database: Database, state: str) -> None:
    """What was decided about one state is not done in another."""
    with database.writing() as connection:
        filling.programme(connection)
        release = filling.proposed(connection)
        with pytest.raises(Stale, match="the release is proposed"):
            releases.publish(connection, release.id, Publication(state=state, previous=None))


def test_publish_of_a_withdrawn_release_is_refused(database: Database) -> None:
    """What was taken back stays back."""
    with database.writing() as connection:
        filling.programme(connection)
        release = filling.proposed(connection)
        back = releases.withdraw(connection, release.id, "proposed")
        assert (back.state, releases.withdraw(connection, release.id, "proposed")) == ("withdrawn", back)
        with pytest.raises(Stale, match="the release is withdrawn"):
            releases.publish(connection, release.id, READ)
        with pytest.raises(Stale):
            releases.publish(connection, release.id, Publication(state="withdrawn", previous=None))
        with pytest.raises(Stale):
            releases.say(connection, said(release, "NOR"))


def test_publish_from_a_draft_stores_the_copy(database: Database) -> None:
    """An override may skip the silence period; number and copy are given then."""
    override = {"who": "tok_1", "why": "urgent", "broken": []}
    with database.writing() as connection:
        filling.programme(connection)
        release = filling.draft(connection)
        assert releases.copy(connection, release.id) is None
        publication = Publication(state="draft", previous=None, copy=b"whole", override=override)
        done = releases.publish(connection, release.id, publication).release
        assert (done.state, done.number, done.override) == ("released", 1, override)
        assert releases.copy(connection, release.id) == b"whole"


def test_publish_that_fails_leaves_everything(database: Database) -> None:
    """Release, predecessor and feeds change together or not at all."""
    with database.writing() as connection:
        filling.programme(connection)
        one, two = filling.proposed(connection), filling.proposed(connection)
        shown = filling.rendering(filling.stamp(sequence=3), audience="SWE")
        releases.publish(connection, one.id, READ, [shown])
    with database.reading() as connection:
        before = [releases.get(connection, release.id) for release in (one, two)]
    backwards = filling.rendering(filling.stamp(sequence=2), audience="SWE")
    fresh = filling.rendering(filling.stamp(), audience="NOR")
    with pytest.raises(Stale, match="feeds went on"), database.writing() as connection:
        decided = Publication(state="proposed", previous=one.id)
        releases.publish(connection, two.id, decided, [fresh, backwards])
    with database.reading() as connection:
        assert [releases.get(connection, release.id) for release in (one, two)] == before
        assert feeds.rendering(connection, "steadfast", "NOR") is None


def test_second_release_in_force_cannot_be_written(database: Database) -> None:
    """The database itself refuses two releases in force, whatever the program does."""
    with database.writing() as connection:
        filling.programme(connection)
        one, two = filling.proposed(connection), filling.proposed(connection)
        releases.publish(connection, one.id, READ)
    with pytest.raises(IntegrityError), database.writing() as connection:
        connection.execute(update(RELEASE).where(RELEASE.c.id == two.id).values(state="released"))


def test_page_lists_states_newest_first(database: Database) -> None:
    """Whoever may see some states only is listed those."""
    with database.writing() as connection:
        filling.programme(connection)
        draft, proposed = filling.draft(connection), filling.proposed(connection)
        assert releases.page(connection, "steadfast") == (proposed, draft)
        assert releases.page(connection, "steadfast", ("draft",)) == (draft,)
        assert releases.page(connection, "steadfast", after=(proposed.created, proposed.id)) == (draft,)
        with pytest.raises(Stale, match="there is no release"):
            releases.withdraw(connection, "rel_nope", "draft")
