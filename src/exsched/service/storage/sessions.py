"""Sessions of the page: each stands for a token, and ends with it."""

import hmac
from datetime import datetime

from sqlalchemy import Connection, delete, insert

from exsched.service.clock import now
from exsched.service.ids import digest, new_secret
from exsched.service.storage import tokens
from exsched.service.storage.records import Session, Token
from exsched.service.storage.rows import chosen, one
from exsched.service.storage.tables import SESSION


def create(connection: Connection, token: str, expires: datetime) -> str:
    """Begin a session for the token with this id; gives its secret."""
    secret = new_secret()
    row = {"sha256": digest(secret), "token": token, "created": now(), "expires": expires}
    connection.execute(insert(SESSION).values(**row))
    return secret


def find(connection: Connection, secret: str) -> Token | None:
    """The token of a session that has not ended, or None; ask it `usable(at)`."""
    sha256 = digest(secret)
    found = one(connection, Session, chosen(Session, SESSION).where(SESSION.c.sha256 == sha256))
    if found is None or not hmac.compare_digest(found.sha256, sha256) or found.expires <= now():
        return None
    return tokens.get(connection, found.token)


def end(connection: Connection, secret: str) -> None:
    """End a session."""
    connection.execute(delete(SESSION).where(SESSION.c.sha256 == digest(secret)))


def purge(connection: Connection) -> int:
    """Remove the sessions that have expired; gives their number."""
    return connection.execute(delete(SESSION).where(SESSION.c.expires <= now())).rowcount
