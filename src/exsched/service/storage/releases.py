"""Releases: every change of state is compared with what was read, and happens in one transaction.

States: draft, proposed, released, superseded, withdrawn. At most one release of a programme is in force
(released); the database itself refuses a second one.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from exsched.service.clock import now
from exsched.service.ids import Prefix, new_id
from exsched.service.storage import feeds
from exsched.service.storage.errors import Stale
from exsched.service.storage.locks import hold_programme
from exsched.service.storage.records import (
    Concurrence,
    NewRelease,
    NewRendering,
    Proposal,
    Publication,
    Published,
    Release,
)
from exsched.service.storage.rows import Cursor, chosen, inserting, many, one, paged
from exsched.service.storage.tables import CONCURRENCE, RELEASE

OPEN = ("draft", "proposed")


def draft(connection: Connection, new: NewRelease) -> Release:
    """Make a draft."""
    values: dict[str, Any] = asdict(new) | {"id": new_id(Prefix.RELEASE), "state": "draft", "created": now()}
    connection.execute(insert(RELEASE).values(**values))
    return _found(connection, values["id"])


def get(connection: Connection, id_: str) -> Release | None:
    """The release, or None."""
    return one(connection, Release, chosen(Release, RELEASE).where(RELEASE.c.id == id_))


def in_force(connection: Connection, programme: str) -> Release | None:
    """The release in force, or None."""
    return _in_state(connection, programme, "released")


def proposed(connection: Connection, programme: str) -> Release | None:
    """The proposed release with the highest number, or None."""
    return _in_state(connection, programme, "proposed")


def page(
    connection: Connection,
    programme: str,
    states: Sequence[str] | None = None,
    after: Cursor | None = None,
    limit: int = 100,
) -> tuple[Release, ...]:
    """Releases, newest first, in some states or in all; the cursor is `created` and `id` of the last seen."""
    history = chosen(Release, RELEASE).where(RELEASE.c.programme == programme)
    if states is not None:
        history = history.where(RELEASE.c.state.in_(states))
    return many(connection, Release, paged(history, RELEASE.c.created, RELEASE.c.id, after, limit))


def copy(connection: Connection, id_: str) -> bytes | None:
    """The immutable copy, or None as long as it is a draft."""
    return connection.execute(select(RELEASE.c.copy).where(RELEASE.c.id == id_)).scalar()


def concurrences(connection: Connection, id_: str) -> tuple[Concurrence, ...]:
    """What the nations said, by nation."""
    said = chosen(Concurrence, CONCURRENCE).where(CONCURRENCE.c.release == id_)
    return many(connection, Concurrence, said.order_by(CONCURRENCE.c.nation))


def propose(
    connection: Connection, id_: str, proposal: Proposal, renderings: Sequence[NewRendering] = ()
) -> Release:
    """Open the silence period of a draft; gives it its number and its immutable copy.

    Raises:
        Stale: it is not a draft any more.
    """
    release = held(connection, id_)
    _demand(release, "draft")
    values = {
        "state": "proposed",
        "number": _next_number(connection, release.programme),
        "proposed": now(),
        "silence_until": proposal.silence_until,
        **_copied(proposal.copy),
    }
    _move(connection, release, values)
    feeds.put(connection, release.programme, id_, renderings)
    return _found(connection, id_)


def say(connection: Connection, new: Concurrence) -> Concurrence:
    """Record what a nation says to a proposed release, in place of what it said before.

    Raises:
        Stale: the release is not proposed any more.
    """
    _demand(held(connection, new.release), "proposed")
    values = asdict(new)
    fresh = inserting(connection, CONCURRENCE).values(**values)
    connection.execute(fresh.on_conflict_do_update(index_elements=["release", "nation"], set_=values))
    return new


def publish(
    connection: Connection, id_: str, publication: Publication, renderings: Sequence[NewRendering] = ()
) -> Published:
    """Put a release in force, supersede the one before it, and change all feeds, in this one transaction.

    Doing it again changes nothing and says so (`fresh` is False).

    Raises:
        Stale: the state, the release in force, or what the nations said is not what was read.
    """
    release = held(connection, id_)
    if release.state in ("released", "superseded"):
        return Published(release=release, fresh=False)
    _demand(release, publication.state)
    before = in_force(connection, release.programme)
    _compare(connection, release, before, publication)
    if before is not None:
        _move(connection, before, {"state": "superseded"})
    values = {
        "state": "released",
        "number": release.number or _next_number(connection, release.programme),
        "released": now(),
        "override": publication.override,
    }
    if release.copy_sha256 is None:
        assert publication.copy is not None, "a release without a copy"
        values |= _copied(publication.copy)
    _move(connection, release, values)
    feeds.put(connection, release.programme, id_, renderings)
    return Published(release=_found(connection, id_), fresh=True, superseded=before.id if before else None)


def withdraw(
    connection: Connection, id_: str, state: str, renderings: Sequence[NewRendering] = ()
) -> Release:
    """Take a release back; `state` is the one that was read. Doing it again changes nothing.

    Raises:
        Stale: the state is another.
    """
    release = held(connection, id_)
    if release.state == "withdrawn":
        return release
    _demand(release, state)
    _move(connection, release, {"state": "withdrawn"})
    feeds.put(connection, release.programme, id_, renderings)
    return _found(connection, id_)


def held(connection: Connection, id_: str) -> Release:
    """The release, which nobody else can change until this transaction ends.

    Raises:
        Stale: there is no such release.
    """
    found = get(connection, id_)
    if found is None:
        raise Stale(f"there is no release {id_}")
    hold_programme(connection, found.programme)
    return _found(connection, id_)


def _in_state(connection: Connection, programme: str, state: str) -> Release | None:
    wanted = chosen(Release, RELEASE).where(RELEASE.c.programme == programme, RELEASE.c.state == state)
    return one(connection, Release, wanted.order_by(RELEASE.c.number.desc()).limit(1))


def _found(connection: Connection, id_: str) -> Release:
    found = get(connection, id_)
    assert found is not None
    return found


def _demand(release: Release, state: str) -> None:
    if release.state != state or (state not in OPEN and state != "released"):
        raise Stale(f"the release is {release.state}")


def _compare(
    connection: Connection, release: Release, before: Release | None, publication: Publication
) -> None:
    if publication.state not in OPEN:
        raise Stale(f"the release is {release.state}")
    if (before.id if before else None) != publication.previous:
        raise Stale("another release came into force in between")
    if publication.acts is not None and set(concurrences(connection, release.id)) != set(publication.acts):
        raise Stale("a nation spoke in between")


def _next_number(connection: Connection, programme: str) -> int:
    highest = select(func.coalesce(func.max(RELEASE.c.number), 0)).where(RELEASE.c.programme == programme)
    return int(connection.execute(highest).scalar_one()) + 1


def _copied(content: bytes) -> dict[str, Any]:
    return {"copy": content, "copy_sha256": hashlib.sha256(content).hexdigest()}


def _move(connection: Connection, release: Release, values: dict[str, Any]) -> None:
    same = (RELEASE.c.id == release.id) & (RELEASE.c.state == release.state)
    if connection.execute(update(RELEASE).where(same).values(**values)).rowcount != 1:
        raise Stale("the release was changed in between")
