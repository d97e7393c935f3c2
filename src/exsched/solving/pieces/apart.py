"""Independent parts of a programme: exercises that share nothing that any rule or goal looks at.

The best of the whole is then the best of each, added up, tier by tier.
"""

from collections.abc import Sequence

from exsched.solving.anatomy import Sum
from exsched.solving.anatomy.owners import Owners, places


def independent(owners: Owners) -> list[int]:
    """The exercises as sets (bits) that share no part of the exact model and no variable, smallest first."""
    everyone = (1 << len(owners.variables)) - 1
    if any(not bits and not fixed for bits, fixed in zip(owners.of_variable, owners.constant, strict=True)):
        return [everyone]  # something is decided that no exercise has to do with
    leader = list(range(len(owners.variables)))

    def find(place: int) -> int:
        while leader[place] != place:
            leader[place] = leader[leader[place]]
            place = leader[place]
        return place

    for bits in {*owners.of_part, *owners.of_variable}:
        first, *others = places(bits) if bits else (0,)
        for other in others:
            leader[find(other)] = find(first)
    groups: dict[int, int] = {}
    for place in range(len(leader)):
        groups[find(place)] = groups.get(find(place), 0) | 1 << place
    return sorted(groups.values(), key=lambda bits: (bits.bit_count(), bits))


def share(owners: Owners, total: Sum, group: int, values: Sequence[int]) -> int:
    """What one group adds to a tier, without the tier's constant."""
    return total.only(lambda variable: owners.of_variable[variable] & group != 0).at(values)
