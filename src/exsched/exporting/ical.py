"""iCalendar (RFC 5545, 5546, 7986): one all-day event for each exercise, planning event and dated act.

The `icalendar` library writes lines and dates. Its TEXT writer turns a backslash and a capital N
into a newline, and it removes no control characters: `Text` and `plain_text` see to both here. No clock is
read: an export's stamps are the programme's `as_of` at 00:00 UTC, a feed's come from `releasing.stamps`.
Every event is a span of whole days, so that no VTIMEZONE is needed.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from icalendar import Calendar, Event, vCalAddress, vCategory, vDate, vText

from exsched.exporting.calendar_entries import Entry, entries
from exsched.exporting.folding import folded
from exsched.exporting.plain_text import clean, clipped, one_line
from exsched.exporting.selection import EVERYTHING, Selection
from exsched.exporting.standing import confirmed, refusal
from exsched.rulekit.verdict import Answer

REFRESH = "PT6H"
TENTATIVE, CONFIRMED, CANCELLED = "TENTATIVE", "CONFIRMED", "CANCELLED"


@dataclass(frozen=True)
class Publisher:
    """Who publishes: the domain in UIDs, fixed once for an installation, and the mailbox of a role."""

    domain: str = "exsched.invalid"
    mailbox: str = "exercise-planning"


@dataclass(frozen=True)
class Links:
    """Addresses to show, each left out when empty.

    `exercises` is what an exercise's id is appended to. `source` is only for a feed that has one address:
    a secret address of one subscriber must not stand in bytes that all of its audience get.
    """

    programme: str = ""
    exercises: str = ""
    source: str = ""


@dataclass(frozen=True)
class Head:
    """What the header of a calendar says besides constants."""

    name: str
    url: str = ""
    source: str = ""


@dataclass(frozen=True)
class Stamps:
    """What tells clients that an event has changed; the three move together or not at all."""

    created: datetime
    modified: datetime
    sequence: int = 0

    def lines(self) -> bytes:
        """DTSTAMP, CREATED, LAST-MODIFIED and SEQUENCE."""
        return _stamp_lines(self)


@dataclass(frozen=True)
class Print:
    """One event as bytes, open at the place where its stamps go; `sha256` is of all the rest."""

    uid: str
    first: date
    before: bytes
    after: bytes
    sha256: str

    def stamped(self, stamps: Stamps) -> bytes:
        """The whole VEVENT."""
        return self.before + stamps.lines() + self.after


class Text(vText):
    """A TEXT value that is cleaned, and escaped as RFC 5545 section 3.3.11 says."""

    def to_ical(self) -> bytes:
        """The escaped text in UTF-8."""
        text = clean(str(self)).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        return text.replace("\n", "\\n").encode()


@dataclass(frozen=True)
class Press:
    """Prints events; an event that many feeds show is written once."""

    publisher: Publisher = Publisher()
    links: Links = Links()
    _printed: dict[tuple[Entry, str, str], Print] = field(default_factory=dict, compare=False, repr=False)
    _by_digest: dict[str, Print] = field(default_factory=dict, compare=False, repr=False)

    def print(self, entry: Entry, status: str, organiser: str) -> Print:
        """The event of an entry; `organiser` is the name beside the mailbox."""
        key = (entry, status, organiser)
        found = self._printed.get(key)
        if found is None:
            found = self._printed[key] = self._print(entry, status, organiser)
            self._by_digest[found.sha256] = found
        return found

    def printed(self, sha256: str) -> Print:
        """What was printed before, by its digest."""
        return self._by_digest[sha256]

    def _print(self, entry: Entry, status: str, organiser: str) -> Print:
        event = _event(entry, self.publisher, status)
        event.add("organizer", _organiser(organiser, self.publisher))
        if url := self._url(entry):
            event["description"] = Text(f"{clipped(clean(entry.description), 7700)}\n{url}")
            event.add("url", url)
        data = b"".join(folded(str(line)) for line in event.content_lines(sorted=False) if line)
        cut = data.index(b"\r\nSTATUS:") + 2
        return Print(
            f"{entry.uid}@{self.publisher.domain}",
            entry.first,
            data[:cut],
            data[cut:],
            hashlib.sha256(data).hexdigest(),
        )

    def _url(self, entry: Entry) -> str:
        return f"{self.links.exercises}{entry.exercise}" if self.links.exercises and entry.exercise else ""


def write(answer: Answer, selection: Selection = EVERYTHING, publisher: Publisher = Publisher()) -> bytes:
    """The calendar. Its events are CONFIRMED only when the schedule is allowed and no draft, else TENTATIVE;

    whether a line is an idea or requested does not count. A refused schedule says so in every title.
    """
    header = answer.problem.programme.programme
    stamp = datetime.combine(answer.problem.programme.as_of, time(), UTC)
    words = selection.words()
    status = CONFIRMED if confirmed(answer, selection) else TENTATIVE
    title = f"{refusal(answer)}{header.title}"
    press = Press(publisher)
    prints = sorted(
        (press.print(entry, status, header.organiser) for entry in entries(answer, selection)),
        key=lambda found: (found.first, found.uid),
    )
    head = Head(f"{title} ({words})" if words else title)
    return calendar(head, stamp, (found.stamped(Stamps(stamp, stamp)) for found in prints))


def calendar(head: Head, modified: datetime, events: Iterable[bytes]) -> bytes:
    """A calendar with these events, in the order given."""
    data: bytes = _header(head, modified).to_ical(sorted=False)
    end = b"END:VCALENDAR\r\n"
    return b"".join([data.removesuffix(end), *events, end])


def _header(head: Head, modified: datetime) -> Calendar:
    """The header. It has no UID: readers that copy it into each event would take them all for one."""
    name = Text(one_line(head.name))
    found = Calendar()
    found.add("version", "2.0")
    found.add("prodid", "-//exsched//exsched 1//EN")
    found.add("calscale", "GREGORIAN")
    found.add("method", "PUBLISH")
    found.add("last-modified", modified)
    found.add("name", name)
    found.add("x-wr-calname", name)
    if head.source:
        found.add("source", head.source, parameters={"VALUE": "URI"})
    if head.url:
        found.add("url", head.url)
    found.add("refresh-interval", vText(REFRESH, params={"VALUE": "DURATION"}))
    found.add("x-published-ttl", REFRESH)
    found.add("color", "navy")
    return found


def _event(entry: Entry, publisher: Publisher, status: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.uid}@{publisher.domain}")
    event.add("status", status)
    event.add("dtstart", _date(entry.first))
    event.add("dtend", _date(entry.last + timedelta(1)))
    event.add("summary", Text(clipped(one_line(entry.summary), 255)))
    event.add("description", Text(clipped(clean(entry.description), 8000)))
    if entry.location:
        event.add("location", Text(clipped(one_line(entry.location), 1000)))
    if entry.at:
        event.add("geo", entry.at)
    if entry.categories:
        event.add("categories", vCategory([Text(one_line(name)) for name in entry.categories]))
    event.add("class", "PUBLIC")
    event.add("transp", "TRANSPARENT")
    event.add("x-microsoft-cdo-busystatus", "FREE")
    if entry.parent:
        parent = vText(f"{entry.parent}@{publisher.domain}", params={"RELTYPE": "PARENT"})
        event.add("related-to", parent)
    return event


@lru_cache(maxsize=1024)
def _stamp_lines(stamps: Stamps) -> bytes:
    made, changed = _utc(stamps.created), _utc(stamps.modified)
    dates = f"DTSTAMP:{changed}\r\nCREATED:{made}\r\nLAST-MODIFIED:{changed}\r\n"
    return f"{dates}SEQUENCE:{stamps.sequence}\r\n".encode()


def _utc(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _date(day: date) -> vDate:
    return vDate(day, params={"VALUE": "DATE"})


def _organiser(name: str, publisher: Publisher) -> vCalAddress:
    return vCalAddress(f"mailto:{publisher.mailbox}@{publisher.domain}", params={"CN": one_line(name)})
