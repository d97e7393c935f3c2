"""A limit that changes from day to day, as steps of day numbers."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from exsched.domain.dates import Period, Validity
from exsched.rulekit.decisions import Less

_REACH = 40_000
"""Days before and after the horizon that a span may reach: more than any footprint."""


class Step(NamedTuple):
    """From `first` to `last`, both included, the limit is `limit`."""

    first: int
    last: int
    limit: int


def steps(horizon: Period, limit: int, less: Sequence[Less], valid: Validity | None, free: int) -> list[Step]:
    """The limit over all days that a span can touch; `free` where the limit does not apply."""
    first, last = -_REACH, horizon.days + _REACH

    def number(day: int) -> int:
        return min(max(day, first), last + 1)

    def ends(period: Period) -> tuple[int, int]:
        return number((period.start - horizon.start).days), number((period.end - horizon.start).days + 1)

    holds = ends(valid.period()) if valid else (first, last + 1)
    gaps = [(*ends(part.period), part.by) for part in less]
    marks = sorted({first, last + 1, *holds, *(mark for gap in gaps for mark in gap[:2])})
    found: list[Step] = []
    for start, stop in pairwise(marks):
        inside = holds[0] <= start < holds[1]
        missing = sum(by for begin, end, by in gaps if begin <= start < end)
        level = max(0, limit - missing) if inside else free
        if found and found[-1].limit == level:
            found[-1] = Step(found[-1].first, stop - 1, level)
        else:
            found.append(Step(start, stop - 1, level))
    return found
