"""Rows for sums: what one start day decides is charged to the shares of its days, the rest by big-M."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from exsched.solving.anatomy import Anatomy, Largest, Linear, Product, Sum
from exsched.solving.bounds.afters import After, Afters
from exsched.solving.bounds.days import Base, Key
from exsched.solving.bounds.literals import Literals
from exsched.solving.bounds.meaning import Literal, negated
from exsched.solving.bounds.rows import Real, Whole
from exsched.solving.bounds.words import Expression

_TANGENTS = 60
"""So many tangents of a square are written."""


@dataclass(frozen=True, eq=False)
class Cost:
    """The rest is above its least by the price of the day, when all of the key hold."""

    base: Base
    key: Key
    rest: tuple[tuple[int, int], ...]
    price: Whole
    """For each day of the base."""


class Sums(Literals, Afters):
    """Writes what is said of numbers."""

    def __init__(self, anatomy: Anatomy, width: int, counted: frozenset[int]) -> None:
        super().__init__(anatomy, width, counted)
        self._costs: dict[tuple[int, frozenset[Literal], tuple[tuple[int, int], ...]], Whole] = {}
        self.waiting: list[Cost] = []
        """Costs whose key has no columns yet."""

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
            self._afters.append(After(when, groups, least - high))
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

    def _strong(self, cost: Cost) -> None:
        found, low = self._rest(cost)
        self._less(found, self.days.share_of(cost.key, cost.base, cost.price))
        self._at_least(found, low)

    def _weak(self, cost: Cost) -> None:
        """Above its least by the price of the day, less all of it for each literal that is false."""
        found, low = self._rest(cost)
        self._less(found, self.days.share_of((), cost.base, cost.price))
        for literal in cost.key:
            self._add_literal(found, negated(literal), int(cost.price.max()))
        self._at_least(found, low)

    def _rest(self, cost: Cost) -> tuple[Expression, int]:
        """The rest, and the least that it can be."""
        low = sum(min(factor * end for end in self.meaning.ends(v)) for v, factor in cost.rest)
        return self._sum(cost.rest), low

    def near_costs(self, x: Real) -> list[tuple[float, Cost]]:
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
