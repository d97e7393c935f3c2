"""Have the nations along that may take part.

What it measures  The worth of every nation under `may` that does not take part in its exercise, in any
                  role. An exercise that is not held leaves out all of its.
Unit              Worth, as written by the planner (1 when nothing is written).
Does not measure  Nations under `must`: leaving one out breaks `required_participants`.
"""

from typing import ClassVar, Literal

from exsched.domain.exercises import Role
from exsched.rulekit.decisions import Decisions, Term
from exsched.rulekit.goal import Goal
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem


class WantedParticipation(Goal):
    """Leave out as little worth of willing nations as possible."""

    goal: Literal["wanted_participation"] = "wanted_participation"

    unit: ClassVar[str] = "worth"

    def explain(self, problem: Problem) -> str:
        """The goal as one sentence."""
        willing = sum(len(line.participants.may) for line in problem.exercises.values())
        return f"leave out as few willing nations as possible, by their worth ({number_of(willing, 'offer')})"

    def post(self, problem: Problem, decisions: Decisions) -> list[Term]:
        """The worth of each willing nation, if it takes no part."""
        d = decisions
        return [
            Term(part.worth, d.negation(d.takes_part(nation, name, frozenset(Role))))
            for name, line in problem.exercises.items()
            for nation, part in sorted(line.participants.may.items())
        ]

    def measure(self, problem: Problem, laydown: Laydown) -> int:
        """The worth of the willing nations that take no part."""
        held = laydown.held
        return sum(
            part.worth
            for name, line in problem.exercises.items()
            for nation, part in line.participants.may.items()
            if name not in held or nation not in held[name].roles
        )
