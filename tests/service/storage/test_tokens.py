"""Tokens and sessions: found by secret, ended for good, counted."""

from datetime import timedelta

from sqlalchemy import select

from exsched.service.clock import now
from exsched.service.storage import feeds, sessions, tokens
from exsched.service.storage.database import Database
from exsched.service.storage.records import NewToken
from exsched.service.storage.tables import SESSION, TOKEN
from tests.service.storage import filling

PLANNER = NewToken(kind="api", role="planner", label="planner of Norway", made_by="local", nation="NOR")
FEED = NewToken(
    kind="feed",
    role="feed",
    label="phone",
    made_by="local",
    programme="steadfast",
    scope={"kind": "nation", "id": "NOR"},
    audience="NOR",
)


def test_find_knows_a_token_by_its_secret_only(database: Database) -> None:
    """The secret opens, its digest or id do not, and the secret itself is stored nowhere."""
    with database.writing() as connection:
        assert not tokens.any_api(connection)
        token, secret = tokens.create(connection, PLANNER)
        assert tokens.find(connection, secret) == token == tokens.get(connection, token.id)
        assert [tokens.find(connection, wrong) for wrong in (token.sha256, token.id, "")] == [None] * 3
        assert secret not in str(connection.execute(select(TOKEN)).all())
        assert tokens.any_api(connection)


def test_usable_ends_with_expiry_and_revocation(database: Database) -> None:
    """An expired or revoked token is known and opens nothing."""
    at = now()
    with database.writing() as connection:
        token, _ = tokens.create(connection, PLANNER)
        assert token.usable(at)
        revoked = tokens.revoke(connection, token.id)
        assert revoked is not None
        assert not revoked.usable(at)
        assert tokens.revoke(connection, token.id) == revoked
        assert tokens.revoke(connection, "tok_nope") is None
        soon = NewToken(
            kind="api", role="auditor", label="x", made_by="local", expires=at + timedelta(hours=1)
        )
        short, _ = tokens.create(connection, soon)
        assert [short.usable(at), short.usable(at + timedelta(hours=1))] == [True, False]


def test_rotate_closes_the_old_secret(database: Database) -> None:
    """A feed's address can be changed without another feed; the old address opens nothing."""
    with database.writing() as connection:
        filling.programme(connection)
        token, old = tokens.create(connection, FEED)
        rotated = tokens.rotate(connection, token.id)
        assert rotated is not None
        assert tokens.find(connection, old) is None
        assert tokens.find(connection, rotated[1]) == rotated[0]
        assert rotated[0].id == token.id
        tokens.revoke(connection, token.id)
        assert tokens.rotate(connection, token.id) is None
        assert feeds.version(connection) == 2


def test_audiences_are_those_of_live_feeds(database: Database) -> None:
    """What is rendered at a release are the audiences that somebody still reads."""
    with database.writing() as connection:
        filling.programme(connection)
        token, _ = tokens.create(connection, FEED)
        second, _ = tokens.create(connection, FEED)
        assert tokens.audiences(connection, "steadfast") == ("NOR",)
        tokens.revoke(connection, token.id)
        tokens.revoke(connection, second.id)
        assert tokens.audiences(connection, "steadfast") == ()
        assert [found.id for found in tokens.page(connection, "feed", "steadfast")] == [second.id, token.id]
        assert tokens.page(connection, "api") == ()


def test_touch_adds_uses(database: Database) -> None:
    """Uses counted by several processes add up."""
    with database.writing() as connection:
        token, _ = tokens.create(connection, PLANNER)
        tokens.touch(connection, {token.id: (3, filling.NOON)})
        tokens.touch(connection, {token.id: (2, filling.NOON), "tok_gone": (1, filling.NOON)})
        found = tokens.get(connection, token.id)
    assert found is not None
    assert (found.uses, found.last_used) == (5, filling.NOON)


def test_session_stands_for_its_token_and_ends_with_it(database: Database) -> None:
    """A session opens what its token opens; revoking the token ends it, and so does time."""
    later = now() + timedelta(hours=1)
    with database.writing() as connection:
        token, _ = tokens.create(connection, PLANNER)
        first, second = (sessions.create(connection, token.id, later) for _ in range(2))
        past = sessions.create(connection, token.id, now() - timedelta(seconds=1))
        assert sessions.find(connection, first) == token
        assert [sessions.find(connection, secret) for secret in (past, "nope")] == [None, None]
        sessions.end(connection, first)
        assert sessions.find(connection, first) is None
        assert sessions.purge(connection) == 1
        tokens.revoke(connection, token.id)
        assert sessions.find(connection, second) is None
        assert connection.execute(select(SESSION)).all() == []
