"""One stretch of days that a calendar yields, and how sure it is; what a calendar cannot say."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from exsched.domain.dates import Period


@dataclass(frozen=True)
class Occurrence:
    """Days that belong together; `uncertain` are those of them that may turn out otherwise."""

    days: Period
    uncertain: tuple[Period, ...] = ()


class Unknown(ValueError):
    """A name that no calendar has: `what` it should have been, and the names that are `known`."""

    def __init__(self, what: str, name: str, known: Iterable[str]) -> None:
        super().__init__(f"{name} is not {what}")
        self.what, self.name, self.known = what, name, tuple(sorted(known))


class OutOfReach(ValueError):
    """A year that the tables of a calendar do not cover."""

    def __init__(self, year: int, data: str, first: int, last: int) -> None:
        super().__init__(f"{data} covers the years {first} to {last}, not {year}")
        self.year = year


def give_or_take_a_day(nominal: Period) -> Occurrence:
    """Days that may begin and end a day earlier or later: all that may belong, certain where all agree."""
    widest = nominal.longer(1, 1)
    if nominal.days < 3:
        return Occurrence(widest, (widest,))
    edges = (Period(start=widest.start, end=nominal.start), Period(start=nominal.end, end=widest.end))
    return Occurrence(widest, edges)


def runs(days: Iterable[date]) -> Iterator[Period]:
    """The days as stretches without a gap, in order."""
    first = last = None
    for day in sorted(set(days)):
        if first is None or last is None or day > last + timedelta(1):
            if first and last:
                yield Period(start=first, end=last)
            first = day
        last = day
    if first and last:
        yield Period(start=first, end=last)
