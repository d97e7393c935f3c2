"""Fit proposed statements to a plan: limits rise to what it needs, what it cannot keep becomes a wish."""

from collections.abc import Iterable, Iterator
from random import Random

from benchmarks.generator.scale import Facts
from exsched.rulekit.finding import Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule
from exsched.rules import RULES

LIMITS = {
    "host_load": ("exercises", "strength", "per_year"),
    "abroad_load": ("exercises",),
    "exercise_count_cap": ("max",),
    "tempo_cap": ("days",),
    "budget_ceiling": ("ceiling",),
    "range_days_cap": ("max",),
    "large_activity_cap": ("most",),
    "simultaneity_cap": ("most",),
    "strength_ceiling": ("most",),
    "strait_tonnage": ("passage_ships", "sea_tonnes", "state_tonnes"),
    "strait_stay": ("days",),
}
"""The numbers that can be raised; a proposal gives one of them."""


def settled(
    problem: Problem, plan: Laydown, proposals: Iterable[Facts], dice: Random, *, tight: bool
) -> Iterator[Facts]:
    """The statements in their final words.

    Tight means that the plan keeps all that is hard. Otherwise limits lie a tenth below what the plan
    needs: it is then one wish among others.
    """
    for said in proposals:
        limit = next((name for name in LIMITS.get(said["rule"], ()) if name in said), None)
        excess = _excess(problem, plan, said)
        if limit is None:
            yield said if not excess or _is_soft(said) else said | {"soft": dice.randint(2, 20)}
        elif tight:
            needed = said[limit] + excess
            yield said | {limit: needed + dice.randint(0, needed // 5 + 1)}
        else:
            yield said | {limit: max(said[limit], (said[limit] + excess) * 9 // 10)}


def _rule(said: Facts) -> Rule:
    rule: Rule = RULES[said["rule"]].model_validate(said)
    return rule


def _is_soft(said: Facts) -> bool:
    return _rule(said).cost is not None


def _excess(problem: Problem, plan: Laydown, said: Facts) -> int:
    """By how much the plan breaks a statement where it breaks it most; 0 when it keeps it."""
    found = _rule(said).check(problem, plan)
    return max((finding.amount for finding in found if isinstance(finding, Violation)), default=0)
