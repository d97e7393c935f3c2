"""From an anatomy to a linear relaxation: every solution of the model is a point of it, of equal cost.

Kinds of constraints are read one by one. What is said of one start day is said of the shares of its days,
which is where the strength is; what is not understood is left out.
"""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from exsched.solving.anatomy import Anatomy, Largest, Linear, Product, Sum
from exsched.solving.bounds.capacities import Sketch
from exsched.solving.bounds.links import link
from exsched.solving.bounds.safe import Box
from exsched.solving.bounds.sums import Cost, Sums


class Relaxation(Sums):
    """Rows that hold for every solution, and capacities of which a row for each day can be written."""

    def __init__(self, anatomy: Anatomy, tiers: Iterable[int], width: int = 1) -> None:
        """For the cost of these tiers; slots are `width` days wide."""
        super().__init__(anatomy, width, counted(anatomy, tiers))
        self.capacities.read()
        self._read_numbers()
        self.tiers = tuple(self._tier(tier) for tier in anatomy.tiers)
        """Of each tier the terms and the constant of its cost."""
        for part in anatomy.parts:
            self._logic(part)
        self._finish()

    def _read_numbers(self) -> None:
        for part in self.anatomy.parts:
            if isinstance(part, Linear):
                self._linear(part)
            elif isinstance(part, Largest):
                self._largest(part)
            elif isinstance(part, Product):
                self._product(part)
        for variable, (inner, constant) in self.meaning.equal.items():
            self._side((), inner, self.meaning.ends(variable)[0] - constant)
            self._side((), {v: -f for v, f in inner.items()}, constant - self.meaning.ends(variable)[1])
        self._post_costs()
        self._post_orders()

    def _finish(self) -> None:
        for cost in [cost for cost in self.waiting if self.days.has_joint(cost.key, cost.base)]:
            self.waiting.remove(cost)
            self._strong(cost)
        self._definitions()
        link(self.anatomy, self.days)

    def write(self, sketches: Iterable[Sketch], costs: Iterable[Cost] = ()) -> None:
        """Give columns to the uses of capacities and to costs, after which `box` and `rows` are larger."""
        self.capacities.write(sketches)
        for cost in costs:
            self.days.joint(cost.key, cost.base)
        self._finish()

    def box(self) -> Box:
        """Bounds and groups of all columns."""
        return Box(*self.rows.bounds(), np.array(self.rows.group, dtype=np.int64))


def counted(anatomy: Anatomy, tiers: Iterable[int]) -> frozenset[int]:
    """Numbers, yes and no apart, that the cost of these tiers depends on through sums of numbers.

    A capacity whose room is any other number has room enough, as far as these tiers are concerned.
    """
    beside: dict[int, set[int]] = defaultdict(set)
    for part in anatomy.parts:
        if isinstance(part, Linear):
            sums: tuple[Sum, ...] = (part.sum,)
        elif isinstance(part, Largest | Product):
            sums = (part.target, *part.sums)
        else:
            continue
        wide = {v for of in sums for v in of.variables if not _is_switch(anatomy, v)}
        if len(wide) > 1:
            for variable in wide:
                beside[variable] |= wide
    found, todo = set[int](), [v for n in tiers for v in anatomy.tiers[n].variables]
    while todo:
        variable = todo.pop()
        if variable not in found:
            found.add(variable)
            todo.extend(beside[variable])
    return frozenset(found)


def _is_switch(anatomy: Anatomy, variable: int) -> bool:
    return anatomy.domains[variable][0] >= 0 and anatomy.domains[variable][-1] <= 1
