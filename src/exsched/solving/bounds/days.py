"""Columns for start days: shares of a decision's days, alone and together with literals.

A *base* is a variable that stands for a start day. Its domain is cut into slots of one day or more; a column
for each slot says that the day lies in it. An *event* is "all of these literals hold and the day is one of
these"; its columns are shares of the event's literals over the slots.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exsched.solving.anatomy import Interval, Linear, Sum
from exsched.solving.bounds.meaning import Literal, Meaning, negated, variable_of
from exsched.solving.bounds.rows import OPEN, Real, Rows, Terms, Whole

Mask = NDArray[np.bool_]
Key = frozenset[Literal]

_COARSE = 7
"""Days of a slot of a start that only one interval has: a stretch that stays free, and seldom an exercise."""


@dataclass(frozen=True)
class Base:
    """A start day: its days, the slot of each, and the literal without which it is its first day."""

    variable: int
    days: Whole
    slot: Whole
    held: Literal | None

    @property
    def slots(self) -> int:
        """How many slots there are."""
        return int(self.slot[-1]) + 1

    def all_in(self, mask: Mask) -> Mask:
        """Slots all of whose days are among these."""
        return ~self.some_in(~mask)

    def some_in(self, mask: Mask) -> Mask:
        """Slots of which some day is among these."""
        found = np.zeros(self.slots, dtype=np.bool_)
        found[self.slot[mask]] = True
        return found

    def least(self, values: Whole) -> Whole:
        """The least of the values of each slot's days."""
        found = np.full(self.slots, np.iinfo(np.int64).max, dtype=np.int64)
        np.minimum.at(found, self.slot, values)
        return found

    def most(self, values: Whole) -> Whole:
        """The largest of the values of each slot's days."""
        return -self.least(-values)


@dataclass(frozen=True)
class Reach:
    """A sum, given the day of one base: from `low` to `high` for each day of it."""

    base: int
    low: Whole
    high: Whole


class Days:
    """All bases of an anatomy with their columns."""

    def __init__(self, meaning: Meaning, rows: Rows, width: int = 1) -> None:
        self.meaning, self.rows = meaning, rows
        self.bases: dict[int, Base] = {}
        self.joints: dict[tuple[Key, int], list[int]] = {}
        self.columns: dict[int, int] = {}
        self._with_joints: dict[Literal, set[int]] = defaultdict(set)
        self._reach: dict[int, Reach | None] = {}
        self._reach_of_sum: dict[Sum, Reach | None] = {}
        self._splits: dict[tuple[frozenset[Literal], int], tuple[Key, Mask] | None] = {}
        held = self._held_literals()
        for variable, intervals in sorted(self._start_variables().items()):
            self._enter(variable, held.get(variable), width if intervals > 1 else max(width, _COARSE))

    # -- bases ----------------------------------------------------------------------------------------------

    def _start_variables(self) -> Counter[int]:
        """Variables from which intervals start, through whatever sums, and how many intervals each."""
        found: Counter[int] = Counter()
        for part in self.meaning.anatomy.parts:
            if isinstance(part, Interval):
                terms, _ = self.meaning.affine(part.start)
                found.update(v for v in terms if self._wide(v) and v not in self.meaning.largest)
        return found

    def _wide(self, variable: int) -> bool:
        least, most = self.meaning.ends(variable)
        return most - least >= 2

    def _held_literals(self) -> dict[int, Literal]:
        """For each variable the literal without which it is its least value."""
        found: dict[int, Literal] = {}
        for part in self.meaning.anatomy.parts:
            if isinstance(part, Linear) and len(part.when) == 1 and len(part.sum.variables) == 1:
                variable = part.sum.variables[0]
                least = self.meaning.ends(variable)[0] * part.sum.factors[0]
                if part.ranges == (least, least) and self.meaning.fixed(part.when[0]) is None:
                    found.setdefault(variable, self.meaning.name(negated(part.when[0])))
        return found

    def _enter(self, variable: int, held: Literal | None, width: int) -> None:
        domain = self.meaning.anatomy.domains[variable]
        runs = [np.arange(a, b + 1) for a, b in zip(domain[::2], domain[1::2], strict=True)]
        days = np.concatenate(runs).astype(np.int64)
        slot = np.arange(len(days), dtype=np.int64)
        if width > 1:
            _, slot = np.unique((days - days[0] + width - 1) // width, return_inverse=True)
        base = Base(variable, days, slot.astype(np.int64), held)
        self.bases[variable] = base
        shares = self.rows.shares(base.slots)
        self.joints[self._root(base), variable] = shares
        if held is not None:
            self._with_joints[held].add(variable)
        total = dict.fromkeys(shares, 1)
        if held is None:
            self.rows.add(total, 1, 1, defining=True)
        else:
            column, factor, constant = self.literal_column(held)
            self.rows.add({**total, column: -factor}, constant, constant, defining=True)
        self._link_value(base, shares)

    def _root(self, base: Base) -> Key:
        return frozenset() if base.held is None else frozenset([base.held])

    def _link_value(self, base: Base, shares: list[int]) -> None:
        """The day lies between the sums of its slots' first and last days, counted from the first."""
        first, column = int(base.days[0]), self.column(base.variable)
        for days, least, most in ((base.least, -OPEN, -first), (base.most, -first, OPEN)):
            terms = dict(zip(shares, (days(base.days) - first).tolist(), strict=True))
            self.rows.add({**terms, column: -1}, least, most)

    # -- plain columns --------------------------------------------------------------------------------------

    def column(self, variable: int) -> int:
        """The column that stands for a variable itself."""
        if variable not in self.columns:
            self.columns[variable] = self.rows.column(*self.meaning.ends(variable))
        return self.columns[variable]

    def literal_column(self, literal: Literal) -> tuple[int, int, int]:
        """Column, factor, constant: the literal is `factor * column + constant`."""
        literal = self.meaning.name(literal)
        column = self.column(variable_of(literal))
        return (column, 1, 0) if literal >= 0 else (column, -1, 1)

    def has_column(self, literal: Literal) -> bool:
        """Whether some row speaks of the literal."""
        return variable_of(self.meaning.name(literal)) in self.columns

    def has_joint(self, key: Key, base: Base) -> bool:
        """Whether the event has columns already."""
        return (key or self._root(base), base.variable) in self.joints

    def value(self, literal: Literal, x: Real) -> float:
        """The share of a literal at a point; a half when no row speaks of it."""
        if not self.has_column(literal):
            return 0.5
        column, factor, constant = self.literal_column(literal)
        return constant + factor * float(x[column])

    # -- what a sum is on each day --------------------------------------------------------------------------

    def reach(self, of: Sum) -> Reach | None:
        """Least and most of a sum for each day of its only base; None if it has none or several."""
        if of not in self._reach_of_sum:
            self._reach_of_sum[of] = self._reach_now(of)
        return self._reach_of_sum[of]

    def _reach_now(self, of: Sum) -> Reach | None:
        terms, constant = self.meaning.affine(of)
        base: int | None = None
        low: Whole | int = constant
        high: Whole | int = constant
        for variable, factor in terms.items():
            part = self.reach_of(variable)
            if part is not None:
                if base is not None and base != part.base:
                    return None
                base, ends = part.base, (factor * part.low, factor * part.high)
            else:
                least, most = self.meaning.ends(variable)
                ends = np.int64(factor * least), np.int64(factor * most)  # type: ignore[assignment]
            low, high = low + np.minimum(*ends), high + np.maximum(*ends)
        if base is None:
            return None
        return Reach(base, np.asarray(low), np.asarray(high))

    def reach_of(self, variable: int) -> Reach | None:
        """The same for one variable that is no sum."""
        if variable not in self._reach:
            self._reach[variable] = self._found_reach(variable)
        return self._reach[variable]

    def _found_reach(self, variable: int) -> Reach | None:
        if variable in self.bases:
            days = self.bases[variable].days
            return Reach(variable, days, days)
        if variable not in self.meaning.largest:
            return None
        sign, sums = self.meaning.largest[variable]
        parts = [self.reach(of) or self.meaning.range_of(of) for of in sums]
        found = {part.base for part in parts if isinstance(part, Reach)}
        if len(found) != 1 or any(
            self._has_base(of) for of, p in zip(sums, parts, strict=True) if isinstance(p, tuple)
        ):
            return None
        lows: list[Whole] = [p.low if isinstance(p, Reach) else np.array(p[0]) for p in parts]
        highs: list[Whole] = [p.high if isinstance(p, Reach) else np.array(p[1]) for p in parts]
        low, high = lows[0], highs[0]
        for a, b in zip(lows[1:], highs[1:], strict=True):
            low, high = np.maximum(low, a), np.maximum(high, b)
        return Reach(found.pop(), *((low, high) if sign > 0 else (-high, -low)))

    def _has_base(self, of: Sum) -> bool:
        return any(self.reach_of(variable) is not None for variable in self.meaning.affine(of)[0])

    # -- events ---------------------------------------------------------------------------------------------

    def split(self, literals: Iterable[Literal], base: Base) -> tuple[Key, Mask] | None:
        """Literals as those that stay literals and the days of the base that the others leave.

        Literals that others imply are left out. None when they cannot hold together.
        """
        key = frozenset(literals), base.variable
        if key not in self._splits:
            self._splits[key] = self._split_now(key[0], base)
        return self._splits[key]

    def _split_now(self, literals: Iterable[Literal], base: Base) -> tuple[Key, Mask] | None:
        kept, mask = set[Literal](), np.ones(len(base.days), dtype=np.bool_)
        todo = [self.meaning.name(literal) for literal in literals]
        while todo:
            literal = self.meaning.name(todo.pop())
            fixed = self.meaning.fixed(literal)
            if fixed is not None:
                if not fixed:
                    return None
            elif literal in self.meaning.both:
                todo.extend(self.meaning.both[literal])
            elif (allowed := self.days_of(literal, base)) is not None:
                mask &= allowed
            else:
                kept.add(literal)
        if any(negated(literal) in kept for literal in kept):
            return None
        return self._needed(kept), mask

    def _needed(self, literals: set[Literal]) -> Key:
        """Those that no other implies."""
        kept = set(literals)
        for literal in sorted(literals, key=variable_of):
            if any(literal in self.meaning.closure(other) for other in kept if other != literal):
                kept.discard(literal)
        return frozenset(kept)

    def days_of(self, literal: Literal, base: Base) -> Mask | None:
        """The days of the base on which a literal is true, when it says nothing else."""
        below = self.meaning.below.get(literal) or self.meaning.below.get(negated(literal))
        if below is None:
            return None
        of, limit = below
        reach = self.reach(of)
        if reach is None or reach.base != base.variable:
            return None
        sure, possible = reach.high <= limit, reach.low <= limit
        if not np.array_equal(sure, possible):
            return None
        return sure if literal in self.meaning.below else ~sure

    def bases_of(self, literals: Iterable[Literal]) -> list[Base]:
        """Bases of whose days one of the literals speaks, and bases that are absent without one of them."""
        found, todo = set[int](), [self.meaning.name(literal) for literal in literals]
        while todo:
            literal = self.meaning.name(todo.pop())
            todo.extend(self.meaning.both.get(literal, ()))
            below = self.meaning.below.get(literal) or self.meaning.below.get(negated(literal))
            reach = None if below is None else self.reach(below[0])
            found |= self._with_joints[literal] | (set() if reach is None else {reach.base})
        return [self.bases[variable] for variable in sorted(found)]

    def joint(self, key: Key, base: Base) -> list[int]:
        """Columns for "all of these literals, and the day lies in this slot", made on first use.

        With no literal, on a base that can be absent, the first slot is short of the share of absence.
        """
        if not key:
            key = self._root(base)
        if (key, base.variable) not in self.joints:
            self._make_joint(key, base)
        return self.joints[key, base.variable]

    def _make_joint(self, key: Key, base: Base) -> None:
        shares = self.rows.shares(base.slots)
        self.joints[key, base.variable] = shares
        total = dict.fromkeys(shares, 1)
        for literal in key:
            self._with_joints[literal].add(base.variable)
        if len(key) == 1:
            column, factor, constant = self.literal_column(next(iter(key)))
            self.rows.add({**total, column: -factor}, constant, constant, defining=True)
            return
        self.rows.add(total, most=1, defining=True)
        sums: dict[int, int] = defaultdict(int, total)
        absent = -len(key) + 1
        for literal in key:
            column, factor, constant = self.literal_column(literal)
            self.rows.add({**total, column: -factor}, most=constant)
            sums[column] -= factor
            absent += constant
        self.rows.add(sums, least=absent)

    def share_of(self, literals: Iterable[Literal], base: Base, values: Whole) -> tuple[dict[int, int], int]:
        """Terms and constant of "values of the day, when all literals hold, else 0", from below.

        `values` are for each day, 0 or more; a slot counts with the least of its days.
        """
        found = self.split(literals, base)
        if found is None:
            return {}, 0
        key, mask = found
        weights = base.least(np.where(mask, values, 0))
        terms = {
            column: int(weight)
            for column, weight in zip(self.joint(key, base), weights.tolist(), strict=True)
            if weight
        }
        absent = int(weights[0]) if not key and base.held is not None else 0
        return self._with_absence(terms, absent, base)

    def _with_absence(self, terms: dict[int, int], weight: int, base: Base) -> tuple[dict[int, int], int]:
        """Add the days' first value for the case that the base is absent, when no literal excludes it."""
        if not weight:
            return terms, 0
        assert base.held is not None
        column, factor, constant = self.literal_column(base.held)
        terms[column] = terms.get(column, 0) - weight * factor
        return terms, weight * (1 - constant)


def scaled(terms: Terms, by: int) -> dict[int, int]:
    """Terms times a factor."""
    return {column: factor * by for column, factor in terms.items()}
