"""Bounds from the relaxation, asked for tier by tier while the crew works."""

from collections.abc import Mapping, Sequence
from types import TracebackType

from exsched.solving.anatomy import Anatomy
from exsched.solving.bounds import Bounds
from exsched.solving.limits import Limits

_SHARE = 4
"""The relaxation may use one part in so many of the memory of a solve."""


Question = tuple[int, Mapping[int, int]]
"""A tier, and what earlier tiers may be at most."""


class Relaxing:
    """The process of the relaxation, started with the first question; in reproducible mode there is none."""

    def __init__(self, anatomy: Anatomy, limits: Limits) -> None:
        self._anatomy, self._limits = anatomy, limits
        self._bounds: Bounds | None = None
        self._asked: Question | None = None
        self._exhausted: list[Question] = []

    def __enter__(self) -> "Relaxing":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bounds is not None:
            self._bounds.stop()

    def follow(self, questions: Sequence[Question]) -> None:
        """Work on the first tier that is open, until all has been said of it; then on the next.

        A question once begun goes on although its ceilings have fallen since: its bound holds for less, too.
        """
        if self._limits.reproducible:
            return
        if self._bounds is None:
            self._bounds = Bounds(self._anatomy, self._limits.memory_mb // _SHARE)
        if self._asked is not None:
            if self._bounds.wait(0):
                self._exhausted.append(self._asked)
            elif any(tier == self._asked[0] for tier, _ in questions):
                return
        self._asked = next((said for said in questions if said not in self._exhausted), None)
        if self._asked is not None:
            self._bounds.ask(self._asked[0], dict(self._asked[1]))

    def latest(self, tier: int) -> int:
        """The best bound on a tier so far; 0 when there is none."""
        found = self._bounds.latest(tier) if self._bounds is not None else None
        return found or 0
