"""What a plan has used up so far: places at venues, elements of forces, units of pools, day by day."""

from collections.abc import Iterable, Iterator

from benchmarks.generator.scale import Scale
from exsched.domain.dates import Period
from exsched.domain.forces import Force
from exsched.domain.venues import Pool, Venue

Days = tuple[int, int]
"""Numbers of the first and the last day, both included."""
_PAD = 60


class Book:
    """Amounts on days; days a little outside the horizon can be booked as well."""

    def __init__(self, scale: Scale) -> None:
        self._amounts = [0] * (scale.days + 2 * _PAD)

    def peak(self, days: Days) -> int:
        """The most on one of these days."""
        return max(self._amounts[self._slice(days)], default=0)

    def total(self, days: Days) -> int:
        """All of these days, added up."""
        return sum(self._amounts[self._slice(days)])

    def add(self, days: Days, amount: int) -> None:
        """Book an amount on each of these days."""
        for n in range(*self._slice(days).indices(len(self._amounts))):
            self._amounts[n] += amount

    @staticmethod
    def _slice(days: Days) -> slice:
        return slice(max(0, days[0] + _PAD), max(0, days[1] + _PAD + 1))


class Stock:
    """All books of one plan."""

    def __init__(self, scale: Scale) -> None:
        self._scale = scale
        self._books: dict[tuple[str, str], Book] = {}

    def _book(self, what: str, name: str) -> Book:
        return self._books.setdefault((what, name), Book(self._scale))

    def _numbers(self, period: Period) -> Days:
        return self._scale.number(period.start), self._scale.number(period.end)

    def _meets(self, periods: Iterable[Period], days: Days) -> bool:
        return any(first <= days[1] and days[0] <= last for first, last in map(self._numbers, periods))

    # -- venues ---------------------------------------------------------------------------------------------

    def has_place(self, venue: Venue, days: Days, troops: int, moves: dict[str, int]) -> bool:
        """Whether a venue takes an exercise on these execution days."""
        taken = (days[0] - venue.setup, days[1])
        if self._meets((closed.dates for closed in venue.closed), taken):
            return False
        kept = (taken[0], days[1] + venue.changeover)
        if self._book("places", venue.id).peak(kept) >= (venue.takes.exercises or 1):
            return False
        if self._book("troops", venue.id).peak(taken) + troops > (venue.takes.strength or troops):
            return False
        length = days[1] - days[0] + 1
        used = sum(self._book("days", venue.id).total(year) for year in self._years(days))
        return used + length <= (venue.days_per_year or used + length) and self._moves_fit(venue, days, moves)

    def _moves_fit(self, venue: Venue, days: Days, moves: dict[str, int]) -> bool:
        for kind, each in moves.items():
            quota, book = venue.movements.get(kind), self._book(f"moves {kind}", venue.id)
            if quota is None:
                continue
            if quota.per_day is not None and book.peak(days) + each > quota.per_day:
                return False
            used = sum(book.total(year) for year in self._years(days)) + each * (days[1] - days[0] + 1)
            if quota.per_year is not None and used > quota.per_year:
                return False
        return True

    def _years(self, days: Days) -> Iterator[Days]:
        """The calendar years that these days lie in, by the numbers of their days."""
        for year in sorted({self._scale.day(number).year for number in days}):
            first = self._scale.number(self._scale.first.replace(year=year))
            yield first, self._scale.number(self._scale.last.replace(year=year))

    def take_place(self, venue: Venue, days: Days, troops: int, moves: dict[str, int]) -> None:
        """Book a place."""
        self._book("places", venue.id).add((days[0] - venue.setup, days[1] + venue.changeover), 1)
        self._book("troops", venue.id).add((days[0] - venue.setup, days[1]), troops)
        self._book("days", venue.id).add(days, 1)
        for kind, each in moves.items():
            self._book(f"moves {kind}", venue.id).add(days, each)

    # -- forces ---------------------------------------------------------------------------------------------

    def free(self, force: Force, days: Days) -> int:
        """How many elements of a force can be away from home on these days."""
        if self._meets((one.dates for one in force.standby), days):
            return 0
        most = force.elements
        for away in force.away:
            if self._meets((away.dates,), days):
                most = min(most, away.available)
        resting = (days[0], days[1] + force.recovery)
        left = most - self._book("elements", force.id).peak(resting)
        if force.tempo is not None and left > 0:
            around = (days[0] - force.tempo.within, days[1] + force.tempo.within)
            used = self._book("element-days", force.id).total(around)
            spare = force.tempo.days * force.elements - used
            left = min(left, spare // (days[1] - days[0] + 1))
        return max(0, left)

    def commit(self, force: Force, days: Days, elements: int) -> None:
        """Book elements of a force, with the rest that follows."""
        self._book("elements", force.id).add((days[0], days[1] + force.recovery), elements)
        self._book("element-days", force.id).add(days, elements)

    # -- pools ----------------------------------------------------------------------------------------------

    def has_units(self, pool: Pool, use: str, days: Days, units: int) -> bool:
        """Whether a pool has so many units left on these days; `draws` and `lift` are told apart."""
        less = sum(part.units for part in pool.less if self._meets((part.dates,), days))
        return self._book(use, pool.id).peak(days) + units <= pool.units - less

    def draw(self, pool: Pool, use: str, days: Days, units: int) -> None:
        """Book units of a pool."""
        self._book(use, pool.id).add(days, units)
