"""What is already agreed about an exercise stays as it is."""

from typing import Any

import pytest

from exsched.domain.exercises import Role
from exsched.domain.schedule import Line
from exsched.rulekit.finding import Violation
from exsched.rules.locked_line import LockedLine
from tests.builders import a_laydown, a_line, a_problem

LINE: dict[str, Any] = {
    "title": "ALDER",
    "days": {"min": 1, "max": 9},
    "sites": {"land": ["north", "south"]},
    "participants": {"must": ["ARV"], "may": ["BMK", "CAL"]},
    "forces": {"infantry": {"need": "0..3", "capability": "infantry"}},
}
FACTS: dict[str, Any] = {
    "venues": {
        "north": {"name": "North range", "host": "ARV", "kind": "range"},
        "south": {"name": "South range", "host": "ARV", "kind": "range"},
    },
    "forces": {
        "companies": {
            "name": "C",
            "nation": "BMK",
            "domain": "land",
            "elements": 3,
            "capabilities": ["infantry"],
        },
        "guards": {"name": "G", "nation": "ARV", "domain": "land", "capabilities": ["infantry"]},
    },
    "exercises": {"alder": LINE},
}


def a_lock(**parts: Any) -> LockedLine:
    """A lock on ALDER."""
    return LockedLine.model_validate({"exercise": "alder"} | parts)


def out(**parts: Any) -> Line:
    """ALDER held on 5 and 6 January in the north, by Arvania and Belmark."""
    basis = {"sites": {"land": "north"}, "participants": {"ARV": Role.FULL, "BMK": Role.FULL}}
    return a_line("alder", "2027-01-05", 2, **(basis | parts))


def findings(rule: LockedLine, *lines: Line) -> list[object]:
    """What the rule finds when these are held."""
    problem = a_problem(rule, **FACTS)
    return list(rule.check(problem, a_laydown(problem, *lines)))


def test_locked_line_is_met_exactly() -> None:
    """Every part that is given is as it was locked; the others are free."""
    rule = a_lock(
        startex="2027-01-05",
        endex="2027-01-06",
        sites={"land": "north"},
        participants=["BMK", "ARV"],
        forces={"infantry": {"companies": 2}},
    )
    assert findings(rule, out(forces={"infantry": {"companies": 2}})) == []


def test_locked_dates_count_the_days_that_they_are_off() -> None:
    """STARTEX and ENDEX apart."""
    assert findings(a_lock(startex="2027-01-02", endex="2027-01-07"), out()) == [
        Violation(("alder",), "STARTEX of alder is 2027-01-05, locked is 2027-01-02", 3),
        Violation(("alder",), "ENDEX of alder is 2027-01-06, locked is 2027-01-07", 1),
    ]


def test_locked_site_is_the_venue_that_was_said() -> None:
    """Another venue, or none, is a difference."""
    rule = a_lock(sites={"land": "south"})
    other = "alder has its land at north, locked is south"
    none = "alder has its land at no venue, locked is south"
    assert findings(rule, out()) == [Violation(("alder",), other)]
    assert findings(rule, out(sites={})) == [Violation(("alder",), none)]


def test_locked_participants_are_these_and_no_others_in_any_role() -> None:
    """A nation missing and one too many are a difference each; hosts and observers count."""
    there = {"ARV": Role.FULL, "CAL": Role.OBSERVER}
    assert findings(a_lock(participants=["ARV", "BMK"]), out(participants=there)) == [
        Violation(("alder",), "BMK is missing from the locked participants of alder"),
        Violation(("alder",), "CAL is not among the locked participants of alder"),
    ]
    host = Violation(("alder",), "ARV is not among the locked participants of alder")
    assert findings(a_lock(participants=[]), out(participants={})) == [host]


def test_locked_forces_are_counted_by_element() -> None:
    """In a role that is locked, elements too few, too many and of another force differ."""
    rule = a_lock(forces={"infantry": {"companies": 2}})
    short = "alder fills infantry with 1 guards, locked is 2 companies"
    assert findings(rule, out(forces={"infantry": {"guards": 1}})) == [Violation(("alder",), short, 3)]
    none = "alder fills infantry with nothing, locked is 2 companies"
    assert findings(rule, out()) == [Violation(("alder",), none, 2)]


def test_locked_line_leaves_a_dropped_exercise_alone() -> None:
    """A lock does not say that the exercise is held."""
    assert findings(a_lock(startex="2027-01-02")) == []


def test_locked_line_applies_inside_its_validity() -> None:
    """One execution day inside `valid` is enough."""
    assert findings(a_lock(startex="2027-01-02", valid="2027-01-07/.."), out()) == []
    assert len(findings(a_lock(startex="2027-01-02", valid="2027-01-06/.."), out())) == 1


def test_locked_line_comes_from_the_locks_of_an_exercise() -> None:
    """Empty locks say nothing."""
    locked = {"startex": "2027-01-05", "sites": {"land": "north"}, "participants": ["ARV"]}
    lines = {
        "alder": LINE | {"locked": locked},
        "birch": LINE | {"locked": {}},
        "cedar": LINE,
    }
    problem = a_problem(**(FACTS | {"exercises": lines}))
    assert list(LockedLine.from_facts(problem.programme)) == [
        (("exercises", "alder", "locked"), a_lock(**locked))
    ]


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"startex": "2027-01-05"}, "alder is locked: STARTEX 2027-01-05"),
        (
            {"endex": "2027-01-06", "sites": {"land": "north"}, "participants": ["BMK", "ARV"]},
            "alder is locked: ENDEX 2027-01-06, land at north, participants ARV, BMK",
        ),
        ({"participants": []}, "alder is locked: participants none"),
        (
            {"forces": {"infantry": {"guards": 1, "companies": 2}}},
            "alder is locked: infantry by 2 companies and 1 guards",
        ),
    ],
)
def test_locked_line_says_what_it_means(parts: dict[str, Any], sentence: str) -> None:
    """The sentence names the parts that are given."""
    assert a_lock(**parts).explain(a_problem(**FACTS)) == sentence


def test_locked_line_refuses_to_say_nothing() -> None:
    """A lock without a part is none."""
    with pytest.raises(ValueError, match="a lock needs one of"):
        a_lock()
