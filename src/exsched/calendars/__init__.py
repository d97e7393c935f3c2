"""Observances, public holidays and weekends as plain dates, year by year, from published calendars.

Nothing is loaded before a programme asks: each calendar imports its package when it is used.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version

from exsched.calendars import christian, islamic, public
from exsched.calendars.occurrence import Occurrence, OutOfReach, Unknown
from exsched.calendars.public import public_holidays, weekends

__all__ = [
    "HOLIDAYS",
    "OBSERVANCES",
    "Observance",
    "Occurrence",
    "OutOfReach",
    "Unknown",
    "data_versions",
    "observance",
    "public_holidays",
    "weekends",
]

HIJRI, HOLIDAYS, EASTER = "hijridate", "holidays", "python-dateutil"


@dataclass(frozen=True)
class Observance:
    """What a name means, which package knows it, and how to ask."""

    means: str
    days: Callable[[int], Iterator[Occurrence]]
    package: str | None = None


def _islamic(means: str, month: int, day: int, days: int | None) -> Observance:
    return Observance(f"{means}; give or take a day", partial(islamic.from_hijri, month, day, days), HIJRI)


def _jewish(means: str, *feasts: tuple[str, ...]) -> Observance:
    return Observance(f"{means}, from the eve on", partial(public.jewish, feasts), HOLIDAYS)


OBSERVANCES: dict[str, Observance] = {
    "ashura": _islamic("10 Muharram", 1, 10, 1),
    "christmas": Observance("24 to 26 December", christian.christmas),
    "eid-al-adha": _islamic("10 to 13 Dhu al-Hijja", 12, 10, 4),
    "eid-al-fitr": _islamic("1 to 3 Shawwal", 10, 1, 3),
    "islamic-new-year": _islamic("1 Muharram", 1, 1, 1),
    "jewish-high-holidays": _jewish("Rosh Hashanah, and Yom Kippur", ("Rosh Hashanah",), ("Yom Kippur",)),
    "lunar-new-year": Observance(
        "eve and first three days of the Chinese year", public.lunar_new_year, HOLIDAYS
    ),
    "mawlid": _islamic("12 Rabi al-Awwal", 3, 12, 1),
    "midsummer": Observance("Midsummer Eve (a Friday) to Sunday", christian.midsummer),
    "orthodox-christmas": Observance("6 and 7 January", christian.orthodox_christmas),
    "orthodox-easter": Observance(
        "Good Friday to Easter Monday of the Orthodox churches", partial(christian.easter, "orthodox"), EASTER
    ),
    "passover": _jewish("Pesach to its seventh day", ("Pesach",)),
    "ramadan": _islamic("the month of fasting", 9, 1, None),
    "rosh-hashanah": _jewish("the two days of the New Year", ("Rosh Hashanah",)),
    "sukkot": _jewish("Sukkot to Simchat Torah", ("Sukkot", "Simchat Torah")),
    "western-easter": Observance(
        "Good Friday to Easter Monday of the Western churches", partial(christian.easter, "western"), EASTER
    ),
    "yom-kippur": _jewish("the Day of Atonement", ("Yom Kippur",)),
}
"""Every observance by name."""


def observance(name: str, year: int) -> list[Occurrence]:
    """The days of an observance that begins in a year, in order; some years have two, or none.

    Raises:
        Unknown: no observance has this name.
        OutOfReach: the tables do not cover the year.
    """
    if name not in OBSERVANCES:
        raise Unknown("an observance", name, OBSERVANCES)
    return list(OBSERVANCES[name].days(year))


def data_versions(packages: Iterable[str] = (HIJRI, HOLIDAYS, EASTER)) -> dict[str, str]:
    """The version of each package whose data were used."""
    return {name: version(name) for name in sorted(packages)}
