"""Which exercises to decide anew: by time, by relation, by resource, by cost, by chance."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from exsched.solving.anatomy import Anatomy
from exsched.solving.anatomy.owners import Owners, places
from exsched.solving.pieces.relations import Relations


@dataclass
class Ground:
    """What neighbourhoods are drawn from."""

    anatomy: Anatomy
    owners: Owners
    relations: Relations
    starts: Sequence[int]

    @property
    def everyone(self) -> range:
        """All exercises by number."""
        return range(len(self.starts))

    def costs(self, values: Sequence[int], tier: int) -> list[float]:
        """What each exercise adds to a tier; what several cause together is shared between them."""
        found = [0.0] * len(self.starts)
        total = self.anatomy.tiers[tier]
        for variable, factor in zip(total.variables, total.factors, strict=True):
            cost = factor * values[variable]
            bits = self.owners.of_variable[variable]
            if cost > 0 and bits:
                share = cost / bits.bit_count()
                for place in places(bits):
                    found[place] += share
        return found


Draw = Callable[[Ground, random.Random, Sequence[int], int, int], list[int]]
"""Ground, luck, values, tier and size to the exercises to decide anew, most wanted first."""


def by_time(ground: Ground, luck: random.Random, values: Sequence[int], tier: int, size: int) -> list[int]:
    """Those that start around one day."""
    del tier
    middle = values[ground.starts[luck.choice(ground.everyone)]]
    near = sorted(ground.everyone, key=lambda place: abs(values[ground.starts[place]] - middle))
    return near[:size]


def by_relation(
    ground: Ground, luck: random.Random, values: Sequence[int], tier: int, size: int
) -> list[int]:
    """One and those that share the most with it."""
    del values, tier
    seed = luck.choice(ground.everyone)
    return _grown(ground, luck, [seed], size)


def by_cost(ground: Ground, luck: random.Random, values: Sequence[int], tier: int, size: int) -> list[int]:
    """One that costs much, and those that share the most with it."""
    costs = ground.costs(values, tier)
    dear = [place for place in ground.everyone if costs[place] > 0]
    if not dear:
        return by_relation(ground, luck, values, tier, size)
    seed = luck.choices(dear, [costs[place] for place in dear])[0]
    return _grown(ground, luck, [seed], size)


def by_costs(ground: Ground, luck: random.Random, values: Sequence[int], tier: int, size: int) -> list[int]:
    """Several that cost much, each with those nearest to it."""
    costs = ground.costs(values, tier)
    ranked = sorted(ground.everyone, key=lambda place: -(costs[place] + 0.01) * luck.random())
    found = dict[int, None]()
    for seed in ranked[: max(2, size // 4)]:
        found |= dict.fromkeys([seed, *ground.relations.drawn(seed, 3, luck)])
    return list(found)[:size]


def by_resource(
    ground: Ground, luck: random.Random, values: Sequence[int], tier: int, size: int
) -> list[int]:
    """Those that share one venue, force, pool or limit, around one day."""
    del tier
    if not ground.relations.shared:
        return by_chance(ground, luck, values, 0, size)
    users = list(places(luck.choice(ground.relations.shared)))
    middle = values[ground.starts[luck.choice(users)]]
    users.sort(key=lambda place: abs(values[ground.starts[place]] - middle))
    return _grown(ground, luck, users[:size], size)


def by_chance(ground: Ground, luck: random.Random, values: Sequence[int], tier: int, size: int) -> list[int]:
    """Any."""
    del values, tier
    return luck.sample(ground.everyone, min(size, len(ground.everyone)))


def _grown(ground: Ground, luck: random.Random, seeds: list[int], size: int) -> list[int]:
    """The seeds, and exercises bound to them or to those added before."""
    found = dict.fromkeys(seeds)
    at = 0
    while len(found) < size and at < len(found):
        bound = list(found)[at]
        found |= dict.fromkeys(ground.relations.drawn(bound, max(2, size // 3), luck))
        at += 1
    return list(found)[:size]


EVERY: dict[str, Draw] = {
    "time": by_time,
    "relation": by_relation,
    "cost": by_cost,
    "costs": by_costs,
    "resource": by_resource,
    "chance": by_chance,
}
