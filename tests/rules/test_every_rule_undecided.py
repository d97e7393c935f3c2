"""Missing data never reads as satisfied: the checker leaves the rule open, and lint has said so before."""

import inspect
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from exsched.domain.exercises import Equipment, Exercise
from exsched.domain.programme import Programme
from exsched.intake import lint, load
from exsched.rulekit.finding import Undecided
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem
from exsched.rules import RULES
from tests.agreement import sample

EXAMPLES = Path(__file__).parents[2] / "examples" / "rules"
OPEN_ABOUT_NAMES = {
    "force_need": "a role that the form chosen does not have",
    "linked_exercises": "an exercise without sites",
    "programme_freeze": "a reference schedule that is not there, which intake refuses",
    "site_need": "a site that the form chosen does not have",
}
"""Rules that are open about a name that the programme does not have; their own tests show it."""


def can_be_open(rule: str) -> bool:
    """Whether a rule's check can answer that it cannot be decided."""
    return "Undecided(" in inspect.getsource(import_module(f"exsched.rules.{rule}"))


def without_optional_data(problem: Problem) -> Problem:
    """The same problem, with everything left out that a planner may leave out and a rule may ask for."""
    facts = problem.programme
    bare: dict[str, Any] = {
        "exercises": {name: _bare_exercise(line) for name, line in facts.exercises.items()},
        "venues": {
            name: v.model_copy(update={"at": None, "cost_per_day": None}) for name, v in facts.venues.items()
        },
        "forces": {
            name: force.model_copy(update={"home": None, "ship": None, "strength": 0, "cost_per_day": None})
            for name, force in facts.forces.items()
        },
        "history": {
            name: past.model_copy(
                update={
                    "hosts": (),
                    "participants": (),
                    "strength": None,
                    "equipment": Equipment(),
                    "forces": {},
                }
            )
            for name, past in facts.history.items()
        },
    }
    programme: Programme = facts.model_copy(update=bare)
    return replace(problem, programme=programme)


def _bare_exercise(line: Exercise) -> Exercise:
    sites = {name: need.model_copy(update={"strength": None}) for name, need in line.sites.items()}
    nothing = {"strength": None, "equipment": Equipment(), "domains": (), "tags": (), "sites": sites}
    return line.model_copy(
        update=nothing | {"cost": None, "cost_per_day": None, "observers": None, "movements": {}}
    )


@pytest.mark.parametrize("rule", sorted(name for name in RULES if can_be_open(name)))
def test_missing_data_leave_a_rule_open_and_lint_says_so(rule: str) -> None:
    """Over sampled schedules of its example without optional data, the rule is left open at least once."""
    if rule in OPEN_ABOUT_NAMES:
        return
    problem = load(EXAMPLES / rule / "programme.yaml").problem
    assert problem is not None
    bare = without_optional_data(problem)
    asked = [said.rule for said in bare.statements if said.rule.rule == rule]
    laydowns = [Laydown(bare, schedule) for schedule in sample(bare, 200)]
    found = [f for laydown in laydowns for said in asked for f in said.check(bare, laydown)]
    assert any(isinstance(finding, Undecided) for finding in found)
    assert "W607" in {diagnostic.code for diagnostic in lint(bare)}
