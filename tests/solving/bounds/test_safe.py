"""Bounds from multipliers are safe whatever the multipliers are, and good when they are good."""

import numpy as np
import pytest

from exsched.solving.bounds.engine import Engine
from exsched.solving.bounds.rows import OPEN, RowBlock, Whole, block_of
from exsched.solving.bounds.safe import SHIFT, Box, safe_bound, safe_units


def a_programme(dice: np.random.Generator) -> tuple[Whole, RowBlock, Box, int | None]:
    """A random program of five columns from 0 to 2, and the least cost of its whole points."""
    rows = []
    for _ in range(int(dice.integers(2, 6))):
        terms = {
            int(c): int(f) for c, f in zip(dice.permutation(5)[:3], dice.integers(-4, 5, 3), strict=True) if f
        }
        least = int(dice.integers(-5, 5))
        rows.append((terms, least, int(dice.choice([OPEN, least + int(dice.integers(0, 6))]))))
    block, cost = block_of(rows), dice.integers(-9, 10, 5).astype(np.int64)
    points = np.stack(np.meshgrid(*[np.arange(3)] * 5), -1).reshape(-1, 5)
    at = np.stack([points[:, list(t)] @ np.array(list(t.values()), dtype=np.int64) for t, _, _ in rows], 1)
    good = points[((at >= block.least) & (at <= block.most)).all(1)]
    box = Box(np.zeros(5, dtype=np.int64), np.full(5, 2, dtype=np.int64), np.full(5, -1, dtype=np.int64))
    return cost, block, box, int((good @ cost).min()) if len(good) else None


@pytest.mark.parametrize("seed", range(200))
def test_no_multipliers_give_a_bound_above_the_best(seed: int) -> None:
    """Neither random ones, nor huge ones, nor such as are no numbers."""
    dice = np.random.default_rng(seed)
    cost, rows, box, best = a_programme(dice)
    for size in (0.1, 1.0, 10.0, 1e9, 1e300):
        multipliers = dice.normal(0, size, len(rows))
        multipliers[0] = dice.choice([multipliers[0], np.nan, np.inf, -np.inf])
        found = safe_bound(cost, rows, box, multipliers)
        assert best is None or found is None or found <= best


@pytest.mark.parametrize("seed", range(100))
def test_true_multipliers_give_the_value_of_the_program(seed: int) -> None:
    """To a thousandth."""
    cost, rows, box, _ = a_programme(np.random.default_rng(seed))
    point = Engine(rows, box, cost).solve(10)
    if point.optimal and point.x is not None and point.multipliers is not None:
        units = safe_units(cost, rows, box, point.multipliers)
        assert units is not None
        assert units / 2**SHIFT == pytest.approx(float(cost @ point.x), abs=1e-3)


def test_shares_of_one_group_cost_no_more_than_the_dearest() -> None:
    """Three shares of at most 1 in all, worth 5, 3 and 2, save 5 at most, where alone they would save 10."""
    cost, rows = np.array([-5, -3, -2], dtype=np.int64), block_of([])
    zero, one = np.zeros(3, dtype=np.int64), np.ones(3, dtype=np.int64)
    bounds = [safe_bound(cost, rows, Box(zero, one, group), np.zeros(0)) for group in (one, -one)]
    assert bounds == [-5, -10]
