"""Sums as clauses allow exactly the values that keep within the limit."""

import random
from itertools import product

import pytest

from exsched.proof.numbers import Clauses, Number, TooLarge
from exsched.proof.sums import at_most


def follows(clauses: list[tuple[int, ...]], given: list[int]) -> bool:
    """Whether the clauses can be true with these literals; by trying, with propagation."""
    true = set(given)
    while True:
        left = [[lit for lit in c if -lit not in true] for c in clauses if not true & set(c)]
        if not all(left):
            return False
        units = {c[0] for c in left if len(c) == 1}
        if not units:
            return not left or any(follows(clauses, [*true, lit]) for lit in (left[0][0], -left[0][0]))
        true |= units
        if any(-lit in true for lit in true):
            return False


def said(number: Number, value: int) -> list[int]:
    """The literals that say that the number has the value."""
    return [
        lit if value >= least else -lit for least, lit in zip(number.values[1:], number.literals, strict=True)
    ]


@pytest.mark.parametrize("seed", range(60))
def test_sum_allows_what_keeps_within_the_limit_and_nothing_else(seed: int) -> None:
    """Every assignment of two or three small numbers, with factors of both signs and under a condition."""
    dice = random.Random(seed)
    clauses = Clauses()
    domains = [sorted(dice.sample(range(-4, 6), dice.randint(1, 4))) for _ in range(dice.randint(2, 3))]
    factors = [dice.choice([-3, -2, -1, 1, 2, 5]) for _ in domains]
    numbers = [clauses.number(domain) for domain in domains]
    when, limit = clauses.new(), dice.randint(-12, 12)
    moved = [number.times(factor) for number, factor in zip(numbers, factors, strict=True)]
    at_most(clauses, [term for _, term in moved], limit - sum(base for base, _ in moved), [when])
    for values in product(*domains):
        total = sum(value * factor for value, factor in zip(values, factors, strict=True))
        given = [lit for number, value in zip(numbers, values, strict=True) for lit in said(number, value)]
        assert follows(clauses.clauses, [*given, when]) == (total <= limit)
        assert follows(clauses.clauses, [*given, -when])


def test_numbers_and_sums_that_are_too_large_are_refused() -> None:
    """A size beyond the bound is an error that says the size."""
    clauses = Clauses()
    with pytest.raises(TooLarge, match="1,000,000 values"):
        clauses.number(range(1_000_000))
    wide = [clauses.number(range(0, 900, 3)).times(2**n)[1] for n in range(10)]
    with pytest.raises(TooLarge, match="a sum with"):
        at_most(clauses, wide, 400_000)
