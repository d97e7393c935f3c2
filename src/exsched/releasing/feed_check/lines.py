"""Bytes and lines: rules B01 to B16, and content lines as name, parameters and value."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from exsched.releasing.feed_check.codes import Finding, finding

_LINE = re.compile(r'([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"]*"|[^";:,]*))*):(.*)', re.DOTALL)
_PARAMETER = re.compile(r';([A-Z0-9-]+)=(?:"([^"]*)"|([^";:,]*))')
_BARE = re.compile(rb"\r(?!\n)|(?<!\r)\n")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]")
_SEPARATORS = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffd]")
_COMPONENT = re.compile(r"(?i)(?<!^)(?:BEGIN|END):V")
TEXTS = frozenset(
    ["SUMMARY", "DESCRIPTION", "LOCATION", "CATEGORIES", "COMMENT", "CONTACT", "NAME", "X-WR-CALNAME"]
)


@dataclass(frozen=True)
class Property:
    """One content line."""

    name: str
    parameters: tuple[tuple[str, str], ...]
    value: str

    def parameter(self, name: str) -> str | None:
        """The value of a parameter."""
        return dict(self.parameters).get(name)


def octets(data: bytes) -> Iterator[Finding]:
    """What part of a feed breaks of the rules for bytes and physical lines."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        yield finding("B01")
        text = data.decode("utf-8", "ignore")
    if text.startswith("\ufeff"):
        yield finding("B01", "a byte order mark")
    if _BARE.search(data):
        yield finding("B02")
    for physical in data.split(b"\r\n")[:-1]:
        yield from _physical(physical)
    for code, pattern in (("B07", _CONTROLS), ("B08", _SEPARATORS), ("B09", _INVISIBLE)):
        if seen := pattern.search(text):
            yield finding(code, f"U+{ord(seen[0]):04X}")
    if not unicodedata.is_normalized("NFC", text):
        yield finding("B13")


def _physical(line: bytes) -> Iterator[Finding]:
    if len(line) > 75:
        yield finding("B04", f"{len(line)} octets")
    if not line.strip():
        yield finding("B06")
    folded = line.removeprefix(b" ")
    if folded and (folded[0] & 0xC0 == 0x80 or _cut_short(folded)):
        yield finding("B05")
    if (len(folded) - len(folded.rstrip(b"\\"))) % 2:
        yield finding("B12")


def _cut_short(line: bytes) -> bool:
    """Whether the line ends inside a character."""
    for back in range(1, min(4, len(line)) + 1):
        octet = line[-back]
        if octet & 0xC0 != 0x80:
            return back < {0xC0: 2, 0xD0: 2, 0xE0: 3, 0xF0: 4}.get(octet & 0xF0, 1)
    return False


def unfolded(data: bytes) -> list[str]:
    """Logical lines."""
    text = data.decode("utf-8", "replace").replace("\r\n ", "").replace("\r\n\t", "")
    return text.split("\r\n")[:-1] if text.endswith("\r\n") else text.split("\r\n")


def properties(lines: list[str]) -> tuple[list[Property], list[Finding]]:
    """The content lines, and which rules for content lines they break."""
    read: list[Property] = []
    found: list[Finding] = []
    for line in lines:
        match = _LINE.fullmatch(line)
        if not match:
            found.append(finding("B16" if '"' in line.partition(":")[0] else "B10", line))
            continue
        parameters = tuple((m[1], m[3] if m[2] is None else m[2]) for m in _PARAMETER.finditer(match[2]))
        read.append(Property(match[1], parameters, match[3]))
        if '"' in match[3] and match[1] not in TEXTS:
            found.append(finding("B16", line))
        if _COMPONENT.search(line):
            found.append(finding("B15", line))
    return read, found


def text_of(value: str) -> str:
    """A TEXT value without its escapes."""
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value) if "\\" in value else value
