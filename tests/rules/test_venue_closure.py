"""Days on which a venue is shut."""

from typing import Any

import pytest

from exsched.domain.schedule import Line
from exsched.rulekit.finding import Violation
from exsched.rules.venue_closure import VenueClosure
from tests.builders import a_line, a_problem, a_programme, an_exercise, findings

NORTH: dict[str, Any] = {"name": "North", "host": "ARV", "kind": "range", "setup": 1}
LINE = an_exercise(deploy=5, redeploy=5, sites={"land": ["north"], "staff": ["north", "south"]})
FACTS: dict[str, Any] = {
    "venues": {"north": NORTH, "south": {"name": "South", "host": "ARV", "kind": "port"}},
    "exercises": {"alder": LINE | {"tags": ["live-fire", "winter"]}, "birch": LINE},
}


def a_rule(**parts: Any) -> VenueClosure:
    """North is shut from 10 to 12 January."""
    return VenueClosure.model_validate({"venue": "north", "dates": "2027-01-10/2027-01-12"} | parts)


def out(exercise: str, startex: str, days: int = 1, staff: str = "south") -> Line:
    """An exercise with its land site at north."""
    return a_line(exercise, startex, days, sites={"land": "north", "staff": staff})


def test_venue_closure_is_a_fact_of_each_venue() -> None:
    """Each `closed` of a venue stands for a rule, with its reason and source."""
    closed = [
        {"dates": "2027-01-10/2027-01-12", "why": "calving", "source": "note 7"},
        {"dates": "2027-01-20", "tags": ["live-fire"]},
    ]
    venues = {"north": NORTH | {"closed": closed}, "south": NORTH}
    assert list(VenueClosure.from_facts(a_programme(venues=venues))) == [
        (
            ("venues", "north", "closed", 0),
            a_rule(dates=["2027-01-10/2027-01-12"], reason="calving", source="note 7"),
        ),
        (("venues", "north", "closed", 1), a_rule(dates=["2027-01-20"], tags=["live-fire"])),
    ]
    assert (a_rule().cost, a_rule().unit) == (None, "day")


def test_venue_closure_explains_itself() -> None:
    """The sentence says where, to whom, when and why."""
    problem = a_problem(**FACTS)
    rules = (
        a_rule(),
        a_rule(dates=["2027-01-01", "2027-01-03"], tags=["live-fire", "winter"], reason="fire danger"),
    )
    assert [rule.explain(problem) for rule in rules] == [
        "north is closed on 2027-01-10/2027-01-12",
        "north is closed to live-fire/winter activity on 2027-01-01, 2027-01-03 (fire danger)",
    ]


@pytest.mark.parametrize(("startex", "days"), [("2027-01-08", 2), ("2027-01-14", 1)])
def test_venue_closure_leaves_the_days_around_it(startex: str, days: int) -> None:
    """The day before is open, and the day after once setup is done; deployment does not take the venue."""
    assert findings(a_rule(), out("alder", startex, days), **FACTS) == []


@pytest.mark.parametrize(
    ("startex", "days", "inside", "first"),
    [("2027-01-08", 3, 1, 10), ("2027-01-13", 1, 1, 12), ("2027-01-11", 1, 2, 10), ("2027-01-05", 9, 3, 10)],
)
def test_venue_closure_counts_days_inside(startex: str, days: int, inside: int, first: int) -> None:
    """Each closed day on which the venue is taken counts, setup included."""
    found = findings(a_rule(), out("alder", startex, days), **FACTS)
    assert [(f.exercises, f.amount) for f in found if isinstance(f, Violation)] == [(("alder",), inside)]
    assert f"the first 2027-01-{first}" in found[0].sentence


def test_venue_closure_names_exercise_venue_and_day() -> None:
    """The sentence says who takes what, on how many closed days, and the first of them."""
    found = findings(a_rule(), out("birch", "2027-01-11", 3), **FACTS)
    sentence = "birch takes north on 3 closed days, the first 2027-01-10"
    assert found == [Violation(("birch",), sentence, 3)]


def test_venue_closure_counts_each_site() -> None:
    """Two sites of an exercise at the venue are two uses; other venues are none."""
    assert len(findings(a_rule(), out("alder", "2027-01-11", staff="north"), **FACTS)) == 2
    assert findings(a_rule(venue="south"), out("alder", "2027-01-11", staff="north"), **FACTS) == []


@pytest.mark.parametrize(
    ("tags", "broken"), [(["live-fire"], ["alder"]), (["night"], []), ([], ["alder", "birch"])]
)
def test_venue_closure_concerns_tags(tags: list[str], broken: list[str]) -> None:
    """With tags only exercises with one of them are concerned, without tags all."""
    lines = out("alder", "2027-01-11"), out("birch", "2027-01-11")
    assert [f.exercises[0] for f in findings(a_rule(tags=tags), *lines, **FACTS)] == broken


def test_venue_closure_counts_a_day_once() -> None:
    """Dates that overlap do not count twice."""
    rule = a_rule(dates=["2027-01-09/2027-01-11", "2027-01-10/2027-01-12"])
    found = findings(rule, out("alder", "2027-01-10", 3), **FACTS)
    assert [f.amount for f in found if isinstance(f, Violation)] == [4]


@pytest.mark.parametrize(
    ("valid", "inside"), [("../2027-01-10", 1), ("2027-01-12/..", 1), ("2027-01-13/..", 0)]
)
def test_venue_closure_applies_within_validity(valid: str, inside: int) -> None:
    """Only closed days within the validity count."""
    found = findings(a_rule(valid=valid), out("alder", "2027-01-10", 3), **FACTS)
    assert sum(f.amount for f in found if isinstance(f, Violation)) == inside


def test_venue_closure_ignores_dropped_exercises() -> None:
    """An exercise that is not held takes no venue."""
    assert findings(a_rule(), Line(exercise="alder", held=False), **FACTS) == []
