"""iCalendar (RFC 5545, 5546, 7986): one all-day event for each exercise, planning event and dated act.

The `icalendar` library writes lines, folds and dates. Its TEXT writer turns a backslash and a capital N
into a newline, and it removes no control characters: `Text` and `plain_text` see to both here. No clock is
read: every stamp is the programme's `as_of` at 00:00 UTC.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event, vCalAddress, vCategory, vDate, vText

from exsched.exporting.calendar_entries import Entry, entries
from exsched.exporting.plain_text import clean, clipped, one_line
from exsched.exporting.selection import EVERYTHING, Selection
from exsched.exporting.standing import confirmed, refusal
from exsched.rulekit.verdict import Answer

REFRESH = "PT6H"


@dataclass(frozen=True)
class Publisher:
    """Who publishes: the domain in UIDs, fixed once for an installation, and the mailbox of a role."""

    domain: str = "exsched.invalid"
    mailbox: str = "exercise-planning"


class Text(vText):
    """A TEXT value that is cleaned, and escaped as RFC 5545 section 3.3.11 says."""

    def to_ical(self) -> bytes:
        """The escaped text in UTF-8."""
        text = clean(str(self)).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        return text.replace("\n", "\\n").encode()


def write(answer: Answer, selection: Selection = EVERYTHING, publisher: Publisher = Publisher()) -> bytes:
    """The calendar. Its events are CONFIRMED only when the schedule is allowed and no draft, else TENTATIVE;

    whether a line is an idea or requested does not count. A refused schedule says so in every title.
    """
    header = answer.problem.programme.programme
    stamp = datetime.combine(answer.problem.programme.as_of, time(), UTC)
    words = selection.words()
    status = "CONFIRMED" if confirmed(answer, selection) else "TENTATIVE"
    title = f"{refusal(answer)}{header.title}"
    calendar = _calendar(f"{title} ({words})" if words else title, stamp)
    for entry in sorted(
        entries(answer, selection), key=lambda entry: (entry.first, f"{entry.uid}@{publisher.domain}")
    ):
        event = _event(entry, stamp, publisher, status)
        event.add("organizer", _organiser(header.organiser, publisher))
        calendar.add_component(event)
    data: bytes = calendar.to_ical(sorted=False)
    return data


def _calendar(name: str, stamp: datetime) -> Calendar:
    """The header. It has no UID: readers that copy it into each event would take them all for one."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//exsched//exsched 1//EN")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("last-modified", stamp)
    calendar.add("name", Text(one_line(name)))
    calendar.add("x-wr-calname", Text(one_line(name)))
    calendar.add("refresh-interval", vText(REFRESH, params={"VALUE": "DURATION"}))
    calendar.add("x-published-ttl", REFRESH)
    calendar.add("color", "navy")
    return calendar


def _event(entry: Entry, stamp: datetime, publisher: Publisher, status: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.uid}@{publisher.domain}")
    for name in ("dtstamp", "created", "last-modified"):
        event.add(name, stamp)
    event.add("sequence", 0)
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


def _date(day: date) -> vDate:
    return vDate(day, params={"VALUE": "DATE"})


def _organiser(name: str, publisher: Publisher) -> vCalAddress:
    return vCalAddress(f"mailto:{publisher.mailbox}@{publisher.domain}", params={"CN": one_line(name)})
