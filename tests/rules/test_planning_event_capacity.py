"""How many planning events a staff runs in a week."""

from dataclasses import replace
from typing import Any

import pytest

from exsched.goals.hold_exercises import HoldExercises
from exsched.goals.soft_rules import SoftRules
from exsched.intake import load
from exsched.library import examples_dir
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.problem import Statement
from exsched.rules.exercise_window import ExerciseWindow
from exsched.rules.planning_event_capacity import PlanningEventCapacity
from tests.builders import a_line, a_problem, findings
from tests.rules.worsening import best_with_and_without

FACTS: dict[str, Any] = {
    "planning": {"long": {"IPC": 8, "FPC": 1}, "short": {"FPC": 1}, "twin": {"A": 2, "B": 2}},
    "exercises": {
        "alder": {"title": "ALDER", "days": 1, "sponsor": "JWC", "planning": "long"},
        "birch": {"title": "BIRCH", "days": 1, "sponsor": "JWC", "planning": "short"},
        "cedar": {"title": "CEDAR", "days": 1, "sponsor": "ARV", "planning": "short"},
        "elm": {"title": "ELM", "days": 1, "planning": "twin"},
        "fir": {"title": "FIR", "days": 1, "sponsor": "JWC"},
    },
}


def a_rule(**parts: Any) -> PlanningEventCapacity:
    """A capacity."""
    return PlanningEventCapacity.model_validate(parts)


def found(rule: PlanningEventCapacity, **startex: str) -> list[Finding]:
    """What the rule finds when these exercises start on these days."""
    return findings(rule, *(a_line(name, day) for name, day in startex.items()), **FACTS)


def test_planning_event_capacity_explains_itself() -> None:
    """The sentence says how many, of whom; it is soft unless it is made hard."""
    problem = a_problem(**FACTS)
    rules = a_rule(most=1), a_rule(most=3, sponsor="JWC", planning="long", events=["IPC", "FPC"], hard=True)
    assert [rule.explain(problem) for rule in rules] == [
        "at most 1 planning event in a week",
        "at most 3 IPC or FPC planning events of JWC and template long in a week",
    ]
    assert ([rule.cost for rule in rules], rules[0].unit) == ([1, None], "event")
    assert list(PlanningEventCapacity.from_facts(problem.programme)) == []


@pytest.mark.parametrize(
    ("birch", "broken"),
    [("2027-01-10", 0), ("2027-01-11", 1), ("2027-01-17", 1), ("2027-01-18", 0)],
)
def test_planning_event_capacity_counts_by_the_week_of_startex(birch: str, broken: int) -> None:
    """Any STARTEX from Monday to Sunday puts the event into the same week."""
    assert len(found(a_rule(most=1), alder="2027-01-13", birch=birch)) == broken


@pytest.mark.parametrize(("most", "amount"), [(2, 1), (3, 0), (4, 0)])
def test_planning_event_capacity_is_broken_by_what_is_above(most: int, amount: int) -> None:
    """Three events in a week: one too many for two."""
    events = found(a_rule(most=most), alder="2027-01-13", birch="2027-01-13", cedar="2027-01-12")
    assert sum(f.amount for f in events if isinstance(f, Violation)) == amount


def test_planning_event_capacity_says_which_events_meet() -> None:
    """The sentence names the week and each event; weeks before the horizon count too."""
    sentence = "2 planning events from 2026-12-28 to 2027-01-01, 0 allowed: FPC of alder, FPC of birch"
    early = "1 planning event from 2026-11-09 to 2026-11-13, 0 allowed: IPC of alder"
    assert found(a_rule(most=0), alder="2027-01-04", birch="2027-01-05") == [
        Violation(("alder",), early, 1),
        Violation(("alder", "birch"), sentence, 2),
    ]


def test_planning_event_capacity_counts_two_events_of_one_exercise() -> None:
    """Two events of one exercise in one week are two."""
    assert len(found(a_rule(most=1), elm="2027-01-20")) == 1


def test_planning_event_capacity_counts_only_the_staffs_own() -> None:
    """By sponsor, by template, by the event's name; an exercise without a template has no events."""
    same = {"alder": "2027-01-13", "birch": "2027-01-13", "cedar": "2027-01-13", "fir": "2027-01-13"}
    rules = (
        a_rule(most=1, sponsor="JWC"),
        a_rule(most=2, sponsor="JWC"),
        a_rule(most=1, planning="short"),
        a_rule(most=0, events=["IPC"]),
        a_rule(most=0, events=["MPC"]),
    )
    assert [sum(f.amount for f in found(r, **same) if isinstance(f, Violation)) for r in rules] == [
        1,
        0,
        1,
        1,
        0,
    ]


@pytest.mark.parametrize(
    ("valid", "broken"),
    [
        ("../2027-01-03", 0),
        ("../2027-01-04", 1),
        ("2027-01-08/..", 1),
        ("2027-01-09/..", 0),
    ],
)
def test_planning_event_capacity_applies_to_weeks_inside_its_validity(valid: str, broken: int) -> None:
    """One working day of the week inside is enough; a Saturday is none."""
    assert len(found(a_rule(most=1, valid=valid), birch="2027-01-13", cedar="2027-01-13")) == broken


@pytest.mark.parametrize(("soft", "best"), [(None, (1, 0)), (3, (0, 3))])
def test_planning_event_capacity_makes_the_best_schedule_worse(
    soft: int | None, best: tuple[int, ...]
) -> None:
    """Two weeks of STARTEX, and one final conference a week for ALDER, BIRCH and CEDAR."""
    loaded = load(examples_dir() / "rules" / "planning_event_capacity" / "programme.yaml").problem
    assert loaded is not None
    others = tuple(s for s in loaded.statements if s.rule.rule != "planning_event_capacity")
    tight = a_rule(most=1, events=["FPC"], soft=soft, hard=soft is None)
    window = {"rule": "exercise_window", "startex": ["2027-05-10/2027-05-18"]}
    windows = tuple(
        Statement(f"w{name}", ExerciseWindow.model_validate(window | {"exercise": name}))
        for name in loaded.exercises
    )
    problem = replace(
        loaded,
        statements=(*others, *windows, Statement("tight", tight)),
        tiers=((HoldExercises(),), (SoftRules(),)),
    )
    assert best_with_and_without(problem, "planning_event_capacity") == (best, (0, 0))


def test_planning_event_capacity_is_open_for_an_exercise_without_a_sponsor() -> None:
    """ELM may be the staff's own: it counts as a doubt where the number would be passed."""
    (doubt,) = found(a_rule(most=1, sponsor="ARV"), elm="2027-01-13")
    assert isinstance(doubt, Undecided)
    assert doubt.missing == "exercises.elm.sponsor"
    assert found(a_rule(most=2, sponsor="ARV"), elm="2027-01-13") == []
    assert found(a_rule(most=1, sponsor="ARV", planning="long"), elm="2027-01-13") == []
