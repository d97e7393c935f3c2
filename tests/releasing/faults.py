"""Planted faults: for every rule for feeds, bytes that break it; made from a good feed, one change each."""

import re
from collections.abc import Callable

Fault = Callable[[bytes], bytes]


def swap(old: str, new: str) -> Fault:
    """Replace the first occurrence; the old text must be there."""

    def change(data: bytes) -> bytes:
        assert old.encode() in data, old
        return data.replace(old.encode(), new.encode("utf-8", "surrogateescape"), 1)

    return change


def after_line(start: str, more: str) -> Fault:
    """Add a line behind the first that starts so."""

    def change(data: bytes) -> bytes:
        found = re.search(rb"(?m)^" + re.escape(start.encode()) + rb"[^\n]*\n(?: [^\n]*\n)*", data)
        assert found, start
        return data[: found.end()] + more.encode("utf-8", "surrogateescape") + b"\r\n" + data[found.end() :]

    return change


def without(start: str) -> Fault:
    """Drop the first line that starts so, with its continuations."""

    def change(data: bytes) -> bytes:
        found = re.search(rb"(?m)^" + re.escape(start.encode()) + rb"[^\n]*\n(?: [^\n]*\n)*", data)
        assert found, start
        return data[: found.start()] + data[found.end() :]

    return change


def line(start: str, new: str) -> Fault:
    """Replace the first line that starts so."""

    def change(data: bytes) -> bytes:
        return without(start)(after_line(start, new)(data))

    return change


def _events_turned(data: bytes) -> bytes:
    head, first, second, *rest = data.split(b"BEGIN:VEVENT\r\n")
    return b"BEGIN:VEVENT\r\n".join([head, second, first, *rest])


def _no_events(data: bytes) -> bytes:
    return data.split(b"BEGIN:VEVENT\r\n")[0] + b"END:VCALENDAR\r\n"


def _too_large(data: bytes) -> bytes:
    head, *events = data.removesuffix(b"END:VCALENDAR\r\n").split(b"BEGIN:VEVENT\r\n")
    return b"BEGIN:VEVENT\r\n".join([head, *events * (1_000_000 // len(data) + 2)]) + b"END:VCALENDAR\r\n"


def _long_text(data: bytes) -> bytes:
    return line("DESCRIPTION", "DESCRIPTION:" + "\r\n ".join(["x" * 60] * 140))(data)


FEED_FAULTS: list[tuple[str, Fault]] = [
    ("B01", lambda data: data.replace(b"CATEGORIES:Planning", b"CATEGORIES:Pl\xe4ning", 1)),
    ("B01", lambda data: b"\xef\xbb\xbf" + data),
    ("B02", lambda data: data.replace(b"\r\n", b"\n")),
    ("B02", swap("SUMMARY:", "SUMMARY:a\rb")),
    ("B03", lambda data: data[:-2]),
    ("B04", line("CATEGORIES", "CATEGORIES:" + "x" * 70)),
    ("B05", line("SUMMARY", "SUMMARY:a\udcc3\r\n \udca9b")),
    ("B06", after_line("SUMMARY", "")),
    ("B07", swap("SUMMARY:", "SUMMARY:\x07")),
    ("B07", swap("SUMMARY:", "SUMMARY:\x00")),
    ("B08", swap("SUMMARY:", "SUMMARY:a\u2028b")),
    ("B08", swap("SUMMARY:", "SUMMARY:a\x0bb\x1cc")),
    ("B09", swap("SUMMARY:", "SUMMARY:\u202e")),
    ("B10", after_line("SUMMARY", "no colon here")),
    ("B11", without("END:VEVENT")),
    ("B11", without("END:VCALENDAR")),
    ("B11", lambda data: data + data),
    ("B11", lambda data: b"<html>\r\n" + data),
    ("B11", lambda data: data[:0]),
    ("B12", line("SUMMARY", "SUMMARY:a\\\r\n \\,b")),
    ("B13", swap("SUMMARY:", "SUMMARY:e\u0301")),
    ("B14", _too_large),
    ("B15", swap("SUMMARY:", "SUMMARY:x END:VEVENT BEGIN:VEVENT ")),
    ("B16", line("ORGANIZER", 'ORGANIZER;CN=Cell: NOR; "J7":mailto:role@cell.example')),
    ("B16", line("ORGANIZER", 'ORGANIZER;CN=Cell"J7";X="a:mailto:role@cell.example')),
    ("C01", swap("VERSION:2.0", "VERSION:1.0")),
    ("C02", without("PRODID")),
    ("C03", swap("CALSCALE:GREGORIAN", "CALSCALE:HEBREW")),
    ("C04", swap("METHOD:PUBLISH", "METHOD:REQUEST")),
    ("C05", without("X-WR-CALNAME")),
    ("C05", line("NAME", "NAME:Another")),
    ("C06", swap("REFRESH-INTERVAL;VALUE=DURATION:PT6H", "REFRESH-INTERVAL:PT6H")),
    ("C06", lambda data: data.replace(b"PT6H", b"PT5M")),
    ("C06", without("X-PUBLISHED-TTL")),
    ("C07", after_line("NAME", "SOURCE:https://cell.example/feeds/x.ics")),
    ("C08", after_line("NAME", "UID:calendar@cell.example")),
    ("C09", swap("BEGIN:VEVENT", "BEGIN:VFREEBUSY\r\nEND:VFREEBUSY\r\nBEGIN:VEVENT")),
    ("C09", swap("END:VEVENT", "END:VEVENT\r\nBEGIN:VTODO\r\nEND:VTODO")),
    ("C10", _no_events),
    ("C11", swap("END:VEVENT\r\n", "END:VEVENT\r\nCOLOR:red\r\n")),
    ("C12", swap("COLOR:navy", "COLOR:#000080")),
    ("C13", after_line("NAME", "X-WR-TIMEZONE:Europe/Oslo")),
    ("C14", after_line("NAME", "X-OURS:1")),
    ("C15", line("LAST-MODIFIED", "LAST-MODIFIED:20200101T000000Z")),
    ("C16", after_line("METHOD", "METHOD:PUBLISH")),
    ("E01", without("UID")),
    ("E01", swap("UID:pe-", "UID:pe /")),
    ("E02", lambda data: re.sub(rb"UID:[^\r]*((?:\r\n )[^\r]*)*", b"UID:same@cell.example", data)),
    ("E03", without("DTSTAMP")),
    ("E03", line("DTSTAMP", "DTSTAMP:20261201T080000")),
    ("E04", line("CREATED", "CREATED:20270101T000000Z")),
    ("E04", without("CREATED")),
    ("E05", without("SEQUENCE")),
    ("E05", line("SEQUENCE", "SEQUENCE:2147483648")),
    ("E06", swap("STATUS:CONFIRMED", "STATUS:CANCELED")),
    ("E07", line("SUMMARY", "SUMMARY:")),
    ("E07", line("SUMMARY", "SUMMARY:two\\nlines")),
    ("E08", line("DTSTART", "DTSTART:20260105")),
    ("E08", line("DTSTART", "DTSTART;VALUE=DATE:20260231")),
    ("E08", line("DTSTART", "DTSTART:20260105T090000")),
    ("E09", without("DTEND")),
    ("E09", after_line("DTEND", "DURATION:P5D")),
    ("E10", line("DTEND", "DTEND:20260110T000000Z")),
    ("E11", line("DTEND", "DTEND;VALUE=DATE:20260105")),
    ("E12", line("DTSTART", "DTSTART:20260105T000000Z")),
    ("E13", after_line("DTEND", "RRULE:FREQ=DAILY;COUNT=1")),
    ("E14", after_line("DTEND", "ATTENDEE:mailto:somebody@cell.example")),
    ("E15", after_line("DTEND", "BEGIN:VALARM\r\nTRIGGER:-PT1H\r\nEND:VALARM")),
    ("E15", after_line("DTEND", "ATTACH:https://cell.example/x")),
    ("E16", without("ORGANIZER")),
    ("E16", line("ORGANIZER", "ORGANIZER;CN=Cell:https://cell.example")),
    ("E17", swap("CLASS:PUBLIC", "CLASS:PRIVATE")),
    ("E18", swap("BUSYSTATUS:FREE", "BUSYSTATUS:OOF")),
    ("E18", without("TRANSP")),
    ("E19", line("CATEGORIES", "CATEGORIES:Land,,Land")),
    ("E20", after_line("DTEND", "GEO:91.0;10.0")),
    ("E20", after_line("DTEND", "GEO:51.0,10.0")),
    ("E21", line("URL:https://cell.example/p/northern/", "URL:javascript:alert(1)")),
    ("E21", after_line("NAME", "SOURCE;VALUE=URI:https://user:word@cell.example/x.ics")),
    ("E22", line("RELATED-TO", "RELATED-TO;RELTYPE=PARENT:nobody@cell.example")),
    ("E23", swap("RELATED-TO;RELTYPE=PARENT", "RELATED-TO;RELTYPE=PARENT;GAP=P1D")),
    ("E23", swap("RELATED-TO;RELTYPE=PARENT", "RELATED-TO;RELTYPE=FINISHTOSTART;GAP=P1D")),
    ("E24", line("SUMMARY", "SUMMARY:a;b")),
    ("E24", line("SUMMARY", "SUMMARY:a\\xb")),
    ("E25", swap("DESCRIPTION:", "DESCRIPTION:<b>bold</b>")),
    ("E26", swap("STATUS:CONFIRMED", "STATUS:CANCELLED")),
    ("E27", _long_text),
    ("E28", _events_turned),
    ("E30", after_line("DTEND", "BEGIN:VLOCATION\r\nUID:1@x\r\nEND:VLOCATION")),
    ("E32", line("URL:https://cell.example/p/northern/", "URL:https://cell.example/elsewhere")),
    ("Z01", line("DTSTART", "DTSTART;TZID=Europe/Oslo:20260105T090000")),
]
"""A code, and a change that must bring it up."""

LATER = "20270101T000000Z"


def stamped_later(data: bytes) -> bytes:
    """The calendar's own LAST-MODIFIED at a later instant."""
    return line("LAST-MODIFIED", f"LAST-MODIFIED:{LATER}")(data)


def _without_first(data: bytes) -> bytes:
    head, first, *rest = data.split(b"BEGIN:VEVENT\r\n")
    del first
    return stamped_later(b"BEGIN:VEVENT\r\n".join([head, *rest]))


def _without_last(data: bytes) -> bytes:
    return stamped_later(data.rpartition(b"BEGIN:VEVENT\r\n")[0] + b"END:VCALENDAR\r\n")


def _last_under_another_uid(data: bytes) -> bytes:
    rest, begin, last = data.rpartition(b"BEGIN:VEVENT\r\n")
    return stamped_later(rest + begin + swap("UID:", "UID:other-")(last))


def _all_stamps(fault: Fault, sequence: int = 1) -> Fault:
    """A change of the first event together with its stamps."""

    def change(data: bytes) -> bytes:
        head, rest = data.split(b"BEGIN:VEVENT\r\n", 1)
        for name, value in (("DTSTAMP", LATER), ("LAST-MODIFIED", LATER), ("SEQUENCE", str(sequence))):
            rest = line(name, f"{name}:{value}")(rest)
        return stamped_later(head + b"BEGIN:VEVENT\r\n" + fault(rest))

    return change


cancel = _all_stamps(
    lambda data: swap("SUMMARY:", "SUMMARY:CANCELLED: ")(swap("STATUS:CONFIRMED", "STATUS:CANCELLED")(data))
)
"""The first event cancelled as it should be."""

PAIR_FAULTS: list[tuple[str, Fault, Fault]] = [
    ("V01", bytes, lambda data: stamped_later(line("NAME", "NAME:Version 2")(data))),
    ("V02", bytes, _without_last),
    ("V03", _all_stamps(bytes, 5), _all_stamps(swap("SUMMARY:", "SUMMARY:new "), 4)),
    ("V04", bytes, lambda data: stamped_later(swap("SUMMARY:", "SUMMARY:new ")(data))),
    (
        "V05",
        bytes,
        lambda data: stamped_later(line("SEQUENCE", "SEQUENCE:1")(swap("SUMMARY:", "SUMMARY:new ")(data))),
    ),
    ("V06", bytes, _all_stamps(bytes)),
    ("V07", bytes, _all_stamps(line("CREATED", "CREATED:20260101T000000Z"))),
    ("V08", bytes, _last_under_another_uid),
    ("V09", cancel, _without_first),
    ("V10", bytes, lambda data: line("DTEND", "DTEND;VALUE=DATE:20280101")(cancel(data))),
    ("V11", bytes, stamped_later),
    (
        "V11",
        bytes,
        lambda data: _all_stamps(swap("SUMMARY:", "SUMMARY:new "))(data).replace(
            LATER.encode(), b"20261201T080000Z", 1
        ),
    ),
]
"""A code, and what must be done to the version before and after to bring it up."""
