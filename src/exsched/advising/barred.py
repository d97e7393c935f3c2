"""What an exercise must not be in an answer: then, there, with them; a rule for one question.

What it says      When the exercise is held, none of these that is given is so: it has an execution day in
                  `days`; one of its sites is `venue`; `nation` is there in whatever role; STARTEX lies in
                  `startex` while all of `sites` are met by these venues.
Soft unit         One of these that is so; for `days`, one execution day in them.
Does not appear   In constraint files: a planner who means it for good writes a window, a closure or another
                  list of participants.
"""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from exsched.domain.dates import Period
from exsched.domain.exercises import Role
from exsched.domain.names import ExerciseId, Id, NationId, VenueId
from exsched.rulekit.decisions import Decisions
from exsched.rulekit.finding import Finding, Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule


class Barred(Rule):
    """What one exercise is kept from."""

    rule: Literal["barred"] = "barred"
    exercise: ExerciseId
    days: Period | None = None
    venue: VenueId | None = None
    nation: NationId | None = None
    startex: Period | None = None
    sites: dict[Id, VenueId] = Field(default_factory=dict)

    unit: ClassVar[str] = "difference"

    def explain(self, problem: Problem) -> str:
        """What is barred as one sentence."""
        del problem
        there = f" at {', '.join(sorted(set(self.sites.values())))}" if self.sites else ""
        parts = [
            f"held on {self.days}" if self.days else "",
            f"held at {self.venue}" if self.venue else "",
            f"held with {self.nation}" if self.nation else "",
            f"begun on {self.startex}{there}" if self.startex else "",
        ]
        return f"{self.exercise} is not {' nor '.join(part for part in parts if part) or 'barred'}"

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Each part that is given, for itself."""
        del problem
        d, name = decisions, self.exercise
        if self.days:
            d.keep_clear(d.execution(name), [self.days])
        if self.venue:
            d.never([d.uses(name, [self.venue])])
        if self.nation:
            d.never([d.takes_part(self.nation, name, frozenset(Role))])
        if self.startex:
            there = [d.at_site(name, need, venue) for need, venue in sorted(self.sites.items())]
            d.never([d.starts_in(name, self.startex), *there])

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Compare the line with each part that is given."""
        del problem
        held, me = laydown.held.get(self.exercise), (self.exercise,)
        if held is None:
            return
        if self.days and (shared := held.execution.shared_days(self.days)):
            yield Violation(
                me, f"{self.exercise} is held on {held.execution}, barred are {self.days}", shared
            )
        if self.venue and self.venue in held.venues:
            yield Violation(me, f"{self.exercise} is at {self.venue}")
        if self.nation and self.nation in held.roles:
            yield Violation(me, f"{self.nation} takes part in {self.exercise}")
        same = all(held.line.sites.get(need) == venue for need, venue in self.sites.items())
        if self.startex and held.execution.start in self.startex and same:
            yield Violation(me, f"{self.exercise} starts on {held.execution.start}, too like another place")
