"""What is left out of a feed that would grow beyond what calendar clients take.

Google drops events above 1,000,000 octets without a word. Left out, in this order: what is over, oldest
first; dated acts, planning events and exercises still to come, farthest first. One entry says so.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from exsched.domain.programme import Header
from exsched.exporting.calendar_entries import Entry
from exsched.releasing.stamps import Edition, Stamp, gone, moved

MOST_OCTETS = 1_000_000
_HEADER_OCTETS = 4_000
_ORDER = ("ex-", "none-", "pe-", "act-")


def fitted(
    after: dict[str, Stamp], previous: Mapping[str, Stamp], header: Header, edition: Edition
) -> dict[str, Stamp]:
    """The stamps of as many events as fit; all of them nearly always."""
    sizes = {uid: _size(stamp, edition) for uid, stamp in after.items() if stamp.shown}
    if sum(sizes.values()) <= MOST_OCTETS - _HEADER_OCTETS:
        return after
    notice = _notice(header)
    uid = edition.print(notice, edition.status).uid
    told = moved(previous.get(uid), notice, edition.status, edition)
    room = MOST_OCTETS - _HEADER_OCTETS - _size(told, edition)
    kept = {uid: stamp for uid, stamp in after.items() if not stamp.shown}
    wanted = sorted(sizes, key=lambda uid: (_rank(after[uid], edition.now.date()), uid))
    for name in wanted:
        room -= sizes[name]
        if room >= 0:
            kept[name] = after[name]
        elif name in previous:
            kept[name] = gone(previous[name], edition.now) if previous[name].shown else previous[name]
    return kept | {uid: told}


def _size(stamp: Stamp, edition: Edition) -> int:
    return len(edition.press.printed(stamp.sha256).stamped(stamp.stamps))


def _rank(stamp: Stamp, today: date) -> tuple[bool, int, timedelta]:
    """The lower, the sooner it is kept."""
    first, last = (date.fromisoformat(stamp.entry[name]) for name in ("first", "last"))
    over = last < today
    what = next((n for n, start in enumerate(_ORDER) if stamp.uid.startswith(start)), 0)
    return over, 0 if over else what, abs(last - today) if over else first - today


def _notice(header: Header) -> Entry:
    return Entry(
        uid=f"full-{header.id}",
        first=header.horizon.start,
        last=header.horizon.start,
        summary=f"Not all of {header.title} fits into this calendar",
        description=(
            "Calendar programs drop what goes beyond a million octets, so the oldest and the farthest "
            "entries are left out here. Subscribe to the calendars of nations, forces, venues or "
            "exercises instead: they are complete."
        ),
    )
