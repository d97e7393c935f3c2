"""iCalendar (RFC 5545, 5546, 7986): one all-day event for each exercise, planning event and dated act.

The `icalendar` library writes the header. Events are written here, line by line, in a third of its time: a
release prints thousands of them. It also turns a backslash and a capital N into a newline and removes no
control characters; `_escaped` and `plain_text` see to both. No clock is read: an export's stamps are the
programme's `as_of` at 00:00 UTC, a feed's come from `releasing.stamps`.
Every event is a span of whole days, so that no VTIMEZONE is needed.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from icalendar import Calendar, vText

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
    """A TEXT value that is cleaned and escaped."""

    def to_ical(self) -> bytes:
        """The escaped text in UTF-8."""
        return _escaped(str(self)).encode()


def _escaped(text: str) -> str:
    """A TEXT value, cleaned, and escaped as RFC 5545 section 3.3.11 says."""
    text = clean(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\n", "\\n")


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
        uid = f"{entry.uid}@{self.publisher.domain}"
        before = b"BEGIN:VEVENT\r\n" + folded(f"UID:{uid}")
        rest = _lines(entry, status, self._url(entry), self.publisher, organiser)
        after = b"".join(map(folded, rest)) + b"END:VEVENT\r\n"
        return Print(uid, entry.first, before, after, hashlib.sha256(before + after).hexdigest())

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


def _lines(entry: Entry, status: str, url: str, publisher: Publisher, organiser: str) -> Iterator[str]:
    """The content lines of an event behind its stamps."""
    yield f"STATUS:{status}"
    yield f"DTSTART;VALUE=DATE:{entry.first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{entry.last + timedelta(1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(clipped(one_line(entry.summary), 255))}"
    text = clean(entry.description)
    yield "DESCRIPTION:" + _escaped(clipped(text, 7700) + "\n" + url if url else clipped(text, 8000))
    if entry.location:
        yield f"LOCATION:{_escaped(clipped(one_line(entry.location), 1000))}"
    if entry.at:
        yield f"GEO:{_degrees(entry.at[0])};{_degrees(entry.at[1])}"
    if entry.categories:
        yield f"CATEGORIES:{','.join(_escaped(one_line(name)) for name in entry.categories)}"
    yield "CLASS:PUBLIC"
    yield "TRANSP:TRANSPARENT"
    yield "X-MICROSOFT-CDO-BUSYSTATUS:FREE"
    if entry.parent:
        yield f"RELATED-TO;RELTYPE=PARENT:{entry.parent}@{publisher.domain}"
    yield f'ORGANIZER;CN="{_quotable(organiser)}":mailto:{publisher.mailbox}@{publisher.domain}'
    if url:
        yield f"URL:{url}"


def _degrees(value: float) -> str:
    return f"{value}" if "e" not in f"{value}" else f"{value:.6f}"


def _quotable(text: str) -> str:
    """The value of a parameter, between quotes (RFC 6868)."""
    return one_line(text).replace("^", "^^").replace('"', "^'")


@lru_cache(maxsize=1024)
def _stamp_lines(stamps: Stamps) -> bytes:
    made, changed = _utc(stamps.created), _utc(stamps.modified)
    dates = f"DTSTAMP:{changed}\r\nCREATED:{made}\r\nLAST-MODIFIED:{changed}\r\n"
    return f"{dates}SEQUENCE:{stamps.sequence}\r\n".encode()


def _utc(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
