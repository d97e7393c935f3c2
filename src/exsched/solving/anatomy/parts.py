"""The parts of an exact model as plain data: literals, sums, and each kind of constraint that rules make.

A literal is a variable's number, or `-number - 1` for its opposite, as in CP-SAT's own format. A sum is a
`Sum`; `when` holds the literals that must all be true for the constraint to apply (empty: always).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

Literals = tuple[int, ...]


class Sum(NamedTuple):
    """Factors times variables, and a constant."""

    variables: tuple[int, ...]
    factors: tuple[int, ...]
    constant: int

    def at(self, values: Sequence[int]) -> int:
        """Its value under an assignment of all variables."""
        total = self.constant
        for variable, factor in zip(self.variables, self.factors, strict=True):
            total += factor * values[variable]
        return total

    def only(self, kept: Callable[[int], bool]) -> "Sum":
        """The terms of some variables, without the constant."""
        terms = [term for term in zip(self.variables, self.factors, strict=True) if kept(term[0])]
        return Sum(tuple(variable for variable, _ in terms), tuple(factor for _, factor in terms), 0)


@dataclass(frozen=True, slots=True)
class Linear:
    """The sum lies in one of the ranges: (first, last, first, last, …), all included."""

    when: Literals
    sum: Sum
    ranges: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of the literals is true."""

    when: Literals
    literals: Literals


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every literal is true."""

    when: Literals
    literals: Literals


@dataclass(frozen=True, slots=True)
class AtMostOne:
    """No two of the literals are true."""

    when: Literals
    literals: Literals


@dataclass(frozen=True, slots=True)
class Interval:
    """`size` days from `start` to before `end`; it exists when all of `when` hold, and then they fit."""

    when: Literals
    start: Sum
    size: Sum
    end: Sum


@dataclass(frozen=True, slots=True)
class NoOverlap:
    """No two of the intervals that exist share a day; they are numbers of constraints."""

    when: Literals
    intervals: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cumulative:
    """On each day the demands of the intervals that exist add up to at most the capacity."""

    when: Literals
    intervals: tuple[int, ...]
    demands: tuple[Sum, ...]
    capacity: Sum


@dataclass(frozen=True, slots=True)
class Largest:
    """The target is the largest of the sums."""

    when: Literals
    target: Sum
    sums: tuple[Sum, ...]


@dataclass(frozen=True, slots=True)
class Product:
    """The target is the product of the sums."""

    when: Literals
    target: Sum
    sums: tuple[Sum, ...]


Part = Linear | AnyOf | AllOf | AtMostOne | Interval | NoOverlap | Cumulative | Largest | Product

Domain = tuple[int, ...]
"""(first, last, first, last, …), all included."""


@dataclass(frozen=True)
class Anatomy:
    """The model as plain data; numbers of variables and constraints are those of the engine's model."""

    domains: tuple[Domain, ...]
    parts: tuple[Part, ...]
    tiers: tuple[Sum, ...]
    decided: tuple[tuple[int, ...], ...] = ()
    """The decision variables of each exercise, in the programme's order."""

    def least(self, of: Sum) -> int:
        """What the domains alone leave of a sum."""
        return of.constant + sum(
            factor * self.domains[variable][0 if factor > 0 else -1]
            for variable, factor in zip(of.variables, of.factors, strict=True)
        )
