"""Public holidays and weekends of a country, and the feasts that the holidays of one country tell.

Source: the holidays package, which gathers national law and decrees; dates that it calls estimated may be
a day off.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

from exsched.calendars.occurrence import Occurrence, OutOfReach, Unknown, give_or_take_a_day, runs
from exsched.domain.dates import Period

_LANGUAGE = "en_US"
_ESTIMATED = "(estimated)"
_NO_HOLIDAY = "workday"


def public_holidays(
    country: str, year: int, region: str | None = None, categories: tuple[str, ...] = ("public",)
) -> Iterator[Occurrence]:
    """The holidays of a year, days that adjoin taken together; the regional ones as well for a region."""
    known = _known(country)
    if region and region not in {*known.subdivisions, *known.get_subdivision_aliases()}:
        raise Unknown(f"a region of {country}", region, known.subdivisions)
    for category in categories:
        if category not in known.supported_categories or category == _NO_HOLIDAY:
            offered = set(known.supported_categories) - {_NO_HOLIDAY}
            raise Unknown(f"a category of holidays of {country}", category, offered)
    named = _named(country, year, region, categories)
    estimated = {day for day, name in named.items() if _ESTIMATED in name}
    yield from (Occurrence(days) for days in runs(set(named) - estimated))
    yield from (give_or_take_a_day(days) for days in runs(estimated))


def weekends(country: str, year: int) -> Iterator[Occurrence]:
    """The weekends that begin in a year, by the working week of today."""
    resting = {int(day) for day in _known(country).weekend}
    first, last = date(year, 1, 1), date(year, 12, 31)
    around = (first + timedelta(n) for n in range(-7, (last - first).days + 8))
    for days in runs(day for day in around if day.weekday() in resting):
        if days.start.year == year:
            yield Occurrence(days)


def lunar_new_year(year: int) -> Iterator[Occurrence]:
    """The eve and the first three days, by the Chinese calendar."""
    first = min(_days_named("CN", year, "Chinese New Year (Spring Festival)"))
    yield Occurrence(Period(start=first - timedelta(1), end=first + timedelta(2)))


def jewish(feasts: tuple[tuple[str, ...], ...], year: int) -> Iterator[Occurrence]:
    """For each feast the eve to its last day; a feast is one or more holidays in the law of Israel."""
    for names in feasts:
        days = [day for name in names for day in _days_named("IL", year, name)]
        yield Occurrence(Period(start=min(days) - timedelta(1), end=max(days)))


def countries() -> tuple[str, ...]:
    """The codes of all countries whose holidays are known."""
    import holidays

    return tuple(sorted(holidays.list_supported_countries(include_aliases=False)))


def _days_named(country: str, year: int, name: str) -> list[date]:
    return [day for day, names in _named(country, year, None, ("public",), False).items() if name in names]


@cache
def _known(country: str) -> Any:
    import holidays

    try:
        return holidays.country_holidays(country)
    except NotImplementedError:
        raise Unknown("a country whose holidays are known", country, countries()) from None


@cache
def _named(
    country: str, year: int, region: str | None, categories: tuple[str, ...], observed: bool = True
) -> dict[date, str]:
    """Day to name; the language is fixed, since it would follow the machine's otherwise."""
    import holidays

    known = _known(country)
    if not known.start_year <= year <= known.end_year:
        raise OutOfReach(year, f"the table of holidays of {country}", known.start_year, known.end_year)
    found = holidays.country_holidays(
        country, subdiv=region, years=year, categories=categories, language=_LANGUAGE, observed=observed
    )
    return {day: str(name) for day, name in found.items() if day.year == year}
