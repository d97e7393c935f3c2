"""How strongly exercises are bound to each other: by the parts of the exact model that they share."""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

from exsched.solving.anatomy.owners import Owners, places

_CROWD = 60
"""A part with more owners relates nobody to anybody."""

Bonds = list[dict[int, float]]
"""By exercise: how strongly it is bound to others."""


def bonds(owners: Owners) -> Bonds:
    """Read who shares what; a part that few share binds them more."""
    found: list[dict[int, float]] = [defaultdict(float) for _ in owners.variables]
    for those, times in Counter(those for those in owners.of_part if those & (those - 1)).items():
        members = list(places(those))
        if len(members) > _CROWD:
            continue
        strength = (1 + math.log(times)) / (len(members) - 1)
        for one in members:
            for other in members:
                if one != other:
                    found[one][other] += strength
    return [dict(one) for one in found]


def clusters(of: Bonds, size: int) -> list[list[int]]:
    """All exercises in groups of at most so many, each with those that it is bound to most."""
    free, found = dict.fromkeys(sorted(range(len(of)), key=lambda one: -sum(of[one].values()))), []
    while free:
        group, pull = [next(iter(free))], dict[int, float]()
        del free[group[0]]
        while len(group) < size:
            for other, strength in of[group[-1]].items():
                pull[other] = pull.get(other, 0.0) + strength
            near = max((other for other in pull if other in free), key=lambda one: pull[one], default=None)
            if near is None:
                break
            group.append(near)
            del free[near]
        found.append(sorted(group))
    return _together(found, size)


def _together(groups: Sequence[list[int]], size: int) -> list[list[int]]:
    """The same groups, small ones put together."""
    found: list[list[int]] = []
    for group in sorted(groups, key=len):
        if found and len(found[-1]) + len(group) <= size:
            found[-1] = sorted(found[-1] + group)
        else:
            found.append(group)
    return found
