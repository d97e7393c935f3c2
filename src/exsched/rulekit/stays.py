"""Stays: what is in use on each day, and on which days that is too much; a sweep over dates, for checks."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from exsched.domain.dates import Period


@dataclass(frozen=True)
class Stay:
    """An exercise has so much of something in use on every day of a period."""

    exercise: str
    period: Period
    amount: int = 1


@dataclass(frozen=True)
class Excess:
    """Consecutive days on which the same exercises have more in use than the limit."""

    period: Period
    load: int
    limit: int
    exercises: tuple[str, ...]

    @property
    def by(self) -> int:
        """How far the load of each of these days lies above the limit."""
        return self.load - self.limit


@dataclass(frozen=True)
class Shortage:
    """On the days of a period the limit is lower by so much."""

    period: Period
    by: int


def excesses(
    stays: Iterable[Stay], limit: int, within: Period, shortages: Sequence[Shortage] = ()
) -> Iterator[Excess]:
    """The days of `within` on which the stays add up to more than the limit less its shortages, in order.

    Shortages on one day add up; the limit never falls below 0. A stay of amount 0 is no stay.
    """
    change: dict[date, list[tuple[str, int, int]]] = {}
    for stay in stays:
        if stay.amount:
            _note(change, stay.period.common(within), (stay.exercise, stay.amount, 0))
    for shortage in shortages:
        _note(change, shortage.period.common(within), ("", 0, shortage.by))
    present: Counter[str] = Counter()
    load = missing = 0
    for day, following in pairwise(sorted(change)):
        for exercise, amount, by in change[day]:
            present[exercise] += amount
            load += amount
            missing += by
            if not present[exercise]:
                del present[exercise]
        if load > (left := max(0, limit - missing)):
            yield Excess(Period(start=day, end=following - timedelta(1)), load, left, tuple(sorted(present)))


def _note(
    change: dict[date, list[tuple[str, int, int]]], period: Period | None, what: tuple[str, int, int]
) -> None:
    if period:
        exercise, amount, by = what
        change.setdefault(period.start, []).append((exercise, amount, by))
        change.setdefault(period.end + timedelta(1), []).append((exercise, -amount, -by))


def worst(found: Iterable[Excess]) -> Excess | None:
    """The first of the days with the largest excess, or None."""
    return max(found, key=lambda excess: excess.by, default=None)
