"""Every kind of part of an exact model as clauses: true together exactly when the part is kept.

The model is plain data: `domains` (ranges: first, last, first, last, …), `parts` (kind, then what it says),
`tiers` (sums). A sum is [numbers, factors, constant]; a literal is the place of a number, or `-place - 1` for
its opposite. The parts are those of `exsched.solving.anatomy`, in whose file they are described.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import Any, ClassVar

from exsched.proof.numbers import TRUE, Clauses, TooLarge
from exsched.proof.sums import Term, at_most

Sum = tuple[Sequence[int], Sequence[int], int]
Literals = Sequence[int]

MOST_PARTS = 6_000
"""Parts of a model that are worth turning into clauses."""
MOST_DAYS = 5_000
"""Days on which one load may be asked for."""


class Parts(Clauses):
    """Clauses of one model; every part is added by the method that is named like its kind."""

    def __init__(self, model: dict[str, Any]) -> None:
        super().__init__()
        self._parts: list[list[Any]] = model["parts"]
        if len(self._parts) > MOST_PARTS:
            raise TooLarge(f"a model of {len(self._parts):,} parts, more than {MOST_PARTS:,}")
        spread = [_spread(domain) for domain in model["domains"]]
        for place, values in _narrowed(self._parts, spread):
            spread[place] = values
        self.numbers = [self.number(values) for values in spread]
        self._there: dict[tuple[int, int], int] = {}
        for kind, *said in self._parts:
            self._KINDS[kind](self, *said)

    def literal(self, said: int) -> int:
        """The literal of ours for one of the model."""
        return self.numbers[said].at_least(1) if said >= 0 else -self.numbers[-said - 1].at_least(1)

    def literals(self, said: Literals) -> list[int]:
        """The same for several."""
        return [self.literal(one) for one in said]

    # -- sums -----------------------------------------------------------------------------------------------

    def below(self, total: Sum, limit: int, when: Sequence[int] = ()) -> None:
        """When all of `when` (literals of ours) hold, the sum is at most the limit."""
        together: dict[int, int] = {}
        for place, factor in zip(total[0], total[1], strict=True):
            together[place] = together.get(place, 0) + factor
        terms: list[Term] = []
        left = limit - total[2]
        for place, factor in together.items():
            base, term = self.numbers[place].times(factor)
            left -= base
            terms.append(term)
        at_most(self, terms, left, when)

    def inside(self, total: Sum, ranges: Sequence[int], when: Sequence[int] = ()) -> None:
        """When all of `when` hold, the sum lies in one of the ranges."""
        self.below(total, ranges[-1], when)
        self.below(_opposite(total), -ranges[0], when)
        for high, low in zip(ranges[1:-1:2], ranges[2::2], strict=True):
            lower = self.new()
            self.below(total, high, [*when, lower])
            self.below(_opposite(total), -low, [*when, -lower])

    # -- kinds ----------------------------------------------------------------------------------------------

    def _linear(self, when: Literals, total: Sum, ranges: Sequence[int]) -> None:
        self.inside(total, ranges, self.literals(when))

    def _any_of(self, when: Literals, literals: Literals) -> None:
        self.clause(*(-one for one in self.literals(when)), *self.literals(literals))

    def _all_of(self, when: Literals, literals: Literals) -> None:
        unless = [-one for one in self.literals(when)]
        for literal in self.literals(literals):
            self.clause(*unless, literal)

    def _at_most_one(self, when: Literals, literals: Literals) -> None:
        unless = [-one for one in self.literals(when)]
        for one, other in combinations(self.literals(literals), 2):
            self.clause(*unless, -one, -other)

    def _interval(self, when: Literals, start: Sum, size: Sum, end: Sum) -> None:
        conditions = self.literals(when)
        self.inside(_added(_added(start, size), _opposite(end)), (0, 0), conditions)
        self.below(_opposite(size), 0, conditions)

    def _no_overlap(self, when: Literals, intervals: Sequence[int]) -> None:
        conditions = self.literals(when)
        for one, other in combinations([self._parts[place] for place in intervals], 2):
            both = [*conditions, *self.literals(one[1]), *self.literals(other[1])]
            first = self.new()
            self.below(_added(one[4], _opposite(other[2])), 0, [*both, first])
            self.below(_added(other[4], _opposite(one[2])), 0, [*both, -first])

    def _cumulative(
        self, when: Literals, intervals: Sequence[int], demands: Sequence[Sum], capacity: Sum
    ) -> None:
        conditions = self.literals(when)
        base, room = self._term(_opposite(capacity))
        for day in self._days(intervals):
            uses = [self._use(place, demand, day) for place, demand in zip(intervals, demands, strict=True)]
            at_most(self, [room, *(use for use in uses if use)], -base, conditions)

    def _largest(self, when: Literals, target: Sum, sums: Sequence[Sum]) -> None:
        conditions = self.literals(when)
        chosen = [self.new() for _ in sums]
        self.clause(*(-one for one in conditions), *chosen)
        for pick, total in zip(chosen, sums, strict=True):
            self.below(_added(total, _opposite(target)), 0, conditions)
            self.below(_added(target, _opposite(total)), 0, [*conditions, pick])

    def _product(self, when: Literals, target: Sum, sums: Sequence[Sum]) -> None:
        conditions = self.literals(when)
        if len(sums) != 2:
            raise TooLarge(f"a product of {len(sums)} numbers")
        for left, one in self._each_value(sums[0]):
            others = [(left, one)] if sums[0] == sums[1] else self._each_value(sums[1])
            for right, other in others:
                self.inside(target, (left * right,) * 2, [*conditions, *one, *other])

    # -- loads ----------------------------------------------------------------------------------------------

    def _days(self, intervals: Sequence[int]) -> list[int]:
        """The days that matter: those of stretches that can move, and the first day of every other."""
        days: set[int] = set()
        for _, _, start, _, end in (self._parts[place] for place in intervals):
            first, last = self._ends(start)[0], self._ends(end)[1]
            days |= {first} if not start[0] and not end[0] else set(range(first, last))
            if len(days) > MOST_DAYS:
                raise TooLarge(f"a load over more than {MOST_DAYS:,} days")
        return sorted(days)

    def _use(self, place: int, demand: Sum, day: int) -> Term:
        """What a stretch adds on a day: nothing, or its demand when it is there."""
        there = self._on(place, day)
        base, rises = self._term(demand)
        term = [(base, there)] if base > 0 else []
        for amount, literal in rises:
            if base + amount > 0:
                term.append((base + amount, self.all_of([there, literal])))
        return [rise for rise in term if rise[1] != -TRUE]

    def _on(self, place: int, day: int) -> int:
        if (place, day) not in self._there:
            _, when, start, _, end = self._parts[place]
            begun, over = self._at_least(_opposite(start), -day), self._at_least(_opposite(end), -day)
            self._there[place, day] = self.all_of([*self.literals(when), begun, -over])
        return self._there[place, day]

    # -- sums of at most one number -------------------------------------------------------------------------

    def _term(self, total: Sum) -> tuple[int, Term]:
        """The least value of a sum of at most one number, and how it rises."""
        place, factor = self._only(total)
        base, rises = self.numbers[place].times(factor) if factor else (0, [])
        return base + total[2], rises

    def _at_least(self, total: Sum, value: int) -> int:
        """The literal that is true exactly when a sum of at most one number is at least the value."""
        base, rises = self._term(total)
        return TRUE if base >= value else next((lit for up, lit in rises if base + up >= value), -TRUE)

    def _ends(self, total: Sum) -> tuple[int, int]:
        base, rises = self._term(total)
        return base, base + (rises[-1][0] if rises else 0)

    def _each_value(self, total: Sum) -> Iterator[tuple[int, tuple[int, int]]]:
        """Each value of a sum of at most one number, and the two literals that are true exactly then."""
        base, rises = self._term(total)
        steps = [(0, TRUE), *rises]
        for (amount, reached), (_, beyond) in zip(steps, [*rises, (0, -TRUE)], strict=True):
            yield base + amount, (reached, -beyond)

    @staticmethod
    def _only(total: Sum) -> tuple[int, int]:
        if len(total[0]) > 1:
            raise TooLarge("a stretch or a product of sums")
        return (total[0][0], total[1][0]) if total[0] else (0, 0)

    _KINDS: ClassVar[dict[str, Callable[..., None]]] = {
        "Linear": _linear,
        "AnyOf": _any_of,
        "AllOf": _all_of,
        "AtMostOne": _at_most_one,
        "Interval": _interval,
        "NoOverlap": _no_overlap,
        "Cumulative": _cumulative,
        "Largest": _largest,
        "Product": _product,
    }


def _spread(domain: Sequence[int]) -> Sequence[int]:
    ranges = [range(first, last + 1) for first, last in zip(domain[::2], domain[1::2], strict=True)]
    return ranges[0] if len(ranges) == 1 else [value for values in ranges for value in values]


def _narrowed(parts: list[list[Any]], spread: list[Sequence[int]]) -> Iterator[tuple[int, list[int]]]:
    """Numbers that are always a product or the largest of others, and the few values that leaves them."""
    for kind, when, *said in parts:
        if kind not in {"Product", "Largest"} or when:
            continue
        (places, factors, constant), sums = said
        if list(factors) in ([1], [-1]) and all(len(total[0]) <= 1 for total in sums):
            found = _results(kind, sums, spread)
            own = {(value - constant) * factors[0] for value in found}
            yield places[0], sorted(value for value in own if value in spread[places[0]])


def _results(kind: str, sums: Sequence[Sum], spread: list[Sequence[int]]) -> set[int]:
    every = [_at(total, spread) for total in sums]
    if kind == "Largest":
        return set().union(*every)
    if sums[0] == sums[-1]:
        return {value * value for value in every[0]}
    return {left * right for left in every[0] for right in every[-1]}


def _at(total: Sum, spread: list[Sequence[int]]) -> list[int]:
    """All values of a sum of at most one number."""
    if not total[0]:
        return [total[2]]
    return [total[1][0] * value + total[2] for value in spread[total[0][0]]]


def _opposite(total: Sum) -> Sum:
    return total[0], [-factor for factor in total[1]], -total[2]


def _added(one: Sum, other: Sum) -> Sum:
    return [*one[0], *other[0]], [*one[1], *other[1]], one[2] + other[2]
