"""Fold a model around some free variables: what is fixed becomes numbers.

The result is a model of the engine in its text form, with the free variables alone.
"""

from collections.abc import Container, Iterable, Sequence

from exsched.solving.anatomy.holding import ONE, Task, profile
from exsched.solving.anatomy.parts import (
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

_ENDLESS = 1 << 40

Stays = dict[int, int | Task | None]
"""The days of intervals that nothing free is mentioned by; None for those that are not there."""
Left = tuple[list[int], list[int], int]
"""What is left of a sum: free variables with their factors, and the value of all the rest."""


class Folded:
    """The text of a piece in the making, and which variable of the whole model each of its own is."""

    def __init__(
        self,
        anatomy: Anatomy,
        free: Iterable[int],
        values: Sequence[int],
        mentioning: Container[int] | None = None,
        stays: Stays | None = None,
    ) -> None:
        """Fold around `values`.

        `mentioning` are the parts that mention a free variable (None: any may). What is found of all other
        intervals is kept in `stays`, for whoever folds around the same values again.
        """
        self._anatomy, self._values = anatomy, values
        self.variables = sorted(free)
        self._new = {variable: place for place, variable in enumerate(self.variables)}
        self.text = [f"variables{{domain:{list(anatomy.domains[v])}}}" for v in self.variables]
        self._count = 0
        self._mentioning = range(len(anatomy.parts)) if mentioning is None else mentioning
        self._intervals: dict[int, int | Task | None] = {}
        self._stays: Stays = {} if stays is None else stays

    # -- literals and sums ----------------------------------------------------------------------------------

    def literal(self, literal: int) -> int | bool:
        """The literal in the piece, or its truth when it is fixed."""
        variable = literal if literal >= 0 else -literal - 1
        new = self._new.get(variable)
        if new is not None:
            return new if literal >= 0 else -new - 1
        return bool(self._values[variable]) == (literal >= 0)

    def _when(self, literals: Sequence[int]) -> list[int] | None:
        """The literals that are still open; None when one is false."""
        kept = []
        for literal in literals:
            found = self.literal(literal)
            if found is False:
                return None
            if found is not True:
                kept.append(found)
        return kept

    def sum(self, said: Sum) -> Left:
        """Free variables with their factors, and the value of all the rest."""
        if not said.variables:
            return [], [], said.constant
        variables: list[int] = []
        factors: list[int] = []
        rest = said.constant
        for variable, factor in zip(said.variables, said.factors, strict=True):
            new = self._new.get(variable)
            if new is not None:
                variables.append(new)
                factors.append(factor)
            else:
                rest += factor * self._values[variable]
        return variables, factors, rest

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
                self.add_tasks(part)
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
        kept = [literal for literal in found if literal is not True]
        if kept:
            self.say(when, f"bool_and{{literals:{kept}}}")

    def _add_any_of(self, part: AnyOf) -> None:
        when = self._when(part.when)
        if when is None:
            return
        found = [self.literal(literal) for literal in part.literals]
        if any(literal is True for literal in found):
            return
        kept = [literal for literal in found if literal is not False]
        self._clause([*(-literal - 1 for literal in when), *kept])

    def _add_at_most_one(self, part: AtMostOne) -> None:
        when = self._when(part.when)
        if when is None:
            return
        found = [self.literal(literal) for literal in part.literals]
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
        variables, factors, rest = self.sum(part.sum)
        shifted = [bound if abs(bound) > _ENDLESS else bound - rest for bound in part.ranges]
        if variables:
            self.say(when, f"linear{{vars:{variables} coeffs:{factors} domain:{shifted}}}")
        elif not any(shifted[n] <= 0 <= shifted[n + 1] for n in range(0, len(shifted), 2)):
            self._clause([-literal - 1 for literal in when])

    def _add_largest(self, part: Largest) -> None:
        when = self._when(part.when)
        if when is None:
            return
        target = _text(self.sum(part.target))
        body = " ".join(f"exprs{{{_text(self.sum(one))}}}" for one in part.sums)
        self.say(when, f"lin_max{{target{{{target}}} {body}}}")

    def _add_product(self, part: Product) -> None:
        when = self._when(part.when)
        if when is None:
            return
        target = _text(self.sum(part.target))
        body = " ".join(f"exprs{{{_text(self.sum(one))}}}" for one in part.sums)
        self.say(when, f"int_prod{{target{{{target}}} {body}}}")

    # -- intervals ------------------------------------------------------------------------------------------

    def _interval(self, number: int) -> int | Task | None:
        """The interval's number in the piece, its days when all of it is fixed, None when it is not there."""
        known = self._intervals if number in self._mentioning else self._stays
        if number not in known:
            known[number] = self._new_interval(number)
        return known[number]

    def _new_interval(self, number: int) -> int | Task | None:
        part = self._anatomy.parts[number]
        assert isinstance(part, Interval)
        when = self._when(part.when)
        if when is None:
            return None
        ends = [self.sum(one) for one in (part.start, part.size, part.end)]
        if not when and not any(one[0] for one in ends):
            return ends[0][2], ends[2][2], 1
        start, size, end = (_text(one) for one in ends)
        self.say(when, f"interval{{start{{{start}}} size{{{size}}} end{{{end}}}}}")
        return self._count - 1

    def add_tasks(self, part: NoOverlap | Cumulative) -> None:
        """Add a part with the intervals that are there; those that are fixed are added up to steps first."""
        capacity: Sum = ONE
        demands: Sequence[Sum] = [ONE] * len(part.intervals)
        if isinstance(part, Cumulative):
            capacity, demands = part.capacity, part.demands
        free, fixed = [], []
        for number, said in zip(part.intervals, demands, strict=True):
            found = self._interval(number)
            if found is None:
                continue
            demand = self.sum(said)
            if isinstance(found, int):
                free.append((found, demand))
            elif demand[0]:
                free.append((self._fixed(found[0], found[1]), demand))
            elif demand[2] > 0:
                fixed.append((found[0], found[1], demand[2]))
        if not free:
            return
        for first, end, height in profile(fixed):
            free.append((self._fixed(first, end), ([], [], height)))
        intervals = [number for number, _ in free]
        heights = " ".join(f"demands{{{_text(demand)}}}" for _, demand in free)
        self.say((), f"cumulative{{capacity{{{_text(self.sum(capacity))}}} intervals:{intervals} {heights}}}")

    def _fixed(self, start: int, end: int) -> int:
        self.say((), f"interval{{start{{offset:{start}}} size{{offset:{end - start}}} end{{offset:{end}}}}}")
        return self._count - 1


def _text(said: Left) -> str:
    variables, factors, rest = said
    if not variables:
        return f"offset:{rest}"
    return f"vars:{variables} coeffs:{factors} offset:{rest}"
