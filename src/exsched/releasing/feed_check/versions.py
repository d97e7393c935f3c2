"""Two versions of one feed: rules V01 to V11."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from exsched.releasing.feed_check.codes import Finding, finding
from exsched.releasing.feed_check.event import Seen
from exsched.releasing.feed_check.feed import Feed, parted

_GRACE = timedelta(days=30)
_FULL = "full-"
"""An event whose UID starts so says that not everything fits."""


def findings_between(before: bytes, after: bytes) -> tuple[Finding, ...]:
    """Every rule that a feed breaks as the successor of another; the instant is the calendar's own."""
    old, new = parted(before), parted(after)
    was = {event.uid: event for event in old.events}
    now = {event.uid: event for event in new.events}
    found = [*_calendar(old, new)]
    full = any(uid.startswith(_FULL) and event.status != "CANCELLED" for uid, event in now.items())
    for uid, event in was.items():
        told = (
            _kept(event, now[uid])
            if uid in now
            else _vanished(event, list(new.events), new.modified, full=full)
        )
        found += [Finding(f.code, f.said, uid) for f in told]
    return tuple(found)


def _calendar(old: Feed, new: Feed) -> Iterator[Finding]:
    constant = [[line for line in feed.header if line.name != "LAST-MODIFIED"] for feed in (old, new)]
    if constant[0] != constant[1]:
        yield finding("V01")
    changed = (constant[0], old.events) != (constant[1], new.events)
    if (new.modified > old.modified) != changed:
        yield finding("V11", f"{old.modified} {new.modified}")


def _vanished(event: Seen, successors: list[Seen], modified: str, *, full: bool) -> Iterator[Finding]:
    instant = _instant(modified)
    over = event.last < instant.date()
    if event.status == "CANCELLED":
        if instant < _instant(event.modified) + _GRACE:
            yield finding("V09")
    elif not over and not full:
        yield finding("V02")
        if any(_same(event, other) for other in successors):
            yield finding("V08")


def _same(one: Seen, other: Seen) -> bool:
    return (one.summary, one.first, one.last, one.location) == (
        other.summary,
        other.first,
        other.last,
        other.location,
    )


def _kept(was: Seen, now: Seen) -> Iterator[Finding]:
    if now.created != was.created:
        yield finding("V07", f"{was.created} {now.created}")
    if now.sequence < was.sequence:
        yield finding("V03", f"{was.sequence} {now.sequence}")
    if now.content == was.content:
        if (now.sequence, now.stamped, now.modified) != (was.sequence, was.stamped, was.modified):
            yield finding("V06")
        return
    if now.sequence <= was.sequence:
        yield finding("V04", f"{was.sequence} {now.sequence}")
    if now.modified <= was.modified or now.stamped <= was.stamped:
        yield finding("V05", f"{was.modified} {now.modified}")
    cancels = now.status == "CANCELLED" and was.status != "CANCELLED"
    if cancels and (was.first, was.last) != (now.first, now.last):
        yield finding("V10")


def _instant(text: str) -> datetime:
    return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
