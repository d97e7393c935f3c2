"""An exercise that must be held is held.

What it says      The exercise is in the schedule.
Why it exists     Some lines are commitments; to drop one is not the planner's to decide.
Does not say      When or in what form. Lines that may be dropped have `held: may`, and the goal
                  `hold_exercises` weighs the worth that is lost.
Soft unit         One exercise not held.
Validity          An exercise that is not held has no day on which `valid` could be tested: the statement
                  applies when `valid` and the horizon share a day.
Facts             `held: must` of an exercise, which is what it says when nothing is written.
Real case         An evaluation exercise before a stand-by period cannot be left out.
"""

from collections.abc import Iterator
from typing import ClassVar, Literal, Self

from exsched.domain.exercises import HeldIf
from exsched.domain.names import ExerciseId
from exsched.domain.programme import Programme
from exsched.rulekit.decisions import Decisions
from exsched.rulekit.finding import Finding, Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Path, Rule


class MustBeHeld(Rule):
    """An exercise that may not be dropped."""

    rule: Literal["must_be_held"] = "must_be_held"
    exercise: ExerciseId

    unit: ClassVar[str] = "exercise"

    @classmethod
    def from_facts(cls, programme: Programme) -> Iterator[tuple[Path, Self]]:
        """One for each exercise with `held: must`."""
        for name, line in programme.exercises.items():
            if line.held is HeldIf.MUST:
                yield ("exercises", name, "held"), cls(exercise=name)

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        return f"{self.exercise} must be held"

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Forbid dropping it."""
        if self.valid.period().overlaps(problem.programme.horizon):
            decisions.never([decisions.negation(decisions.held(self.exercise))])

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """See whether it is held."""
        horizon = problem.programme.horizon
        applies = self.valid.start <= horizon.end and horizon.start <= self.valid.end
        if applies and self.exercise not in laydown.held:
            yield Violation((self.exercise,), f"{self.exercise} must be held and is not")
