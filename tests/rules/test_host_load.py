"""What a nation hosts at once, and in a year."""

from typing import Any

import pytest

from exsched.domain.schedule import Line
from exsched.rulekit.finding import Undecided, Violation
from exsched.rules.host_load import HostLoad
from tests.builders import a_line, a_problem, an_exercise, findings

SITES: dict[str, Any] = {"land": {"any_of": ["north", "east"], "strength": 700}, "port": ["coast", "east"]}
FACTS: dict[str, Any] = {
    "programme": {"id": "tiny", "title": "Tiny", "horizon": "2027-01-01/2028-12-31"},
    "venues": {
        "north": {"name": "North", "host": "ARV", "kind": "range", "setup": 9},
        "coast": {"name": "Coast", "host": "ARV", "kind": "port"},
        "east": {"name": "East", "host": "BMK", "kind": "range"},
    },
    "exercises": {
        "alder": an_exercise(strength=1200, deploy=1, redeploy=1, sites=SITES),
        "birch": an_exercise(strength=500, sites={"land": ["north", "east"]}),
        "cedar": an_exercise(sites={"land": ["north"]}),
    },
}


def a_rule(**parts: Any) -> HostLoad:
    """A limit of Arvania."""
    return HostLoad.model_validate({"nation": "ARV"} | parts)


def at(exercise: str, startex: str, land: str = "north", **more: str) -> Line:
    """An exercise of two days."""
    return a_line(exercise, startex, 2, sites={"land": land} | more)


def test_host_load_needs_a_limit() -> None:
    """A statement without any limit is refused; there is no such fact."""
    with pytest.raises(ValueError, match="needs one of exercises, strength, per_year"):
        a_rule()
    assert list(HostLoad.from_facts(a_problem(**FACTS).programme)) == []
    assert (a_rule(exercises=1).cost, a_rule(exercises=1).unit) == (None, "exercise or troop")


def test_host_load_explains_itself() -> None:
    """The sentence says who hosts how much."""
    problem = a_problem(**FACTS)
    rules = a_rule(exercises=1), a_rule(exercises=3, strength=9000, per_year=10)
    assert [rule.explain(problem) for rule in rules] == [
        "ARV hosts at most 1 exercise at once",
        "ARV hosts at most 3 exercises at once, 9000 troops at once, 10 exercises in a calendar year",
    ]


def test_host_load_counts_exercises_at_once() -> None:
    """One exercise too many on a day is a breach by one, however many days it lasts."""
    found = findings(a_rule(exercises=1), at("birch", "2027-01-05"), at("cedar", "2027-01-05"), **FACTS)
    sentence = "ARV hosts 1 exercise at once and has 2 on 2027-01-05 (birch, cedar)"
    assert found == [Violation(("birch", "cedar"), sentence, 1)]


@pytest.mark.parametrize(("startex", "broken"), [("2027-01-07", 1), ("2027-01-08", 0)])
def test_host_load_counts_footprint_days(startex: str, broken: int) -> None:
    """Redeployment counts, setup of the venue does not."""
    lines = at("alder", "2027-01-05", port="coast"), at("birch", startex)
    assert len(findings(a_rule(exercises=1), *lines, **FACTS)) == broken


def test_host_load_counts_an_exercise_once_and_only_where_it_is() -> None:
    """Two sites in the nation are one exercise; one site there is enough; none is none."""
    both, one = at("alder", "2027-01-05", port="coast"), at("alder", "2027-01-05", "east", port="coast")
    none = at("alder", "2027-01-05", "east", port="east")
    rule = a_rule(exercises=0)
    assert [len(findings(rule, line, **FACTS)) for line in (both, one, none)] == [1, 1, 0]
    assert findings(a_rule(exercises=1), both, **FACTS) == []


@pytest.mark.parametrize(
    ("land", "port", "troops"), [("north", "east", 700), ("east", "coast", 1200), ("north", "coast", 1200)]
)
def test_host_load_counts_the_troops_in_the_nation(land: str, port: str, troops: int) -> None:
    """What sites there say; the whole exercise, once, when one of them says nothing."""
    line = at("alder", "2027-01-05", land, port=port)
    sentence = f"ARV hosts {troops - 1} troops at once and has {troops} on 2027-01-04 (alder)"
    assert findings(a_rule(strength=troops), line, **FACTS) == []
    assert findings(a_rule(strength=troops - 1), line, **FACTS) == [Violation(("alder",), sentence, 1)]


def test_host_load_cannot_be_decided_without_strength() -> None:
    """An exercise whose strength is not written leaves a limit of troops undecided, if not broken anyway."""
    sentence = "whether ARV can host cedar depends on how many troops come"
    cedar, birch = at("cedar", "2027-01-05"), at("birch", "2027-01-05")
    expected = [Undecided(("cedar",), sentence, "the strength of cedar")]
    assert findings(a_rule(strength=500), cedar, birch, **FACTS) == expected
    assert [type(f) for f in findings(a_rule(strength=499), cedar, birch, **FACTS)] == [Violation]
    assert findings(a_rule(exercises=2), cedar, birch, **FACTS) == []


def test_host_load_counts_exercises_of_a_calendar_year() -> None:
    """An exercise belongs to the year of its STARTEX; each one too many counts."""
    lines = at("alder", "2027-12-31", port="coast"), at("birch", "2027-03-01"), at("cedar", "2028-01-01")
    sentence = "ARV hosts 1 exercise a year and has 2 in 2027 (alder, birch)"
    assert findings(a_rule(per_year=1), *lines, **FACTS) == [Violation(("alder", "birch"), sentence, 1)]
    assert findings(a_rule(per_year=2), *lines, **FACTS) == []


@pytest.mark.parametrize(
    ("valid", "found"), [("2027-01-07/..", 0), ("../2027-01-04", 0), ("2027-01-05", 3), ("2027-01-06/..", 2)]
)
def test_host_load_applies_within_validity(valid: str, found: int) -> None:
    """Only days within the validity count; a year counts those exercises that start within it."""
    rule = a_rule(exercises=0, strength=0, per_year=0, valid=valid)
    assert len(findings(rule, at("cedar", "2027-01-05"), **FACTS)) == found


def test_host_load_ignores_dropped_exercises() -> None:
    """An exercise that is not held is not hosted."""
    assert findings(a_rule(exercises=0), Line(exercise="birch", held=False), **FACTS) == []
