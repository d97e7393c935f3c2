"""What a venue takes at once."""

from typing import Any

import pytest

from exsched.domain.schedule import Line
from exsched.rulekit.finding import Undecided, Violation
from exsched.rules.venue_capacity import VenueCapacity
from tests.builders import a_line, a_problem, a_programme, an_exercise, findings

NORTH: dict[str, Any] = {"name": "North", "host": "ARV", "kind": "range", "source": "note 9"}
SITES: dict[str, Any] = {"land": {"any_of": ["north", "south"], "strength": 600}, "staff": ["north", "south"]}
FACTS: dict[str, Any] = {
    "venues": {"north": NORTH | {"setup": 1}, "south": {"name": "South", "host": "ARV", "kind": "port"}},
    "exercises": {
        "alder": an_exercise(strength=900, deploy=3, sites=SITES),
        "birch": an_exercise(strength=400, sites={"land": ["north"]}),
        "cedar": an_exercise(sites={"land": ["north"]}),
    },
}


def a_rule(**parts: Any) -> VenueCapacity:
    """A limit on north."""
    return VenueCapacity.model_validate({"venue": "north"} | parts)


def at_north(exercise: str, startex: str, days: int = 1) -> Line:
    """An exercise whose land site is north."""
    return a_line(exercise, startex, days, sites={"land": "north"})


def test_venue_capacity_is_a_fact_of_each_venue() -> None:
    """Each number under `takes` is a rule of its own; a venue that gives none has none."""
    venues = {"north": NORTH | {"takes": {"exercises": 2, "strength": 0}}, "south": NORTH}
    assert list(VenueCapacity.from_facts(a_programme(venues=venues))) == [
        (("venues", "north", "takes", "exercises"), a_rule(exercises=2, source="note 9")),
        (("venues", "north", "takes", "strength"), a_rule(strength=0, source="note 9")),
    ]
    assert (a_rule(exercises=1).cost, a_rule(exercises=1).unit) == (None, "exercise or troop")


def test_venue_capacity_needs_a_limit() -> None:
    """A statement without any limit is refused."""
    with pytest.raises(ValueError, match="needs exercises, strength, or both"):
        a_rule()


def test_venue_capacity_explains_itself() -> None:
    """The sentence says what the venue takes."""
    problem = a_problem(**FACTS)
    assert [rule.explain(problem) for rule in (a_rule(exercises=1), a_rule(strength=5, exercises=2))] == [
        "north takes at most 1 exercise at the same time",
        "north takes at most 2 exercises and 5 troops at the same time",
    ]


def test_venue_capacity_counts_users() -> None:
    """One user too many on a day is a breach by one, however many days it lasts."""
    found = findings(
        a_rule(exercises=1), at_north("birch", "2027-01-05", 5), at_north("cedar", "2027-01-07", 5), **FACTS
    )
    sentence = "north takes 1 exercise at once and has 2 on 2027-01-06 (birch, cedar)"
    assert found == [Violation(("birch", "cedar"), sentence, 1)]


@pytest.mark.parametrize(("startex", "broken"), [("2027-01-06", 1), ("2027-01-07", 0)])
def test_venue_capacity_counts_setup_to_endex(startex: str, broken: int) -> None:
    """The venue is taken from the day of setup to ENDEX; deployment does not take it."""
    lines = at_north("birch", "2027-01-05"), at_north("alder", startex)
    assert len(findings(a_rule(exercises=1), *lines, **FACTS)) == broken


def test_venue_capacity_of_none_means_closed() -> None:
    """With a capacity of 0 nobody may come."""
    sentence = "north takes 0 exercises at once and has 1 on 2027-01-04 (birch)"
    found = findings(a_rule(exercises=0), at_north("birch", "2027-01-05"), **FACTS)
    assert found == [Violation(("birch",), sentence, 1)]


def test_venue_capacity_counts_an_exercise_once() -> None:
    """Two sites of one exercise at the venue are one user, and its troops are there once."""
    alder = a_line("alder", "2027-01-05", sites={"land": "north", "staff": "north"})
    assert findings(a_rule(exercises=1, strength=900), alder, **FACTS) == []


def test_venue_capacity_counts_the_troops_of_the_site() -> None:
    """Where the site says its own strength, only those troops are there."""
    lines = at_north("alder", "2027-01-05"), at_north("birch", "2027-01-05")
    assert findings(a_rule(strength=1000), *lines, **FACTS) == []
    sentence = "north takes 950 troops at once and has 1000 on 2027-01-04 (alder, birch)"
    assert findings(a_rule(strength=950), *lines, **FACTS) == [Violation(("alder", "birch"), sentence, 50)]


def test_venue_capacity_cannot_be_decided_without_strength() -> None:
    """An exercise whose strength is not written leaves a limit of troops undecided."""
    sentence = "whether north has room for cedar depends on how many troops come"
    expected = [Undecided(("cedar",), sentence, "the strength of cedar")]
    assert findings(a_rule(strength=1), at_north("cedar", "2027-01-05"), **FACTS) == expected
    assert findings(a_rule(exercises=1), at_north("cedar", "2027-01-05"), **FACTS) == []


def test_venue_capacity_is_broken_whatever_is_unknown() -> None:
    """Known troops above the limit are a breach, not an open question."""
    lines = at_north("birch", "2027-01-05"), at_north("cedar", "2027-01-05")
    assert [type(f) for f in findings(a_rule(strength=399), *lines, **FACTS)] == [Violation]


@pytest.mark.parametrize(("valid", "found"), [("2027-01-06/..", 0), ("../2027-01-03", 0), ("2027-01-04", 2)])
def test_venue_capacity_applies_within_validity(valid: str, found: int) -> None:
    """Only days within the validity count, for what is known and for what is not."""
    rule = a_rule(exercises=0, strength=9, valid=valid)
    assert len(findings(rule, at_north("cedar", "2027-01-05"), **FACTS)) == found


def test_venue_capacity_minds_its_own_venue() -> None:
    """What happens elsewhere, or not at all, does not count."""
    alder = a_line("alder", "2027-01-05", sites={"land": "south", "staff": "south"})
    assert findings(a_rule(exercises=0), alder, Line(exercise="birch", held=False), **FACTS) == []
