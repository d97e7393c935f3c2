"""Public holidays and weekends by country, region and category."""

import subprocess
import sys

import pytest

from exsched.calendars import OutOfReach, Unknown, public_holidays, weekends
from exsched.calendars.public import _named


def days(country: str, year: int, region: str | None = None, *categories: str) -> list[str]:
    """The holidays of a country as text."""
    found = public_holidays(country, year, region, categories or ("public",))
    return [str(one.days) for one in found]


def test_bavaria_has_more_holidays_than_germany() -> None:
    """Epiphany, Corpus Christi and All Saints' everywhere; Assumption Day where Catholics are many."""
    more = ["2027-01-06", "2027-05-27", "2027-11-01"]
    assert [day for day in days("DE", 2027, "BY") if day not in days("DE", 2027)] == more
    assert "2027-08-15" in days("DE", 2027, "BY", "public", "catholic")


def test_holidays_that_adjoin_are_one_stretch() -> None:
    """Christmas Day and the day after it."""
    assert days("DE", 2027)[-1] == "2027-12-25/2027-12-26"


def test_estimated_holidays_are_uncertain_by_a_day() -> None:
    """National Day is fixed; the feast of three days has doubt around its middle."""
    found = {str(one.days): [str(day) for day in one.uncertain] for one in public_holidays("QA", 2027)}
    assert found["2027-12-18"] == []
    assert found["2027-03-08/2027-03-12"] == ["2027-03-08/2027-03-09", "2027-03-11/2027-03-12"]


def test_holidays_do_not_depend_on_the_language_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same names, and so the same estimates, wherever they are worked out."""
    for tongue in ("ar_QA", "de_DE.UTF-8"):
        for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
            monkeypatch.setenv(name, tongue)
        _named.cache_clear()
        assert len([one for one in public_holidays("QA", 2027) if one.uncertain]) == 2
        assert "Christmas Day" in _named("DE", 2027, None, ("public",)).values()


def test_holidays_of_a_suspended_calendar_are_none() -> None:
    """Ukraine keeps no days off under martial law; that is an answer, not a fault."""
    assert days("UA", 2027) == []


@pytest.mark.parametrize(
    ("country", "region", "category", "message"),
    [
        ("ZZ", None, "public", "ZZ is not a country whose holidays are known"),
        ("DE", "BX", "public", "BX is not a region of DE"),
        ("DE", "BY", "publik", "publik is not a category of holidays of DE"),
        ("CN", None, "workday", "workday is not a category of holidays of CN"),
    ],
)
def test_unknown_country_region_or_category_is_said(
    country: str, region: str | None, category: str, message: str
) -> None:
    """Each with the names that are known."""
    with pytest.raises(Unknown, match=message) as caught:
        days(country, 2027, region, category)
    assert caught.value.known


def test_year_outside_a_table_is_said() -> None:
    """Never an empty list that would read as no holidays."""
    with pytest.raises(OutOfReach, match="holidays of JP covers the years 1949 to 2099, not 2100"):
        days("JP", 2100)


@pytest.mark.parametrize(
    ("country", "first", "second"),
    [
        ("NO", "2027-01-02/2027-01-03", "2027-01-09/2027-01-10"),
        ("SA", "2027-01-01/2027-01-02", "2027-01-08/2027-01-09"),
        ("IL", "2027-01-01/2027-01-02", "2027-01-08/2027-01-09"),
        ("IR", "2027-01-01", "2027-01-08"),
        ("BN", "2027-01-01", "2027-01-03"),
    ],
)
def test_weekends_differ_by_country(country: str, first: str, second: str) -> None:
    """Saturday and Sunday in Norway, Friday and Saturday in Saudi Arabia and Israel, Friday alone in Iran."""
    assert [str(one.days) for one in weekends(country, 2027)][:2] == [first, second]


def test_weekend_over_new_year_belongs_to_the_year_that_it_begins_in() -> None:
    """31 December 2022 is a Saturday."""
    assert str(list(weekends("NO", 2022))[-1].days) == "2022-12-31/2023-01-01"
    assert str(next(weekends("NO", 2023)).days) == "2023-01-07/2023-01-08"


def test_calendars_are_loaded_only_when_asked() -> None:
    """`exsched --help` and a programme without them do not wait for any."""
    code = (
        "import sys, exsched.rules, exsched.calendars, exsched.intake, exsched.commands.app;"
        "print([name for name in ('holidays', 'hijridate', 'dateutil') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
