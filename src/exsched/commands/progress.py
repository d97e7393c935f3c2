"""What a solve says while it runs: a live view on a terminal, plain lines in a pipe."""

import os
import sys
from abc import ABC, abstractmethod
from types import TracebackType
from typing import TYPE_CHECKING, Self

from exsched.commands.talk import counted, say

if TYPE_CHECKING:
    from rich.console import Group

    from exsched.solving.limits import Progress

WORDS = {
    "building": "building the model",
    "built": "model built",
    "first": "first schedule",
    "better": "better schedule",
    "bound": "better bound",
    "tier_done": "end of the tier",
    "stopping": "stopping",
    "confirming": "confirming the result",
    "checking": "checking the result",
    "done": "done",
}

_QUIET = 1.0
"""Least seconds between two plain lines about better schedules, and between two about bounds."""


def gap(value: int | None, bound: int | None) -> str:
    """The gap in words, as a share of the value."""
    if value is None or bound is None:
        return "unknown"
    if value <= bound:
        return "none"
    return f"{100 * (value - bound) / max(1, abs(value)):.1f} %"


class View(ABC):
    """Shows progress while it is entered."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        return None

    @abstractmethod
    def __call__(self, progress: "Progress") -> None:
        """Take one report of the solver."""


class Lines(View):
    """One line for each event that a reader of a log wants."""

    def __init__(self) -> None:
        self._told: dict[str, float] = {}
        self._best: tuple[int, int | None] | None = None

    def __call__(self, progress: "Progress") -> None:
        """Print the event; better schedules and bounds not more often than once a second."""
        if self._wanted(progress):
            self._told[progress.word] = progress.seconds
            self._best = (progress.tier, progress.value)
            say(_line(progress))

    def _wanted(self, progress: "Progress") -> bool:
        if progress.word not in {"better", "bound"}:
            return True
        if progress.word == "better" and self._best == (progress.tier, progress.value):
            return False
        return progress.seconds - self._told.get(progress.word, -_QUIET) >= _QUIET


def _line(progress: "Progress") -> str:
    where = (
        f"tier {progress.tier + 1}/{progress.tiers} {' + '.join(progress.goals)}: " if progress.goals else ""
    )
    figures = "" if progress.value is None else f", value {progress.value}"
    figures += "" if progress.bound is None else f", bound {progress.bound}"
    if progress.value is not None:
        figures += f", gap {gap(progress.value, progress.bound)}"
    return f"{progress.seconds:7.1f} s  {where}{WORDS.get(progress.word, progress.word)}{figures}"


class LiveView(View):
    """A table of tiers that is redrawn in place."""

    def __init__(self, title: str, limit: float) -> None:
        from rich.console import Console
        from rich.live import Live

        self._title = title
        self._limit = limit
        self._tiers: dict[int, Progress] = {}
        self._last: Progress | None = None
        console = Console(stderr=True, highlight=False, markup=False)
        self._live: Live = Live(console=console, refresh_per_second=4, get_renderable=self._picture)

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._live.stop()

    def __call__(self, progress: "Progress") -> None:
        """Take the report into the picture."""
        self._last = progress
        if progress.goals:
            self._tiers[progress.tier] = progress

    def _picture(self) -> "Group":
        from rich.console import Group
        from rich.table import Table
        from rich.text import Text

        last = self._last
        seconds = last.seconds if last else 0.0
        word = WORDS.get(last.word, last.word) if last else "starting"
        found = counted(last.solutions if last else 0, "schedule")
        head = Text(f"{self._title}: {seconds:.1f} of {self._limit:g} s, {found} found, {word}")
        table = Table(box=None, pad_edge=False)
        for name in ("tier", "goals", "value", "bound", "gap"):
            table.add_column(name, justify="left" if name == "goals" else "right", overflow="fold")
        for tier, seen in sorted(self._tiers.items()):
            value = "–" if seen.value is None else str(seen.value)
            bound = "–" if seen.bound is None else str(seen.bound)
            goals = " + ".join(seen.goals)
            table.add_row(f"{tier + 1}/{seen.tiers}", goals, value, bound, gap(seen.value, seen.bound))
        return Group(head, table)


def view(title: str, limit: float) -> View:
    """The live view when standard error is a terminal that can redraw, else plain lines."""
    if sys.stderr.isatty() and os.environ.get("TERM", "dumb") != "dumb":
        return LiveView(title, limit)
    return Lines()
