"""A venue is used in some seasons only, by all or by exercises with certain tags.

What it says      No exercise with a site at the venue (and with one of `tags`, if given) has an execution day
                  outside the `allowed` days of the year, written `06-01/09-30`, one range or a list. A range
                  such as `11-15/02-28` wraps over New Year. 29 February as a last day means the end of
                  February, as a first day 1 March, in years that do not have it.
Why it exists     Ice, snow, heat, fire danger, breeding seasons and tourists come back every year.
Does not say      Days of one year only: see `venue_closure`. Setup and changeover days are free.
Forms             Tags and sites are those of the form in which an exercise is held.
Soft unit         One execution day outside, counted once for each exercise. Soft unless `hard: true`.
Validity          Only days inside `valid` count.
Real case         Firing on the Sardinian ranges rests every summer and resumes in October.
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from exsched.domain.dates import LAST_DAY, Period
from exsched.domain.exercises import Exercise
from exsched.domain.names import Tags, VenueId
from exsched.domain.periods import MonthDays
from exsched.rulekit.decisions import Decisions
from exsched.rulekit.finding import Finding, Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule


def _one_or_many(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else (value,)


class SeasonWindow(Rule):
    """The days of the year on which a venue may be used."""

    rule: Literal["season_window"] = "season_window"
    venue: VenueId
    allowed: Annotated[tuple[MonthDays, ...], BeforeValidator(_one_or_many)] = Field(
        min_length=1, description="days of the year, `06-01/09-30`, or a list of such ranges"
    )
    tags: Tags = Field(default=(), description="only exercises with one of these tags; empty means all")

    unit: ClassVar[str] = "day"
    soft_by_default: ClassVar[bool] = True

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        sort = f"{'/'.join(self.tags)} exercises" if self.tags else "exercises"
        why = f" ({self.reason})" if self.reason else ""
        seasons = " or ".join(map(str, self.allowed))
        return f"{sort} at {self.venue} are held only within {seasons} of each year{why}"

    def _concerns(self, line: Exercise) -> bool:
        return not self.tags or bool(set(self.tags) & set(line.tags))

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Keep every form that could use the venue clear of the days between the seasons."""
        barred = self._barred(problem)
        for key in sorted({key for key, _ in problem.could_meet(self.venue)}):
            if self._concerns(problem.forms[key]):
                when = [decisions.uses(key, [self.venue])]
                decisions.keep_clear(decisions.execution(key), barred, when)

    def _barred(self, problem: Problem) -> list[Period]:
        """The days outside the seasons, as far as the last ENDEX that can be."""
        horizon = problem.programme.horizon
        longest = max((line.days.max for line in problem.forms.values()), default=0)
        reach = Period(
            start=horizon.start, end=min(LAST_DAY - timedelta(longest), horizon.end) + timedelta(longest)
        )
        valid = reach.common(self.valid.period())
        days = valid.each_day() if valid else ()
        stretches = groupby(days, key=lambda day: any(day in season for season in self.allowed))
        outside = (list(stretch) for inside, stretch in stretches if not inside)
        return [Period(start=stretch[0], end=stretch[-1]) for stretch in outside]

    # -- checker --------------------------------------------------------------------------------------------

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Count the execution days of each user of the venue that lie outside every season."""
        valid = self.valid.period()
        for held in laydown.users_of(self.venue):
            days = held.execution.common(valid)
            if days is None or not self._concerns(held.exercise):
                continue
            seasons = [stretch for season in self.allowed for stretch in season.within(days)]
            outside = [day for day in days.each_day() if not any(day in stretch for stretch in seasons)]
            if outside:
                count = f"{number_of(len(outside), 'day')} out of season, the first {outside[0]}"
                yield Violation((held.id,), f"{held.id} is at {self.venue} on {count}", len(outside))
