"""A venue is closed on some days, to all users or to those with certain tags.

What it says      No exercise (with one of `tags`, if given) takes the venue on a closed day. Taken are the
                  days from STARTEX less the venue's setup to ENDEX.
Why it exists     Nesting and calving seasons, range maintenance, harvest, firing bans in summer.
Does not say      Anything about other venues near by: see `blackout_period` with an area.
Soft unit         One day on which a site is taken inside the closure.
Real case         Firing on the Sardinian ranges stops for the summer and resumes in October; reindeer calving
                  empties northern ranges in May.
"""

from collections.abc import Iterator
from typing import ClassVar, Literal, Self

from pydantic import Field

from exsched.domain.dates import Period
from exsched.domain.exercises import Exercise, Periods
from exsched.domain.names import Tags, VenueId
from exsched.domain.programme import Programme
from exsched.rulekit.decisions import Decisions
from exsched.rulekit.finding import Finding, Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Path, Rule


class VenueClosure(Rule):
    """Days on which a venue may not be used."""

    rule: Literal["venue_closure"] = "venue_closure"
    venue: VenueId
    dates: Periods = Field(min_length=1)
    tags: Tags = Field(default=(), description="only exercises with one of these tags; empty means all")

    unit: ClassVar[str] = "day"

    @classmethod
    def from_facts(cls, programme: Programme) -> Iterator[tuple[Path, Self]]:
        """One for each `closed` of a venue."""
        for venue in programme.venues.values():
            for n, closure in enumerate(venue.closed):
                rule = cls(
                    venue=venue.id,
                    dates=(closure.dates,),
                    tags=closure.tags,
                    reason=closure.why,
                    source=closure.source,
                )
                yield ("venues", venue.id, "closed", n), rule

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        del problem
        days = ", ".join(str(period) for period in self.dates)
        only = f" to {'/'.join(self.tags)} activity" if self.tags else ""
        why = f" ({self.reason})" if self.reason else ""
        return f"{self.venue} is closed{only} on {days}{why}"

    def _periods(self) -> list[Period]:
        return [common for period in self.dates if (common := period.common(self.valid.period()))]

    def _concerns(self, exercise: Exercise) -> bool:
        return not self.tags or bool(set(self.tags) & set(exercise.tags))

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Keep every possible use of the venue clear of the closed days."""
        for name, need in problem.could_meet(self.venue):
            if self._concerns(problem.forms[name]):
                decisions.keep_clear(decisions.venue_days(name, need, self.venue), self._periods())

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Count the closed days on which each site at the venue is taken."""
        del problem
        closed = {day for period in self._periods() for day in period.each_day()}
        for held in laydown.users_of(self.venue):
            for need, venue in held.sites.items():
                if venue.id != self.venue or not self._concerns(held.exercise):
                    continue
                inside = sorted(closed & set(held.venue_days(need).each_day()))
                if inside:
                    days = f"{number_of(len(inside), 'closed day')}, the first {inside[0]}"
                    yield Violation((held.id,), f"{held.id} takes {self.venue} on {days}", len(inside))
