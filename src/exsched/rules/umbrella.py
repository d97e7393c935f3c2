"""Exercises under an umbrella take place within it.

What it says      The execution days of each of `children` that is held lie within those of `parent`. When the
                  parent is not held, none of its children is.
Why it exists     Live drills, alerts and command posts of one large exercise share its scenario, its
                  deployment and its control staff, and make no sense without it.
Does not say      That every child is held when the parent is: see `linked_exercises`. Whether a child also
                  deploys within the parent's footprint is not asked.
Soft unit         One day by which a child begins before the parent, or ends after it; without the parent,
                  each execution day of the child.
Validity          Applies to children that have an execution day inside `valid`.
Real case         STEADFAST DEFENDER 24 covered a series of exercises, among them BRILLIANT JUMP 24 (NATO).
"""

from collections.abc import Iterator
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from exsched.domain.names import ExerciseId, ExerciseIds
from exsched.rulekit.decisions import Decisions, Term
from exsched.rulekit.finding import Finding, Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule


class Umbrella(Rule):
    """A parent exercise and those that take place within it."""

    rule: Literal["umbrella"] = "umbrella"
    parent: ExerciseId
    children: ExerciseIds = Field(min_length=1)

    unit: ClassVar[str] = "day"

    @model_validator(mode="after")
    def _not_its_own(self) -> Self:
        if self.parent in self.children:
            raise ValueError(f"{self.parent} cannot be its own child")
        return self

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        return f"{', '.join(self.children)} take place within {self.parent}, or not at all"

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Confine each child on either side, and forbid it without the parent."""
        d, parent = decisions, self.parent
        for child in self.children:
            there = d.touches(child, self.valid)
            both = [there, d.held(parent)]
            d.at_least([Term(1, d.startex(child)), Term(-1, d.startex(parent))], 0, both)
            d.at_most([Term(1, d.endex(child)), Term(-1, d.endex(parent))], 0, both)
            d.at_most([Term(1, d.length(child))], 0, [there, d.negation(d.held(parent))])

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Compare the days of each child that is held with those of the parent."""
        parent = laydown.held.get(self.parent)
        for name in self.children:
            child = laydown.held.get(name)
            if child is None or not child.touches(self.valid.period()):
                continue
            if parent is None:
                what = f"{name} is held, and {self.parent} is not"
                yield Violation((name, self.parent), what, child.execution.days)
                continue
            early = max(0, (parent.execution.start - child.execution.start).days)
            late = max(0, (child.execution.end - parent.execution.end).days)
            sides = ((early, "begins", "before"), (late, "ends", "after"))
            if said := [f"{verb} {number_of(n, 'day')} {side}" for n, verb, side in sides if n]:
                yield Violation((name, parent.id), f"{name} {' and '.join(said)} {parent.id}", early + late)
