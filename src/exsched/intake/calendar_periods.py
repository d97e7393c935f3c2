"""Works out the periods that a calendar tells: the years of the horizon, and the year before and after it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel

from exsched.calendars import (
    HOLIDAYS,
    OBSERVANCES,
    Occurrence,
    OutOfReach,
    Unknown,
    data_versions,
    observance,
    public_holidays,
    weekends,
)
from exsched.calendars.occurrence import runs
from exsched.domain.dates import Period
from exsched.domain.periods import Computed, NamedPeriod
from exsched.intake.diagnostic import quoted
from exsched.intake.facts import MOST_DAYS
from exsched.intake.files import LIBRARY
from exsched.intake.references import References
from exsched.intake.report import Path, Report
from exsched.intake.shape import misses
from exsched.intake.validate import Checker

KNOWN_YEARS = range(1901, 2199)
"""One year within the days that can be written, since a stretch can reach into the years beside."""


class CalendarPeriods:
    """Fills in the dates of periods; years beside the horizon are left out where no table reaches them."""

    def __init__(self, horizon: Period, checker: Checker, report: Report) -> None:
        self.years = range(horizon.start.year, horizon.end.year + 1)
        self.checker = checker
        self.report = report

    def resolve(self, periods: Mapping[str, NamedPeriod]) -> dict[str, NamedPeriod]:
        """The same periods with their dates; what no calendar knows has been reported."""
        return {name: self._one(period) if period.worked_out else period for name, period in periods.items()}

    def _one(self, period: NamedPeriod) -> NamedPeriod:
        found: list[Occurrence] = []
        asked = False
        for year in range(self.years.start - 1, self.years.stop + 1):
            if year in period.override:
                found += [Occurrence(days) for days in period.override[year]]
                continue
            try:
                found += _days_of(period, year)
                asked = True
            except Unknown as unknown:
                self._unknown(period, unknown)
                return period
            except OutOfReach as fault:
                if year in self.years:
                    path = ("periods", period.id)
                    self.report.error("E313", str(fault), self.checker.spot(path), path=path)
                    return period
        certain = {day for one in found for day in _each_day(one.days, but=one.uncertain)}
        possible = {day for one in found for day in one.days.each_day()}
        versions = data_versions([package]) if asked and (package := _package(period)) else {}
        return period.resolved(
            tuple(runs(possible)), Computed(uncertain=tuple(runs(possible - certain)), data=versions)
        )

    def _unknown(self, period: NamedPeriod, fault: Unknown) -> None:
        where: Path = ("observance",) if period.observance else ("weekend",)
        if holidays := period.public_holidays:
            where = ("public_holidays", "country")
            if fault.name == holidays.region:
                where = ("public_holidays", "region")
            elif fault.name in holidays.categories:
                where = ("public_holidays", "categories", holidays.categories.index(fault.name))
        path: Path = ("periods", period.id, *where)
        self.report.error(
            "E305",
            f"{quoted(fault.name)} is not {fault.what}",
            self.checker.spot(path),
            path=path,
            known=fault.known,
            meant=fault.name,
        )


def _days_of(period: NamedPeriod, year: int) -> Iterable[Occurrence]:
    """The days that begin in a year."""
    if year not in KNOWN_YEARS:
        raise OutOfReach(year, "the calendar", KNOWN_YEARS.start, KNOWN_YEARS.stop - 1)
    if period.observance:
        return observance(period.observance, year)
    if period.weekend:
        return weekends(period.weekend, year)
    if asked := period.public_holidays:
        return public_holidays(asked.country, year, asked.region, asked.categories)
    assert period.every_year
    whole = Period(start=date(year, 1, 1), end=date(year, 12, 31))
    return [Occurrence(days) for days in period.every_year.within(whole) if days.start.year == year]


def _package(period: NamedPeriod) -> str | None:
    if period.observance:
        return OBSERVANCES[period.observance].package
    return None if period.every_year else HOLIDAYS


def _each_day(days: Period, but: Iterable[Period]) -> set[date]:
    return set(days.each_day()).difference(*(part.each_day() for part in but))


def resolve_periods(
    parts: dict[str, Any],
    users: Iterable[BaseModel],
    references: References,
    checker: Checker,
    report: Report,
) -> None:
    """Fill in the dates of the periods; those of the library that none of `users` names are left out."""
    header, periods = parts.get("programme"), parts["periods"]
    if any(_shipped(checker, name) for name in periods):
        used = _named_in(users, references)
        periods = {name: one for name, one in periods.items() if name in used or not _shipped(checker, name)}
    if header and header.horizon.days <= MOST_DAYS:
        periods = CalendarPeriods(header.horizon, checker, report).resolve(periods)
    parts["periods"] = periods


def _shipped(checker: Checker, name: str) -> bool:
    return checker.spot(("periods", name))[0].startswith(LIBRARY)


def _named_in(users: Iterable[BaseModel], references: References) -> set[str]:
    known = {**references.known, "period": frozenset[str]()}
    return {name for user in users for _, name, kinds in misses(user, known) if "period" in kinds}
