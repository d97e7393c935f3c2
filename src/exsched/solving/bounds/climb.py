"""Rising bounds on one tier: solve, write the rows that the point breaks, solve again."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from exsched.solving.bounds.engine import Engine, Point
from exsched.solving.bounds.relax import Relaxation
from exsched.solving.bounds.rows import OPEN, RowBlock, Terms, Whole, block_of, joined
from exsched.solving.bounds.safe import safe_bound

_AT_ONCE = 12
"""So many capacities get their columns at a time: those that the point exceeds most."""
_NEAR = 1e-3
_SLICE = 20.0
"""Seconds of one run of the engine, after which its multipliers are looked at."""


@dataclass(frozen=True)
class Ask:
    """Which tier to bound, what earlier tiers may cost at most, and until when (monotonic clock)."""

    tier: int
    ceilings: tuple[tuple[int, int], ...] = ()
    until: float = float("inf")


class Climb:
    """One tier under its ceilings. `bound` is safe at any time; it rises."""

    def __init__(self, relaxation: Relaxation, ask: Ask) -> None:
        self.relaxation, self.ask = relaxation, ask
        self.terms, self.constant = relaxation.tiers[ask.tier]
        self.engine = Engine(
            joined([relaxation.rows.block(), self._ceilings()]),
            relaxation.box(),
            cost_of(self.terms, len(relaxation.rows.least)),
        )
        self.bound = -OPEN
        self.point: Point | None = None
        self.finished = False
        """Whether its point breaks no row that could be written."""
        self._raise(self.engine, np.zeros(len(self.engine.rows)))

    def _ceilings(self) -> RowBlock:
        return block_of(
            (self.relaxation.tiers[tier][0], -OPEN, most - self.relaxation.tiers[tier][1])
            for tier, most in self.ask.ceilings
        )

    def _raise(self, engine: Engine, multipliers: np.ndarray[tuple[int], np.dtype[np.float64]]) -> bool:
        """Take the bound of these multipliers when it is better."""
        found = safe_bound(engine.cost, engine.rows, engine.box, multipliers)
        better = found is not None and found + self.constant > self.bound
        if found is not None and better:
            self.bound = found + self.constant
        return better

    def run(self, stopped: Callable[[], bool]) -> Iterator[int]:
        """Every better bound, until nothing more is broken, time is up or somebody says so."""
        yield self.bound
        fresh = True
        while not stopped() and (left := self.ask.until - time.monotonic()) > 0:
            point = self.engine.solve(min(left, _SLICE), fresh=fresh)
            if point.multipliers is not None and self._raise(self.engine, point.multipliers):
                yield self.bound
            if point.infeasible:
                return
            if not point.optimal or point.x is None:
                fresh = False
                continue
            self.point, fresh = point, False
            if not self._cut(point.x) and not self._widen(point.x):
                self.finished = True
                return

    def broken(self, x: np.ndarray[tuple[int], np.dtype[np.float64]]) -> list[tuple[Terms, int, int]]:
        """Rows of capacities and orders that a point breaks."""
        rows: list[tuple[Terms, int, int]] = []
        for capacity in self.relaxation.capacities.written:
            for _, day in capacity.broken(x):
                terms, most = capacity.row(day)
                rows.append((terms, -OPEN, most))
        for order in self.relaxation.orders:
            rows.extend((terms, -OPEN, most) for terms, most in order.broken(x))
        return rows

    def _cut(self, x: np.ndarray[tuple[int], np.dtype[np.float64]]) -> bool:
        """Write the rows of capacities and orders that the point breaks."""
        rows = self.broken(x)
        if rows:
            self.engine.add(block_of(rows))
        return bool(rows)

    def _widen(self, x: np.ndarray[tuple[int], np.dtype[np.float64]]) -> bool:
        """Give columns to the capacities that the point comes near to."""
        near = sorted(self.relaxation.capacities.near(x), key=lambda found: -found[0])
        chosen = [sketch for over, sketch in near if over > _NEAR][:_AT_ONCE]
        costs = [cost for short, cost in self.relaxation.near_costs(x) if short > _NEAR]
        if chosen or costs:
            known = len(self.relaxation.rows)
            self.relaxation.write(chosen, costs)
            self.engine.extend(self.relaxation.box(), self.relaxation.rows.block(known))
        return bool(chosen or costs)


def cost_of(terms: Terms, count: int) -> Whole:
    """The cost of each column."""
    cost = np.zeros(count, dtype=np.int64)
    for column, factor in terms.items():
        cost[column] += factor
    return cost


def within(ask: Ask, seconds: float) -> Ask:
    """The same, for so many seconds from now."""
    return replace(ask, until=time.monotonic() + seconds)
