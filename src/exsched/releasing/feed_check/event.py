"""One event: rules E01 to E32 that it can show alone, and what two versions are compared by."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from exsched.releasing.feed_check.addresses import bad_address
from exsched.releasing.feed_check.codes import Finding, finding
from exsched.releasing.feed_check.lines import Property, octets, properties, text_of, unfolded

END = b"END:VEVENT\r\n"
STAMPS = frozenset({"DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE"})
TEMPORAL = frozenset({"FINISHTOSTART", "FINISHTOFINISH", "STARTTOFINISH", "STARTTOSTART"})
RELATIONS = TEMPORAL | {"PARENT", "CHILD", "SIBLING", "FIRST", "NEXT", "DEPENDS-ON", "REFID", "CONCEPT"}
_UID = re.compile(r"[A-Za-z0-9._@:+-]{1,255}")
_UTC = re.compile(r"\d{8}T\d{6}Z")
_BAD_ESCAPE = re.compile(r"\\(?![\\;,n])")
_UNESCAPED = re.compile(r"(?<!\\)(?:\\\\)*[;,]")
_HTML = re.compile(r"</?[A-Za-z][^>]{0,200}>")
_GEO = re.compile(r"(-?\d{1,2}(?:\.\d+)?);(-?\d{1,3}(?:\.\d+)?)")
_NEVER = {
    "E13": frozenset({"RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"}),
    "E14": frozenset({"ATTENDEE", "REQUEST-STATUS"}),
    "E15": frozenset({"ATTACH"}),
}
_BUSY = {"TRANSPARENT": "FREE", "OPAQUE": "BUSY"}


@dataclass(frozen=True)
class Seen:
    """An event as the checker read it; `content` is a digest of all but its stamps."""

    uid: str
    status: str
    first: date
    last: date
    start: str
    sequence: int
    stamped: str
    created: str
    modified: str
    summary: str
    location: str
    content: str
    related: tuple[Property, ...]
    findings: tuple[Finding, ...]


@lru_cache(maxsize=16384)
def look(data: bytes) -> Seen:
    """One VEVENT, from behind its BEGIN line; what many feeds hold is read once."""
    lines = unfolded(data.removesuffix(END))
    found = list(octets(data))
    read, unread = properties(lines)
    event = _Event(read)
    found += [*unread, *_nested(lines), *event.findings()]
    uid = event.value("UID")
    return Seen(
        uid,
        event.value("STATUS"),
        event.day("DTSTART") or date.min,
        (event.day("DTEND") or date.max) - timedelta(1),
        event.value("DTSTART"),
        int(event.value("SEQUENCE")) if event.value("SEQUENCE").isdecimal() else -1,
        event.value("DTSTAMP"),
        event.value("CREATED"),
        event.value("LAST-MODIFIED"),
        event.value("SUMMARY"),
        event.value("LOCATION"),
        _digest(lines),
        tuple(line for line in read if line.name == "RELATED-TO"),
        tuple(Finding(f.code, f.said, uid) for f in found),
    )


def _digest(lines: list[str]) -> str:
    kept = [line for line in lines if line.partition(":")[0] not in STAMPS]
    return hashlib.sha256("\n".join(kept).encode("utf-8", "replace")).hexdigest()


def _nested(lines: list[str]) -> Iterator[Finding]:
    inside = [line for line in lines if line.startswith("BEGIN:")]
    yield from (finding("E15" if line == "BEGIN:VALARM" else "E30", line) for line in inside)
    if len(inside) != sum(line.startswith("END:") for line in lines):
        yield finding("B11")


class _Event:
    """The properties of one event, and the rules on them."""

    def __init__(self, lines: list[Property]) -> None:
        self.lines = lines
        self.by_name: dict[str, list[Property]] = {}
        for line in lines:
            self.by_name.setdefault(line.name, []).append(line)

    def all(self, name: str) -> list[Property]:
        return self.by_name.get(name, [])

    def value(self, name: str) -> str:
        return self.by_name[name][0].value if name in self.by_name else ""

    def once(self, name: str) -> bool:
        return len(self.all(name)) == 1

    def day(self, name: str) -> date | None:
        try:
            return datetime.strptime(self.value(name)[:8], "%Y%m%d").date()
        except ValueError:
            return None

    def findings(self) -> Iterator[Finding]:
        yield from self._identity()
        yield from self._dates()
        yield from self._texts()
        yield from self._rest()

    def _identity(self) -> Iterator[Finding]:
        if not self.once("UID") or not _UID.fullmatch(self.value("UID")) or "@" not in self.value("UID"):
            yield finding("E01", self.value("UID"))
        if not self.once("DTSTAMP") or not _UTC.fullmatch(self.value("DTSTAMP")):
            yield finding("E03", self.value("DTSTAMP"))
        made, changed = self.value("CREATED"), self.value("LAST-MODIFIED")
        both = self.once("CREATED") and self.once("LAST-MODIFIED")
        if not (both and _UTC.fullmatch(made) and _UTC.fullmatch(changed) and made <= changed):
            yield finding("E04", f"{made} {changed}")
        number = self.value("SEQUENCE")
        if not (self.once("SEQUENCE") and re.fullmatch(r"\d{1,10}", number) and int(number) < 2**31):
            yield finding("E05", number)
        if not self.once("STATUS") or self.value("STATUS") not in {"TENTATIVE", "CONFIRMED", "CANCELLED"}:
            yield finding("E06", self.value("STATUS"))

    def _dates(self) -> Iterator[Finding]:
        if any(line.parameter("TZID") for line in self.lines):
            yield finding("Z01")
        if re.fullmatch(r"\d{8}T000000Z", self.value("DTSTART")):
            yield finding("E12", self.value("DTSTART"))
        elif not self.once("DTSTART") or not self._is_date("DTSTART"):
            yield finding("E08", self.value("DTSTART"))
        if not self.once("DTEND") or self.all("DURATION"):
            yield finding("E09")
        elif not self._is_date("DTEND"):
            yield finding("E10", self.value("DTEND"))
        elif self.value("DTEND") <= self.value("DTSTART"):
            yield finding("E11")

    def _is_date(self, name: str) -> bool:
        line = self.all(name)[0]
        return line.parameters == (("VALUE", "DATE"),) and len(line.value) == 8 and bool(self.day(name))

    def _texts(self) -> Iterator[Finding]:
        summary = text_of(self.value("SUMMARY"))
        if not self.once("SUMMARY") or not 1 <= len(summary) <= 255 or "\n" in summary:
            yield finding("E07")
        if self.value("STATUS") == "CANCELLED" and not summary.upper().startswith("CANCELLED"):
            yield finding("E26")
        if len(text_of(self.value("DESCRIPTION"))) > 8000:
            yield finding("E27")
        for name in ("SUMMARY", "DESCRIPTION", "LOCATION"):
            value = self.value(name)
            if _BAD_ESCAPE.search(value.replace("\\\\", "")) or _UNESCAPED.search(value):
                yield finding("E24", name)
            if _HTML.search(value):
                yield finding("E25", name)

    def _rest(self) -> Iterator[Finding]:
        for code, names in _NEVER.items():
            yield from (finding(code, name) for name in names if self.all(name))
        yield from self._people_and_places()
        words = re.split(r"(?<!\\),", self.value("CATEGORIES")) if self.all("CATEGORIES") else ["one"]
        if len(set(words)) < len(words) or not all(word.strip() for word in words):
            yield finding("E19", self.value("CATEGORIES"))
        if (url := self.value("URL")) and bad_address(url):
            yield finding("E21", url)
        if url and not text_of(self.value("DESCRIPTION")).endswith(url):
            yield finding("E32")

    def _people_and_places(self) -> Iterator[Finding]:
        organiser = self.all("ORGANIZER")
        if (
            len(organiser) != 1
            or not re.fullmatch(r"mailto:[^@\s]+@[^@\s]+", organiser[0].value)
            or not organiser[0].parameter("CN")
        ):
            yield finding("E16")
        if self.all("CLASS") and self.value("CLASS") != "PUBLIC":
            yield finding("E17", self.value("CLASS"))
        shown, busy = self.value("TRANSP"), self.value("X-MICROSOFT-CDO-BUSYSTATUS")
        cancelled = self.value("STATUS") == "CANCELLED"
        if (
            not self.once("TRANSP")
            or busy not in {"", _BUSY.get(shown)}
            or (cancelled and shown != "TRANSPARENT")
        ):
            yield finding("E18", f"{shown} {busy}")
        if geo := self.value("GEO"):
            match = _GEO.fullmatch(geo)
            if not match or abs(float(match[1])) > 90 or abs(float(match[2])) > 180:
                yield finding("E20", geo)
