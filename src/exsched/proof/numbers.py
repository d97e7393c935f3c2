"""Whole numbers as clauses: one literal for each "is at least", and the clauses that order them.

A literal is a whole number other than 0, its opposite is `-literal`, as in the DIMACS format. `TRUE` is a
literal that one clause makes true.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise

TRUE = 1
FALSE = -1

MOST_CLAUSES = 500_000
"""Clauses that are worth writing: a proof over more is not checked while anybody waits."""
MOST_VALUES = 20_000
"""Values that one number may have."""


class TooLarge(Exception):
    """The programme is too large for a proof of this kind; the text says how large."""


class Clauses:
    """Clauses and the numbers that they speak of; clauses that are true anyway are left out."""

    def __init__(self) -> None:
        self.clauses: list[tuple[int, ...]] = [(TRUE,)]
        self.last = TRUE

    def new(self) -> int:
        """A literal that nothing is said about yet."""
        self.last += 1
        return self.last

    def clause(self, *literals: int) -> None:
        """At least one of the literals is true."""
        kept = {literal for literal in literals if literal != FALSE}
        if TRUE in kept or any(-literal in kept for literal in kept):
            return
        self.clauses.append(tuple(sorted(kept)))
        if len(self.clauses) > MOST_CLAUSES:
            raise TooLarge(f"more than {MOST_CLAUSES:,} clauses")

    def all_of(self, literals: Iterable[int]) -> int:
        """A literal that is true when all of these are (it may be true without them)."""
        kept = {literal for literal in literals if literal != TRUE}
        if FALSE in kept or any(-literal in kept for literal in kept):
            return FALSE
        if len(kept) <= 1:
            return next(iter(kept), TRUE)
        both = self.new()
        self.clause(both, *(-literal for literal in kept))
        return both

    def number(self, values: Sequence[int]) -> "Number":
        """A number that is one of these values, which rise."""
        if len(values) > MOST_VALUES:
            raise TooLarge(f"a number with {len(values):,} values, more than {MOST_VALUES:,}")
        literals = [self.new() for _ in values[1:]]
        for lower, higher in pairwise(literals):
            self.clause(lower, -higher)
        return Number(values, literals)


class Number:
    """One of some values; `literals[n]` says that it is at least `values[n + 1]`."""

    def __init__(self, values: Sequence[int], literals: list[int]) -> None:
        self.values, self.literals = values, literals

    def at_least(self, value: int) -> int:
        """The literal that is true exactly when the number is at least the value."""
        place = bisect_left(self.values, value)
        if place == 0:
            return TRUE
        return FALSE if place == len(self.values) else self.literals[place - 1]

    def times(self, factor: int) -> "tuple[int, list[Rise]]":
        """The least value of `factor` times the number, and how far above it lies when a literal holds."""
        if factor >= 0:
            base = factor * self.values[0]
            rises = zip(self.values[1:], self.literals, strict=True)
            return base, [(factor * value - base, literal) for value, literal in rises if factor]
        base = factor * self.values[-1]
        falls = zip(self.values[:-1], self.literals, strict=True)
        return base, [(factor * value - base, -literal) for value, literal in falls][::-1]


Rise = tuple[int, int]
"""An amount, and the literal that is true when a number lies at least so far above its least value."""
