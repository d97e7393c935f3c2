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
from exsched.solving.build import Model
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
    proto = model.cp.proto
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
    for is_kind, read in _READERS:
        if is_kind(constraint):
            return read(tuple(constraint.enforcement_literal), constraint)
    raise ValueError(f"a constraint of a kind that is not known: {constraint}")


def _linear(when: tuple[int, ...], constraint: Any) -> Part:
    said = constraint.linear
    return Linear(when, Sum(tuple(said.vars), tuple(said.coeffs), 0), tuple(said.domain))


def _interval(when: tuple[int, ...], constraint: Any) -> Part:
    said = constraint.interval
    return Interval(when, _read(said.start), _read(said.size), _read(said.end))


def _cumulative(when: tuple[int, ...], constraint: Any) -> Part:
    said = constraint.cumulative
    demands = tuple(_read(demand) for demand in said.demands)
    return Cumulative(when, tuple(said.intervals), demands, _read(said.capacity))


def _largest(when: tuple[int, ...], constraint: Any) -> Part:
    said = constraint.lin_max
    return Largest(when, _read(said.target), tuple(_read(value) for value in said.exprs))


def _product(when: tuple[int, ...], constraint: Any) -> Part:
    said = constraint.int_prod
    return Product(when, _read(said.target), tuple(_read(value) for value in said.exprs))


def _read(expression: Any) -> Sum:
    return Sum(tuple(expression.vars), tuple(expression.coeffs), expression.offset)


_READERS: tuple[tuple[Callable[[Any], bool], Callable[[tuple[int, ...], Any], Part]], ...] = (
    (lambda c: c.has_bool_and(), lambda when, c: AllOf(when, tuple(c.bool_and.literals))),
    (lambda c: c.has_linear(), _linear),
    (lambda c: c.has_interval(), _interval),
    (lambda c: c.has_bool_or(), lambda when, c: AnyOf(when, tuple(c.bool_or.literals))),
    (lambda c: c.has_at_most_one(), lambda when, c: AtMostOne(when, tuple(c.at_most_one.literals))),
    (lambda c: c.has_cumulative(), _cumulative),
    (lambda c: c.has_no_overlap(), lambda when, c: NoOverlap(when, tuple(c.no_overlap.intervals))),
    (lambda c: c.has_lin_max(), _largest),
    (lambda c: c.has_int_prod(), _product),
)
