"""A venue takes so many users, and so many troops, at the same time.

What it says      On no day is the venue taken by more exercises, or by more troops, than it takes. Taken are
                  the days from STARTEX less the venue's setup to ENDEX. An exercise with two sites at the
                  venue is one user. Its troops are what the site needs there say, added up; the whole
                  exercise, once, when one of them says nothing.
Why it exists     Ranges, berths, barracks and simulation halls are full when they are full.
Does not say      That there are empty days between users: see `venue_changeover`. A limit that is not given
                  does not bind. An exercise whose strength is not written cannot be judged against a limit of
                  troops.
Soft unit         One exercise, or one troop, too many on the worst day.
Real case         A combat training centre that took in a continental exercise of 5,400 could not hold its own
                  army's yearly exercise in the same season.
"""

from collections.abc import Iterator, Sequence
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from exsched.domain.names import Count, VenueId
from exsched.domain.programme import Programme
from exsched.rulekit.decisions import Decisions, Lit, Use
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Path, Rule
from exsched.rulekit.stays import Stay, excesses, worst


class VenueCapacity(Rule):
    """Limits on what a venue takes at once."""

    rule: Literal["venue_capacity"] = "venue_capacity"
    venue: VenueId
    exercises: Count | None = Field(default=None, description="users at once; 0 means closed")
    strength: Count | None = Field(default=None, description="troops at once")

    unit: ClassVar[str] = "exercise or troop"

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.exercises is None and self.strength is None:
            raise ValueError("venue_capacity needs exercises, strength, or both")
        return self

    @classmethod
    def from_facts(cls, programme: Programme) -> Iterator[tuple[Path, Self]]:
        """One for each number under `takes` of a venue."""
        for venue in programme.venues.values():
            if venue.takes.exercises is not None:
                rule = cls(venue=venue.id, exercises=venue.takes.exercises, source=venue.source)
                yield ("venues", venue.id, "takes", "exercises"), rule
            if venue.takes.strength is not None:
                rule = cls(venue=venue.id, strength=venue.takes.strength, source=venue.source)
                yield ("venues", venue.id, "takes", "strength"), rule

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        users = None if self.exercises is None else number_of(self.exercises, "exercise")
        troops = None if self.strength is None else number_of(self.strength, "troop")
        return f"{self.venue} takes at most {' and '.join(filter(None, (users, troops)))} at the same time"

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Limit the load of users, and that of troops."""
        sites: dict[str, list[str]] = {}
        for exercise, need in problem.could_meet(self.venue):
            sites.setdefault(exercise, []).append(need)
        if self.exercises is not None:
            users = [use for name, needs in sites.items() for use in self._as_one(decisions, name, needs, 1)]
            decisions.load(users, self.exercises, valid=self.valid)
        if self.strength is not None:
            troops = [
                use for name, needs in sites.items() for use in self._troops(problem, decisions, name, needs)
            ]
            decisions.load(troops, self.strength, valid=self.valid)

    def _as_one(self, d: Decisions, exercise: str, needs: Sequence[str], amount: int) -> Iterator[Use]:
        earlier: list[Lit] = []
        for need in needs:
            yield Use(d.venue_days(exercise, need, self.venue), amount, tuple(earlier))
            earlier.append(d.negation(d.at_site(exercise, need, self.venue)))

    def _troops(self, problem: Problem, d: Decisions, exercise: str, needs: Sequence[str]) -> Iterator[Use]:
        line = problem.forms[exercise]
        silent = [need for need in needs if line.sites[need].strength is None]
        yield from self._as_one(d, exercise, silent, line.strength or 0)
        apart = [d.negation(d.at_site(exercise, need, self.venue)) for need in silent]
        for need in needs:
            if own := line.sites[need].strength:
                yield Use(d.venue_days(exercise, need, self.venue), own, apart)

    # -- checker --------------------------------------------------------------------------------------------

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Find the day with the most users, and that with the most troops."""
        setup = problem.programme.venues[self.venue].setup
        taken = [(held, held.execution.longer(setup, 0)) for held in laydown.users_of(self.venue)]
        users = [Stay(held.id, days) for held, days in taken]
        yield from self._above(users, self.exercises, "exercise")
        here = [(held, Stay(held.id, days, held.strength_at({self.venue}) or 0)) for held, days in taken]
        found = list(self._above([stay for _, stay in here], self.strength, "troop"))
        yield from found or self._unknown(here)

    def _above(self, stays: list[Stay], limit: int | None, of: str) -> Iterator[Finding]:
        if limit is not None and (most := worst(excesses(stays, limit, self.valid.period()))):
            day, who = most.period.start, ", ".join(most.exercises)
            taken = f"{self.venue} takes {number_of(limit, of)} at once"
            yield Violation(most.exercises, f"{taken} and has {most.load} on {day} ({who})", most.by)

    def _unknown(self, here: list[tuple[Held, Stay]]) -> Iterator[Finding]:
        valid = self.valid.period()
        for held, stay in here:
            unwritten = self.strength is not None and held.strength_at({self.venue}) is None
            if unwritten and stay.period.overlaps(valid):
                sentence = f"whether {self.venue} has room for {held.id} depends on how many troops come"
                yield Undecided((held.id,), sentence, f"the strength of {held.id}")
