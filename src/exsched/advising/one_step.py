"""One statement eased by one unit of its own measure, at no price; a rule for one question.

What it says      The statement is broken by at most `by` units in all.
Soft unit         A unit more than that.
Does not appear   In constraint files: who eases a statement for good writes it anew.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, ClassVar, Literal

from pydantic import Field, SerializeAsAny

from exsched.rulekit.decisions import Decisions, Term
from exsched.rulekit.finding import Finding, Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem, Statement
from exsched.rulekit.rule import Rule

KEY = "~step"
"""Sorts behind all that constraint files can hold: it reads what the eased statement has charged."""


class OneStep(Rule):
    """What a statement that costs nothing when broken may be broken by."""

    rule: Literal["one_step"] = "one_step"
    of: SerializeAsAny[Rule]
    by: Annotated[int, Field(ge=1)] = 1

    unit: ClassVar[str] = "unit"

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        return f"eased by {self.by}: {self.of.explain(problem)}"

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Bound what was charged at no price: the eased statement alone is charged so."""
        del problem
        free = [Term(1, term.of) for term in decisions.breaches() if term.factor == 0]
        decisions.at_most(free, self.by)

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Measure by how much the statement is broken."""
        found = [one for one in self.of.check(problem, laydown) if isinstance(one, Violation)]
        amount = sum(one.amount for one in found)
        if amount > self.by:
            yield Violation(found[0].exercises, self.explain(problem), amount - self.by)


def eased(problem: Problem, key: str, by: int = 1) -> Problem:
    """The problem in which one statement may be broken by so many units."""
    said = next(said for said in problem.statements if said.key == key)
    free = replace(said, rule=said.rule.model_copy(update={"soft": 0, "hard": False}))
    told = (one for one in problem.statements if one.rule.cost != 0)  # what costs nothing binds nothing
    rest = tuple(free if one is said else one for one in told)
    return replace(problem, statements=(*rest, Statement(KEY, OneStep(of=said.rule, by=by))))
