"""A bound that needs no trust: worked out in whole numbers from any multipliers of the rows.

For rows `least <= A x <= most` and bounds of the columns, every y gives the bound
sum of (y > 0: y * least, y < 0: y * most) + sum over columns of min over its bounds of (c - y A) x
on the least value of c x (weak duality). Multipliers are rounded to multiples of 1 / 2**SHIFT first; those
that ask for a limit that is not there count as 0.
"""

from dataclasses import dataclass

import numpy as np

from exsched.solving.bounds.rows import OPEN, Real, RowBlock, Whole

SHIFT = 20
"""Multipliers are kept in units of 2**-20: a millionth, far below what moves a bound."""
_SAFE = 2**62


@dataclass(frozen=True)
class Box:
    """What columns can be: from `least` to `most`; those of one group (>= 0) are shares of 1 at most."""

    least: Whole
    most: Whole
    group: Whole


def safe_bound(cost: Whole, rows: RowBlock, box: Box, multipliers: Real) -> int | None:
    """The least whole number that no solution's cost lies below; None when numbers grow too large."""
    total = safe_units(cost, rows, box, multipliers)
    return None if total is None else -(-total >> SHIFT)


def safe_units(cost: Whole, rows: RowBlock, box: Box, multipliers: Real) -> int | None:
    """The bound in units of 2**-SHIFT, not rounded to whole numbers."""
    y = scaled(rows, multipliers)
    reduced = reduced_costs(cost, rows, y)
    if reduced is None:
        return None
    limits = np.where(y > 0, rows.least, np.where(y < 0, rows.most, 0))
    alone = box.group < 0
    ends = np.where(reduced > 0, box.least, box.most)
    return _dot(y, limits) + _dot(reduced[alone], ends[alone]) + _least_of_groups(reduced, box)


def _least_of_groups(reduced: Whole, box: Box) -> int:
    """The least that shares can cost: of each group the cheapest alone, or nothing.

    A share that is fixed to 0 costs nothing; one whose least is 1 is taken as if it were free.
    """
    grouped = (box.group >= 0) & (box.most > 0)
    if not grouped.any():
        return 0
    least = np.zeros(int(box.group.max()) + 1, dtype=np.int64)
    np.minimum.at(least, box.group[grouped], reduced[grouped])
    return int(sum(least.tolist()))


def scaled(rows: RowBlock, multipliers: Real) -> Whole:
    """The multipliers in units, those with a wrong sign and those that are no numbers left out."""
    y = np.nan_to_num(multipliers, nan=0.0, posinf=0.0, neginf=0.0)
    y = np.clip(y, -(2.0**30), 2.0**30)
    units = np.rint(y * 2.0**SHIFT).astype(np.int64)
    wrong = ((units > 0) & (rows.least <= -OPEN)) | ((units < 0) & (rows.most >= OPEN))
    units[wrong] = 0
    return units


def reduced_costs(cost: Whole, rows: RowBlock, y: Whole) -> Whole | None:
    """Cost less what the multipliers pay for, in units; None when a sum could leave 64 bits."""
    each = np.repeat(y, np.diff(rows.starts))
    sizes = np.abs(each).astype(np.float64) * np.abs(rows.factors)
    if float(sizes.sum()) + float(np.abs(cost).sum()) * 2.0**SHIFT >= _SAFE:
        return None
    reduced = cost << SHIFT
    np.subtract.at(reduced, rows.columns, each * rows.factors)
    return reduced


def _dot(one: Whole, other: Whole) -> int:
    """The exact sum of products, in Python's own numbers where 64 bits might not do."""
    if float((np.abs(one).astype(np.float64) * np.abs(other)).sum()) < _SAFE:
        return int((one * other).sum())
    return sum(int(a) * int(b) for a, b in zip(one.tolist(), other.tolist(), strict=True))
