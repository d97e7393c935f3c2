"""One problem found in an input: where, what, the known names, and one way to mend it."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from enum import StrEnum
from typing import Any

from exsched.intake.codes import CODES, Refusal
from exsched.rulekit.problem import Place

SHOWN = 50
"""How many diagnostics are printed before the rest is only counted."""
_WIDTH = 100
_NAMES = 12


class Severity(StrEnum):
    """How serious it is; only an error stops the work."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Diagnostic:
    """A problem with a stable code; `path` is the place in the programme, like `exercises.alpha.days`."""

    code: str
    severity: Severity
    message: str
    place: Place | None = None
    source_line: str | None = None
    path: str = ""
    known: tuple[str, ...] = ()
    hint: str | None = None
    suggestion: str | None = None

    @property
    def refusal(self) -> Refusal | None:
        """Why the input is not taken; None for a warning or note."""
        return CODES[self.code].refusal if self.severity is Severity.ERROR else None

    @property
    def impossible(self) -> bool:
        """The input is well-formed, but no schedule can satisfy it."""
        return self.refusal is Refusal.IMPOSSIBLE

    def render(self) -> str:
        """The problem as text, without colour; one line, then the line of the file and what may help."""
        where = f"{self.place}: " if self.place else ""
        lines = [f"{where}{self.severity.value}[{self.code}]: {self.message}"]
        if self.source_line is not None and self.place:
            lines += _caret(self.source_line, self.place)
        if self.known:
            more = f", and {len(self.known) - _NAMES} more" if len(self.known) > _NAMES else ""
            lines.append(f"   known: {', '.join(map(escaped, self.known[:_NAMES]))}{more}")
        if self.suggestion:
            lines.append(f"   did you mean: {escaped(self.suggestion)}?")
        if self.hint:
            lines.append(f"   hint: {self.hint}")
        return "\n".join(lines)

    def as_json(self) -> dict[str, Any]:
        """The same as plain data."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "message": self.message,
            "file": self.place.file if self.place else None,
            "line": self.place.line if self.place else None,
            "column": self.place.column if self.place else None,
            "path": self.path,
            "known": list(self.known[:SHOWN]),
            "suggestion": self.suggestion,
            "hint": self.hint,
        }


def render_all(diagnostics: Sequence[Diagnostic]) -> str:
    """Every diagnostic in order, at most `SHOWN` of them, then the count of the rest."""
    blocks = [diagnostic.render() for diagnostic in diagnostics[:SHOWN]]
    if len(diagnostics) > SHOWN:
        blocks.append(f"and {len(diagnostics) - SHOWN} more")
    return "\n".join(blocks)


def exit_code(diagnostics: Iterable[Diagnostic]) -> int:
    """How a command ends after these: 0 when nothing is refused, 4 when the input is only impossible."""
    codes = {d.refusal.exit_code for d in diagnostics if d.refusal}
    return next((code for code in (2, 6, 3, 4) if code in codes), 0)


def escaped(text: str, most: int = 80) -> str:
    """Text on one line, without control or bidirectional characters, at most `most` characters."""
    shown = "".join(_visible(char) for char in text[: most + 1])
    return shown if len(shown) <= most else shown[: most - 1] + "…"


def quoted(value: object) -> str:
    """A value as a message shows it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return f'"{escaped(value)}"'
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple | set | frozenset):
        return "a list"
    return escaped(str(value))


def closest(name: str, known: Sequence[str]) -> str | None:
    """The known name that was probably meant."""
    folded = name.casefold()
    for candidate in known:
        if candidate.casefold() == folded:
            return candidate
    near = [k for k in known if abs(len(k) - len(name)) <= 3][:2000]
    matches = get_close_matches(name[:100], near, n=1, cutoff=0.6)
    return matches[0] if matches else None


def alike(name: str, known: Iterable[str]) -> str | None:
    """The known name of several words that was probably meant: near in letters, or sharing half its words."""
    known = tuple(known)
    near = closest(name, known)
    words = set(re.split(r"[_\s-]+", name.casefold()))
    if near or len(name) > _WIDTH:
        return near
    own = {k: k.casefold().split("_") for k in known}
    shares = {k: len(words & set(parts)) / max(len(words), len(parts)) for k, parts in own.items()}
    best = [k for k in known if shares[k] >= 0.5 and shares[k] == max(shares.values())]
    return max(best, key=lambda k: SequenceMatcher(None, name, k).ratio(), default=None)


def _visible(char: str) -> str:
    if char.isprintable():
        return char
    if char == "\t":
        return " "
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"


def _caret(line: str, place: Place) -> list[str]:
    first = max(0, place.column - 1 - _WIDTH * 2 // 3) if len(line) > _WIDTH else 0
    before = escaped(line[first : place.column - 1], _WIDTH * 7)
    rest = escaped(line[place.column - 1 : first + _WIDTH], _WIDTH * 7)
    lead = "…" if first else ""
    gutter = f"{place.line:>5} | "
    return [
        f"{gutter}{lead}{before}{rest}".rstrip(),
        f"{' ' * (len(gutter) - 2)}| {' ' * (len(lead) + _columns(before))}^",
    ]


def _columns(text: str) -> int:
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )
