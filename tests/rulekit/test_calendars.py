"""Calendar periods."""

from datetime import date

import pytest

from exsched.domain.dates import Period
from exsched.rulekit.calendars import Per, calendar_period, calendar_periods, name_of


@pytest.mark.parametrize(
    ("day", "per", "days", "name"),
    [
        (date(2027, 12, 31), Per.YEAR, "2027-01-01/2027-12-31", "2027"),
        (date(2027, 3, 31), Per.QUARTER, "2027-01-01/2027-03-31", "quarter 1 of 2027"),
        (date(2027, 10, 1), Per.QUARTER, "2027-10-01/2027-12-31", "quarter 4 of 2027"),
        (date(2028, 2, 29), Per.MONTH, "2028-02-01/2028-02-29", "2028-02"),
        (date(2027, 12, 1), Per.MONTH, "2027-12-01/2027-12-31", "2027-12"),
    ],
)
def test_a_day_lies_in_its_calendar_period(day: date, per: Per, days: str, name: str) -> None:
    """First and last day, and what it is called."""
    period = calendar_period(day, per)
    assert (str(period), name_of(period, per)) == (days, name)


def test_calendar_periods_are_whole_and_leave_no_gap() -> None:
    """All that share a day, in order."""
    found = calendar_periods(Period(start=date(2026, 11, 30), end=date(2027, 2, 1)), Per.MONTH)
    assert [name_of(period, Per.MONTH) for period in found] == ["2026-11", "2026-12", "2027-01", "2027-02"]
