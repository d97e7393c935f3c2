"""A sum of numbers that stays at or below a limit, as clauses.

The terms are gone through one by one. What is left of the limit after some of them is a node with a literal
of its own: "the terms from here on add up to at most so much". Amounts between which the rest cannot tell
are one node, so there are no more nodes than sums that can be reached.
"""

from bisect import bisect_right
from collections.abc import Sequence

from exsched.proof.numbers import FALSE, TRUE, Clauses, Rise, TooLarge

MOST_SUMS = 50_000
"""Different sums that the terms of one row may add up to."""

Term = list[Rise]
"""By how much a term can lie above its least value: amounts rise, and each literal implies the one before."""


def at_most(clauses: Clauses, terms: Sequence[Term], limit: int, when: Sequence[int] = ()) -> None:
    """When all of `when` hold, the terms add up to at most the limit."""
    unless = tuple(-literal for literal in when)
    limit, moving = _without_constants(terms, limit)
    if limit < 0:
        clauses.clause(*unless)
        return
    if sum(term[-1][0] for term in moving) <= limit:
        return
    moving.sort(key=len)
    reachable = _reachable(moving, limit)
    level = {limit: unless}
    for place, term in enumerate(moving):
        rest = _Rest(clauses, moving[place + 1 :], reachable[place + 1])
        for slack, prefix in level.items():
            _branch(clauses, prefix, term, slack, rest)
        level = rest.nodes


def _without_constants(terms: Sequence[Term], limit: int) -> tuple[int, list[Term]]:
    """The limit less what is there anyway, and the terms that can still be one thing or another."""
    moving = []
    for term in terms:
        there = max((amount for amount, literal in term if literal == TRUE), default=0)
        limit -= there
        left = [(amount - there, literal) for amount, literal in term if amount > there and literal != FALSE]
        if left:
            moving.append(left)
    return limit, moving


def _reachable(terms: list[Term], limit: int) -> list[list[int]]:
    """For each place, all sums up to the limit that the terms from there on can have, rising."""
    sums = [[0]]
    for term in reversed(terms):
        amounts = [0, *(amount for amount, _ in term)]
        found = {amount + rest for amount in amounts for rest in sums[-1] if amount + rest <= limit}
        if len(found) > MOST_SUMS:
            raise TooLarge(f"a sum with {len(found):,} values, more than {MOST_SUMS:,}")
        sums.append(sorted(found))
    return sums[::-1]


class _Rest:
    """The nodes of one level, made when they are first asked for."""

    def __init__(self, clauses: Clauses, terms: list[Term], reachable: list[int]) -> None:
        self.clauses, self.terms, self.reachable = clauses, terms, reachable
        self.most = sum(term[-1][0] for term in terms)
        self.nodes: dict[int, tuple[int, ...]] = {}

    def literal(self, slack: int) -> int:
        """Implies that the terms from here on add up to at most the slack."""
        if slack >= self.most:
            return TRUE
        if len(self.terms) == 1:
            return next(-literal for amount, literal in self.terms[0] if amount > slack)
        slack = self.reachable[bisect_right(self.reachable, slack) - 1]
        if slack not in self.nodes:
            self.nodes[slack] = (-self.clauses.new(),)
        return -self.nodes[slack][0]


def _branch(clauses: Clauses, prefix: tuple[int, ...], term: Term, slack: int, rest: _Rest) -> None:
    """From one node: the higher the term, the less is left for the rest."""
    before = rest.literal(slack)
    clauses.clause(*prefix, before)
    for amount, literal in term:
        if amount > slack:
            clauses.clause(*prefix, -literal)
            return
        left = rest.literal(slack - amount)
        if left != before:
            clauses.clause(*prefix, -literal, left)
        before = left
