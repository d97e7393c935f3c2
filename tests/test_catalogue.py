"""The catalogue is complete: every row of it has every part that a rule or a goal has here."""

import inspect
import re
from importlib import import_module
from pathlib import Path

import pytest

from exsched.goals import GOALS
from exsched.handbook import page
from exsched.rulekit.goal import Goal
from exsched.rulekit.rule import Rule
from exsched.rules import RULES

ROOT = Path(__file__).parents[1]
CATALOGUE = """
exercise_window duration_bounds blackout_period observance moratorium event_avoidance third_state_exercise
season_window precedence linked_exercises umbrella spacing periodicity host_rotation certification_deadline
locked_line programme_freeze
force_availability no_double_commitment tempo_cap dwell_ratio exercise_count_cap white_space standby_exclusion
surge_reserve displaced_exercise
venue_capacity venue_closure venue_changeover range_days_cap shared_asset_pool lift_pool host_load abroad_load
budget_ceiling planning_event_capacity
incompatible_participants host_refusal disputed_area conditional_participation required_participants
role_limit content_limit reciprocal_restraint legal_cover host_authorisation consensus
dated_act annual_listing large_activity_cap simultaneity_cap observation_duty strength_ceiling border_standoff
strait_tonnage strait_stay demilitarised_area national_geographic_limit
"""
"""What planners asked for, by its sections: time, forces, places and means, politics, regimes."""
GOALS_ASKED_FOR = """
hold_exercises soft_rules wanted_dates wanted_participation wanted_sites level_load fair_hosting
burden_sharing fair_concessions low_cost low_travel interoperability objective_coverage stability
"""
REGIMES = """
vienna-document-2011 montreux-1936 bavarian-manoeuvre-notice india-pakistan-1991 aegean-1988 eu-cross-border
diplomatic-clearance navarea-warning airac
"""


def faces_missing(rule: type[Rule]) -> list[str]:
    """The faces of a rule that it does not have of its own."""
    return [name for name in ("post", "check", "explain") if name not in vars(rule)]


@pytest.mark.parametrize("name", CATALOGUE.split())
def test_every_rule_asked_for_is_whole(name: str) -> None:
    """Page with a real case, three faces, tests, examples, a line in the handbook and in the schema."""
    rule = RULES[name]
    module = import_module(f"exsched.rules.{name}")
    told = re.search(r"^Real case +\S", inspect.getdoc(module) or "", re.MULTILINE)
    folder = ROOT / "examples" / "rules" / name
    handbook = page("rules") or ""
    parts = {
        "page": bool(told),
        "test": (ROOT / "tests" / "rules" / f"test_{name}.py").is_file(),
        "examples": all((folder / f"{part}.yaml").is_file() for part in ("programme", "allowed", "refused")),
        "handbook": f"| `{name}` |" in handbook,
        "schema": f'"const": "{name}"' in (ROOT / "models/schema/programme.json").read_text(),
    }
    assert (faces_missing(rule), [part for part, there in parts.items() if not there]) == ([], [])


@pytest.mark.parametrize("name", GOALS_ASKED_FOR.split())
def test_every_goal_asked_for_is_whole(name: str) -> None:
    """Page, three faces, tests, a line in the handbook and in the schema."""
    goal: type[Goal] = GOALS[name]
    parts = {
        "page": "What it measures" in (inspect.getdoc(import_module(f"exsched.goals.{name}")) or ""),
        "faces": all(face in vars(goal) for face in ("post", "measure", "explain")),
        "test": (ROOT / "tests" / "goals" / f"test_{name}.py").is_file(),
        "handbook": f"| `{name}` |" in (page("goals") or ""),
        "schema": f'"const": "{name}"' in (ROOT / "models/schema/programme.json").read_text(),
    }
    assert [part for part, there in parts.items() if not there] == []


@pytest.mark.parametrize("name", REGIMES.split())
def test_every_regime_asked_for_ships(name: str) -> None:
    """With the note that the official text prevails, and a line in the handbook."""
    text = (ROOT / "models" / "regimes" / f"{name}.yaml").read_text()
    assert ("prevails" in text, f"`library:regimes/{name}`" in (page("regimes") or "")) == (True, True)


def test_no_rule_is_unknown_to_the_catalogue() -> None:
    """Beside what was asked for there are only the rules that facts alone stand for."""
    facts = {"force_need", "invited_participants", "must_be_held", "programme_horizon", "site_need"}
    assert set(RULES) - set(CATALOGUE.split()) == facts
