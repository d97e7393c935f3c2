"""Higher bounds by splitting: a literal false or true, a start day early or late; the least leaf counts.

Each leaf's bound is safe as that of the whole is: from multipliers, over the columns' bounds in the leaf. A
leaf without a point is closed only when its multipliers prove it in whole numbers.
"""

import heapq
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from exsched.solving.bounds.climb import Climb
from exsched.solving.bounds.engine import Engine
from exsched.solving.bounds.rows import Real, Terms, Whole, block_of
from exsched.solving.bounds.safe import Box, safe_bound, safe_units

_CLEAR = 1e-3
_TRIED = 5
"""So many ways to split are tried while a run of the engine takes less than `_QUICK` seconds."""
_QUICK = 0.5
_ROUNDS = 4
"""So often rows that a leaf's point breaks are written before it is split."""
_SLICE = 20.0
Fixed = dict[int, tuple[int, int]]
"""New bounds by column."""


@dataclass(order=True)
class Leaf:
    """Part of all solutions: what is fixed there, and the least that they can cost."""

    bound: int
    number: int
    fixed: Fixed = field(compare=False)
    x: Real | None = field(compare=False, default=None)
    known: bool = field(compare=False, default=False)
    """Whether its own program has been solved."""


class Branching:
    """Splits what a climb has ended with. `bound` is safe at any time; it rises."""

    def __init__(self, climb: Climb) -> None:
        self._climb, self._engine = climb, climb.engine
        box = climb.engine.box
        self._whole = Box(box.least.copy(), box.most.copy(), box.group)
        self._count, self._took = 0, 0.0
        self.bound = climb.bound
        first = Leaf(climb.bound, 0, {}, None if climb.point is None else climb.point.x, known=True)
        self._leaves = [first]

    def run(self, stopped: Callable[[], bool]) -> Iterator[int]:
        """Every better bound, until a leaf is whole or cannot be split, time is up or somebody says so."""
        until = self._climb.ask.until
        while self._leaves and not stopped() and time.monotonic() < until:
            leaf = heapq.heappop(self._leaves)
            if not leaf.known and self._solve(leaf):
                heapq.heappush(self._leaves, leaf)
            elif leaf.known:
                splits = [] if leaf.x is None else self._splits(leaf)
                if not splits:
                    return  # its bound is the best that there will be
                for child in self._children(leaf, splits):
                    heapq.heappush(self._leaves, child)
            if self._leaves and self._leaves[0].bound > self.bound:
                self.bound = self._leaves[0].bound
                yield self.bound

    # -- one leaf -------------------------------------------------------------------------------------------

    def _box(self, fixed: Fixed) -> Box:
        least, most = self._whole.least.copy(), self._whole.most.copy()
        for column, (low, high) in fixed.items():
            least[column], most[column] = max(low, least[column]), min(high, most[column])
        return Box(least, most, self._whole.group)

    def _solve(self, leaf: Leaf) -> bool:
        """Solve the leaf's own program and raise its bound; False when it is proved to be empty."""
        leaf.known, engine = True, self._engine
        engine.rebound(self._box(leaf.fixed))
        for _ in range(_ROUNDS):
            begun = time.monotonic()
            point = engine.solve(min(_SLICE, max(0.01, self._climb.ask.until - begun)))
            self._took = 0.7 * self._took + 0.3 * (time.monotonic() - begun)
            if point.infeasible:
                leaf.x = None
                return point.multipliers is None or not self._empty(engine, point.multipliers)
            if point.multipliers is not None:
                found = safe_bound(engine.cost, engine.rows, engine.box, point.multipliers)
                if found is not None:
                    leaf.bound = max(leaf.bound, found + self._climb.constant)
            leaf.x = point.x if point.optimal else None
            if leaf.x is None or not self._cut(leaf.x):
                break
        return True

    @staticmethod
    def _empty(engine: Engine, multipliers: Real) -> bool:
        """Whether the multipliers prove that the rows cannot all be met: nothing costs more than nothing."""
        nothing = np.zeros_like(engine.cost)
        scale = max(1e-9, float(np.abs(multipliers).max(initial=0.0)))
        units = safe_units(nothing, engine.rows, engine.box, multipliers / scale)
        other = safe_units(nothing, engine.rows, engine.box, -multipliers / scale)
        return (units is not None and units > 0) or (other is not None and other > 0)

    def _cut(self, x: Real) -> bool:
        rows: list[tuple[Terms, int, int]] = self._climb.broken(x)
        if rows:
            self._engine.add(block_of(rows))
        return bool(rows)

    # -- splitting ------------------------------------------------------------------------------------------

    def _children(self, leaf: Leaf, splits: list[tuple[Fixed, Fixed]]) -> list[Leaf]:
        """The parts of the split that raises the least of its two bounds most, of some that are tried."""
        tried: list[list[Leaf]] = []
        for split in splits[: _TRIED if self._took < _QUICK else 1]:
            parts = [self._child(leaf, fixed) for fixed in split]
            if self._took >= _QUICK:
                return parts
            tried.append([part for part in parts if self._solve(part)])
            if not tried[-1]:
                return []
        return max(
            tried, key=lambda parts: (min(p.bound for p in parts), sum(p.bound for p in parts) / len(parts))
        )

    def _child(self, leaf: Leaf, fixed: Fixed) -> Leaf:
        self._count += 1
        return Leaf(leaf.bound, self._count, {**leaf.fixed, **fixed})

    def _splits(self, leaf: Leaf) -> list[tuple[Fixed, Fixed]]:
        """Ways to split a leaf at its point, the most promising first; none when the point is whole."""
        assert leaf.x is not None
        found = [*self._literals(leaf.x), *self._days(leaf.x)]
        return [split for _, split in sorted(found, key=lambda item: -item[0])]

    def _literals(self, x: Real) -> Iterator[tuple[float, tuple[Fixed, Fixed]]]:
        days = self._climb.relaxation.days
        for variable, column in days.columns.items():
            if days.meaning.is_switch(variable) and _CLEAR < x[column] < 1 - _CLEAR:
                yield min(x[column], 1 - x[column]), ({column: (0, 0)}, {column: (1, 1)})

    def _days(self, x: Real) -> Iterator[tuple[float, tuple[Fixed, Fixed]]]:
        days = self._climb.relaxation.days
        for base in days.bases.values():
            columns = np.array(days.joint(frozenset(), base))
            shares = x[columns]
            if shares.max(initial=0.0) < shares.sum() - _CLEAR:
                half = int(np.searchsorted(np.cumsum(shares), shares.sum() / 2))
                half = min(max(half, int(np.flatnonzero(shares > _CLEAR)[0])), len(columns) - 2)
                yield shares.sum() - shares.max(), (_none(columns[half + 1 :]), _none(columns[: half + 1]))


def _none(columns: Whole) -> Fixed:
    return dict.fromkeys(columns.tolist(), (0, 0))
