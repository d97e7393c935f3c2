"""Fold a model around some free variables: what is fixed becomes numbers, what is unknown is left out.

The result is a model of the engine in its text form, with the free variables alone. A part that mentions an
unknown variable is weakened to what holds whatever that variable will be, or left out.
"""

from collections.abc import Callable, Iterable, Sequence

from exsched.solving.anatomy import (
    AllOf,
    Anatomy,
    AnyOf,
    AtMostOne,
    Cumulative,
    Interval,
    Largest,
    Linear,
    NoOverlap,
    Product,
    Sum,
)
from exsched.solving.anatomy.holding import Task, profile

_ENDLESS = 1 << 40


class Folded:
    """The text of a piece in the making, and which variable of the whole model each of its own is."""

    def __init__(
        self,
        anatomy: Anatomy,
        free: Iterable[int],
        values: Sequence[int],
        unknown: Callable[[int], bool] | None = None,
    ) -> None:
        self._anatomy, self._values, self._unknown = anatomy, values, unknown
        self.variables = sorted(free)
        self._new = {variable: place for place, variable in enumerate(self.variables)}
        self.text = [f"variables{{domain:{list(anatomy.domains[v])}}}" for v in self.variables]
        self._count = 0
        self._intervals: dict[int, int | Task | None] = {}

    # -- literals and sums ----------------------------------------------------------------------------------

    def literal(self, literal: int) -> int | bool | None:
        """The literal in the piece, its truth when it is fixed, or None when it is unknown."""
        variable = literal if literal >= 0 else -literal - 1
        new = self._new.get(variable)
        if new is not None:
            return new if literal >= 0 else -new - 1
        if self._unknown is not None and self._unknown(variable):
            return None
        return bool(self._values[variable]) == (literal >= 0)

    def _when(self, literals: Sequence[int]) -> list[int] | None:
        """The literals that are still open; None when one is false or unknown."""
        kept = []
        for literal in literals:
            found = self.literal(literal)
            if found is None or found is False:
                return None
            if found is not True:
                kept.append(found)
        return kept

    def sum(self, said: Sum) -> tuple[list[int], list[int], int, int]:
        """Free variables and factors, and the least and most of all the rest."""
        variables, factors, least = [], [], said.constant
        spread = 0
        for variable, factor in zip(said.variables, said.factors, strict=True):
            new = self._new.get(variable)
            if new is not None:
                variables.append(new)
                factors.append(factor)
            elif self._unknown is not None and self._unknown(variable):
                domain = self._anatomy.domains[variable]
                ends = factor * domain[0], factor * domain[-1]
                least += min(ends)
                spread += abs(ends[1] - ends[0])
            else:
                least += factor * self._values[variable]
        return variables, factors, least, least + spread

    # -- parts ----------------------------------------------------------------------------------------------

    def add(self, number: int) -> None:
        """Add a part of the whole model."""
        part = self._anatomy.parts[number]
        match part:
            case AllOf():
                self._add_all_of(part)
            case Linear():
                self._add_linear(part)
            case AnyOf():
                self._add_any_of(part)
            case AtMostOne():
                self._add_at_most_one(part)
            case Interval():
                self._interval(number)
            case NoOverlap() | Cumulative():
                self._add_tasks(part)
            case Largest():
                self._add_largest(part)
            case Product():
                self._add_product(part)

    def say(self, when: Sequence[int], body: str) -> None:
        """Add a constraint in the engine's text form."""
        self.text.append(
            f"constraints{{enforcement_literal:{when} {body}}}" if when else f"constraints{{{body}}}"
        )
        self._count += 1

    def _clause(self, literals: Iterable[int]) -> None:
        self.say((), f"bool_or{{literals:{list(literals)}}}")

    def _add_all_of(self, part: AllOf) -> None:
        when = self._when(part.when)
        if when is None:
            return
        found = [self.literal(literal) for literal in part.literals]
        if any(literal is False for literal in found):
            self._clause([-literal - 1 for literal in when])
            return
        kept = [literal for literal in found if literal is not None and literal is not True]
        if kept:
            self.say(when, f"bool_and{{literals:{kept}}}")

    def _add_any_of(self, part: AnyOf) -> None:
        when = self._when(part.when)
        if when is None:
            return
        found = [self.literal(literal) for literal in part.literals]
        if any(literal is True or literal is None for literal in found):
            return
        kept = [literal for literal in found if literal is not False and literal is not None]
        self._clause([*(-literal - 1 for literal in when), *kept])

    def _add_at_most_one(self, part: AtMostOne) -> None:
        when = self._when(part.when)
        if when is None:
            return
        found = [literal for each in part.literals if (literal := self.literal(each)) is not None]
        kept = [literal for literal in found if literal is not True and literal is not False]
        taken = sum(literal is True for literal in found)
        if taken > 1:
            self._clause([-literal - 1 for literal in when])
        elif taken and kept:
            self.say(when, f"bool_and{{literals:{[-literal - 1 for literal in kept]}}}")
        elif len(kept) > 1:
            self.say(when, f"at_most_one{{literals:{kept}}}")

    def _add_linear(self, part: Linear) -> None:
        when = self._when(part.when)
        if when is None:
            return
        variables, factors, least, most = self.sum(part.sum)
        ranges = part.ranges
        if least != most:
            ranges = (ranges[0], ranges[-1])
        shifted = [
            bound if abs(bound) > _ENDLESS else bound - (most if place % 2 == 0 else least)
            for place, bound in enumerate(ranges)
        ]
        if variables:
            self.say(when, f"linear{{vars:{variables} coeffs:{factors} domain:{shifted}}}")
        elif not any(shifted[n] <= 0 <= shifted[n + 1] for n in range(0, len(shifted), 2)):
            self._clause([-literal - 1 for literal in when])

    def _add_largest(self, part: Largest) -> None:
        when = self._when(part.when)
        if when is None:
            return
        target, sums = self.sum(part.target), [self.sum(one) for one in part.sums]
        if target[2] != target[3]:
            return
        if all(one[2] == one[3] for one in sums):
            body = " ".join(f"exprs{{{_text(one)}}}" for one in sums)
            self.say(when, f"lin_max{{target{{{_text(target)}}} {body}}}")
            return
        for one in sums:  # at or above the least that each can be
            self._at_least(when, target, one)

    def _at_least(
        self,
        when: Sequence[int],
        high: tuple[list[int], list[int], int, int],
        low: tuple[list[int], list[int], int, int],
    ) -> None:
        variables = [*high[0], *low[0]]
        factors = [*high[1], *(-factor for factor in low[1])]
        if variables:
            self.say(
                when, f"linear{{vars:{variables} coeffs:{factors} domain:[{low[2] - high[2]},{_ENDLESS}]}}"
            )

    def _add_product(self, part: Product) -> None:
        when = self._when(part.when)
        every = [self.sum(part.target), *(self.sum(one) for one in part.sums)]
        if when is None or any(one[2] != one[3] for one in every):
            return
        body = " ".join(f"exprs{{{_text(one)}}}" for one in every[1:])
        self.say(when, f"int_prod{{target{{{_text(every[0])}}} {body}}}")

    # -- intervals ------------------------------------------------------------------------------------------

    def _interval(self, number: int) -> int | Task | None:
        """The interval's number in the piece, its days when all of it is fixed, None when it is not there."""
        if number not in self._intervals:
            self._intervals[number] = self._new_interval(number)
        return self._intervals[number]

    def _new_interval(self, number: int) -> int | Task | None:
        part = self._anatomy.parts[number]
        assert isinstance(part, Interval)
        when = self._when(part.when)
        if when is None:
            return None
        ends = [self.sum(one) for one in (part.start, part.size, part.end)]
        if any(one[2] != one[3] for one in ends):
            return None
        if not when and not any(one[0] for one in ends):
            return ends[0][2], ends[2][2], 1
        start, size, end = (_text(one) for one in ends)
        self.say(when, f"interval{{start{{{start}}} size{{{size}}} end{{{end}}}}}")
        return self._count - 1

    def _add_tasks(self, part: NoOverlap | Cumulative) -> None:
        """Add the intervals that are there; those that are fixed are added up to steps first."""
        capacity, demands = _ONE, [_ONE] * len(part.intervals)
        if isinstance(part, Cumulative):
            capacity = self.sum(part.capacity)
            demands = [self.sum(demand) for demand in part.demands]
        free, fixed = [], []
        for number, demand in zip(part.intervals, demands, strict=True):
            found = self._interval(number)
            if isinstance(found, int):
                free.append((found, demand))
            elif found is not None and demand[0]:
                free.append((self._fixed(found[0], found[1]), demand))
            elif found is not None and demand[2] > 0:
                fixed.append((found[0], found[1], demand[2]))
        if not free or (capacity[2] != capacity[3] and not capacity[0] and capacity[3] > _ENDLESS):
            return
        top = (*capacity[:2], capacity[3], capacity[3])
        for first, end, height in profile(fixed):
            free.append((self._fixed(first, end), ([], [], height, height)))
        intervals = [number for number, _ in free]
        heights = " ".join(f"demands{{{_text(demand)}}}" for _, demand in free)
        self.say((), f"cumulative{{capacity{{{_text(top)}}} intervals:{intervals} {heights}}}")

    def _fixed(self, start: int, end: int) -> int:
        self.say((), f"interval{{start{{offset:{start}}} size{{offset:{end - start}}} end{{offset:{end}}}}}")
        return self._count - 1


_ONE: tuple[list[int], list[int], int, int] = ([], [], 1, 1)


def _text(said: tuple[list[int], list[int], int, int]) -> str:
    variables, factors, least, _ = said
    if not variables:
        return f"offset:{least}"
    return f"vars:{variables} coeffs:{factors} offset:{least}"
