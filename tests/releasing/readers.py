"""Feeds as two independent parsers read them, and what subscribers would complain of between two versions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import icalendar
import vobject

Rows = dict[str, "Row"]


@dataclass(frozen=True)
class Row:
    """One event; `last` is included."""

    first: date
    last: date
    status: str
    sequence: int
    stamped: datetime
    created: datetime
    modified: datetime
    summary: str
    description: str
    location: str
    parent: str

    @property
    def content(self) -> tuple[object, ...]:
        """What people see."""
        return self.first, self.last, self.status, self.summary, self.description, self.location, self.parent


def by_icalendar(data: bytes) -> Rows:
    """Events by UID, as icalendar reads them."""
    calendar: Any = icalendar.Calendar.from_ical(data)
    return {
        str(event["UID"]): Row(
            event["DTSTART"].dt,
            event["DTEND"].dt - timedelta(1),
            str(event["STATUS"]),
            int(event["SEQUENCE"]),
            event["DTSTAMP"].dt,
            event["CREATED"].dt,
            event["LAST-MODIFIED"].dt,
            str(event["SUMMARY"]),
            str(event["DESCRIPTION"]),
            str(event.get("LOCATION", "")),
            str(event.get("RELATED-TO", "")),
        )
        for event in calendar.walk("VEVENT")
    }


def by_vobject(data: bytes) -> Rows:
    """The same, as vobject reads them."""

    def text(event: Any, name: str) -> str:
        return str(event.contents[name][0].value) if name in event.contents else ""

    return {
        text(event, "uid"): Row(
            event.dtstart.value,
            event.dtend.value - timedelta(1),
            text(event, "status"),
            int(text(event, "sequence")),
            event.dtstamp.value,
            event.created.value,
            event.contents["last-modified"][0].value,
            text(event, "summary"),
            text(event, "description"),
            text(event, "location"),
            text(event, "related-to"),
        )
        for event in vobject.readOne(data.decode()).vevent_list
    }


def complaints(before: bytes, after: bytes, at: datetime) -> list[str]:
    """What is wrong with a feed as the successor of another, in a reading of our own (rules V01 to V11)."""
    was, now = by_icalendar(before), by_icalendar(after)
    found = [f"{uid} {said}" for uid in was if uid in now for said in _kept(was[uid], now[uid])]
    for uid in was.keys() - now.keys():
        if was[uid].status == "CANCELLED":
            if at - was[uid].modified < timedelta(30):
                found.append(f"{uid} cancelled and gone within 30 days")
        elif was[uid].last >= at.date():
            found.append(f"{uid} vanished")
    heads = [_head(before), _head(after)]
    if heads[0][0] != heads[1][0]:
        found.append("the header changed")
    if (heads[1][1] > heads[0][1]) != (was != now):
        found.append("LAST-MODIFIED of the calendar does not tell")
    return found


def _kept(was: Row, now: Row) -> Iterator[str]:
    stamps = [(row.sequence, row.stamped, row.modified) for row in (was, now)]
    if now.created != was.created or now.sequence < was.sequence:
        yield "CREATED or SEQUENCE went wrong"
    if now.content == was.content and stamps[0] != stamps[1]:
        yield "stamps moved without a change"
    if now.content != was.content and not all(new > old for old, new in zip(*stamps, strict=True)):
        yield "a change without all three stamps"
    if now.status == "CANCELLED" != was.status and (was.first, was.last) != (now.first, now.last):
        yield "cancelled on other dates"


def _head(data: bytes) -> tuple[list[bytes], bytes]:
    lines = data.split(b"BEGIN:VEVENT")[0].split(b"\r\n")
    changed = [line for line in lines if line.startswith(b"LAST-MODIFIED:")]
    return [line for line in lines if line not in changed], changed[0]
