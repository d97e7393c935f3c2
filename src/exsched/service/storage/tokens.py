"""Tokens of the API and of feeds: the secret is shown once and known as a digest only."""

import hmac
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from exsched.service.clock import now
from exsched.service.ids import Prefix, digest, new_id, new_secret
from exsched.service.storage import feeds, settings
from exsched.service.storage.records import NewToken, Token
from exsched.service.storage.rows import Cursor, chosen, many, one, paged
from exsched.service.storage.tables import SESSION, TOKEN


def create(connection: Connection, new: NewToken) -> tuple[Token, str]:
    """Make a token; gives the secret beside it."""
    secret = new_secret()
    values = asdict(new) | {
        "id": new_id(Prefix.TOKEN),
        "sha256": digest(secret),
        "created": now(),
        "revoked": None,
        "last_used": None,
        "uses": 0,
    }
    connection.execute(insert(TOKEN).values(**values))
    return Token(**values), secret


def find(connection: Connection, secret: str) -> Token | None:
    """The token with this secret, or None; ask it `usable(at)`: revoked and expired ones are given too."""
    sha256 = digest(secret)
    found = one(connection, Token, chosen(Token, TOKEN).where(TOKEN.c.sha256 == sha256))
    return found if found and hmac.compare_digest(found.sha256, sha256) else None


def get(connection: Connection, id_: str) -> Token | None:
    """The token, or None."""
    return one(connection, Token, chosen(Token, TOKEN).where(TOKEN.c.id == id_))


def page(
    connection: Connection,
    kind: str,
    programme: str | None = None,
    after: Cursor | None = None,
    limit: int = 100,
) -> tuple[Token, ...]:
    """Tokens of one kind (api, feed), newest first; the cursor is `created` and `id` of the last one seen."""
    known = chosen(Token, TOKEN).where(TOKEN.c.kind == kind)
    if programme is not None:
        known = known.where(TOKEN.c.programme == programme)
    return many(connection, Token, paged(known, TOKEN.c.created, TOKEN.c.id, after, limit))


def audiences(connection: Connection, programme: str) -> tuple[str, ...]:
    """The audiences of all feeds of a programme that are not revoked."""
    mine = (TOKEN.c.kind == "feed") & (TOKEN.c.programme == programme) & TOKEN.c.revoked.is_(None)
    named = select(TOKEN.c.audience).where(mine).distinct().order_by(TOKEN.c.audience)
    return tuple(name for name in connection.execute(named).scalars() if name is not None)


def any_api(connection: Connection) -> bool:
    """Whether a token of the API was ever made: from then on one is needed, even when all are revoked."""
    api = select(func.count()).select_from(TOKEN).where(TOKEN.c.kind == "api")
    return connection.execute(api).scalar_one() > 0


def revoke(connection: Connection, id_: str) -> Token | None:
    """Let the token open nothing from now on, and end its sessions; None when there is no such token."""
    live = (TOKEN.c.id == id_) & TOKEN.c.revoked.is_(None)
    if connection.execute(update(TOKEN).where(live).values(revoked=now())).rowcount:
        _forget(connection, id_)
    return get(connection, id_)


def rotate(connection: Connection, id_: str) -> tuple[Token, str] | None:
    """Give the token another secret; the old one opens nothing any more. None when revoked or unknown."""
    secret = new_secret()
    live = (TOKEN.c.id == id_) & TOKEN.c.revoked.is_(None)
    if connection.execute(update(TOKEN).where(live).values(sha256=digest(secret))).rowcount == 0:
        return None
    _forget(connection, id_)
    token = get(connection, id_)
    assert token is not None
    return token, secret


def touch(connection: Connection, uses: Mapping[str, tuple[int, datetime]]) -> None:
    """Count uses: for each token how many more, and when it was used last."""
    for id_ in sorted(uses):  # in one order everywhere, so that two processes never wait for each other
        count, at = uses[id_]
        seen = {"uses": TOKEN.c.uses + count, "last_used": at}
        connection.execute(update(TOKEN).where(TOKEN.c.id == id_).values(**seen))


def _forget(connection: Connection, id_: str) -> None:
    connection.execute(delete(SESSION).where(SESSION.c.token == id_))
    settings.count_up(connection, feeds.VERSION)
