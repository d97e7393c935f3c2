"""What is left out of a feed that would grow beyond what calendar clients take.

Google drops events above 1,000,000 octets without a word. Left out, in this order: what is over, oldest
first; dated acts, planning events and exercises still to come, farthest first. One entry says so.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from exsched.domain.programme import Header
from exsched.exporting.calendar_entries import Entry
from exsched.releasing.stamps import Printing, Stamp, gone, moved

MOST_OCTETS = 1_000_000
_HEADER_OCTETS = 4_000
_ORDER = ("ex-", "none-", "reserved-", "pe-", "act-")


def fitted(
    after: dict[str, Stamp],
    previous: Mapping[str, Stamp],
    header: Header,
    status: str,
    now: datetime,
    printing: Printing,
) -> dict[str, Stamp]:
    """The stamps of as many events as fit; all of them nearly always."""
    sizes = {
        uid: len(printing(stamp.content(), stamp.status).stamped(stamp.stamps))
        for uid, stamp in after.items()
        if stamp.shown
    }
    if sum(sizes.values()) <= MOST_OCTETS - _HEADER_OCTETS:
        return after
    notice = _notice(header)
    printed = printing(notice, status)
    kept = {uid: stamp for uid, stamp in after.items() if not stamp.shown}
    kept[printed.uid] = moved(previous.get(printed.uid), notice, printed, status, now)
    room = MOST_OCTETS - _HEADER_OCTETS - len(printed.stamped(kept[printed.uid].stamps))
    wanted = sorted(sizes, key=lambda uid: (_rank(after[uid].content(), now.date()), uid))
    for uid in wanted:
        room -= sizes[uid]
        if room >= 0:
            kept.setdefault(uid, after[uid])
        elif uid in previous:
            kept.setdefault(uid, gone(previous[uid], now) if previous[uid].shown else previous[uid])
    return kept


def _rank(entry: Entry, today: date) -> tuple[bool, int, timedelta]:
    """The lower, the sooner it is kept."""
    over = entry.last < today
    what = next((n for n, start in enumerate(_ORDER) if entry.uid.startswith(start)), 0)
    return over, 0 if over else what, abs(entry.last - today) if over else entry.first - today


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
