"""Break soft rules as little as possible.

What it measures  Over all soft statements: by how much each is broken, in its own unit, times its cost.
Unit              Cost, as written under `soft`.
Does not measure  Hard statements: a schedule that breaks one is refused, at no price. Statements that
                  cannot be decided cost nothing; the checker lists them.
"""

from typing import ClassVar, Literal

from exsched.rulekit.decisions import Decisions, Term
from exsched.rulekit.finding import Violation
from exsched.rulekit.goal import Goal
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem


class SoftRules(Goal):
    """Pay as little as possible for soft rules broken."""

    goal: Literal["soft_rules"] = "soft_rules"

    unit: ClassVar[str] = "cost"

    def explain(self, problem: Problem) -> str:
        """The goal as one sentence."""
        soft = sum(statement.rule.cost is not None for statement in problem.statements)
        return f"pay as little as possible for soft rules broken ({number_of(soft, 'soft statement')})"

    def post(self, problem: Problem, decisions: Decisions) -> list[Term]:
        """What the rules have charged."""
        return decisions.breaches()

    def measure(self, problem: Problem, laydown: Laydown) -> int:
        """The cost of everything that the soft statements find."""
        soft = [statement.rule for statement in problem.statements if statement.rule.cost is not None]
        return sum(
            (rule.cost or 0) * finding.amount
            for rule in soft
            for finding in rule.check(problem, laydown)
            if isinstance(finding, Violation)
        )
