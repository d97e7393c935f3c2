"""What feeds serve: one rendering for each audience, and the stamps of all that it ever showed."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, delete, insert, select

from exsched.service.storage import settings
from exsched.service.storage.errors import Stale
from exsched.service.storage.records import NewRendering, Rendering, Stamp
from exsched.service.storage.rows import chosen, inserting, many, one, row
from exsched.service.storage.tables import RENDERING, STAMP

VERSION = "feeds.version"


def put(connection: Connection, programme: str, release: str, renderings: Sequence[NewRendering]) -> None:
    """Replace the renderings of these audiences, with their stamps.

    Raises:
        Stale: a stamp would go backwards, or change without a higher SEQUENCE: others published in between.
    """
    for new in renderings:
        _put_stamps(connection, programme, new)
        values = row(new) | {"programme": programme, "release": release}
        del values["stamps"]
        fresh = inserting(connection, RENDERING).values(**values)
        connection.execute(fresh.on_conflict_do_update(index_elements=["programme", "audience"], set_=values))
    if renderings:
        settings.count_up(connection, VERSION)


def _put_stamps(connection: Connection, programme: str, new: NewRendering) -> None:
    before = stamps(connection, programme, new.audience)
    changed = [stamp for stamp in new.stamps if before.get(stamp.uid) != stamp]
    for stamp in changed:
        _forward(before.get(stamp.uid), stamp)
    place = {"programme": programme, "audience": new.audience}
    if gone := [{"of": stamp.uid} for stamp in changed if stamp.uid in before]:
        here = (STAMP.c.programme == programme) & (STAMP.c.audience == new.audience)
        connection.execute(delete(STAMP).where(here, STAMP.c.uid == bindparam("of")), gone)
    if changed:
        connection.execute(insert(STAMP), [row(stamp) | place for stamp in changed])


def _forward(before: Stamp | None, after: Stamp) -> None:
    if before is None or after.sequence > before.sequence:
        return
    left = after.sha256 == ""  # it is in the feed no more, so nobody will compare its SEQUENCE
    if after.sequence < before.sequence or not (left or after.sha256 == before.sha256):
        raise Stale(f"the feeds went on in between ({after.uid})")


def rendering(connection: Connection, programme: str, audience: str) -> Rendering | None:
    """What this audience is served, or None."""
    here = (RENDERING.c.programme == programme) & (RENDERING.c.audience == audience)
    return one(connection, Rendering, chosen(Rendering, RENDERING).where(here))


def stamps(connection: Connection, programme: str, audience: str) -> dict[str, Stamp]:
    """The stamps of all that this audience was ever shown, by UID."""
    here = (STAMP.c.programme == programme) & (STAMP.c.audience == audience)
    rows = many(connection, Stamp, chosen(Stamp, STAMP).where(here).order_by(STAMP.c.uid))
    return {stamp.uid: stamp for stamp in rows}


def audiences(connection: Connection, programme: str) -> tuple[str, ...]:
    """The audiences that have a rendering."""
    known = select(RENDERING.c.audience).where(RENDERING.c.programme == programme)
    return tuple(connection.execute(known.order_by(RENDERING.c.audience)).scalars())


def version(connection: Connection) -> int:
    """Rises whenever a rendering or a token changes: until then, what was read may be served again."""
    return settings.number(connection, VERSION)
