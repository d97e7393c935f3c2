"""The conformance rules of calendar feeds, checked on the bytes before they are published."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """An error stops publication; a warning is told."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """A rule that a feed breaks: its code, what was found, and in which event."""

    code: str
    level: Level
    said: str
    uid: str = ""

    def __str__(self) -> str:
        return f"{self.code} {self.said}{f' ({self.uid})' if self.uid else ''}"


def findings(data: bytes) -> tuple[Finding, ...]:
    """Every rule that a feed breaks; empty when it keeps them all."""
    if not data.endswith(b"END:VCALENDAR\r\n"):
        return (Finding("B03", Level.ERROR, "the last line does not end as it should"),)
    return ()
