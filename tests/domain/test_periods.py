"""Named periods and days of the year."""

import pickle
from typing import Any

import pytest

from exsched.domain.dates import Period
from exsched.domain.periods import Computed, MonthDays, NamedPeriod

TWO_YEARS = Period.model_validate("2027-01-01/2028-12-31")


@pytest.mark.parametrize(
    ("text", "stretches"),
    [
        ("06-01/09-30", ["2027-06-01/2027-09-30", "2028-06-01/2028-09-30"]),
        ("12-31", ["2027-12-31", "2028-12-31"]),
        ("01-01/12-31", ["2027-01-01/2027-12-31", "2028-01-01/2028-12-31"]),
        ("11-15/02-28", ["2026-11-15/2027-02-28", "2027-11-15/2028-02-28", "2028-11-15/2029-02-28"]),
        ("11-15/02-29", ["2026-11-15/2027-02-28", "2027-11-15/2028-02-29", "2028-11-15/2029-02-28"]),
        ("02-29/03-02", ["2027-03-01/2027-03-02", "2028-02-29/2028-03-02"]),
        ("02-29", ["2028-02-29"]),
        ("03-01/02-29", ["2026-03-01/2027-02-28", "2027-03-01/2028-02-29", "2028-03-01/2029-02-28"]),
    ],
)
def test_days_of_the_year_wrap_and_know_leap_years(text: str, stretches: list[str]) -> None:
    """As stretches and day by day, the same days."""
    season = MonthDays.model_validate(text)
    found = list(season.within(TWO_YEARS))
    assert [str(one) for one in found] == stretches
    assert all((day in season) == any(day in one for one in found) for day in TWO_YEARS.each_day())
    assert str(season) == text


@pytest.mark.parametrize("text", ["6-1", "02-30", "13-01", "06-01/", "06-01/09-31", "summer", ""])
def test_days_of_the_year_are_written_in_one_way(text: str) -> None:
    """Anything else is refused with the way to write it."""
    with pytest.raises(ValueError, match="written MM-DD"):
        MonthDays.model_validate(text)


def a_period(**parts: Any) -> NamedPeriod:
    """A named period."""
    return NamedPeriod.model_validate({"id": "p"} | parts)


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        ({}, "needs one of dates, every_year, observance, public_holidays, weekend \\["),
        ({"dates": []}, "needs one of"),
        ({"dates": "2027-01-01", "observance": "ramadan"}, "found dates and observance"),
        ({"weekend": "NO", "public_holidays": "NO"}, "found public_holidays and weekend"),
        ({"dates": "2027-01-01", "override": {"2027": "2027-01-02"}}, "change the dates instead"),
        ({"weekend": "NO", "override": {"2027": "2028-01-02"}}, "given for 2027 start in that year"),
        ({"weekend": "Norway"}, "pattern"),
        ({"observance": "ramadan", "computed": {}}, "Extra inputs"),
    ],
)
def test_period_says_exactly_one_thing(parts: dict[str, Any], fault: str) -> None:
    """Dates, or one calendar; what was worked out is not for planners to write."""
    with pytest.raises(ValueError, match=fault):
        a_period(**parts)


def test_period_override_may_reach_into_the_next_year() -> None:
    """It is the first day that counts."""
    period = a_period(observance="ramadan", override={"2030": "2030-12-26/2031-01-24"})
    assert [str(one) for one in period.override[2030]] == ["2030-12-26/2031-01-24"]


def test_country_code_is_short_for_its_public_holidays() -> None:
    """The whole country, category public."""
    found = a_period(public_holidays="DE").public_holidays
    assert found is not None
    assert (found.country, found.region, found.categories) == ("DE", None, ("public",))


def test_resolved_period_keeps_what_is_known_about_its_dates() -> None:
    """Also in another process; the version of the data does not show in the text that is hashed."""
    doubt = Period.model_validate("2027-02-07")
    noted = Computed(uncertain=(doubt,), data={"hijridate": "1"})
    period = a_period(observance="ramadan").resolved((doubt,), noted)
    again = pickle.loads(pickle.dumps(period))  # noqa: S301 - our own bytes
    assert (again.dates, again.uncertain, again.computed) == ((doubt,), (doubt,), noted)
    assert "hijridate" not in period.model_dump_json()
    assert (a_period(dates="2027-01-01").uncertain, a_period(dates="2027-01-01").computed) == ((), None)
