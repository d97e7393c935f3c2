"""How large a programme of so many exercises is: nations, venues, forces, years, and the names they bear."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, log
from random import Random
from typing import Any

Facts = dict[str, Any]
FIRST_YEAR = 2031
SMALLEST, LARGEST = 20, 3000
_YEARS = (150, 400, 800, 1600)
"""Up to so many exercises make a programme of one year, of two, of three, of four; more make five."""
NAMES = (
    "Arvania", "Belmark", "Carvia", "Doria", "Elmeria", "Falmark", "Granovia", "Hesland", "Ilvania", "Jorvia",
    "Kestria", "Lorvia", "Marovia", "Novaria", "Oldmere", "Pelland", "Quillia", "Ronmark", "Selland", "Tavia",
    "Undria", "Vesperia", "Wendmark", "Xanthia", "Yssel", "Zelvania", "Astoria", "Brennia", "Cordovia",
    "Drevland", "Estmark", "Fenland", "Galdoria", "Hollmark", "Istria", "Kaldor", "Lenmark", "Mirland",
    "Nordheim", "Ostria",
)  # fmt: skip


@dataclass(frozen=True)
class Scale:
    """What a programme is made from; the same numbers give the same bytes."""

    exercises: int
    seed: int
    hidden: bool

    def __post_init__(self) -> None:
        """Refuse sizes for which nothing here was made."""
        if not SMALLEST <= self.exercises <= LARGEST:
            raise ValueError(f"size: {SMALLEST} to {LARGEST} exercises")

    def chance(self, what: str) -> Random:
        """Dice of their own for each thing, so that a change to one leaves the others as they were."""
        return Random(f"{self.exercises} {self.seed} {what}")

    def _between(self, least: int, most: int) -> int:
        """A number that grows with the logarithm of the size, from the smallest to the largest."""
        share: float = log(self.exercises / SMALLEST) / log(LARGEST / SMALLEST)
        return round(least * exp(share * log(most / least)))

    @property
    def nations(self) -> int:
        """12 to 40."""
        return self._between(12, 40)

    @property
    def venues(self) -> int:
        """10 to 120."""
        return self._between(10, 120)

    @property
    def forces(self) -> int:
        """40 to 400."""
        return self._between(40, 400)

    @property
    def years(self) -> int:
        """1 to 5."""
        return 1 + bisect_left(_YEARS, self.exercises)

    @property
    def first(self) -> date:
        """The first day of the horizon."""
        return date(FIRST_YEAR, 1, 1)

    @property
    def last(self) -> date:
        """The last day of the horizon."""
        return date(FIRST_YEAR + self.years - 1, 12, 31)

    @property
    def days(self) -> int:
        """Days of the horizon."""
        return (self.last - self.first).days + 1

    @property
    def each_year(self) -> range:
        """The calendar years of the horizon."""
        return range(FIRST_YEAR, FIRST_YEAR + self.years)

    @property
    def codes(self) -> list[str]:
        """Three letters for each nation."""
        return [name[:3].upper() for name in NAMES[: self.nations]]

    def day(self, number: int) -> date:
        """The day with this number; the first day of the horizon is 0."""
        return self.first + timedelta(number)

    def number(self, day: date) -> int:
        """The number of a day."""
        return (day - self.first).days

    def span(self, first: int, last: int) -> str:
        """Days by their numbers, both ends included, as planners write them."""
        return f"{self.day(first)}/{self.day(last)}"

    def week(self, year: int, week: int, weeks: int) -> tuple[int, int]:
        """The numbers of the first and last day of whole weeks, inside the horizon."""
        monday = self.number(date.fromisocalendar(year, week, 1))
        return max(0, monday), min(self.days - 1, monday + 7 * weeks - 1)
