"""A State has only so many large activities at the same time."""

from typing import Any

import pytest

from exsched.domain.schedule import Line
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.problem import Problem
from exsched.rules.simultaneity_cap import SimultaneityCap
from tests.builders import a_laydown, a_line, a_problem, an_exercise
from tests.rules.framed import a_framed_problem
from tests.rules.worsening import best_with_and_without

LARGE: dict[str, Any] = {"strength": 13001, "sites": {"place": ["north", "south"]}, "command": "ARV"}
NAMES = ("alder", "birch", "cedar")
VENUES = {
    "north": {"name": "North", "host": "ARV", "kind": "range"},
    "south": {"name": "South", "host": "BMK", "kind": "range"},
}


def a_cap(**parts: Any) -> SimultaneityCap:
    """One above 13,000 troops at a time."""
    basis = {"nations": ["ARV", "BMK"], "most": 1, "band": {"troops": 13000, "above": True}}
    return SimultaneityCap.model_validate(basis | parts)


def found(rule: SimultaneityCap, *lines: Line, **changed: Any) -> list[Finding]:
    """What the rule finds in these lines; exercises may be changed in some keys."""
    exercises = {name: an_exercise(**(LARGE | changed.get(name, {}))) for name in NAMES}
    problem = a_problem(rule, venues=VENUES, exercises=exercises)
    return list(rule.check(problem, a_laydown(problem, *lines)))


def out(name: str, startex: str, days: int = 3, venue: str = "north") -> Line:
    """An exercise held at a venue."""
    return a_line(name, startex, days, sites={"place": venue})


@pytest.mark.parametrize(
    ("startex", "broken"), [("2027-01-06", True), ("2027-01-07", True), ("2027-01-08", False)]
)
def test_simultaneity_cap_counts_shared_execution_days(startex: str, broken: bool) -> None:
    """One shared day is enough; the day after is free."""
    assert bool(found(a_cap(), out("alder", "2027-01-05"), out("birch", startex))) is broken


def test_simultaneity_cap_charges_the_worst_day() -> None:
    """Three at once are two too many, however many days they share."""
    lines = [out("alder", "2027-01-05"), out("birch", "2027-01-06"), out("cedar", "2027-01-07")]
    what = "ARV hosts 3 at once on 2027-01-07 (alder, birch, cedar), and may have 1"
    assert found(a_cap(), *lines) == [Violation(NAMES, what, 2)]
    assert found(a_cap(most=3), *lines) == []


def test_simultaneity_cap_does_not_count_the_footprint() -> None:
    """Days of arrival are not in execution."""
    lines = [out("alder", "2027-01-05"), out("birch", "2027-01-08")]
    assert found(a_cap(), *lines, birch={"deploy": 5}) == []


@pytest.mark.parametrize(("strength", "broken"), [(13000, False), (13001, True), (13002, True)])
def test_simultaneity_cap_is_about_a_size(strength: int, broken: bool) -> None:
    """More than 13,000."""
    lines = [out("alder", "2027-01-05"), out("birch", "2027-01-05")]
    assert bool(found(a_cap(), *lines, birch={"strength": strength})) is broken


def test_simultaneity_cap_counts_each_state_by_itself() -> None:
    """By host, or by command."""
    apart = [out("alder", "2027-01-05"), out("birch", "2027-01-05", venue="south")]
    assert found(a_cap(), *apart) == []
    what = "ARV commands 2 at once on 2027-01-05 (alder, birch), and may have 1"
    assert found(a_cap(by="command"), *apart) == [Violation(("alder", "birch"), what, 1)]
    assert found(a_cap(by="command"), *apart, birch={"command": "BMK"}) == []
    assert found(a_cap(by="command", nations=["BMK"]), *apart) == []


@pytest.mark.parametrize(
    ("valid", "broken"), [("../2027-01-06", False), ("../2027-01-07", True), ("2027-01-08/..", False)]
)
def test_simultaneity_cap_applies_inside_its_validity(valid: str, broken: bool) -> None:
    """Day by day."""
    lines = [out("alder", "2027-01-05"), out("birch", "2027-01-07")]
    assert bool(found(a_cap(valid=valid), *lines)) is broken


def test_simultaneity_cap_cannot_be_decided_without_data() -> None:
    """Only on days when the limit would be passed."""
    unknown = {"birch": {"strength": None}}
    lines = [out("alder", "2027-01-05"), out("birch", "2027-01-05")]
    what = "whether ARV hosts more than 1 on 2027-01-05 is not known"
    assert found(a_cap(), *lines, **unknown) == [
        Undecided(("alder", "birch"), what, "exercises.birch.strength")
    ]
    assert found(a_cap(), lines[0], out("birch", "2027-01-08"), **unknown) == []
    both = found(a_cap(), *lines, out("cedar", "2027-01-05"), **unknown)
    assert [f.amount for f in both if isinstance(f, Violation)] == [1]


def test_simultaneity_cap_says_what_it_means() -> None:
    """The sentence names States, number and size."""
    assert a_cap(paragraph="67.3").explain(a_problem()) == (
        "each of ARV/BMK hosts at most 1 exercise at once (67.3), of more than 13,000 troops"
    )
    assert a_cap(band=None).explain(a_problem()) == "each of ARV/BMK hosts at most 1 exercise at once"


def a_clash() -> Problem:
    """Two large exercises of two days in three days."""
    line = an_exercise(**(LARGE | {"days": 2, "held": "may", "worth": 5, "sites": {"place": ["north"]}}))
    return a_framed_problem(
        a_cap(),
        programme={"id": "tiny", "title": "Tiny", "horizon": "2027-01-01/2027-01-03"},
        venues={"north": VENUES["north"]},
        exercises={"alder": line, "birch": line | {"worth": 7}},
    )


def test_simultaneity_cap_alone_makes_the_best_worse() -> None:
    """Only the exercise of more worth is held."""
    assert best_with_and_without(a_clash(), "simultaneity_cap") == ((5, 0), (0, 0))
