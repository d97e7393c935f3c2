"""Which exercises stand in each other's way: those that share parts of the exact model."""

import math
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from exsched.solving.anatomy import Anatomy, Cumulative, NoOverlap
from exsched.solving.anatomy.owners import Owners, places

_CROWD = 60
"""A part with more owners relates nobody to anybody."""


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
        bonds = self.strengths[place]
        ranked = sorted(bonds, key=lambda other: -(rng.random() ** (1 / bonds[other])))
        return ranked[:most]


def relations(anatomy: Anatomy, owners: Owners, starts: Sequence[int]) -> Relations:
    """Read who shares what; `starts` are the variables that stand for STARTEX."""
    strengths: list[dict[int, float]] = [defaultdict(float) for _ in owners.variables]
    shared = set[int]()
    seen = defaultdict[int, int](int)
    for part, bits in zip(anatomy.parts, owners.of_part, strict=True):
        if bits & (bits - 1):
            seen[bits] += 1
            if isinstance(part, NoOverlap | Cumulative):
                shared.add(bits)
    for bits, times in seen.items():
        members = list(places(bits))
        if len(members) > _CROWD:
            continue
        strength = (1 + math.log(times)) / (len(members) - 1)
        for one in members:
            for other in members:
                if one != other:
                    strengths[one][other] += strength
    freedom = [_days(anatomy.domains[start]) for start in starts]
    return Relations(
        [dict(bonds) for bonds in strengths],
        freedom,
        [sum(bonds.values()) for bonds in strengths],
        sorted(shared),
    )


def _days(domain: Sequence[int]) -> int:
    return sum(domain[n + 1] - domain[n] + 1 for n in range(0, len(domain), 2))
