"""What the feed server keeps in memory: all feed tokens and the heads of all renderings, in few queries."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from exsched.service.storage.tables import RENDERING, TOKEN

Audience = tuple[str, str]  # programme and audience


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedToken:
    """One subscriber's token, as far as serving needs it."""

    id: str
    sha256: str
    audience: Audience
    created: datetime
    expires: datetime | None
    revoked: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """The bytes of one audience's feed."""

    etag: str
    modified: datetime
    body: bytes


_COLUMNS = (
    TOKEN.c.id,
    TOKEN.c.sha256,
    TOKEN.c.programme,
    TOKEN.c.audience,
    TOKEN.c.created,
    TOKEN.c.expires,
    TOKEN.c.revoked,
)


def tokens(connection: Connection, sha256: str | None = None) -> tuple[FeedToken, ...]:
    """All feed tokens, or the one with this digest."""
    wanted = select(*_COLUMNS).where(TOKEN.c.kind == "feed")
    if sha256 is not None:
        wanted = wanted.where(TOKEN.c.sha256 == sha256)
    return tuple(
        FeedToken(
            id=row.id,
            sha256=row.sha256,
            audience=(row.programme or "", row.audience or ""),
            created=row.created,
            expires=row.expires,
            revoked=row.revoked,
        )
        for row in connection.execute(wanted)
    )


def etags(connection: Connection) -> dict[Audience, str]:
    """The entity tag of each audience's present feed."""
    heads = select(RENDERING.c.programme, RENDERING.c.audience, RENDERING.c.etag)
    return {(row.programme, row.audience): row.etag for row in connection.execute(heads)}


def served(connection: Connection, audience: Audience) -> Served | None:
    """The present feed of one audience, or None."""
    programme, name = audience
    wanted = select(RENDERING.c.etag, RENDERING.c.modified, RENDERING.c.body).where(
        RENDERING.c.programme == programme, RENDERING.c.audience == name
    )
    row = connection.execute(wanted).first()
    return None if row is None else Served(etag=row.etag, modified=row.modified, body=row.body)
