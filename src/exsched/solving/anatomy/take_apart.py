"""Take an exact model apart: every variable's days or values, every constraint, every tier, as plain data."""

from collections.abc import Callable, Iterable
from typing import Any

from ortools.sat.python import cp_model

from exsched.solving.anatomy.parts import (
    AllOf,
    Anatomy,
    AnyOf,
    AtMostOne,
    Cumulative,
    Interval,
    Largest,
    Linear,
    Literals,
    NoOverlap,
    Part,
    Product,
    Sum,
)
from exsched.solving.build import Model
from exsched.solving.hinting import decided_variables
from exsched.solving.logic import Number


def take_apart(model: Model) -> Anatomy:
    """Read the whole model once; what was read of it is not kept beside the anatomy.

    Raises:
        ValueError: a rule posted a kind of constraint that is not known here.
    """
    proto, read, problem = model.read(), _Reader(), model.decisions.problem
    anatomy = Anatomy(
        domains=tuple(read.numbers(variable.domain) for variable in proto.variables),
        parts=tuple(read.part(constraint) for constraint in proto.constraints),
        tiers=tuple(sum_of(tier) for tier in model.tiers),
        decided=tuple(
            tuple(variable.index for variable in decided_variables(model, problem, name))
            for name in problem.exercises
        ),
    )
    model.forget()
    return anatomy


def sum_of(expression: Number) -> Sum:
    """An expression of the model as plain data."""
    if isinstance(expression, int):
        return Sum((), (), expression)
    flat = cp_model.FlatIntExpr(expression)
    return Sum(
        tuple(var.index for var in flat.vars), tuple(int(factor) for factor in flat.coeffs), int(flat.offset)
    )


class _Reader:
    """Reads constraints one by one; what was read before is used again, which halves the memory they take."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[int, ...], tuple[int, ...]] = {}
        self._sums: dict[Sum, Sum] = {}

    def numbers(self, said: Iterable[int]) -> tuple[int, ...]:
        """Whole numbers, in their order."""
        found = tuple(said)
        return self._numbers.setdefault(found, found)

    def sum(self, said: Any) -> Sum:
        """A linear expression."""
        found = Sum(self.numbers(said.vars), self.numbers(said.coeffs), said.offset)
        return self._sums.setdefault(found, found)

    def part(self, constraint: Any) -> Part:
        """A constraint."""
        kind = constraint.WhichOneof("constraint")
        if kind not in _READERS:
            raise ValueError(f"a constraint of a kind that is not known: {kind}")
        return _READERS[kind](self, self.numbers(constraint.enforcement_literal), getattr(constraint, kind))

    def linear(self, when: Literals, said: Any) -> Part:
        """A sum within ranges."""
        return Linear(
            when, Sum(self.numbers(said.vars), self.numbers(said.coeffs), 0), self.numbers(said.domain)
        )

    def interval(self, when: Literals, said: Any) -> Part:
        """Days from a start to an end."""
        return Interval(when, self.sum(said.start), self.sum(said.size), self.sum(said.end))

    def cumulative(self, when: Literals, said: Any) -> Part:
        """Demands within a capacity."""
        demands = tuple(self.sum(demand) for demand in said.demands)
        return Cumulative(when, self.numbers(said.intervals), demands, self.sum(said.capacity))

    def largest(self, when: Literals, said: Any) -> Part:
        """A largest of sums."""
        return Largest(when, self.sum(said.target), tuple(self.sum(value) for value in said.exprs))

    def product(self, when: Literals, said: Any) -> Part:
        """A product of sums."""
        return Product(when, self.sum(said.target), tuple(self.sum(value) for value in said.exprs))


_READERS: dict[str, Callable[[_Reader, Literals, Any], Part]] = {
    "linear": _Reader.linear,
    "interval": _Reader.interval,
    "cumulative": _Reader.cumulative,
    "lin_max": _Reader.largest,
    "int_prod": _Reader.product,
    "bool_or": lambda read, when, said: AnyOf(when, read.numbers(said.literals)),
    "bool_and": lambda read, when, said: AllOf(when, read.numbers(said.literals)),
    "at_most_one": lambda read, when, said: AtMostOne(when, read.numbers(said.literals)),
    "no_overlap": lambda read, when, said: NoOverlap(when, read.numbers(said.intervals)),
}
