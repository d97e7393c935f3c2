"""Posting and checking of every rule mean the same, both ways; so do posting and measuring of goals."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from exsched.goals import GOALS
from exsched.intake import load
from exsched.rulekit.finding import Finding
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem, Statement
from exsched.rules import RULES
from exsched.rules.precedence import Precedence
from exsched.solving.build import build
from tests.agreement import compare, least_breach, least_goals, made_hard, only, sample, statements_of
from tests.long_form import by_form

SAMPLED = by_form(short=6, long=12)
EXAMPLES = Path(__file__).parents[2] / "examples" / "rules"


def problem_of(rule: str) -> Problem:
    """The tiny programme of a rule's examples."""
    loaded = load(EXAMPLES / rule / "programme.yaml")
    assert loaded.problem is not None, [d.render() for d in loaded.diagnostics]
    return loaded.problem


@pytest.mark.parametrize("rule", sorted(RULES))
def test_posting_and_checking_allow_the_same_schedules(rule: str) -> None:
    """Over all schedules of the rule's tiny programme, `check` is empty if and only if posting allows it."""
    problem = problem_of(rule)
    hard = made_hard(problem, rule)
    found = compare(only(problem, hard), rule)
    assert (sorted(map(str, found.too_weak))[:3], sorted(map(str, found.too_strict))[:3]) == ([], [])
    assert (found.allowed > 0, found.refused > 0) == (True, True)


@pytest.mark.parametrize("rule", sorted(RULES))
def test_soft_posting_charges_what_the_check_counts(rule: str) -> None:
    """For sampled schedules the least charge equals the amounts that `check` finds, times the cost."""
    problem = problem_of(rule)
    priced = tuple(
        Statement(s.key, s.rule.model_copy(update={"soft": 3, "hard": False}))
        for s in statements_of(problem, rule)
        if s.rule.rule == rule
    )
    under_test = only(problem, priced)
    model = build(under_test)
    for schedule in sample(problem, 60):
        found = [f for s in priced for f in s.rule.check(under_test, Laydown(under_test, schedule))]
        counted = 3 * sum(f.amount for f in found if hasattr(f, "amount"))
        assert (least_breach(under_test, model, schedule), schedule) == (counted, schedule)


class _Deaf(Precedence):
    """A precedence whose posting says nothing."""

    def post(self, problem: Problem, decisions: Any) -> None:
        del problem, decisions


class _Harsh(Precedence):
    """A precedence whose posting also forbids the first exercise."""

    def post(self, problem: Problem, decisions: Any) -> None:
        super().post(problem, decisions)
        decisions.never([decisions.held(self.first)])


class _Lenient(Precedence):
    """A precedence whose check finds nothing."""

    def check(self, problem: Problem, laydown: Any) -> Iterator[Finding]:
        del problem, laydown
        return iter(())


@pytest.mark.parametrize(
    ("planted", "weak", "strict"), [(_Deaf, True, False), (_Harsh, False, True), (_Lenient, False, True)]
)
def test_agreement_catches_planted_faults(planted: type[Precedence], weak: bool, strict: bool) -> None:
    """A posting that is too weak, one that is too strict, and a check that sleeps are each found."""
    problem = problem_of("precedence")
    broken = tuple(
        Statement(s.key, planted.model_validate(s.rule.model_dump(exclude_unset=True)))
        for s in problem.statements
        if s.rule.rule == "precedence"
    )
    frame = tuple(s for s in statements_of(problem, "precedence") if s.rule.rule != "precedence")
    under_test = only(problem, (*frame, *broken))
    found = compare(under_test, "precedence")
    assert (bool(found.too_weak), bool(found.too_strict)) == (weak, strict)


@pytest.mark.parametrize("goal", sorted(GOALS))
def test_goal_posting_reaches_what_it_measures(goal: str) -> None:
    """For sampled schedules of several tiny programmes the least posted value equals the measure."""
    for rule in ("precedence", "host_load", "shared_asset_pool", "required_participants", "force_need"):
        problem = only(problem_of(rule), statements_of(problem_of(rule), "site_need"))
        for variant in variants(goal):
            for posted, measured in least_goals(problem, variant, sample(problem, SAMPLED)):
                assert (posted, variant) == (measured, variant)


VARIANTS: dict[str, list[dict[str, Any]]] = {
    "burden_sharing": [
        {"nations": ["ARV", "BMK"], "of": of, "by": by}
        for of in ("element_days", "strength_days", "cost")
        for by in ("worst", "sum")
    ],
    "fair_concessions": [{}, {"by": "sum", "red_line": {"ARV": 1}, "beyond": 5}],
    "fair_hosting": [
        {"shares": {"ARV": 2, "BMK": 1}, "of": of, "by": by}
        for of in ("exercises", "days", "strength")
        for by in ("worst", "sum")
    ],
    "interoperability": [
        {"nations": ["ARV", "BMK", "CAL"]},
        {"nations": ["ARV", "BMK", "CAL"], "of": "forces", "meetings": 2},
    ],
    "low_cost": [{}, {"counts": ["exercises", "travel"]}],
    "objective_coverage": [
        {"audience": ["ARV", "BMK"], "objectives": ["fires"]},
        {"audience": ["ARV"], "objectives": ["fires"], "least": 2, "per": "horizon"},
    ],
    "stability": [{"against": "published"}],
}
"""The parameters with which a goal is tried; none when it is not listed."""


def variants(goal: str) -> list[Any]:
    """The goal in each of its forms."""
    kind = GOALS[goal]
    if goal != "level_load":
        return [kind.model_validate({"goal": goal} | parts) for parts in VARIANTS.get(goal, [{}])]
    forms = []
    for of in ("exercises", "strength", "days"):
        for per in ("nation", "host", "area", "venue", "pool", "week"):
            for measure in ("peak", "squares"):
                try:
                    forms.append(kind.model_validate({"goal": goal, "of": of, "per": per, "by": measure}))
                except ValueError:
                    continue
    assert len(forms) >= 20
    return forms
