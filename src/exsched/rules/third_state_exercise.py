"""An exercise of somebody else, near by, is not to be met.

What it says      No execution day of an exercise that matches `where`, and that has a site within reach,
                  lies in `dates`, nor in the `buffer` days before and after. Within reach is in the `area`,
                  or not farther than `km` from `at`; either is enough. With `estimated: true` the dates are
                  a guess, and `uncertainty` days more are kept free before and after.
Why it exists     Two exercises that face each other invite misreading, and crowd the same sea and air. The
                  other side's dates are often announced late, so planners guess them from earlier years.
Does not say      That the other exercise takes place, nor what it is: that is kept under `source`. Meetings
                  and holidays: see `blackout_period`.
Soft unit         One execution day of one exercise. Soft unless `hard: true`.
Undecided         A site without a position is not known to be within reach, unless another site is. An
                  exercise within reach has no `domains` or no `sponsor` where `where` asks for them.
Validity          Days outside `valid` are not counted.
Real case         The weeks of a large quadrennial exercise beyond the border are avoided by its neighbours;
                  its dates are published weeks before, its size is not (Moscow Times, 28 May 2025).
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from exsched.domain.dates import FIRST_DAY, LAST_DAY, Period
from exsched.domain.names import AreaId, Days, Name, Positive
from exsched.domain.programme import Programme
from exsched.domain.venues import Point, Venue
from exsched.geography import distance_km
from exsched.rulekit.decisions import Decisions
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule
from exsched.rulekit.where import Where


class ThirdStateExercise(Rule):
    """Dates and places of a foreign exercise that are avoided."""

    rule: Literal["third_state_exercise"] = "third_state_exercise"
    name: Name = Field(description="what the foreign exercise is called")
    dates: Period
    estimated: bool = Field(default=False, description="the dates are a guess")
    buffer: Days = Field(default=0, description="days kept free before and after")
    uncertainty: Days = Field(default=14, description="further days on either side while estimated")
    area: AreaId | None = None
    at: Point | None = Field(default=None, description="latitude, longitude in degrees (WGS 84)")
    km: Positive | None = Field(default=None, description="reach around `at`")
    where: Where = Field(default=Where(), description="which exercises are meant; all if left out")

    unit: ClassVar[str] = "day"
    soft_by_default: ClassVar[bool] = True

    @model_validator(mode="after")
    def _has_a_reach(self) -> Self:
        if self.area is None and self.at is None:
            raise ValueError("third_state_exercise needs one of area, at with km")
        if (self.at is None) != (self.km is None):
            raise ValueError("`at` and `km` belong together")
        return self

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        places = [f"in {self.area}"] if self.area else []
        places += [f"within {self.km} km of {self.at[0]:g}, {self.at[1]:g}"] if self.at else []
        guess = " (estimated)" if self.estimated else ""
        what = f"{self.where} exercises {' or '.join(places)} avoid {self.name}, {self.dates}{guess}"
        return f"{what}, with {number_of(self._around, 'day')} before and after" if self._around else what

    @property
    def _around(self) -> int:
        return self.buffer + (self.uncertainty if self.estimated else 0)

    def _days(self) -> Period | None:
        more = timedelta(self._around)
        start, end = (
            min(max(day, FIRST_DAY + more), LAST_DAY - more) for day in (self.dates.start, self.dates.end)
        )
        return Period(start=start - more, end=end + more).common(self.valid.period())

    def _reaches(self, facts: Programme, venue: Venue) -> bool | None:
        """Whether a venue is within reach; None when that hangs on a position that is not known."""
        if self.area and venue.id in facts.venues_in(self.area):
            return True
        if venue.at is None:
            return None if self.at or (self.area and venue.id in facts.unplaced(self.area)) else False
        return self.at is not None and self.km is not None and distance_km(self.at, venue.at) <= self.km

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Keep the execution clear of the days while a site is within reach."""
        d, facts, days = decisions, problem.programme, self._days()
        if days is None:
            return
        near = sorted(v.id for v in facts.venues.values() if self._reaches(facts, v))
        for name in sorted({name for venue in near for name, _ in problem.could_meet(venue)}):
            if self.where.matches(problem.forms[name]):
                d.keep_clear(d.execution(name), [days], [d.uses(name, near)])

    # -- checker --------------------------------------------------------------------------------------------

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Count the execution days that fall into the days to be avoided."""
        days = self._days()
        for held in laydown.held.values():
            means = self.where.means(held.exercise)
            if days and means is not False and held.execution.overlaps(days):
                yield from self._judged(problem.programme, held, days)

    def _judged(self, facts: Programme, held: Held, days: Period) -> Iterator[Finding]:
        reached = {venue.id: self._reaches(facts, venue) for venue in held.sites.values()}
        if near := sorted(name for name, within in reached.items() if within):
            shared = held.execution.shared_days(days)
            what = f"{held.id} at {', '.join(near)} meets {self.name} ({days}) on {number_of(shared, 'day')}"
            if missing := ", ".join(self.where.missing(held.exercise)):
                yield Undecided((held.id,), f"{what}, if it is meant", missing)
            else:
                yield Violation((held.id,), what, shared)
        elif lost := sorted(name for name, within in reached.items() if within is None):
            what = f"whether {held.id} is within reach of {self.name} is not known"
            missing = ", ".join((*self.where.missing(held.exercise), *(f"venues.{name}.at" for name in lost)))
            yield Undecided((held.id,), what, missing)
