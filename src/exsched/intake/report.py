"""Collects every problem of an input, with the line of the file that it stands on."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from exsched.intake.codes import CODES
from exsched.intake.diagnostic import SHOWN, Diagnostic, Severity, alike, closest, escaped
from exsched.rulekit.problem import Place

if TYPE_CHECKING:
    from exsched.intake.source import Source

Spot = tuple[str, int, int]
"""File, line and column, both counted from 0."""
Path = tuple[str | int, ...]
_SEVERAL_WORDS = frozenset({"E209", "E210"})
"""Unknown rules and goals: their names are words of ours, so one word in common says a lot."""


def dotted(path: Iterable[str | int]) -> str:
    """A path as planners read it: `exercises.alpha.startex[1]`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def place_of(spot: Spot) -> Place:
    """The same position, counted from 1."""
    return Place(spot[0], spot[1] + 1, spot[2] + 1)


class Report:
    """The problems of one input, in the order of its files."""

    def __init__(self, sources: "dict[str, Source] | None" = None) -> None:
        self.sources: dict[str, Source] = {} if sources is None else sources
        self._found: list[Diagnostic] = []
        self._suggested = 0

    def know(self, source: "Source") -> None:
        """Remember a file, for its order and its lines."""
        self.sources.setdefault(source.name, source)

    def error(  # noqa: PLR0913 - each argument is a part of the message
        self,
        code: str,
        message: str,
        spot: Spot | None = None,
        *,
        path: Path = (),
        known: Sequence[str] = (),
        meant: str | None = None,
        hint: str | None = None,
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Add a problem; `meant` is the text that was perhaps misspelt for one of the known names."""
        place = place_of(spot) if spot else None
        suggestion = None
        if meant is not None and known and self._suggested < SHOWN:
            self._suggested += 1
            suggestion = (alike if code in _SEVERAL_WORDS else closest)(meant, known)
        self._found.append(
            Diagnostic(
                code=code,
                severity=severity,
                message=message,
                place=place,
                source_line=self._line(place),
                path=escaped(dotted(path), 200),
                known=tuple(known),
                hint=hint or CODES[code].hint,
                suggestion=suggestion,
            )
        )

    def _line(self, place: Place | None) -> str | None:
        if place is None or place.file not in self.sources:
            return None
        lines = self.sources[place.file].lines
        return lines[place.line - 1] if 0 < place.line <= len(lines) else None

    @property
    def broken(self) -> bool:
        """Whether an error has been found."""
        return any(d.severity is Severity.ERROR for d in self._found)

    def malformed(self) -> bool:
        """Whether an error has been found that leaves nothing to solve."""
        return any(d.severity is Severity.ERROR and not d.impossible for d in self._found)

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Every problem in the order of the files; of several at one position the first found stands."""
        rank = {name: n for n, name in enumerate(self.sources)}
        kept: dict[tuple[object, ...], Diagnostic] = {}
        for found in self._found:
            kept.setdefault(_identity(found), found)
        return tuple(sorted(kept.values(), key=lambda d: _order(d, rank)))


def _identity(found: Diagnostic) -> tuple[object, ...]:
    if found.place is None or found.code[0] == "W" or found.code[:2] in {"E4", "E5"}:
        return found.code, found.message, found.place
    if found.code == "E204":
        return found.place, found.path
    return (found.place,)


def _order(found: Diagnostic, rank: dict[str, int]) -> tuple[int, int, int]:
    if found.place is None:
        return -1, 0, 0
    return rank.get(found.place.file, len(rank)), found.place.line, found.place.column
