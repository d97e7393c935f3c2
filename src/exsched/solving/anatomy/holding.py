"""Whether a part of the exact model holds under an assignment of all its variables."""

from collections.abc import Sequence

from exsched.solving.anatomy.parts import (
    AllOf,
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


def is_true(literal: int, values: Values) -> bool:
    """Whether a literal is true."""
    return bool(values[literal]) if literal >= 0 else not values[-literal - 1]


def in_ranges(value: int, ranges: Sequence[int]) -> bool:
    """Whether a number lies in one of the ranges (first, last, first, last, …)."""
    return any(ranges[n] <= value <= ranges[n + 1] for n in range(0, len(ranges), 2))


def holds(part: Part, parts: Sequence[Part], values: Values) -> bool:
    """Whether a part holds; `parts` are all parts of the model, for those that name intervals."""
    if not all(is_true(literal, values) for literal in part.when):
        return True
    match part:
        case Linear():
            return in_ranges(part.sum.at(values), part.ranges)
        case AnyOf():
            return any(is_true(literal, values) for literal in part.literals)
        case AllOf():
            return all(is_true(literal, values) for literal in part.literals)
        case AtMostOne():
            return sum(is_true(literal, values) for literal in part.literals) <= 1
        case Interval():
            return part.size.at(values) >= 0 and part.start.at(values) + part.size.at(values) == part.end.at(
                values
            )
        case Largest():
            return part.target.at(values) == max(one.at(values) for one in part.sums)
        case Product():
            return part.target.at(values) == _product(part.sums, values)
        case NoOverlap():
            return _highest(_tasks(part.intervals, [_ONE] * len(part.intervals), parts, values)) <= 1
        case Cumulative():
            return _highest(_tasks(part.intervals, part.demands, parts, values)) <= part.capacity.at(values)


_ONE = Sum((), (), 1)


def _product(sums: Sequence[Sum], values: Values) -> int:
    total = 1
    for one in sums:
        total *= one.at(values)
    return total


def _tasks(
    intervals: Sequence[int], demands: Sequence[Sum], parts: Sequence[Part], values: Values
) -> list[tuple[int, int, int]]:
    found = []
    for number, demand in zip(intervals, demands, strict=True):
        interval = parts[number]
        assert isinstance(interval, Interval)
        if all(is_true(literal, values) for literal in interval.when):
            found.append((interval.start.at(values), interval.end.at(values), demand.at(values)))
    return found


def _highest(tasks: list[tuple[int, int, int]]) -> int:
    """The largest sum of demands on any day; tasks are (start, end, demand), the end is not included."""
    changes: dict[int, int] = {}
    for start, end, demand in tasks:
        if end > start:
            changes[start] = changes.get(start, 0) + demand
            changes[end] = changes.get(end, 0) - demand
    level = highest = 0
    for day in sorted(changes):
        level += changes[day]
        highest = max(highest, level)
    return highest
