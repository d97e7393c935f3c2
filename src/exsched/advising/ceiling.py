"""The goals of a tier stay at or below a value; a rule for one question.

What it says      The goals' own measures, each times its weight, add up to at most `limit`.
Soft unit         A point above the limit.
Does not appear   In constraint files: there goals are made small, and tiers say which comes first.
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field, SerializeAsAny

from exsched.rulekit.decisions import Decisions, Term
from exsched.rulekit.finding import Finding, Violation
from exsched.rulekit.goal import Goal
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem, Statement
from exsched.rulekit.rule import Rule

KEY = "~ceiling"
"""Sorts behind all that constraint files can hold: `soft_rules` reads what other rules have charged."""


class Ceiling(Rule):
    """What some goals may add up to."""

    rule: Literal["ceiling"] = "ceiling"
    goals: tuple[SerializeAsAny[Goal], ...]
    limit: Annotated[int, Field(ge=0)]

    unit: ClassVar[str] = "point"

    def statement(self, number: int) -> Statement:
        """The ceiling as a statement of a problem; `number` tells it from others."""
        return Statement(f"{KEY}:{number}", self)

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        del problem
        return f"{' + '.join(goal.goal for goal in self.goals)} stays at or below {self.limit}"

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """What the goals would have the solver add up, bounded from above."""
        terms = [
            Term(goal.weight * term.factor, term.of)
            for goal in self.goals
            for term in goal.post(problem, decisions)
            if goal.weight * term.factor
        ]
        decisions.at_most(terms, self.limit)

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Measure the goals."""
        value = sum(goal.weight * goal.measure(problem, laydown) for goal in self.goals)
        if value > self.limit:
            names = " + ".join(goal.goal for goal in self.goals)
            yield Violation((), f"{names} is {value}, above {self.limit}", value - self.limit)
