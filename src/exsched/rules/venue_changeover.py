"""A venue needs empty days between two users.

What it says      A user keeps its place for so many days after ENDEX, and the next one takes it from its own
                  STARTEX less the venue's setup. A venue that takes several exercises at once has as many
                  places; one for which `takes.exercises` is not given has one place, because a planner who
                  asks for empty days between users thinks of them one after the other. Two sites of one
                  exercise share a place.
Why it exists     Range clearance, repair of roads and targets, handing over barracks, the arrival of stores.
Does not say      How many users there may be: see `venue_capacity`.
Soft unit         One day missing between two users (or one day on which they overlap).
Real case         A rotation of 18 days at a combat training centre, with a week before and one after, makes a
                  slot of a month.
"""

from collections.abc import Iterator
from typing import ClassVar, Literal, Self

from pydantic import Field

from exsched.domain.names import PositiveDays, VenueId
from exsched.domain.programme import Programme
from exsched.rulekit.decisions import Decisions, Lit, Use
from exsched.rulekit.finding import Finding, Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Path, Rule
from exsched.rulekit.stays import Stay, excesses


class VenueChangeover(Rule):
    """Empty days between two users of a venue."""

    rule: Literal["venue_changeover"] = "venue_changeover"
    venue: VenueId
    days: PositiveDays = Field(description="empty days between two users")

    unit: ClassVar[str] = "day"

    @classmethod
    def from_facts(cls, programme: Programme) -> Iterator[tuple[Path, Self]]:
        """One for each venue with `changeover`."""
        for venue in programme.venues.values():
            if venue.changeover:
                rule = cls(venue=venue.id, days=venue.changeover, source=venue.source)
                yield ("venues", venue.id, "changeover"), rule

    def _places(self, problem: Problem) -> int:
        return problem.programme.venues[self.venue].takes.exercises or 1

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        places = self._places(problem)
        where = self.venue if places == 1 else f"each of the {places} places at {self.venue}"
        return f"{where} takes one user after the other, with {number_of(self.days, 'empty day')} in between"

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Let each use last longer by the empty days, and limit them to the places that there are."""
        uses: list[Use] = []
        earlier: dict[str, list[Lit]] = {}
        for exercise, need in problem.could_meet(self.venue):
            others = earlier.setdefault(exercise, [])
            uses.append(
                Use(decisions.venue_days(exercise, need, self.venue, after=self.days), 1, tuple(others))
            )
            others.append(decisions.negation(decisions.at_site(exercise, need, self.venue)))
        decisions.load(uses, self._places(problem), valid=self.valid, counted="days")

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Count the days on which more users hold a place than there are places."""
        setup = problem.programme.venues[self.venue].setup
        kept = [Stay(h.id, h.execution.longer(setup, self.days)) for h in laydown.users_of(self.venue)]
        for excess in excesses(kept, self._places(problem), self.valid.period()):
            who = ", ".join(excess.exercises)
            gap = f"without {number_of(self.days, 'empty day')} in between (on {excess.period})"
            amount = excess.by * excess.period.days
            yield Violation(excess.exercises, f"{who} are at {self.venue} {gap}", amount)
