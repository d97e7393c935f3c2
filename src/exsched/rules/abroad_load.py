"""A nation has only so many exercises, and so many troops, abroad at once.

What it says      On no day of their footprints does the nation take part in more exercises abroad, or have
                  more troops there, than it allows. It is abroad at an exercise in which it takes part, in
                  any role but observer, when none of the chosen sites lies in it; an exercise without a site
                  counts as abroad. Its troops are those of its forces there and those written for its part.
Why it exists     Parliaments, budgets and tempo rules limit what may be out of the country at the same time.
Does not say      Anything about days of travel beyond the exercise's own footprint. A part for which no
                  troops are written cannot be judged against a limit of troops.
Soft unit         One exercise, or one troop, too many on the worst day.
Real case         A neutral State counted twenty exercises abroad and four at home in one year, each decided
                  by its government.
"""

from collections.abc import Iterator
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from exsched.domain.exercises import Exercise
from exsched.domain.names import Count, NationId
from exsched.rulekit.decisions import Decisions, Use
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule
from exsched.rulekit.stays import Stay, excesses, worst


class AbroadLoad(Rule):
    """Limits on what a nation has abroad."""

    rule: Literal["abroad_load"] = "abroad_load"
    nation: NationId
    exercises: Count | None = Field(default=None, description="exercises abroad at once")
    strength: Count | None = Field(default=None, description="troops abroad at once")

    unit: ClassVar[str] = "exercise or troop"

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.exercises is None and self.strength is None:
            raise ValueError("abroad_load needs exercises, strength, or both")
        return self

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        limits = ((self.exercises, "exercise"), (self.strength, "troop"))
        said = " and ".join(number_of(limit, of) for limit, of in limits if limit is not None)
        return f"{self.nation} has at most {said} abroad at once"

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Limit the load of exercises abroad, and of troops there."""
        d = decisions
        lines = [line for key, line in problem.forms.items() if self.nation in problem.nations_of(key)]
        abroad = {
            line.key: (d.takes_part(self.nation, line.key), d.negation(d.hosts(self.nation, line.key)))
            for line in lines
        }
        if self.exercises is not None:
            users = [Use(d.footprint(name), 1, when) for name, when in abroad.items()]
            d.load(users, self.exercises, valid=self.valid)
        if self.strength is not None:
            troops = [
                Use(d.footprint(line.key), amount, abroad[line.key])
                for line in lines
                for amount in self._troops(problem, line, d)
            ]
            d.load(troops, self.strength, valid=self.valid)

    def _troops(self, problem: Problem, line: Exercise, d: Decisions) -> Iterator[object]:
        if part := line.part(self.nation):
            yield part.strength
        for need, role in line.forces.items():
            for name in problem.programme.eligible(role):
                force = problem.programme.forces[name]
                if force.nation == self.nation:
                    yield d.times(force.strength, d.elements(line.key, need, name))

    # -- checker --------------------------------------------------------------------------------------------

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Find the day with the most exercises abroad, and that with the most troops."""
        held = laydown.held.values()
        abroad = [h for h in held if h.takes_part(self.nation) and self.nation not in h.hosts]
        yield from self._above([Stay(h.id, h.footprint) for h in abroad], self.exercises, "exercise")
        troops = [Stay(h.id, h.footprint, h.troops_of(self.nation)) for h in abroad]
        yield from list(self._above(troops, self.strength, "troop")) or self._unknown(abroad)

    def _above(self, stays: list[Stay], limit: int | None, of: str) -> Iterator[Finding]:
        if limit is not None and (most := worst(excesses(stays, limit, self.valid.period()))):
            day, who = most.period.start, ", ".join(most.exercises)
            allowed = f"{self.nation} allows {number_of(limit, of)} abroad at once"
            yield Violation(most.exercises, f"{allowed} and has {most.load} on {day} ({who})", most.by)

    def _unknown(self, abroad: list[Held]) -> Iterator[Finding]:
        for held in abroad:
            unwritten = self.strength is not None and not self._written(held)
            if unwritten and held.footprint.overlaps(self.valid.period()):
                sentence = f"whether {self.nation} may send troops to {held.id} depends on how many"
                yield Undecided((held.id,), sentence, f"the strength of {self.nation} in {held.id}")

    def _written(self, held: Held) -> bool:
        own = [c.force for c in held.commitments if c.force.nation == self.nation]
        return held.troops_of(self.nation) > 0 and all(force.strength for force in own)
