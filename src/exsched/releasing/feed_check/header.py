"""The calendar's own properties: rules C01 to C16."""

import re
from collections import Counter
from collections.abc import Iterator

from exsched.releasing.feed_check.addresses import bad_address
from exsched.releasing.feed_check.codes import Finding, finding
from exsched.releasing.feed_check.lines import Property

_KNOWN_X = frozenset({"X-WR-CALNAME", "X-PUBLISHED-TTL", "X-APPLE-CALENDAR-COLOR"})
_REFRESH = re.compile(r"PT(?:[1-9]|1\d|2[0-4])H|P1D")
_COLOURS = frozenset(
    [
        "black", "silver", "gray", "white", "maroon", "red", "purple",
        "fuchsia", "green", "lime", "olive", "yellow", "navy", "blue",
        "teal", "aqua", "orange", "crimson", "indigo", "steelblue",
    ]
)  # fmt: skip


def header_findings(lines: list[Property]) -> Iterator[Finding]:
    """What the header breaks."""
    names = Counter(line.name for line in lines)
    value = {line.name: line.value for line in lines}
    for code, name, wanted in (
        ("C01", "VERSION", "2.0"),
        ("C03", "CALSCALE", "GREGORIAN"),
        ("C04", "METHOD", "PUBLISH"),
    ):
        if value.get(name) != wanted:
            yield finding(code, value.get(name, "none"))
    if not value.get("PRODID"):
        yield finding("C02")
    if not value.get("NAME") or value["NAME"] != value.get("X-WR-CALNAME"):
        yield finding("C05")
    yield from (finding("C16", name) for name, times in names.items() if times > 1)
    yield from _refresh(lines, value.get("X-PUBLISHED-TTL"))
    yield from _extras(lines, value)


def _refresh(lines: list[Property], ttl: str | None) -> Iterator[Finding]:
    found = next((line for line in lines if line.name == "REFRESH-INTERVAL"), None)
    if (
        found is None
        or found.parameter("VALUE") != "DURATION"
        or not _REFRESH.fullmatch(found.value)
        or found.value != ttl
    ):
        yield finding("C06")


def _extras(lines: list[Property], value: dict[str, str]) -> Iterator[Finding]:
    for line in lines:
        if line.name == "SOURCE" and line.parameter("VALUE") != "URI":
            yield finding("C07")
        if line.name in {"SOURCE", "URL"} and bad_address(line.value):
            yield finding("E21", line.value)
        if line.name == "X-WR-TIMEZONE":
            yield finding("C13")
        elif line.name.startswith("X-") and line.name not in _KNOWN_X:
            yield finding("C14", line.name)
    if "UID" in value:
        yield finding("C08")
    if value.get("COLOR", "navy") not in _COLOURS:
        yield finding("C12", value["COLOR"])
