"""Every rule can be the only thing that makes the best schedule worse; the referee says by how much."""

from dataclasses import replace
from pathlib import Path

import pytest

from exsched.intake import load, read_schedule
from exsched.rulekit.problem import Problem
from exsched.rules import RULES
from tests.rules.wish import Wish
from tests.rules.worsening import best_with_and_without

EXAMPLES = Path(__file__).parents[2] / "examples" / "rules"
NOTHING_TO_DECIDE = frozenset({"invited_participants", "site_need"})
"""Who was not invited, and a venue that does not fit, the solver cannot choose: hand-made schedules do."""


def wishing_for_the_refused(rule: str) -> Problem:
    """The rule's example, where the best schedule would be the one that only this rule refuses."""
    problem = load(EXAMPLES / rule / "programme.yaml").problem
    assert problem is not None
    refused, _ = read_schedule(EXAMPLES / rule / "refused.yaml", problem)
    assert refused is not None
    hard = tuple(
        replace(said, rule=said.rule.model_copy(update={"soft": None, "hard": True}))
        if said.rule.rule == rule
        else said
        for said in problem.statements
    )
    return replace(problem, statements=hard, tiers=((Wish(schedule=refused),),))


@pytest.mark.parametrize("rule", sorted(RULES.keys() - NOTHING_TO_DECIDE))
def test_rule_alone_makes_the_best_schedule_worse(rule: str) -> None:
    """Without it the refused schedule is reached, with it none as good; solver and referee agree on both."""
    with_it, without = best_with_and_without(wishing_for_the_refused(rule), rule)
    assert without == (0,)
    assert with_it is None or with_it > (0,)
