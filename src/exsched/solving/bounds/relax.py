"""From an anatomy to a linear relaxation: every solution of the model is a point of it, of equal cost.

Kinds of constraints are read one by one. What is said of one start day is said of the shares of its days,
which is where the strength is; what is not understood is left out.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import product

import numpy as np

from exsched.solving.anatomy import AllOf, Anatomy, AnyOf, AtMostOne, Largest, Linear, Product, Sum
from exsched.solving.bounds.capacities import Capacities, Sketch
from exsched.solving.bounds.days import Base, Days, Key, Mask
from exsched.solving.bounds.links import link
from exsched.solving.bounds.meaning import Literal, Meaning, negated, variable_of
from exsched.solving.bounds.orders import Order, order_of
from exsched.solving.bounds.rows import Real, Rows, Whole
from exsched.solving.bounds.safe import Box

_TANGENTS = 60
"""So many tangents of a square are written."""


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


@dataclass
class Expression:
    """Terms over columns, and a constant."""

    terms: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    constant: int = 0


class Relaxation:
    """Rows that hold for every solution, and capacities of which a row for each day can be written."""

    def __init__(self, anatomy: Anatomy, tiers: Iterable[int], width: int = 1) -> None:
        """For the cost of these tiers; slots are `width` days wide."""
        self.anatomy, self.rows = anatomy, Rows()
        self.meaning = Meaning(anatomy)
        self.days = Days(self.meaning, self.rows, width)
        self.capacities = Capacities(anatomy, self.days, counted(anatomy, tiers))
        self._costs: dict[tuple[int, frozenset[Literal], tuple[tuple[int, int], ...]], Whole] = {}
        self._afters: list[_After] = []
        self.orders: list[Order] = []
        self.waiting: list[Cost] = []
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

    def write(self, sketches: Iterable[Sketch], costs: Iterable["Cost"] = ()) -> None:
        """Give columns to the uses of capacities and to costs, after which `box` and `rows` are larger."""
        self.capacities.write(sketches)
        for cost in costs:
            self.days.joint(cost.key, cost.base)
        self._finish()

    def box(self) -> Box:
        """Bounds and groups of all columns."""
        return Box(*self.rows.bounds(), np.array(self.rows.group, dtype=np.int64))

    # -- words ----------------------------------------------------------------------------------------------

    def _add_literal(self, to: Expression, literal: Literal, by: int = 1) -> None:
        fixed = self.meaning.fixed(self.meaning.name(literal))
        if fixed is not None:
            to.constant += by * fixed
            return
        column, factor, constant = self.days.literal_column(literal)
        to.terms[column] += by * factor
        to.constant += by * constant

    def _add_variable(self, to: Expression, variable: int, by: int) -> None:
        least, most = self.meaning.ends(variable)
        if least == most:
            to.constant += by * least
        elif self.meaning.is_switch(variable):
            self._add_literal(to, variable, by)
        else:
            to.terms[self.days.column(variable)] += by

    def _sum(self, terms: Iterable[tuple[int, int]], constant: int = 0) -> Expression:
        found = Expression(constant=constant)
        for variable, factor in terms:
            self._add_variable(found, variable, factor)
        return found

    def _tier(self, tier: Sum) -> tuple[dict[int, int], int]:
        terms, constant = self.meaning.affine(tier)
        found = self._sum(terms.items(), constant)
        return dict(found.terms), found.constant

    def _at_least(self, of: Expression, least: int) -> None:
        self.rows.add(of.terms, least - of.constant)

    # -- logic ----------------------------------------------------------------------------------------------

    def _clause(self, literals: Iterable[Literal]) -> None:
        found = Expression()
        for literal in {self.meaning.name(each) for each in literals}:
            self._add_literal(found, literal)
        self._at_least(found, 1)

    def _logic(self, part: object) -> None:
        if isinstance(part, AnyOf):
            clause = (*map(negated, part.when), *part.literals)
            last = max(clause, key=variable_of, default=0)
            if set(map(negated, clause)) - {negated(last)} != set(self.meaning.both.get(last, [None])):
                self._clause(clause)
        elif isinstance(part, AllOf):
            said = self.meaning.both.get(part.when[0], ()) if len(part.when) == 1 else ()
            for literal in part.literals:
                if literal not in said:
                    self._clause((*map(negated, part.when), literal))
        elif isinstance(part, AtMostOne) and not part.when:
            found = Expression()
            for literal in part.literals:
                self._add_literal(found, literal, -1)
            self._at_least(found, -1)

    def _definitions(self) -> None:
        """Say what literals mean that rows speak of; later ones first, for they speak of earlier ones."""
        defined = {*self.meaning.below, *self.meaning.both}
        for literal in sorted(defined, key=variable_of, reverse=True):
            if self.days.has_column(literal):
                if literal in self.meaning.below:
                    self._below(literal)
                elif not self._event(literal):
                    self._both(literal)

    def _both(self, literal: Literal) -> None:
        """All of some others; and if their opposites exclude each other, its opposite is their sum."""
        parts = self.meaning.both[literal]
        for part in parts:
            self._clause([negated(literal), part])
        self._clause([literal, *map(negated, parts)])
        if self.meaning.disjoint(map(negated, parts)):
            found = Expression()
            self._add_literal(found, negated(literal))
            for part in parts:
                self._add_literal(found, negated(part), -1)
            self._at_least(found, 0)

    def _below(self, literal: Literal) -> None:
        """At or below a limit: the share of the days on which it surely is, or can be."""
        of, limit = self.meaning.below[literal]
        reach = self.days.reach(of)
        if reach is not None:
            base = self.days.bases[reach.base]
            self._holds_when(literal, frozenset(), base, reach.high <= limit)
            self._holds_when(negated(literal), frozenset(), base, reach.low > limit)

    def _event(self, literal: Literal) -> bool:
        """Days of one base, and at most one literal or several whose shares are known: its shares."""
        done = False
        for base in self.days.bases_of(self.meaning.both[literal]):
            found = self.days.split(self.meaning.both[literal], base)
            if found is None or not self.days.has_joint(found[0], base):
                continue
            key, mask = found
            self._holds_when(literal, key, base, mask)
            if key:
                self._only_when(literal, key, base, mask)
            else:
                self._holds_when(negated(literal), key, base, ~mask)
            done = True
        return done

    def _only_when(self, literal: Literal, key: Key, base: Base, mask: Mask) -> None:
        """The literal is at most the share of these days with all of the key."""
        found = Expression()
        self._add_literal(found, literal, -1)
        for column in np.array(self.days.joint(key, base))[base.some_in(mask)].tolist():
            found.terms[column] += 1
        self._at_least(found, 0)

    def _holds_when(self, literal: Literal, key: Key, base: Base, mask: Mask) -> None:
        """The literal is at least the share of these days with all of the key."""
        found = Expression()
        self._add_literal(found, literal)
        self._less(found, self.days.share_of(key, base, mask.astype(np.int64)))
        self._at_least(found, 0)

    @staticmethod
    def _less(found: Expression, share: tuple[dict[int, int], int]) -> None:
        for column, factor in share[0].items():
            found.terms[column] -= factor
        found.constant -= share[1]

    # -- sums -----------------------------------------------------------------------------------------------

    def _linear(self, part: Linear) -> None:
        if any(self.meaning.fixed(self.meaning.name(literal)) is False for literal in part.when):
            return
        if len(part.when) == 1 and self._is_definition(part.when[0], part.sum):
            return
        terms, constant = self.meaning.affine(part.sum)
        self._side(part.when, terms, part.ranges[0] - constant)
        opposite = {variable: -factor for variable, factor in terms.items()}
        self._side(part.when, opposite, constant - part.ranges[-1])
        if len(part.ranges) > 2:
            self._holes(part)

    def _is_definition(self, literal: Literal, of: Sum) -> bool:
        """Whether the literal is another name of what the sum says, or is told by days alone."""
        if literal in self.meaning.alias and len(of.variables) == 1:
            return self.meaning.name(literal) in {of.variables[0], negated(of.variables[0])}
        below = self.meaning.below.get(literal) or self.meaning.below.get(negated(literal))
        return below is not None and below[0] == of and self.days.reach(of) is not None

    def _holes(self, part: Linear) -> None:
        """Days on which the sum would surely lie between two ranges."""
        reach = self.days.reach(part.sum)
        if reach is None:
            return
        wrong = np.zeros(len(reach.low), dtype=np.bool_)
        for end, begin in zip(part.ranges[1:-1:2], part.ranges[2::2], strict=True):
            wrong |= (reach.low > end) & (reach.high < begin)
        self._cost(self.days.bases[reach.base], part.when, (), wrong.astype(np.int64))

    def _side(self, when: tuple[Literal, ...], terms: dict[int, int], least: int) -> None:
        """When all of `when` hold, the terms add up to `least` or more."""
        lowest = sum(min(f * end for end in self.meaning.ends(v)) for v, f in terms.items())
        if lowest >= least:
            return
        groups, rest = self._by_base(terms)
        low = sum(min(factor * end for end in self.meaning.ends(v)) for v, factor in rest.items())
        high = sum(max(factor * end for end in self.meaning.ends(v)) for v, factor in rest.items())
        if len(groups) == 1:
            ((variable, above),) = groups.items()
            price = np.maximum(least - above - low, 0)
            self._cost(self.days.bases[variable], when, tuple(sorted(rest.items())), price)
            return
        if len(groups) == 2:
            self._afters.append(_After(when, groups, least - high))
        self._general(when, terms, least, lowest)

    def _general(self, when: tuple[Literal, ...], terms: dict[int, int], least: int, lowest: int) -> None:
        found = self._sum(terms.items())
        for literal in when:
            self._add_literal(found, negated(literal), least - lowest)
        self._at_least(found, least)

    def _by_base(self, terms: dict[int, int]) -> tuple[dict[int, Whole], dict[int, int]]:
        """For each base the most that its part can be on each day; and the terms without a base."""
        groups: dict[int, Whole] = {}
        rest: dict[int, int] = {}
        for variable, factor in terms.items():
            reach = self.days.reach_of(variable)
            if reach is None:
                rest[variable] = factor
                continue
            above = np.maximum(factor * reach.low, factor * reach.high)
            groups[reach.base] = groups[reach.base] + above if reach.base in groups else above
        return groups, rest

    def _cost(
        self, base: Base, when: Iterable[Literal], rest: tuple[tuple[int, int], ...], price: Whole
    ) -> None:
        """The rest is above its least by the price of the day, when all of `when` hold."""
        if not price.any():
            return
        key = base.variable, frozenset(map(self.meaning.name, when)), rest
        self._costs[key] = np.maximum(self._costs[key], price) if key in self._costs else price

    def _post_costs(self) -> None:
        """Each cost by the shares of its literals where they have columns, else for now without."""
        for (variable, when, rest), price in self._costs.items():
            base = self.days.bases[variable]
            split = self.days.split(when, base)
            if split is not None:
                cost = Cost(base, split[0], rest, np.where(split[1], price, 0))
                if self.days.has_joint(cost.key, base):
                    self._strong(cost)
                else:
                    self._weak(cost)
                    self.waiting.append(cost)

    def _strong(self, cost: "Cost") -> None:
        found, low = self._rest(cost)
        self._less(found, self.days.share_of(cost.key, cost.base, cost.price))
        self._at_least(found, low)

    def _weak(self, cost: "Cost") -> None:
        """Above its least by the price of the day, less all of it for each literal that is false."""
        found, low = self._rest(cost)
        self._less(found, self.days.share_of((), cost.base, cost.price))
        for literal in cost.key:
            self._add_literal(found, negated(literal), int(cost.price.max()))
        self._at_least(found, low)

    def _rest(self, cost: "Cost") -> tuple[Expression, int]:
        """The rest, and the least that it can be."""
        low = sum(min(factor * end for end in self.meaning.ends(v)) for v, factor in cost.rest)
        return self._sum(cost.rest), low

    def near_costs(self, x: Real) -> list[tuple[float, "Cost"]]:
        """What each cost that waits for columns would add if its literals were independent of days."""
        found = []
        for cost in self.waiting:
            rest, low = self._rest(cost)
            now = rest.constant - low + sum(f * float(x[column]) for column, f in rest.terms.items())
            prices = cost.base.least(cost.price)
            shares = x[np.array(self.days.joint(frozenset(), cost.base))]
            likely = float(np.prod([self.days.value(literal, x) for literal in cost.key - {cost.base.held}]))
            if cost.base.held is not None and cost.base.held not in cost.key:
                likely /= max(self.days.value(cost.base.held, x), 1e-9)
            found.append((min(1.0, likely) * float(prices @ shares) - now, cost))
        return found

    def _largest(self, part: Largest) -> None:
        if part.when:
            return
        target, constant = self.meaning.affine(part.target)
        for of in part.sums:
            terms, less = self.meaning.affine(of)
            difference = {v: target.get(v, 0) - terms.get(v, 0) for v in {*target, *terms}}
            self._side((), {v: f for v, f in difference.items() if f}, less - constant)

    def _product(self, part: Product) -> None:
        """Below the target: the planes through two corners, and for a square its tangents."""
        if part.when or len(part.sums) != 2:
            return
        one, other = part.sums
        low, high = self.meaning.range_of(one), self.meaning.range_of(other)
        if one == other:
            step = max(1, (low[1] - low[0]) // _TANGENTS)
            for n in range(low[0], low[1], step):
                self._above_plane(part.target, [(one, 2 * n + 1)], -n * (n + 1))
            return
        for a, b in zip(low, high, strict=True):
            self._above_plane(part.target, [(one, b), (other, a)], -a * b)

    def _above_plane(self, target: Sum, parts: Iterable[tuple[Sum, int]], constant: int) -> None:
        terms, less = self.meaning.affine(target)
        difference: dict[int, int] = defaultdict(int, terms)
        for of, by in parts:
            inner, more = self.meaning.affine(of)
            constant += by * more
            for variable, factor in inner.items():
                difference[variable] -= by * factor
        self._side((), {v: f for v, f in difference.items() if f}, constant - less)

    # -- one day after another ------------------------------------------------------------------------------

    def _post_orders(self) -> None:
        waiting: dict[tuple[frozenset[Literal], frozenset[int]], list[_After]] = defaultdict(list)
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

    def _order(self, order: "_After") -> None:
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

    def _either(self, one: "_After", two: "_After", when: Iterable[Literal]) -> None:
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


@dataclass(frozen=True, eq=False)
class Cost:
    """The rest is above its least by the price of the day, when all of the key hold."""

    base: Base
    key: Key
    rest: tuple[tuple[int, int], ...]
    price: Whole
    """For each day of the base."""


@dataclass(frozen=True)
class _After:
    """When all of `when` hold, the parts of two bases add up to `least` or more."""

    when: tuple[Literal, ...]
    above: dict[int, Whole]
    """For each of the two bases, by its days."""
    least: int


def _gap(order: _After, first: Base, second: Base) -> tuple[int, int] | None:
    """(1, n): the second begins n days after the first or later; (-1, n): the other way round."""
    one, two = order.above[first.variable], order.above[second.variable]
    rise, fall = one - first.days, two + second.days
    if (rise == rise[0]).all() and (fall == fall[0]).all():
        return -1, order.least - int(rise[0]) - int(fall[0])
    rise, fall = one + first.days, two - second.days
    if (rise == rise[0]).all() and (fall == fall[0]).all():
        return 1, order.least - int(rise[0]) - int(fall[0])
    return None
