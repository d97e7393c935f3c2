"""Rows for two start days of which one must come some days after the other."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from exsched.solving.anatomy import Anatomy
from exsched.solving.bounds.capacities import Capacities, Sketch
from exsched.solving.bounds.days import Base
from exsched.solving.bounds.meaning import Literal, negated
from exsched.solving.bounds.orders import Order, order_of
from exsched.solving.bounds.rows import Whole
from exsched.solving.bounds.words import Expression, Words


@dataclass(frozen=True)
class After:
    """When all of `when` hold, the parts of two bases add up to `least` or more."""

    when: tuple[Literal, ...]
    above: dict[int, Whole]
    """For each of the two bases, by its days."""
    least: int


class Afters(Words):
    """Collects what is said of two start days at once, and writes it as orders and as loads."""

    def __init__(self, anatomy: Anatomy, width: int, counted: frozenset[int]) -> None:
        super().__init__(anatomy, width)
        self.capacities = Capacities(anatomy, self.days, counted)
        self.orders: list[Order] = []
        self._afters: list[After] = []

    def _post_orders(self) -> None:
        waiting: dict[tuple[frozenset[Literal], frozenset[int]], list[After]] = defaultdict(list)
        for order in self._afters:
            waiting[frozenset(map(self.meaning.name, order.when)), frozenset(order.above)].append(order)
        done = set[tuple[frozenset[Literal], frozenset[int]]]()
        for (when, pair), orders in waiting.items():
            for literal in when:
                other = (when - {literal} | {negated(literal)}, pair)
                if other in waiting and (when, pair) not in done:
                    done |= {(when, pair), other}
                    for one, two in product(orders, waiting[other]):
                        self._either(one, two, when - {literal})
        for order in (o for key, orders in waiting.items() if key not in done for o in orders):
            self._order(order)

    def _keys(self, when: Iterable[Literal], bases: list[Base]) -> tuple[list[list[Literal]], list[Literal]]:
        """For each base a literal of `when` that goes with it, and those that are left."""
        keys: list[list[Literal]] = [[] for _ in bases]
        left = list[Literal]()
        for literal in sorted(set(when)):
            held = [
                not key and (base.held in self.meaning.closure(literal) or literal == base.held)
                for key, base in zip(keys, bases, strict=True)
            ]
            if sum(held) == 1:
                keys[held.index(True)].append(literal)
            else:
                left.append(literal)
        return keys, left

    def _order(self, order: After) -> None:
        """Not both, the one so early and the other so late."""
        bases = [self.days.bases[variable] for variable in order.above]
        keys, left = self._keys(order.when, bases)
        parts = []
        for found_key, base in zip(keys, bases, strict=True):
            key = frozenset(found_key)
            if not self.days.has_joint(key, base):
                left, key = [*left, *key], frozenset()
            columns = self.days.joint(key, base)
            parts.append((columns, base.most(order.above[base.variable])))
        slack = Expression()
        for literal in left:
            self._add_literal(slack, negated(literal))
        found = order_of(parts[0], parts[1], order.least, (dict(slack.terms), slack.constant))
        if found is not None:
            self.orders.append(found)

    def _either(self, one: After, two: After, when: Iterable[Literal]) -> None:
        """Two stretches of days of which one ends before the other begins, as a load of one at a time."""
        first, second = (self.days.bases[variable] for variable in sorted(one.above))
        gaps = _gap(one, first, second), _gap(two, first, second)
        signs = {gap[0] for gap in gaps if gap is not None}
        if signs != {1, -1}:
            return
        size = {gap[0]: gap[1] for gap in gaps if gap is not None}
        if min(size.values()) < 1:
            return
        bases = [first, second]
        keys, left = self._keys(when, bases)
        room = Expression(constant=1)
        for literal in left:
            self._add_literal(room, negated(literal))
        sketch = Sketch(dict(room.terms), room.constant)
        for key, base, sign in ((keys[0], first, 1), (keys[1], second, -1)):
            self.capacities.stretch(sketch, key, base, (base.days, base.days + size[sign] - 1))
        self.capacities.enter(sketch)


def _gap(order: After, first: Base, second: Base) -> tuple[int, int] | None:
    """(1, n): the second begins n days after the first or later; (-1, n): the other way round."""
    one, two = order.above[first.variable], order.above[second.variable]
    rise, fall = one - first.days, two + second.days
    if (rise == rise[0]).all() and (fall == fall[0]).all():
        return -1, order.least - int(rise[0]) - int(fall[0])
    rise, fall = one + first.days, two - second.days
    if (rise == rise[0]).all() and (fall == fall[0]).all():
        return 1, order.least - int(rise[0]) - int(fall[0])
    return None
