"""Hold the exercises that matter most.

What it measures  The worth of the exercises that are not held, and what those held in a lesser form lose by
                  it, added up.
Unit              Worth, as written by the planner.
Does not measure  Exercises that must be held: dropping one of those breaks `must_be_held`.
"""

from typing import ClassVar, Literal

from exsched.domain.exercises import HeldIf
from exsched.rulekit.decisions import Decisions, Term
from exsched.rulekit.goal import Goal
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem


class HoldExercises(Goal):
    """Lose as little worth as possible by not holding exercises."""

    goal: Literal["hold_exercises"] = "hold_exercises"

    unit: ClassVar[str] = "worth"

    def explain(self, problem: Problem) -> str:
        """The goal as one sentence."""
        may = sum(line.held is HeldIf.MAY for line in problem.exercises.values())
        return f"lose as little worth as possible by not holding exercises ({may} of them may be dropped)"

    def post(self, problem: Problem, decisions: Decisions) -> list[Term]:
        """The worth of each exercise, if it is not held; the loss of each form, if it is chosen."""
        dropped = [
            Term(line.worth, decisions.negation(decisions.held(name)))
            for name, line in problem.exercises.items()
        ]
        lesser = [Term(line.loses, decisions.held(key)) for key, line in problem.forms.items() if line.loses]
        return dropped + lesser

    def measure(self, problem: Problem, laydown: Laydown) -> int:
        """The worth of the exercises that are not held, and the losses of the forms chosen."""
        dropped = sum(line.worth for name, line in problem.exercises.items() if name not in laydown.held)
        return dropped + sum(held.exercise.loses for held in laydown.held.values())
