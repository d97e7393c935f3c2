"""All tiers in one sum, to find a good start; only the tier by tier search decides what is best."""

from ortools.sat.python import cp_model

from exsched.solving.build import FACTOR_LIMIT, ROW_LIMIT
from exsched.solving.logic import Number

_RATIOS = (30, 10, 3)
"""How much more one unit of a tier weighs than one unit of the next: the first that leaves room."""


def blended(tiers: tuple[Number, ...]) -> Number | None:
    """A weighted sum of the tiers, earlier ones heavier; None with fewer than two, or when none fits."""
    sums = (_weighted(tiers, ratio) for ratio in _RATIOS)
    return next((total for total in sums if _fits(total)), None) if len(tiers) > 1 else None


def _weighted(tiers: tuple[Number, ...], ratio: int) -> Number:
    total: Number = 0
    for place, tier in enumerate(reversed(tiers)):
        total = total + ratio**place * tier
    return total


def _fits(total: Number) -> bool:
    if isinstance(total, int):
        return False
    factors = [abs(factor) for factor in cp_model.FlatIntExpr(total).coeffs]
    return max(factors, default=0) <= FACTOR_LIMIT and sum(factors) < ROW_LIMIT
