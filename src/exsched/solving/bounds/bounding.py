"""Bounds for one anatomy, question by question; columns once written stay for questions about the same."""

from collections.abc import Callable, Iterator
from functools import cached_property

from exsched.solving.anatomy import Anatomy
from exsched.solving.bounds.alone import Groups
from exsched.solving.bounds.branch import Branching
from exsched.solving.bounds.climb import Ask, Climb
from exsched.solving.bounds.relax import Relaxation, counted
from exsched.solving.bounds.tighten import tightened

_MOST_PARTS = 150_000
"""Of larger models presolve of the whole would take more time and memory than the bound."""
_LARGEST = 300_000
"""Of larger models still the program would not be solved once in an hour: what groups cost alone must do."""
Stopped = Callable[[], bool]


class Bounding:
    """Keeps the relaxation between questions about the same numbers under the same ceilings."""

    def __init__(self, anatomy: Anatomy, tighten: float = 0.0) -> None:
        """Domains are made smaller by CP-SAT's presolve, for so many seconds; 0 is not at all."""
        self._anatomy, self._tighten = anatomy, tighten
        self._known: tuple[frozenset[int], dict[int, int], Relaxation] | None = None

    def bounds(
        self, tier: int, ceilings: dict[int, int], stopped: Stopped, until: float = float("inf")
    ) -> Iterator[int]:
        """Rising safe bounds on a tier for schedules whose earlier tiers cost no more than the ceilings."""
        if self._tighten and len(self._anatomy.parts) > _LARGEST:
            yield from self._groups.bounds(tier, stopped)
            return
        relaxation = self._relaxation({tier, *ceilings}, ceilings)
        climb = Climb(relaxation, Ask(tier, tuple(sorted(ceilings.items())), until))
        yield from climb.run(stopped)
        if climb.finished:
            yield from Branching(climb).run(stopped)

    def _relaxation(self, tiers: set[int], ceilings: dict[int, int]) -> Relaxation:
        numbers = counted(self._anatomy, tiers)
        if self._known is None or self._known[0] != numbers or self._looser(ceilings):
            self._known = None
            self._known = numbers, dict(ceilings), Relaxation(self._smaller(ceilings), tiers)
        return self._known[2]

    def _smaller(self, ceilings: dict[int, int]) -> Anatomy:
        """The anatomy with smaller domains."""
        if not self._tighten:
            return self._anatomy
        if len(self._anatomy.parts) > _MOST_PARTS:
            while self._groups.narrow():
                pass
            return self._groups.anatomy
        return tightened(self._anatomy, ceilings, self._tighten)

    @cached_property
    def _groups(self) -> Groups:
        return Groups(self._anatomy)

    def _looser(self, ceilings: dict[int, int]) -> bool:
        """Whether domains that were made smaller under other ceilings say too much under these."""
        assert self._known is not None
        before = self._known[1]
        return self._tighten > 0 and any(
            tier not in ceilings or ceilings[tier] > most for tier, most in before.items()
        )
