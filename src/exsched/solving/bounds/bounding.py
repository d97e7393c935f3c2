"""Bounds for one anatomy, question by question; columns once written stay for the next question."""

from collections.abc import Callable, Iterator

from exsched.solving.anatomy import Anatomy
from exsched.solving.bounds.climb import Ask, Climb
from exsched.solving.bounds.relax import Relaxation, counted

Stopped = Callable[[], bool]


class Bounding:
    """Keeps the relaxation between questions about the same numbers."""

    def __init__(self, anatomy: Anatomy) -> None:
        self._anatomy = anatomy
        self._known: tuple[frozenset[int], Relaxation] | None = None

    def bounds(
        self, tier: int, ceilings: dict[int, int], stopped: Stopped, until: float = float("inf")
    ) -> Iterator[int]:
        """Rising safe bounds on a tier for schedules whose earlier tiers cost no more than the ceilings."""
        relaxation = self._relaxation({tier, *ceilings})
        climb = Climb(relaxation, Ask(tier, tuple(sorted(ceilings.items())), until))
        yield from climb.run(stopped)

    def _relaxation(self, tiers: set[int]) -> Relaxation:
        numbers = counted(self._anatomy, tiers)
        if self._known is None or self._known[0] != numbers:
            self._known = None
            self._known = numbers, Relaxation(self._anatomy, tiers)
        return self._known[1]
