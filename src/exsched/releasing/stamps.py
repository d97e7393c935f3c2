"""Stamps of published events: what a feed showed last, and by which rules its stamps move.

When the content of an event changes, SEQUENCE rises and DTSTAMP and LAST-MODIFIED become the instant of that
publication; when it does not, every byte stays. An event that is no longer there is shown as cancelled for at
least 30 days. Its stamp is kept for good, so that an event that comes back does not start again at 0.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter

from exsched.exporting.calendar_entries import Entry
from exsched.exporting.ical import CANCELLED, Press, Print, Stamps
from exsched.exporting.wording import day

GRACE = timedelta(days=30)
GONE = "GONE"
HEADER = "calendar"

_ENTRY: TypeAdapter[Entry] = TypeAdapter(Entry)


@dataclass(frozen=True)
class Stamp:
    """What was published of one event (by its UID), or of the calendar itself under `calendar`.

    `sha256` is of the event's bytes without its stamps; `entry` is the content last shown, as JSON, empty
    once the event is gone; `cancelled` is the instant at which it was cancelled.
    """

    uid: str
    sha256: str
    sequence: int
    created: datetime
    modified: datetime
    status: str
    cancelled: datetime | None
    entry: Mapping[str, Any]

    @property
    def shown(self) -> bool:
        """Whether the feed holds the event."""
        return self.status != GONE and self.uid != HEADER

    @property
    def stamps(self) -> Stamps:
        """The stamps as they stand in the event."""
        return Stamps(self.created, self.modified, self.sequence)

    def content(self) -> Entry:
        """The content last shown."""
        return _ENTRY.validate_python(self.entry)


@dataclass(frozen=True)
class Edition:
    """One publication of one calendar: when, on which press, in whose name, and how firm its events are."""

    press: Press
    organiser: str
    status: str
    instant: datetime

    @property
    def now(self) -> datetime:
        """The instant in UTC, in whole seconds, as calendars write it."""
        return self.instant.astimezone(UTC).replace(microsecond=0)

    def print(self, entry: Entry, status: str) -> Print:
        """The event of an entry."""
        return self.press.print(entry, status, self.organiser)


def restamp(previous: Mapping[str, Stamp], found: Iterable[Entry], edition: Edition) -> dict[str, Stamp]:
    """The stamps after publishing these entries, by UID; the calendar's own is left alone."""
    after: dict[str, Stamp] = {}
    for entry in found:
        stamp = moved(previous.get(edition.print(entry, edition.status).uid), entry, edition.status, edition)
        after[stamp.uid] = stamp
    for uid, stamp in previous.items():
        if uid not in after and uid != HEADER:
            after[uid] = _left(stamp, edition)
    return after


def moved(stamp: Stamp | None, entry: Entry, status: str, edition: Edition) -> Stamp:
    """The stamp of an event that is shown: the same if its bytes are the same, else all three moved."""
    printed, now = edition.print(entry, status), edition.now
    if stamp and stamp.sha256 == printed.sha256 and stamp.status == status:
        return stamp
    content = _as_json(entry)
    if stamp is None:
        return Stamp(printed.uid, printed.sha256, 0, now, now, status, None, content)
    return replace(
        stamp,
        sha256=printed.sha256,
        sequence=stamp.sequence + 1,
        modified=later(stamp, now),
        status=status,
        cancelled=stamp.cancelled if status == CANCELLED else None,
        entry=content,
    )


@lru_cache(maxsize=32768)
def _as_json(entry: Entry) -> dict[str, Any]:
    """One document for all audiences that are shown the entry; nobody changes it."""
    content: dict[str, Any] = _ENTRY.dump_python(entry, mode="json")
    return content


def later(stamp: Stamp, now: datetime) -> datetime:
    """The instant of a change; always later than the change before, whatever the clock says."""
    return max(now, stamp.modified + timedelta(seconds=1))


def _left(stamp: Stamp, edition: Edition) -> Stamp:
    """The stamp of an event that is no longer among the entries."""
    now = edition.now
    if not stamp.shown:
        return stamp
    if stamp.cancelled:
        if now >= stamp.cancelled + GRACE:
            return gone(stamp, now)
        return moved(stamp, stamp.content(), CANCELLED, edition)
    if stamp.content().last < now.date():
        return gone(stamp, now)
    entry = _cancelled(stamp.content(), now)
    return moved(replace(stamp, cancelled=now), entry, CANCELLED, edition)


def gone(stamp: Stamp, now: datetime) -> Stamp:
    """The stamp of an event that leaves the feed: nothing of its content is kept."""
    return replace(stamp, status=GONE, sha256="", modified=later(stamp, now), entry={})


def _cancelled(entry: Entry, now: datetime) -> Entry:
    """The entry with its dates, saying in title and text that it no longer stands."""
    said = f"Cancelled, or no longer part of this calendar, since {day(now.date())}."
    return replace(entry, summary=f"CANCELLED: {entry.summary}", description=f"{said}\n{entry.description}")
