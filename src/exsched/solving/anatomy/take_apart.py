"""Take an exact model apart: every variable's days or values, every constraint, every tier, as plain data."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

from exsched.solving.anatomy.parts import (
    AllOf,
    AnyOf,
    AtMostOne,
    Cumulative,
    Interval,
    Largest,
    Linear,
    NoOverlap,
    Part,
    Product,
    Sum,
)
from exsched.solving.build import Model, read_back
from exsched.solving.logic import Number

Domain = tuple[int, ...]
"""(first, last, first, last, …), all included."""


@dataclass(frozen=True)
class Anatomy:
    """The model as plain data; numbers of variables and constraints are those of the engine's model."""

    domains: tuple[Domain, ...]
    parts: tuple[Part, ...]
    tiers: tuple[Sum, ...]


def take_apart(model: Model) -> Anatomy:
    """Read the whole model once.

    Raises:
        ValueError: a rule posted a kind of constraint that is not known here.
    """
    proto = read_back(model.cp)
    return Anatomy(
        domains=tuple(tuple(variable.domain) for variable in proto.variables),
        parts=tuple(_part(constraint) for constraint in proto.constraints),
        tiers=tuple(sum_of(tier) for tier in model.tiers),
    )


def sum_of(expression: Number) -> Sum:
    """An expression of the model as plain data."""
    if isinstance(expression, int):
        return Sum((), (), expression)
    flat = cp_model.FlatIntExpr(expression)
    return Sum(
        tuple(var.index for var in flat.vars), tuple(int(factor) for factor in flat.coeffs), int(flat.offset)
    )


def _part(constraint: Any) -> Part:
    kind = constraint.WhichOneof("constraint")
    if kind not in _READERS:
        raise ValueError(f"a constraint of a kind that is not known: {kind}")
    return _READERS[kind](tuple(constraint.enforcement_literal), getattr(constraint, kind))


def _linear(when: tuple[int, ...], said: Any) -> Part:
    return Linear(when, Sum(tuple(said.vars), tuple(said.coeffs), 0), tuple(said.domain))


def _interval(when: tuple[int, ...], said: Any) -> Part:
    return Interval(when, _read(said.start), _read(said.size), _read(said.end))


def _cumulative(when: tuple[int, ...], said: Any) -> Part:
    demands = tuple(_read(demand) for demand in said.demands)
    return Cumulative(when, tuple(said.intervals), demands, _read(said.capacity))


def _largest(when: tuple[int, ...], said: Any) -> Part:
    return Largest(when, _read(said.target), tuple(_read(value) for value in said.exprs))


def _product(when: tuple[int, ...], said: Any) -> Part:
    return Product(when, _read(said.target), tuple(_read(value) for value in said.exprs))


def _read(expression: Any) -> Sum:
    return Sum(tuple(expression.vars), tuple(expression.coeffs), expression.offset)


_READERS: dict[str, Callable[[tuple[int, ...], Any], Part]] = {
    "linear": _linear,
    "interval": _interval,
    "cumulative": _cumulative,
    "lin_max": _largest,
    "int_prod": _product,
    "bool_or": lambda when, said: AnyOf(when, tuple(said.literals)),
    "bool_and": lambda when, said: AllOf(when, tuple(said.literals)),
    "at_most_one": lambda when, said: AtMostOne(when, tuple(said.literals)),
    "no_overlap": lambda when, said: NoOverlap(when, tuple(said.intervals)),
}
