"""Whether a part of the exact model holds under an assignment of all its variables."""

from collections.abc import Iterable, Sequence
from math import prod

from exsched.solving.anatomy.parts import (
    AllOf,
    Anatomy,
    AnyOf,
    AtMostOne,
    Cumulative,
    Interval,
    Largest,
    Linear,
    NoOverlap,
    Part,
    Product,
    Sum,
)

Values = list[int]
Task = tuple[int, int, int]
"""Start, end (not included) and demand of an interval that is fixed."""


def is_true(literal: int, values: Values) -> bool:
    """Whether a literal is true."""
    return bool(values[literal]) if literal >= 0 else not values[-literal - 1]


def in_ranges(value: int, ranges: Sequence[int]) -> bool:
    """Whether a number lies in one of the ranges (first, last, first, last, …)."""
    return any(ranges[n] <= value <= ranges[n + 1] for n in range(0, len(ranges), 2))


def broken_parts(anatomy: Anatomy, values: Values) -> list[int]:
    """Numbers of the parts that do not hold; -1 stands for a value outside its domain."""
    outside = [
        -1 for value, domain in zip(values, anatomy.domains, strict=True) if not in_ranges(value, domain)
    ]
    return outside + [n for n, part in enumerate(anatomy.parts) if not holds(part, anatomy.parts, values)]


def holds(part: Part, parts: Sequence[Part], values: Values) -> bool:
    """Whether a part holds; `parts` are all parts of the model, for those that name intervals."""
    if not all(is_true(literal, values) for literal in part.when):
        return True
    if isinstance(part, NoOverlap | Cumulative):
        return _fits(part, parts, values)
    return _true_of(part, values)


def _true_of(part: Linear | AnyOf | AllOf | AtMostOne | Interval | Largest | Product, values: Values) -> bool:
    """Whether a part that names no intervals is true."""
    match part:
        case Linear():
            found = in_ranges(part.sum.at(values), part.ranges)
        case AnyOf():
            found = any(is_true(literal, values) for literal in part.literals)
        case AllOf():
            found = all(is_true(literal, values) for literal in part.literals)
        case AtMostOne():
            found = sum(is_true(literal, values) for literal in part.literals) <= 1
        case Interval():
            size = part.size.at(values)
            found = size >= 0 and part.start.at(values) + size == part.end.at(values)
        case Largest():
            found = part.target.at(values) == max(one.at(values) for one in part.sums)
        case Product():
            found = part.target.at(values) == prod(one.at(values) for one in part.sums)
    return found


def _fits(part: NoOverlap | Cumulative, parts: Sequence[Part], values: Values) -> bool:
    """Whether the intervals that exist stay within the capacity on every day."""
    if isinstance(part, NoOverlap):
        return _highest(_tasks(part.intervals, [ONE] * len(part.intervals), parts, values)) <= 1
    return _highest(_tasks(part.intervals, part.demands, parts, values)) <= part.capacity.at(values)


ONE = Sum((), (), 1)


def _tasks(
    intervals: Sequence[int], demands: Sequence[Sum], parts: Sequence[Part], values: Values
) -> list[Task]:
    found = []
    for number, demand in zip(intervals, demands, strict=True):
        interval = parts[number]
        assert isinstance(interval, Interval)
        if all(is_true(literal, values) for literal in interval.when):
            found.append((interval.start.at(values), interval.end.at(values), demand.at(values)))
    return found


def _highest(tasks: Iterable[Task]) -> int:
    """The largest sum of demands on any day."""
    return max((height for _, _, height in profile(tasks)), default=0)


def profile(tasks: Iterable[Task]) -> list[Task]:
    """What fixed tasks add up to, as steps that do not overlap."""
    changes: dict[int, int] = {}
    for start, end, demand in tasks:
        if end > start:
            changes[start] = changes.get(start, 0) + demand
            changes[end] = changes.get(end, 0) - demand
    found, level, since = [], 0, 0
    for day in sorted(changes):
        if not changes[day]:
            continue
        if level:
            found.append((since, day, level))
        level += changes[day]
        since = day
    return found
