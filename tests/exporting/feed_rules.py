"""The rules that every calendar we write must keep; read from the bytes, with no calendar library.

The codes are those of the feed specification: B bytes and lines, C calendar header, E components. Sources are
RFC 5545 (iCalendar), RFC 5546 (PUBLISH), RFC 7986 (NAME, REFRESH-INTERVAL, COLOR), and what calendar clients
were seen to do with feeds that broke them.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

_LINE = re.compile(r'([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"]*"|[^";:,]*))*):(.*)', re.DOTALL)
_PARAMETER = re.compile(r';([A-Z0-9-]+)=(?:"([^"]*)"|([^";:,]*))')
_BAD_ESCAPE = re.compile(r"\\(?![\\;,n])")
_BARE = re.compile(r"(?<!\\)(?:\\\\)*[;,]")
_UTC = re.compile(r"\d{8}T\d{6}Z")
_DATE = re.compile(r"\d{8}")
_KNOWN_X = frozenset({"X-WR-CALNAME", "X-PUBLISHED-TTL", "X-MICROSOFT-CDO-BUSYSTATUS"})
_TEXTS = ("SUMMARY", "DESCRIPTION", "LOCATION")
_ONCE = frozenset(
    [
        "UID",
        "DTSTAMP",
        "CREATED",
        "LAST-MODIFIED",
        "SEQUENCE",
        "STATUS",
        "SUMMARY",
        "DTSTART",
        "DTEND",
        "ORGANIZER",
        "CLASS",
        "TRANSP",
    ]
)
_NEVER = frozenset(
    [
        "DURATION",
        "RRULE",
        "RDATE",
        "EXDATE",
        "RECURRENCE-ID",
        "ATTENDEE",
        "REQUEST-STATUS",
        "ATTACH",
        "LINK",
        "CONCEPT",
        "REFID",
    ]
)


@dataclass(frozen=True)
class Property:
    """One content line."""

    name: str
    parameters: dict[str, str]
    value: str


@dataclass(frozen=True)
class Event:
    """One VEVENT: its properties in order."""

    properties: tuple[Property, ...]

    def all(self, name: str) -> list[Property]:
        """Every property of that name."""
        return [found for found in self.properties if found.name == name]

    def value(self, name: str) -> str:
        """The value of the first property of that name, or nothing."""
        return next((found.value for found in self.all(name)), "")

    def day(self, name: str) -> date:
        """The value of a DATE property."""
        return datetime.strptime(self.value(name), "%Y%m%d").date()


def text_of(value: str) -> str:
    """A TEXT value without its escapes."""
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], value)


def content_lines(data: bytes) -> list[str]:
    """Logical lines, unfolded."""
    return data.decode().replace("\r\n ", "").split("\r\n")[:-1]


def read(data: bytes) -> tuple[list[Property], list[Event]]:
    """Header and events of a calendar."""
    header: list[Property] = []
    events: list[list[Property]] = []
    inside = False
    for line in content_lines(data)[1:-1]:
        found = _property(line)
        if line == "BEGIN:VEVENT":
            events.append([])
            inside = True
        elif line == "END:VEVENT":
            inside = False
        else:
            (events[-1] if inside else header).append(found)
    return header, [Event(tuple(event)) for event in events]


def _property(line: str) -> Property:
    match = _LINE.fullmatch(line)
    if not match:
        return Property("", {}, line)
    parameters = {m[1]: m[2] if m[2] is not None else m[3] for m in _PARAMETER.finditer(match[2])}
    return Property(match[1], parameters, match[3])


def broken(data: bytes) -> list[str]:
    """Every rule that a calendar breaks, as code and what was found; empty when it keeps them all."""
    return [*_bytes(data), *_header(data), *_events(data)]


def _bytes(data: bytes) -> Iterator[str]:
    text = data.decode("utf-8", "replace")
    if "\ufffd" in text or data.startswith(b"\xef\xbb\xbf"):
        yield "B01 not UTF-8, or a byte order mark"
    if b"\r" in data.replace(b"\r\n", b"") or b"\n" in data.replace(b"\r\n", b""):
        yield "B02 a bare CR or LF"
    if not data.endswith(b"END:VCALENDAR\r\n"):
        yield "B03 the last line does not end as it should"
    for physical in data.split(b"\r\n")[:-1]:
        yield from _physical(physical)
    if re.search("[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]", text):
        yield "B07/B08 a control character or a line separator"
    if re.search("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]", text):
        yield "B09 a bidirectional override or an invisible character"
    if text != unicodedata.normalize("NFC", text):
        yield "B13 not in NFC"
    if len(data) > 1_000_000:
        yield "B14 more than 1,000,000 octets"
    for line in content_lines(data):
        if not _LINE.fullmatch(line):
            yield f"B10 no content line: {line[:60]}"
        if re.search(r"(?i)(?<!^)(?:BEGIN|END):V", line):
            yield f"B15 a component inside a text: {line[:60]}"


def _physical(line: bytes) -> Iterator[str]:
    if len(line) > 75:
        yield f"B04 {len(line)} octets in a line"
    if not line.strip():
        yield "B06 a blank line"
    try:
        folded = line.removeprefix(b" ").decode()
    except UnicodeDecodeError:
        yield "B05 a fold inside a character"
        return
    if (len(folded) - len(folded.rstrip("\\"))) % 2:
        yield "B12 a fold after a lone backslash"


def _header(data: bytes) -> Iterator[str]:
    lines = content_lines(data)
    header, events = read(data)
    names = Counter(line.name for line in header)
    value = {line.name: line.value for line in header}
    begins = [line.removeprefix("BEGIN:") for line in lines if line.startswith("BEGIN:")]
    ends = [line.removeprefix("END:") for line in lines if line.startswith("END:")]
    if Counter(begins) != Counter(ends) or begins.count("VCALENDAR") != 1 or lines[0] != "BEGIN:VCALENDAR":
        yield "B11 not balanced, or not one VCALENDAR"
    expected = {
        "VERSION": "2.0",
        "CALSCALE": "GREGORIAN",
        "METHOD": "PUBLISH",
        "NAME": value.get("X-WR-CALNAME"),
    }
    yield from (
        f"C01-C05 {name} is {value.get(name)}" for name, said in expected.items() if value.get(name) != said
    )
    if not value.get("PRODID") or max(names.values()) > 1:
        yield "C02/C16 PRODID missing, or a property repeated"
    refresh = next((line for line in header if line.name == "REFRESH-INTERVAL"), Property("", {}, ""))
    if refresh.parameters != {"VALUE": "DURATION"} or refresh.value != value.get("X-PUBLISHED-TTL"):
        yield "C06 REFRESH-INTERVAL without VALUE=DURATION, or not X-PUBLISHED-TTL"
    if "UID" in names or "X-WR-TIMEZONE" in names:
        yield "C08/C13 UID or X-WR-TIMEZONE on the calendar"
    if set(begins) - {"VCALENDAR", "VEVENT"} or not events:
        yield f"C09/C10 components {sorted(set(begins))}"
    first = lines.index("BEGIN:VEVENT") if "BEGIN:VEVENT" in lines else len(lines)
    if len(header) != first - 1:
        yield "C11 a property after a component"
    unknown = {name for name in names if name.startswith("X-")} - _KNOWN_X
    if unknown or not re.fullmatch("[a-z]+", value.get("COLOR", "")):
        yield f"C12/C14 {sorted(unknown)}, COLOR {value.get('COLOR')}"
    if value.get("LAST-MODIFIED", "") < max((event.value("LAST-MODIFIED") for event in events), default=""):
        yield "C15 the calendar is older than a component"


def _events(data: bytes) -> Iterator[str]:
    _, events = read(data)
    uids = [event.value("UID") for event in events]
    if len(set(uids)) != len(uids):
        yield "E02 a UID twice"
    order = [(event.value("DTSTART"), event.value("UID")) for event in events]
    if order != sorted(order):
        yield "E28 not sorted by DTSTART and UID"
    for event in events:
        found = [*_identity(event), *_dates(event), *_texts(event), *_rest(event, set(uids))]
        yield from (f"{said} ({event.value('UID')})" for said in found)


def _identity(event: Event) -> Iterator[str]:
    names = Counter(line.name for line in event.properties)
    if any(names[name] != 1 for name in _ONCE):
        yield f"E03-E18 not once: {sorted(name for name in _ONCE if names[name] != 1)}"
    if set(names) & _NEVER:
        yield f"E09-E15 never: {sorted(set(names) & _NEVER)}"
    if not re.fullmatch(r"[A-Za-z0-9._@:+-]{1,255}", event.value("UID")) or "@" not in event.value("UID"):
        yield "E01 UID"
    stamps = [event.value(name) for name in ("DTSTAMP", "CREATED", "LAST-MODIFIED")]
    if not all(_UTC.fullmatch(stamp) for stamp in stamps) or stamps[2] < stamps[1]:
        yield f"E03/E04 stamps {stamps}"
    if not re.fullmatch(r"\d{1,9}", event.value("SEQUENCE")):
        yield "E05 SEQUENCE"
    if event.value("STATUS") not in {"TENTATIVE", "CONFIRMED", "CANCELLED"}:
        yield f"E06 STATUS {event.value('STATUS')}"


def _dates(event: Event) -> Iterator[str]:
    for name in ("DTSTART", "DTEND"):
        line = event.all(name)[0]
        if line.parameters != {"VALUE": "DATE"} or not _DATE.fullmatch(line.value):
            yield f"E08/E10/E12 {name} is not a DATE"
            return
    if event.day("DTEND") <= event.day("DTSTART"):
        yield "E11 DTEND is not after DTSTART"


def _texts(event: Event) -> Iterator[str]:
    summary = text_of(event.value("SUMMARY"))
    if not 1 <= len(summary) <= 255 or "\n" in summary:
        yield "E07 SUMMARY"
    if len(text_of(event.value("DESCRIPTION"))) > 8000:
        yield "E27 DESCRIPTION"
    for name in _TEXTS:
        value = event.value(name).replace("\\\\", "")
        if _BAD_ESCAPE.search(value) or _BARE.search(value):
            yield f"E24 escapes in {name}"


def _rest(event: Event, uids: set[str]) -> Iterator[str]:
    organiser = event.all("ORGANIZER")[0]
    if not re.fullmatch(r"mailto:[^@\s]+@[^@\s]+", organiser.value) or not organiser.parameters.get("CN"):
        yield "E16 ORGANIZER"
    if (event.value("CLASS"), event.value("TRANSP")) != ("PUBLIC", "TRANSPARENT"):
        yield "E17/E18 CLASS, TRANSP"
    if event.value("X-MICROSOFT-CDO-BUSYSTATUS") != "FREE":
        yield "E18 BUSYSTATUS"
    if geo := event.value("GEO"):
        lat, _, lon = geo.partition(";")
        if not (abs(float(lat)) <= 90 and abs(float(lon)) <= 180):
            yield "E20 GEO"
    for link in event.all("RELATED-TO"):
        if link.parameters.get("RELTYPE") != "PARENT" or link.value not in uids:
            yield "E22 RELATED-TO leads nowhere"
