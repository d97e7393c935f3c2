"""Bounds from the relaxation, asked for tier by tier while the crew works."""

from collections.abc import Mapping
from types import TracebackType

from exsched.solving.anatomy import Anatomy
from exsched.solving.bounds import Bounds
from exsched.solving.limits import Limits

_SHARE = 4
"""The relaxation may use one part in so many of the memory of a solve."""


class Relaxing:
    """The process of the relaxation; in reproducible mode there is none, for it goes by the clock."""

    def __init__(self, anatomy: Anatomy, limits: Limits) -> None:
        self._bounds = None if limits.reproducible else Bounds(anatomy, limits.memory_mb // _SHARE)
        self._asked: tuple[int, Mapping[int, int]] | None = None
        self._exhausted: list[tuple[int, Mapping[int, int]]] = []

    def __enter__(self) -> "Relaxing":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bounds is not None:
            self._bounds.stop()

    def ask(self, tier: int, ceilings: Mapping[int, int]) -> None:
        """Bound a tier from now on, unless all that can be said of it has been said."""
        if self._bounds is None:
            return
        if self._asked is not None and self._bounds.wait(0):
            self._exhausted.append(self._asked)
        self._asked = tier, dict(ceilings)
        if self._asked not in self._exhausted:
            self._bounds.ask(tier, dict(ceilings))

    def latest(self, tier: int) -> int:
        """The best bound on a tier so far; 0 when there is none."""
        found = self._bounds.latest(tier) if self._bounds is not None else None
        return found or 0
