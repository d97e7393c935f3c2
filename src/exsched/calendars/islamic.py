"""Months and feasts of the Islamic calendar, by the Umm al-Qura tables; a sighting may differ by a day.

Source: the Umm al-Qura calendar of Saudi Arabia, 1343 to 1500 AH, as the hijridate package holds it.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from exsched.calendars.occurrence import Occurrence, OutOfReach, give_or_take_a_day
from exsched.domain.dates import Period

FIRST_YEAR, LAST_YEAR = 1925, 2076
"""The first and the last Gregorian year that the tables cover whole."""


def from_hijri(month: int, day: int, days: int | None, year: int) -> Iterator[Occurrence]:
    """The days from a day of a Hijri month on that begin in a Gregorian year; to the month's end for None.

    A Hijri year is eleven days shorter, so a Gregorian year can hold two beginnings, or none.
    """
    from hijridate import Gregorian, Hijri

    try:
        first, last = (Gregorian(year, *edge).to_hijri().year for edge in ((1, 1), (12, 31)))
        found = [Hijri(hijri_year, month, day) for hijri_year in range(first, last + 1)]
        starts = [(hijri, hijri.to_gregorian()) for hijri in found]
    except OverflowError:
        raise OutOfReach(year, "the Umm al-Qura calendar", FIRST_YEAR, LAST_YEAR) from None
    for hijri, start in starts:
        if start.year == year:
            length = days or hijri.month_length() - day + 1
            begins = date.fromordinal(start.toordinal())
            yield give_or_take_a_day(Period(start=begins, end=begins + timedelta(length - 1)))
