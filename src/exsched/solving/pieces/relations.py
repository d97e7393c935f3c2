"""Which exercises stand in each other's way: those that share parts of the exact model."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from exsched.solving.anatomy import Anatomy, Cumulative, NoOverlap
from exsched.solving.anatomy.bonds import bonds
from exsched.solving.anatomy.owners import Owners


@dataclass(frozen=True)
class Relations:
    """By exercise: how strongly it is bound to others, its days to start on, all its bonds."""

    strengths: list[dict[int, float]]
    freedom: list[int]
    weight: list[float]
    shared: list[int]
    """The parts that stand for something shared by several: their owners, as bits."""

    def drawn(self, place: int, most: int, rng: random.Random) -> list[int]:
        """Exercises bound to one, drawn by their strength."""
        bound = self.strengths[place]
        ranked = sorted(bound, key=lambda other: -(rng.random() ** (1 / bound[other])))
        return ranked[:most]


def relations(anatomy: Anatomy, owners: Owners, starts: Sequence[int]) -> Relations:
    """Read who shares what; `starts` are the variables that stand for STARTEX."""
    strengths = bonds(owners)
    shared = {
        bits
        for part, bits in zip(anatomy.parts, owners.of_part, strict=True)
        if bits & (bits - 1) and isinstance(part, NoOverlap | Cumulative)
    }
    freedom = [_days(anatomy.domains[start]) for start in starts]
    return Relations(
        strengths,
        freedom,
        [sum(bound.values()) for bound in strengths],
        sorted(shared),
    )


def _days(domain: Sequence[int]) -> int:
    return sum(domain[n + 1] - domain[n] + 1 for n in range(0, len(domain), 2))
