"""No-overlaps and cumulatives of an anatomy as loads over days, written only when a point comes near them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from exsched.solving.anatomy import Anatomy, Cumulative, Interval, NoOverlap, Sum
from exsched.solving.bounds.days import Base, Days, Key
from exsched.solving.bounds.loads import Capacity, Load
from exsched.solving.bounds.meaning import Literal
from exsched.solving.bounds.rows import Real, Whole


@dataclass(frozen=True, eq=False)
class Use:
    """Demand from the latest first to the earliest last day of each slot of the base, with all of the key."""

    base: Base
    key: Key
    first: Whole
    last: Whole
    demand: int


@dataclass(eq=False)
class Sketch:
    """A load whose uses have no columns of their own yet."""

    room: dict[int, int]
    capacity: int
    uses: list[Use] = field(default_factory=list)
    still: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Column, first day, last day, demand of what does not move."""
    fixed: list[tuple[int, int, int]] = field(default_factory=list)


class Capacities:
    """All loads that can bind: sketched at first, then written one by one."""

    def __init__(self, anatomy: Anatomy, days: Days, counted: frozenset[int]) -> None:
        self.anatomy, self.days, self.meaning = anatomy, days, days.meaning
        self._counted = counted
        self.sketches: list[Sketch] = []
        self.written: list[Capacity] = []

    def read(self) -> None:
        """Sketch every constraint of the two kinds that always applies."""
        for part in self.anatomy.parts:
            if isinstance(part, NoOverlap) and not part.when:
                one = Sum((), (), 1)
                self._sketch(part.intervals, [one] * len(part.intervals), one)
            elif isinstance(part, Cumulative) and not part.when:
                self._sketch(part.intervals, part.demands, part.capacity)

    def _sketch(self, intervals: Iterable[int], demands: Iterable[Sum], capacity: Sum) -> None:
        terms, constant = self.meaning.affine(capacity)
        room: dict[int, int] = {}
        for variable, factor in terms.items():
            least, most = self.meaning.ends(variable)
            if least == most:
                constant += factor * least
            elif variable not in self._counted:
                return
            else:
                room[self.days.column(variable)] = factor
        sketch = Sketch(room, constant)
        for number, demand in zip(intervals, demands, strict=True):
            interval = self.anatomy.parts[number]
            assert isinstance(interval, Interval)
            self._use(sketch, interval, demand)
        self.enter(sketch)

    def enter(self, sketch: Sketch) -> None:
        """Keep a sketch whose uses can exceed its capacity on some day."""
        if sketch.room or _most(sketch) > sketch.capacity:
            self.sketches.append(sketch)

    def _use(self, sketch: Sketch, interval: Interval, demand: Sum) -> None:
        start, end = self.days.reach(interval.start), self.days.reach(interval.end)
        size = self._least(interval.size, interval.when)
        amount = self._least(demand, interval.when)
        if amount <= 0:
            return
        if start is None:
            self._without_base(sketch, interval, size, amount)
            return
        last = start.low + size - 1
        if end is not None and end.base == start.base:
            last = np.maximum(last, end.low - 1)
        self.stretch(sketch, interval.when, self.days.bases[start.base], (start.high, last), amount)

    def _without_base(self, sketch: Sketch, interval: Interval, size: int, amount: int) -> None:
        """A stretch of days that does not move: part of what is fixed, or there with its literal."""
        starts, ends = self.meaning.range_of(interval.start), self.meaning.range_of(interval.end)
        first, last = starts[1], max(starts[0] + size, ends[0]) - 1
        names = {self.meaning.name(literal) for literal in interval.when}
        open_ = [name for name in names if self.meaning.fixed(name) is None]
        if last < first or any(self.meaning.fixed(name) is False for name in names):
            return
        if not open_:
            sketch.fixed.append((first, last, amount))
        elif len(open_) == 1 and open_[0] >= 0:
            sketch.still.append((self.days.literal_column(open_[0])[0], first, last, amount))

    def stretch(
        self, sketch: Sketch, when: Iterable[Literal], base: Base, ends: tuple[Whole, Whole], amount: int = 1
    ) -> None:
        """A use from the latest first to the earliest last day of each slot, when all of `when` hold."""
        found = self.days.split(when, base)
        if found is None:
            return
        key, mask = found
        if not key and base.held is not None:
            return  # it is there also when the base is absent, and that share has no column
        first = base.most(np.where(mask, ends[0], _FAR))
        last = base.least(np.where(mask, ends[1], -_FAR))
        if (last >= first).any():
            sketch.uses.append(Use(base, key, first, last, amount))

    def _least(self, of: Sum, when: Iterable[Literal]) -> int:
        """The least of a sum while all of `when` hold."""
        terms, least = self.meaning.affine(of)
        true = {other for literal in when for other in self.meaning.closure(literal)}
        for variable, factor in terms.items():
            low, high = self.meaning.ends(variable)
            for literal in true:
                under = self.meaning.under.get((literal, variable))
                if under is not None:
                    low, high = max(low, under[0]), min(high, under[1])
            least += min(factor * low, factor * high)
        return least

    # -- writing --------------------------------------------------------------------------------------------

    def write(self, sketches: Iterable[Sketch]) -> None:
        """Give the uses of these their columns."""
        for sketch in sketches:
            self.sketches.remove(sketch)
            load = Load(sketch.room, sketch.capacity, fixed=sketch.fixed)
            for column, first, last, demand in sketch.still:
                load.use([column], np.array([first]), np.array([last]), demand)
            for use in sketch.uses:
                load.use(self.days.joint(use.key, use.base), use.first, use.last, use.demand)
            capacity = load.packed()
            if capacity is not None:
                self.written.append(capacity)

    def near(self, x: Real) -> Iterator[tuple[float, Sketch]]:
        """How much of its capacity each sketch uses at its height if its literals are independent of days."""
        for sketch in self.sketches:
            room = sketch.capacity + sum(factor * float(x[column]) for column, factor in sketch.room.items())
            yield _height(sketch, self._weights(sketch, x)) - room, sketch

    def _weights(self, sketch: Sketch, x: Real) -> list[Real]:
        found = []
        for use in sketch.uses:
            shares = x[np.array(self.days.joint(frozenset(), use.base))]
            for literal in use.key:
                if literal != use.base.held:
                    shares = shares * self.days.value(literal, x)
            if use.base.held is not None:
                shares = (
                    shares / max(self.days.value(use.base.held, x), 1e-9)
                    if use.key != {use.base.held}
                    else shares
                )
            found.append(use.demand * np.minimum(shares, 1.0))
        return found


_FAR = 2**40


def _height(sketch: Sketch, weights: list[Real]) -> float:
    """The highest sum of the weights on any day, fixed uses included."""
    first = [use.first[use.last >= use.first] for use in sketch.uses]
    last = [use.last[use.last >= use.first] for use in sketch.uses]
    kept = [w[use.last >= use.first] for w, use in zip(weights, sketch.uses, strict=True)]
    starts = np.concatenate(
        [*first, np.array([f for _, f, _, _ in sketch.still] + [f for f, _, _ in sketch.fixed])]
    )
    ends = np.concatenate(
        [*last, np.array([t for _, _, t, _ in sketch.still] + [t for _, t, _ in sketch.fixed])]
    )
    demand = np.concatenate(
        [*kept, np.array([float(d) for _, _, _, d in sketch.still] + [float(d) for _, _, d in sketch.fixed])]
    )
    if not len(demand):
        return 0.0
    times = np.concatenate([starts, ends + 1])
    order = np.argsort(times, kind="stable")
    times, change = times[order], np.concatenate([demand, -demand])[order]
    total = np.cumsum(change)
    return float(total[np.append(times[1:] != times[:-1], True)].max())


def _most(sketch: Sketch) -> float:
    """The highest that the demands can add up to on any day."""
    return _height(sketch, [np.full(use.base.slots, float(use.demand)) for use in sketch.uses])
