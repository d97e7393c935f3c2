"""A venue is used only on so many days of a year, or for so many shots, flights or berths.

What it says      In each calendar year, quarter or month the venue is in use on at most `max` days. It is
                  in use on the execution days of every exercise with a site there, STARTEX to ENDEX; a
                  day that two exercises share is one day. With `movement` the statement is about a quota:
                  the movements of that kind, by all exercises with a site there, are at most `max` on
                  each day, or in each calendar month, quarter or year. An exercise makes its `movements`
                  on each execution day, at each venue that it uses, once however many of its sites that
                  venue is. With `tags`, only exercises with one of these tags count.
Why it exists     Permits for ranges limit firing days, noise, flights and berths by the day, month and
                  year.
Does not say      Anything about setup, changeover, or how many users there are at once: see
                  `venue_capacity`. An exercise for which no movements of the kind are written makes none.
Soft unit         One day, or one movement, too many: in each calendar period, or on the worst day.
Undecided         The horizon begins within the period, and a past exercise was held there in the nation
                  of the venue: history does not record venues, and with those days, or with any
                  movements, the cap could be broken.
Validity          Only days within `valid` count.
Facts             `days_per_year` of a venue, and each number of its `movements`.
Real case         An air base of early-warning aircraft counts some twelve movements a day, and limits
                  practice approaches because of their noise.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from exsched.domain.dates import Period
from exsched.domain.exercises import Exercise
from exsched.domain.names import Count, Tag, Tags, VenueId
from exsched.domain.programme import Programme
from exsched.rulekit.calendars import Per, calendar_period, calendar_periods, name_of
from exsched.rulekit.decisions import Decisions, Term, Use
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Path, Rule
from exsched.rulekit.stays import Stay, excesses, worst


class QuotaPer(StrEnum):
    """What a number of days or movements holds for."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class RangeDaysCap(Rule):
    """The most days in use, or movements, of a venue in a period."""

    rule: Literal["range_days_cap"] = "range_days_cap"
    venue: VenueId
    max: Count
    per: QuotaPer = Field(default=QuotaPer.YEAR, description="calendar period; `day` for movements only")
    movement: Tag | None = Field(default=None, description="the kind of movement; days in use if left out")
    tags: Tags = Field(default=(), description="only exercises with one of these; all if left out")

    unit: ClassVar[str] = "day or movement"

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.per is QuotaPer.DAY and self.movement is None:
            raise ValueError("per: day needs a movement; days in use are counted by month, quarter or year")
        return self

    @classmethod
    def from_facts(cls, programme: Programme) -> Iterator[tuple[Path, Self]]:
        """One for the `days_per_year` of a venue, and one for each number of its `movements`."""
        for venue in programme.venues.values():
            here: Path = ("venues", venue.id)
            if venue.days_per_year is not None:
                rule = cls(venue=venue.id, max=venue.days_per_year, source=venue.source)
                yield (*here, "days_per_year"), rule
            for kind, quota in venue.movements.items():
                for per in (QuotaPer.DAY, QuotaPer.MONTH, QuotaPer.YEAR):
                    if (most := getattr(quota, f"per_{per}")) is not None:
                        rule = cls(venue=venue.id, max=most, per=per, movement=kind, source=venue.source)
                        yield (*here, "movements", kind, f"per_{per}"), rule

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        who = f" for {'/'.join(self.tags)} exercises" if self.tags else ""
        when = "a day" if self.per is QuotaPer.DAY else f"in any calendar {self.per}"
        return f"{self._allowed()}{who} {when}"

    def _allowed(self) -> str:
        if self.movement is not None:
            return f"{self.venue} allows {number_of(self.max, f'{self.movement} movement')}"
        return f"{self.venue} is in use on at most {number_of(self.max, 'day')}"

    def _counts(self, line: Exercise) -> bool:
        return not self.tags or bool(set(self.tags) & set(line.tags))

    def _made_by(self, line: Exercise) -> int:
        """What one execution day counts for."""
        return 1 if self.movement is None else line.movements.get(self.movement, 0)

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Limit each day, or the sum over the days of each calendar period."""
        d = decisions
        uses = [
            Use(d.execution(key), self._made_by(line), (d.uses(key, (self.venue,)),))
            for key in dict.fromkeys(key for key, _ in problem.could_meet(self.venue))
            if self._counts(line := problem.forms[key]) and self._made_by(line)
        ]
        if self.per is QuotaPer.DAY:
            d.load(uses, self.max, valid=self.valid)
            return
        horizon = problem.programme.horizon
        for whole in calendar_periods(horizon.longer(0, horizon.days), Per(self.per)):
            if period := whole.common(self.valid.period()):
                self._limit(uses, period, d)

    def _limit(self, uses: list[Use], period: Period, d: Decisions) -> None:
        if self.movement is None:
            d.days_in_use(uses, self.max, period)
        else:
            made = [Term(int(use.amount), d.days_inside(use.span, [period], use.when)) for use in uses]
            d.at_most(made, self.max)

    # -- checker --------------------------------------------------------------------------------------------

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Find the worst day, or count the days of each calendar period."""
        users = [held for held in laydown.users_of(self.venue) if self._counts(held.exercise)]
        users = [held for held in users if self._made_by(held.exercise)]
        if self.per is QuotaPer.DAY:
            made = [Stay(held.id, held.execution, self._made_by(held.exercise)) for held in users]
            if most := worst(excesses(made, self.max, self.valid.period())):
                sentence = f"{self._allowed()} a day, and has {most.load} on {most.period.start}"
                yield Violation(most.exercises, f"{sentence} ({', '.join(most.exercises)})", most.by)
            return
        per = Per(self.per)
        days = sorted({day for held in users for day in self._days_of(held)})
        for whole in dict.fromkeys(calendar_period(day, per) for day in days):
            yield from self._in_period(problem, whole, users)

    def _days_of(self, held: Held) -> Iterator[date]:
        inside = held.execution.common(self.valid.period())
        return inside.each_day() if inside else iter(())

    def _in_period(self, problem: Problem, whole: Period, users: list[Held]) -> Iterator[Finding]:
        used = {held.id: [day for day in self._days_of(held) if day in whole] for held in users}
        there = tuple(name for name, days in used.items() if days)
        if self.movement is None:
            has = len({day for days in used.values() for day in days})
        else:
            has = sum(self._made_by(held.exercise) * len(used[held.id]) for held in users)
        when = name_of(whole, Per(self.per))
        if has > self.max:
            sentence = f"{self._allowed()} in {when}, and has {has} ({', '.join(there)})"
            yield Violation(there, sentence, has - self.max)
        elif (unknown := self._unknown(problem, whole)) and (self.movement or has + unknown > self.max):
            what = f"how much {self.venue} was used in {when} before the horizon is not known"
            yield Undecided(there, what, "the venues of past exercises")

    def _unknown(self, problem: Problem, whole: Period) -> int:
        """Days of the period, before the horizon, on which past exercises may have used the venue."""
        facts = problem.programme
        before = whole.common(self.valid.period())
        if before is None or before.start >= facts.horizon.start:
            return 0
        before = Period(start=before.start, end=min(before.end, facts.horizon.start - timedelta(1)))
        host = facts.venues[self.venue].host
        past = [
            p
            for p in facts.history.values()
            if host in p.hosts and (not self.tags or {*self.tags} & {*p.tags})
        ]
        return len({day for p in past if (days := p.dates.common(before)) for day in days.each_day()})
