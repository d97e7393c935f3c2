"""A whole feed: its parts, and the rules that only all of its events together can show."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from exsched.releasing.feed_check.codes import RULES, Finding, finding
from exsched.releasing.feed_check.event import END, RELATIONS, TEMPORAL, Seen, look
from exsched.releasing.feed_check.header import header_findings
from exsched.releasing.feed_check.lines import Property, octets, properties, unfolded

MOST_OCTETS = 1_000_000
_BEGIN = b"BEGIN:VEVENT\r\n"
_START = b"BEGIN:VCALENDAR\r\n"
_TAIL = b"END:VCALENDAR\r\n"
_GAP = re.compile(r"(-?)P(\d+)D")


@dataclass(frozen=True)
class Feed:
    """The parts of a feed: header lines, events, and what the parting itself found."""

    header: tuple[Property, ...]
    events: tuple[Seen, ...]
    findings: tuple[Finding, ...]

    @property
    def modified(self) -> str:
        """LAST-MODIFIED of the calendar."""
        return next((line.value for line in self.header if line.name == "LAST-MODIFIED"), "")


@lru_cache(maxsize=2)
def parted(data: bytes) -> Feed:
    """A feed in its parts; the last two are kept, since several rules ask for the same."""
    top, *events = _split(data)
    found = list(octets(top))
    if data[-2:] != b"\r\n":
        found.append(finding("B03"))
    if not top.startswith(_START):
        found.append(finding("B11" if not top.startswith(b"\xef\xbb\xbf") else "B01"))
    if events:
        events[-1], tail = _without_tail(events[-1])
        found += tail
    else:
        top, tail = _without_tail(top)
        found += [*tail, finding("C10")]
    lines, unread = properties([line for line in unfolded(top) if line != "BEGIN:VCALENDAR"])
    others = [line for line in lines if line.name in {"BEGIN", "END"}]
    found += [*unread, *(finding("C09", line.value) for line in others if line.name == "BEGIN")]
    seen = []
    for event in events:
        whole, after = _ended(event)
        found += after
        seen.append(look(whole))
    return Feed(tuple(line for line in lines if line not in others), tuple(seen), tuple(found))


def _split(data: bytes) -> list[bytes]:
    """Header and events, each event from behind its BEGIN line."""
    *parts, last = data.split(b"\r\n" + _BEGIN)
    return [*(part + b"\r\n" for part in parts), last]


def _without_tail(last: bytes) -> tuple[bytes, list[Finding]]:
    """The last part without the calendar's end."""
    body, end, rest = last.rpartition(_TAIL)
    if not end:
        return last.removesuffix(_TAIL.strip()), [finding("B11", "no END:VCALENDAR")]
    return body, [finding("B11", "something behind the calendar")] if rest else []


def _ended(event: bytes) -> tuple[bytes, list[Finding]]:
    """An event up to its end, and what is wrong with the bytes behind it."""
    cut = event.find(b"\r\n" + END)
    if cut < 0:
        return event, [finding("B11", "no END:VEVENT")]
    whole, rest = event[: cut + 2 + len(END)], event[cut + 2 + len(END) :]
    if not rest:
        return whole, []
    lines = unfolded(rest)
    code = "C09" if any(line.startswith("BEGIN:") for line in lines) else "C11"
    return whole, [finding("B11" if "BEGIN:VCALENDAR" in lines else code, lines[0])]


def findings(data: bytes) -> tuple[Finding, ...]:
    """Every rule that a feed breaks; empty when it keeps them all."""
    feed = parted(data)
    return (
        *feed.findings,
        *header_findings(list(feed.header)),
        *(found for event in feed.events for found in event.findings),
        *_together(feed),
        *([finding("B14", f"{len(data):,}")] if len(data) > MOST_OCTETS else []),
    )


def _together(feed: Feed) -> Iterator[Finding]:
    by_uid = {event.uid: event for event in feed.events}
    for uid, times in Counter(event.uid for event in feed.events).items():
        if times > 1:
            yield finding("E02", uid)
    order = [(event.start, event.uid) for event in feed.events]
    if order != sorted(order):
        yield finding("E28")
    if any(event.modified > feed.modified for event in feed.events):
        yield finding("C15")
    for event in feed.events:
        for link in event.related:
            yield from _link(event, link, by_uid.get(link.value))


def _link(event: Seen, link: Property, target: Seen | None) -> Iterator[Finding]:
    kind = link.parameter("RELTYPE") or "PARENT"
    if target is None or kind not in RELATIONS:
        yield Finding("E22", f"{kind} {link.value} leads nowhere", event.uid)
    gap = link.parameter("GAP")
    if gap is None:
        return
    match = _GAP.fullmatch(gap)
    true = target is not None and match is not None and _days(match) == _between(event, target, kind)
    if kind not in TEMPORAL or not true:
        yield Finding("E23", f"GAP {gap} of {kind}", event.uid)


def _days(match: re.Match[str]) -> int:
    return -int(match[2]) if match[1] else int(match[2])


def _between(event: Seen, target: Seen, kind: str) -> int:
    """Whole days from the day that the relation counts from to the day that it counts to."""
    since = event.last + timedelta(1) if kind.startswith("FINISH") else event.first
    until = target.last + timedelta(1) if kind.endswith("FINISH") else target.first
    return (until - since).days


def disagreements(data: bytes, expected: Mapping[str, tuple[date, date]]) -> tuple[Finding, ...]:
    """Where the feed says other dates than the schedule: expected are first and last day by UID, of all
    events that the feed must hold and that are not cancelled.
    """
    shown = {
        event.uid: (event.first, event.last) for event in parted(data).events if event.status != "CANCELLED"
    }
    return tuple(
        Finding("E31", f"{RULES['E31']}: {shown.get(uid)} instead of {dates}", uid)
        for uid, dates in expected.items()
        if shown.get(uid) != dates
    )
