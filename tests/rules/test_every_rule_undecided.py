"""Missing data never reads as satisfied: the checker leaves the rule open, and lint has said so before."""

import inspect
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from exsched.domain.dates import Period
from exsched.domain.exercises import Equipment, Exercise
from exsched.domain.forces import Mobility, ServiceDomain
from exsched.domain.history import PastExercise
from exsched.domain.programme import Programme
from exsched.domain.venues import Area
from exsched.intake import lint, load
from exsched.rulekit.finding import Undecided
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem, Statement
from exsched.rulekit.where import Where
from exsched.rules import RULES
from exsched.rules.planning_event_capacity import PlanningEventCapacity
from tests.agreement import sample

EXAMPLES = Path(__file__).parents[2] / "examples" / "rules"
A_REGION = {
    "type": "Polygon",
    "coordinates": [[[0, 0], [60, 0], [60, 70], [0, 70], [0, 0]]],
}
OPEN_ABOUT_NAMES = {
    "force_need": "a role that the form chosen does not have",
    "linked_exercises": "an exercise without sites",
    "programme_freeze": "a reference schedule that is not there, which intake refuses",
    "site_need": "a site that the form chosen does not have",
}
"""Rules that are open about a name that the programme does not have; their own tests show it."""
NEVER_OPEN = {
    "certification_deadline": "what is not known to certify does not count",
    "consensus": "a nation that says nothing is silent, which the procedure gives a meaning",
    "displaced_exercise": "reads dates alone",
    "duration_bounds": "reads dates and numbers that are required",
    "exercise_window": "reads dates alone; a window that is left out is the whole horizon",
    "invited_participants": "reads names; a nation that is not named is not invited",
    "lift_pool": "lift that is left out is none",
    "locked_line": "reads what is locked; what is left out is free",
    "must_be_held": "reads what is held",
    "observance": "reads dates, and kinds and tags, which always say something",
    "periodicity": "reads dates; a series that is left out is none",
    "precedence": "reads dates alone",
    "reciprocal_restraint": "reads dates alone",
    "required_participants": "reads who takes part",
    "season_window": "reads dates, and kinds and tags, which always say something",
    "shared_asset_pool": "a draw that is left out is none",
    "umbrella": "reads dates alone",
    "venue_changeover": "reads dates and required numbers; days left out are 0",
    "venue_closure": "reads dates, and tags, which always say something",
}
"""Rules that read nothing that could be missing, with the reason."""


def can_be_open(rule: str) -> bool:
    """Whether a rule's check can answer that it cannot be decided."""
    return "Undecided(" in inspect.getsource(import_module(f"exsched.rules.{rule}"))


def without_optional_data(problem: Problem) -> Problem:
    """The same problem, with everything left out that a planner may leave out and a rule may ask for.

    Areas are drawn, so that a position tells what lies in them; forces travel from an unknown home; and
    statements about some exercises ask for their domain and sponsor.
    """
    facts = problem.programme
    bare: dict[str, Any] = {
        "areas": {
            name: area if area.geojson else Area(id=name, geojson=A_REGION)
            for name, area in facts.areas.items()
        },
        "exercises": {name: _bare_exercise(line) for name, line in facts.exercises.items()},
        "venues": {
            name: v.model_copy(update={"at": None, "cost_per_day": None}) for name, v in facts.venues.items()
        },
        "forces": {name: force.model_copy(update=_BARE_FORCE) for name, force in facts.forces.items()},
        "history": {name: past.model_copy(update=_BARE_PAST) for name, past in facts.history.items()},
    }
    programme: Programme = facts.model_copy(update=bare)
    return replace(problem, programme=programme, statements=tuple(map(_asking, problem.statements)))


_BARE_FORCE: dict[str, Any] = {
    "home": None,
    "mobility": Mobility(km_per_day=400),
    "ship": None,
    "strength": 0,
    "cost_per_day": None,
}
_BARE_PAST: dict[str, Any] = {
    "hosts": (),
    "participants": (),
    "strength": None,
    "equipment": Equipment(),
    "forces": {},
    "command": None,
}


def _asking(said: Statement) -> Statement:
    rule, where = said.rule, getattr(said.rule, "where", None)
    if isinstance(where, Where) and said.rule.rule not in HAS_ANOTHER_LACK:
        asked = where.model_copy(update={"domains": (ServiceDomain.LAND,)})
        rule = rule.model_copy(update={"where": asked})
    if isinstance(rule, PlanningEventCapacity):
        rule = rule.model_copy(update={"sponsor": "the staff"})
    return replace(said, rule=rule)


HAS_ANOTHER_LACK = frozenset({"third_state_exercise", "border_standoff"})
"""Rules that have `where` and are to be open for want of something else here."""


def _bare_exercise(line: Exercise) -> Exercise:
    sites = {name: need.model_copy(update={"strength": None}) for name, need in line.sites.items()}
    nothing = {"strength": None, "equipment": Equipment(), "domains": (), "tags": (), "sites": sites}
    more = {"cost": None, "cost_per_day": None, "observers": None, "command": None, "sponsor": None}
    return line.model_copy(update=nothing | more | {"movements": {}})


def _of_the_past(problem: Problem) -> Problem:
    """A past exercise in the nation of the venues, in the year in which the horizon begins."""
    facts = problem.programme
    day = facts.horizon.start - timedelta(9)
    past = PastExercise(
        id="larch", dates=Period(start=day, end=day + timedelta(5)), hosts=tuple(sorted(facts.nations))
    )
    return replace(problem, programme=facts.model_copy(update={"history": {"larch": past}}))


ALSO: dict[str, Callable[[Problem], Problem]] = {"range_days_cap": _of_the_past}
"""What else makes a rule open: history does not record which venues were used."""


def test_every_rule_can_be_open_or_has_a_reason() -> None:
    """No rule is left out but with a reason, and none has one too many."""
    assert {rule for rule in RULES if not can_be_open(rule)} == set(NEVER_OPEN)
    assert all(can_be_open(rule) for rule in OPEN_ABOUT_NAMES)


def _as_it_is(problem: Problem) -> Problem:
    return problem


@pytest.mark.parametrize("rule", sorted({r for r in RULES if can_be_open(r)} - set(OPEN_ABOUT_NAMES)))
def test_missing_data_leave_a_rule_open_and_lint_says_so(rule: str) -> None:
    """Over sampled schedules of its example without optional data, the rule is left open at least once."""
    problem = load(EXAMPLES / rule / "programme.yaml").problem
    assert problem is not None
    bare = ALSO.get(rule, _as_it_is)(without_optional_data(problem))
    asked = [said.rule for said in bare.statements if said.rule.rule == rule]
    laydowns = [Laydown(bare, schedule) for schedule in sample(bare, 200)]
    found = [f for laydown in laydowns for said in asked for f in said.check(bare, laydown)]
    assert any(isinstance(finding, Undecided) for finding in found)
    assert "W607" in {diagnostic.code for diagnostic in lint(bare)}
