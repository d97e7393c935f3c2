"""A force is not in two places at once, and rests in between.

What it says      On no day are more elements of the force committed than it has. An element is committed on
                  its own footprint (the exercise's, or from its departure to its return when it travels
                  longer) and on the days of recovery that follow.
Why it exists     The same few brigades, frigates and tankers are asked for by every planner; a force counted
                  twice is the commonest error in a programme made of many lists.
Does not say      Which element goes where: elements of a force are identical. That the force is there at all:
                  see `force_availability`. When the travel time is not known and another commitment could
                  overlap, the rule cannot be decided.
Soft unit         One element too many, on the worst day.
Real case         Units reset for days to weeks after a rotation at a combat training centre before they can
                  be sent again.
"""

from collections.abc import Iterator
from typing import ClassVar, Literal, Self

from exsched.domain.names import ForceId
from exsched.domain.programme import Programme
from exsched.rulekit.decisions import Decisions, Use
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Commitment, Laydown
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Path, Rule
from exsched.rulekit.stays import Stay, excesses, worst


class NoDoubleCommitment(Rule):
    """A force commits no more elements at once than it has."""

    rule: Literal["no_double_commitment"] = "no_double_commitment"
    force: ForceId

    unit: ClassVar[str] = "element"

    @classmethod
    def from_facts(cls, programme: Programme) -> Iterator[tuple[Path, Self]]:
        """One for each force."""
        for name in programme.forces:
            yield ("forces", name), cls(force=name)

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        force = problem.programme.forces[self.force]
        rest = f" and {number_of(force.recovery, 'day')} of recovery" if force.recovery else ""
        has = f"{self.force} has {number_of(force.elements, 'element')}"
        return f"{has}, each committed to one exercise at a time, travel{rest} included"

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Limit the elements in use to those that the force has."""
        force = problem.programme.forces[self.force]
        uses = [
            Use(
                decisions.force_days(exercise, self.force, after=force.recovery),
                decisions.elements(exercise, need, self.force),
            )
            for exercise, need in problem.could_fill(self.force)
        ]
        decisions.load(uses, force.elements, valid=self.valid)

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Find the day with the most elements committed; where travel is unknown, ask if it could matter."""
        has = problem.programme.forces[self.force].elements
        valid, horizon = self.valid.period(), problem.programme.horizon
        committed = laydown.commitments_of(self.force)
        if most := worst(excesses([self._stay(c) for c in committed], has, valid)):
            who = ", ".join(most.exercises)
            those = f"{self.force} has {number_of(has, 'element')}"
            sentence = f"{those}, and {most.load} are committed on {most.period.start} ({who})"
            yield Violation(most.exercises, sentence, most.by)
            return
        at_worst = [
            self._stay(c) if c.travel_known else Stay(c.exercise, horizon, c.elements) for c in committed
        ]
        if worst(excesses(at_worst, has, valid)):
            unknown = tuple(sorted({c.exercise for c in committed if not c.travel_known}))
            where = ", ".join(unknown)
            yield Undecided(
                unknown,
                f"whether {self.force} is committed twice depends on its travel to {where}",
                f"the home of {self.force}, or where the sites of {where} lie",
            )

    @staticmethod
    def _stay(commitment: Commitment) -> Stay:
        days = commitment.footprint.longer(0, commitment.force.recovery)
        return Stay(commitment.exercise, days, commitment.elements)
