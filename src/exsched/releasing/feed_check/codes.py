"""Every rule for feeds: its code, with a star where breaking it is only told, and what it asserts."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """An error stops publication; a warning is told."""

    ERROR = "error"
    WARNING = "warning"


_SENTENCES = """
B01 valid UTF-8 without a byte order mark
B02 CRLF everywhere, no bare CR or LF
B03 the last line ends with CRLF
B04 at most 75 octets in a line
B05 no fold inside a character
B06 no blank line
B07 no control characters
B08 no line separators inside a line
B09* no bidirectional overrides, invisible or replacement characters
B10 every content line parses
B11 balanced components in one VCALENDAR, nothing outside
B12* no fold behind a lone backslash
B13* Unicode in NFC
B14 at most 1,000,000 octets
B15 no BEGIN:V or END:V inside a text
B16 no raw quotation mark
C01 VERSION is 2.0, once
C02 PRODID once
C03 CALSCALE is GREGORIAN
C04 METHOD is PUBLISH
C05 NAME and X-WR-CALNAME are the same
C06 REFRESH-INTERVAL with VALUE=DURATION, from an hour to a day, is X-PUBLISHED-TTL
C07* SOURCE has VALUE=URI
C08 no UID on the calendar
C09 only VEVENT inside
C10 at least one VEVENT
C11 properties before components
C12 COLOR is a CSS3 name
C13* no X-WR-TIMEZONE
C14* no unknown X- property
C15* the calendar is not older than an event
C16 no property of the calendar twice
E01 one UID of safe characters, at most 255
E02 no UID twice
E03 one DTSTAMP in UTC
E04 one LAST-MODIFIED and CREATED in UTC, not before CREATED
E05 one SEQUENCE from 0 to 2147483647
E06 one STATUS, a word of RFC 5545
E07 one SUMMARY of one line, 1 to 255 characters
E08 one DTSTART that is a real DATE
E09 one DTEND and no DURATION
E10 DTEND is of the same type as DTSTART
E11 DTEND after DTSTART
E12 whole days are DATEs, not midnights in UTC
E13 no recurrence
E14 no ATTENDEE, no REQUEST-STATUS
E15 no alarm, no attachment
E16 one ORGANIZER, a mailto: address with a name
E17 CLASS absent or PUBLIC
E18 one TRANSP; BUSYSTATUS agrees; cancelled events are TRANSPARENT
E19* CATEGORIES without empty or repeated words
E20 GEO is latitude;longitude in range
E21 addresses are absolute http(s) in ASCII, without credentials
E22* RELATED-TO leads to an event of the calendar, with a known RELTYPE
E23 GAP only on a temporal relation, and true
E24 only the escapes of RFC 5545, commas and semicolons escaped
E25* no HTML
E26* a cancelled event says so in its SUMMARY
E27* DESCRIPTION of at most 8,000 characters
E28* events sorted by DTSTART and UID
E30* no nested components
E31 the dates are those of the schedule
E32* the URL stands in DESCRIPTION as well
Z01 no TZID without its VTIMEZONE
V01 the header stays
V02 no event to come vanishes without having been cancelled
V03 SEQUENCE never falls
V04 what changed has a higher SEQUENCE
V05 what changed has a later LAST-MODIFIED and DTSTAMP
V06 what did not change has the same bytes
V07 a UID keeps its CREATED
V08 an event keeps its UID
V09* a cancelled event stays 30 days
V10 a cancelled event keeps its dates
V11* LAST-MODIFIED of the calendar moves when anything changes, and only then
"""

_SAID = {code: said for code, _, said in (line.partition(" ") for line in _SENTENCES.strip().splitlines())}
_WARNINGS = frozenset(code[:-1] for code in _SAID if code.endswith("*"))

RULES: dict[str, str] = {code.rstrip("*"): said for code, said in _SAID.items()}
"""What each rule asserts, by code. To-dos and zones do not occur here, so their own rules cannot be shown."""


@dataclass(frozen=True)
class Finding:
    """A rule that a feed breaks: its code, what was found, and in which event."""

    code: str
    said: str
    uid: str = ""

    @property
    def level(self) -> Level:
        """Whether it stops publication."""
        return Level.WARNING if self.code in _WARNINGS else Level.ERROR

    def __str__(self) -> str:
        return f"{self.code} {self.said}{f' ({self.uid})' if self.uid else ''}"


def finding(code: str, seen: str = "") -> Finding:
    """A finding in the words of its rule, with what was seen."""
    return Finding(code, f"{RULES[code]}{f': found {seen[:80]}' if seen else ''}")
