"""Calendar periods: the year, quarter or month in which a day lies."""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from exsched.domain.dates import Period


class Per(StrEnum):
    """A period of the calendar."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"


_MONTHS = {Per.YEAR: 12, Per.QUARTER: 3, Per.MONTH: 1}


def calendar_period(day: date, per: Per) -> Period:
    """The calendar period that holds a day."""
    months = _MONTHS[per]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    after = first.month + months
    following = date(first.year + (after - 1) // 12, (after - 1) % 12 + 1, 1)
    return Period(start=first, end=following - timedelta(1))


def calendar_periods(days: Period, per: Per) -> Iterator[Period]:
    """Every calendar period that shares a day with these days, whole, in order."""
    day = days.start
    while day <= days.end:
        period = calendar_period(day, per)
        yield period
        day = period.end + timedelta(1)


def name_of(period: Period, per: Per) -> str:
    """What a calendar period is called: `2027`, `quarter 2 of 2027`, `2027-04`."""
    first = period.start
    if per is Per.YEAR:
        return str(first.year)
    return f"quarter {(first.month + 2) // 3} of {first.year}" if per is Per.QUARTER else f"{first:%Y-%m}"
