"""Observances fall on the days that the published calendars say."""

import re
from datetime import date
from itertools import pairwise

import pytest

from exsched.calendars import OBSERVANCES, OutOfReach, Unknown, data_versions, observance
from exsched.calendars.occurrence import Occurrence, give_or_take_a_day, runs
from exsched.domain.dates import Period
from exsched.handbook import page


def a_period(text: str) -> Period:
    """A period from text."""
    return Period.model_validate(text)


def days(name: str, year: int) -> list[str]:
    """The days of an observance as text."""
    return [str(found.days) for found in observance(name, year)]


def test_ramadan_2027_has_a_day_of_doubt_at_either_end() -> None:
    """By the tables 8 February to 8 March; the first and last day, and those beside them, may differ."""
    edges = (a_period("2027-02-07/2027-02-08"), a_period("2027-03-08/2027-03-09"))
    assert observance("ramadan", 2027) == [Occurrence(a_period("2027-02-07/2027-03-09"), edges)]


def test_ramadan_begins_twice_in_2030() -> None:
    """On 5 January and on 26 December; the second one reaches into 2031, which has its own in December."""
    assert days("ramadan", 2030) == ["2030-01-04/2030-02-04", "2030-12-25/2031-01-24"]
    assert days("ramadan", 2031) == ["2031-12-14/2032-01-14"]


@pytest.mark.parametrize(
    ("name", "year", "found"),
    [
        ("eid-al-fitr", 2027, "2027-03-08/2027-03-12"),
        ("eid-al-fitr", 2024, "2024-04-09/2024-04-13"),
        ("eid-al-adha", 2027, "2027-05-15/2027-05-20"),
        ("eid-al-adha", 2024, "2024-06-15/2024-06-20"),
        ("islamic-new-year", 2024, "2024-07-06/2024-07-08"),
        ("lunar-new-year", 2024, "2024-02-09/2024-02-12"),
        ("lunar-new-year", 2027, "2027-02-05/2027-02-08"),
        ("lunar-new-year", 2030, "2030-02-02/2030-02-05"),
        ("rosh-hashanah", 2027, "2027-10-01/2027-10-03"),
        ("yom-kippur", 2027, "2027-10-10/2027-10-11"),
        ("yom-kippur", 2023, "2023-09-24/2023-09-25"),
        ("sukkot", 2027, "2027-10-15/2027-10-23"),
        ("passover", 2024, "2024-04-22/2024-04-29"),
        ("midsummer", 2026, "2026-06-19/2026-06-21"),
        ("midsummer", 2027, "2027-06-25/2027-06-27"),
        ("christmas", 2027, "2027-12-24/2027-12-26"),
        ("orthodox-christmas", 2027, "2027-01-06/2027-01-07"),
    ],
)
def test_observance_falls_on_known_days(name: str, year: int, found: str) -> None:
    """Dates as published; Islamic ones are a day longer at either end."""
    assert days(name, year) == [found]


@pytest.mark.parametrize(
    ("year", "western", "orthodox"),
    [
        (2000, "2000-04-23", "2000-04-30"),
        (2008, "2008-03-23", "2008-04-27"),
        (2024, "2024-03-31", "2024-05-05"),
        (2025, "2025-04-20", "2025-04-20"),
        (2026, "2026-04-05", "2026-04-12"),
        (2027, "2027-03-28", "2027-05-02"),
        (2028, "2028-04-16", "2028-04-16"),
        (2038, "2038-04-25", "2038-04-25"),
    ],
)
def test_easter_is_reckoned_by_both_calendars(year: int, western: str, orthodox: str) -> None:
    """Good Friday to Easter Monday around the known Sunday; the two coincide in some years."""
    for name, sunday in (("western-easter", western), ("orthodox-easter", orthodox)):
        (found,) = observance(name, year)
        assert (str(found.days.longer(-2, -1)), found.days.days, found.uncertain) == (sunday, 4, ())


def test_jewish_high_holidays_are_two_stretches() -> None:
    """The New Year and the Day of Atonement, each from its eve."""
    assert days("jewish-high-holidays", 2027) == ["2027-10-01/2027-10-03", "2027-10-10/2027-10-11"]


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [("ramadan", 1925, 2076), ("lunar-new-year", 1950, 2100), ("orthodox-christmas", 1901, 2100)],
)
def test_observance_outside_its_tables_is_said(name: str, first: int, last: int) -> None:
    """The first and the last year are there; beyond them the answer is an error, not silence."""
    assert days(name, first) and days(name, last)
    for year in (first - 1, last + 1):
        with pytest.raises(OutOfReach, match=f"covers the years {first} to {last}, not {year}"):
            observance(name, year)


def test_unknown_observance_names_the_known_ones() -> None:
    """A message can say what was meant."""
    with pytest.raises(Unknown) as caught:
        observance("ramadam", 2027)
    assert (caught.value.name, caught.value.known) == ("ramadam", tuple(sorted(OBSERVANCES)))


@pytest.mark.parametrize("name", OBSERVANCES)
def test_observance_begins_in_the_year_asked_for(name: str) -> None:
    """Over seventy years no day is lost at a year's end: each begins in its year, and none overlap."""
    found = [one for year in range(1960, 2031) for one in observance(name, year)]
    assert all(a.days.end < b.days.start for a, b in pairwise(found))
    starts = [one.days.longer(-1 if one.uncertain else 0, 0).start.year for one in found]
    assert set(starts) == set(range(1960, 2031))


def test_a_day_more_or_less_leaves_certain_what_all_agree_on() -> None:
    """One and two days are all uncertain; of three the middle one is sure."""
    assert give_or_take_a_day(a_period("2027-01-05/2027-01-06")).uncertain == (
        a_period("2027-01-04/2027-01-07"),
    )
    assert give_or_take_a_day(a_period("2027-01-05/2027-01-07")).uncertain == (
        a_period("2027-01-04/2027-01-05"),
        a_period("2027-01-07/2027-01-08"),
    )


def test_days_join_to_stretches() -> None:
    """Across the end of a year and of February too."""
    found = runs(date(2027, *day) for day in ((3, 1), (2, 28), (1, 3), (1, 1)))
    assert [str(one) for one in found] == ["2027-01-01", "2027-01-03", "2027-02-28/2027-03-01"]
    assert list(runs([])) == []


def test_versions_are_those_installed() -> None:
    """Each package that dates come from."""
    assert set(data_versions()) == {"hijridate", "holidays", "python-dateutil"}
    assert data_versions(["holidays"])["holidays"].startswith("0.")


def test_handbook_lists_every_observance_with_its_meaning() -> None:
    """The table of the page is that of the code."""
    rows = re.findall(r"^\| `([\w-]+)` \| (.+) \| .+ \|$", page("calendars") or "", re.MULTILINE)
    assert dict(rows) == {name: found.means for name, found in OBSERVANCES.items()}
