"""Whether an assignment of all variables obeys a part of an exact model, in plain whole numbers."""

from collections import Counter
from math import prod

from exsched.solving.anatomy import (
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


def disobeyed(anatomy: Anatomy, values: list[int]) -> list[int]:
    """Numbers of the parts that the assignment breaks; -1 stands for a domain."""
    found = [
        -1
        for value, domain in zip(values, anatomy.domains, strict=True)
        if not any(low <= value <= high for low, high in zip(domain[::2], domain[1::2], strict=True))
    ]
    return found + [n for n, part in enumerate(anatomy.parts) if not _obeys(anatomy, part, values)]


def _obeys(anatomy: Anatomy, part: Part, values: list[int]) -> bool:
    def true(literal: int) -> bool:
        return values[literal] == 1 if literal >= 0 else values[-literal - 1] == 0

    if not all(map(true, part.when)):
        return True
    if isinstance(part, AnyOf):
        return any(map(true, part.literals))
    if isinstance(part, AllOf):
        return all(map(true, part.literals))
    if isinstance(part, AtMostOne):
        return sum(map(true, part.literals)) <= 1
    return _numbers_obey(anatomy, part, values)


def _numbers_obey(anatomy: Anatomy, part: Part, values: list[int]) -> bool:
    if isinstance(part, Linear):
        total = part.sum.at(values)
        return any(a <= total <= b for a, b in zip(part.ranges[::2], part.ranges[1::2], strict=True))
    if isinstance(part, Largest):
        return part.target.at(values) == max(of.at(values) for of in part.sums)
    if isinstance(part, Product):
        return part.target.at(values) == prod(of.at(values) for of in part.sums)
    if isinstance(part, Interval):
        size = part.size.at(values)
        return size >= 0 and part.start.at(values) + size == part.end.at(values)
    assert isinstance(part, NoOverlap | Cumulative)
    one = Sum((), (), 1)
    demands = [one] * len(part.intervals) if isinstance(part, NoOverlap) else part.demands
    most = 1 if isinstance(part, NoOverlap) else part.capacity.at(values)
    return _height(anatomy, part, [demand.at(values) for demand in demands], values) <= most


def _height(anatomy: Anatomy, part: NoOverlap | Cumulative, demands: list[int], values: list[int]) -> int:
    change: Counter[int] = Counter()
    for number, demand in zip(part.intervals, demands, strict=True):
        interval = anatomy.parts[number]
        assert isinstance(interval, Interval)
        if all(values[n] == 1 if n >= 0 else values[-n - 1] == 0 for n in interval.when):
            change[interval.start.at(values)] += demand
            change[interval.end.at(values)] -= demand
    height = highest = 0
    for day in sorted(change):
        height += change[day]
        highest = max(highest, height)
    return highest
