"""Capacities over days: for each day one row could be written; only those that a point breaks are.

A use is surely there from `first` to `last` when its start lies in a slot of its base, and its column is the
share of that. Fixed uses are part of the capacity.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from exsched.solving.bounds.rows import Real, Terms, Whole

_FEW = 12
"""So many rows of one capacity are written at a time."""
_TOUCH = 1e-4


@dataclass
class Load:
    """On every day: demands of the uses that are there - `room` terms <= `capacity` - what is fixed there."""

    room: Terms
    capacity: int
    columns: list[Whole] = field(default_factory=list)
    first: list[Whole] = field(default_factory=list)
    last: list[Whole] = field(default_factory=list)
    demand: list[Whole] = field(default_factory=list)
    fixed: list[tuple[int, int, int]] = field(default_factory=list)
    """First day, last day, demand."""

    def use(self, columns: list[int], first: Whole, last: Whole, demand: int) -> None:
        """A use whose start lies in one of the slots; slots in which it is surely nowhere are left out."""
        there = last >= first
        if demand > 0 and there.any():
            self.columns.append(np.array(columns, dtype=np.int64)[there])
            self.first.append(first[there])
            self.last.append(last[there])
            self.demand.append(np.full(int(there.sum()), demand, dtype=np.int64))

    def packed(self) -> "Capacity | None":
        """The same in four arrays; None when nothing of it is variable."""
        if not self.columns:
            return None
        columns, first, last, demand = (
            np.concatenate(part) for part in (self.columns, self.first, self.last, self.demand)
        )
        return Capacity(self.room, self.capacity, columns, first, last, demand, tuple(self.fixed))


@dataclass(frozen=True)
class Capacity:
    """A load in arrays, one entry for each use and slot."""

    room: Terms
    capacity: int
    columns: Whole
    first: Whole
    last: Whole
    demand: Whole
    fixed: tuple[tuple[int, int, int], ...]

    @property
    def days(self) -> tuple[int, int]:
        """First and last day on which a use can be."""
        return int(self.first.min()), int(self.last.max())

    def profile(self, weights: Real) -> Real:
        """The sum of the weights on each day, fixed uses included."""
        begin, end = self.days
        change = np.zeros(end - begin + 2, dtype=weights.dtype)
        np.add.at(change, self.first - begin, weights)
        np.subtract.at(change, self.last - begin + 1, weights)
        total = np.cumsum(change)[:-1]
        for first, last, demand in self.fixed:
            if first <= end and last >= begin:
                total[max(first, begin) - begin : min(last, end) - begin + 1] += demand
        return np.asarray(total)

    def broken(self, x: Real) -> Iterator[tuple[float, int]]:
        """By how much, and days on which a point breaks the capacity: the worst of each stretch."""
        room = self.capacity + sum(factor * float(x[column]) for column, factor in self.room.items())
        over = self.profile(self.demand * x[self.columns]) - room
        begin = self.days[0]
        peaks = (over > _TOUCH) & (over >= np.append(over[1:], -1.0)) & (over > np.append(-1.0, over[:-1]))
        worst = np.flatnonzero(peaks)
        for day in worst[np.argsort(-over[worst], kind="stable")][:_FEW]:
            yield float(over[day]), begin + int(day)

    def row(self, day: int) -> tuple[dict[int, int], int]:
        """Terms and most of the row of one day."""
        there = (self.first <= day) & (self.last >= day)
        terms: dict[int, int] = defaultdict(int)
        for column, demand in zip(self.columns[there].tolist(), self.demand[there].tolist(), strict=True):
            terms[column] += demand
        for column, factor in self.room.items():
            terms[column] -= factor
        used = sum(demand for first, last, demand in self.fixed if first <= day <= last)
        return dict(terms), self.capacity - used
