"""What a nation has abroad at once."""

from typing import Any

import pytest

from exsched.domain.exercises import Role
from exsched.domain.schedule import Line
from exsched.rulekit.finding import Undecided, Violation
from exsched.rules.abroad_load import AbroadLoad
from tests.builders import a_line, a_problem, an_exercise, findings

FACTS: dict[str, Any] = {
    "venues": {
        "north": {"name": "North", "host": "ARV", "kind": "range"},
        "hills": {"name": "Hills", "host": "CAL", "kind": "training_area"},
    },
    "forces": {
        "rifles": {"name": "Rifles", "nation": "CAL", "domain": "land", "strength": 300, "elements": 2},
        "scouts": {"name": "Scouts", "nation": "CAL", "domain": "land"},
        "guards": {"name": "Guards", "nation": "ARV", "domain": "land"},
    },
    "exercises": {
        "alder": an_exercise(
            deploy=1,
            redeploy=2,
            sites={"land": ["north", "hills"], "staff": ["north", "hills"]},
            participants={"may": {"CAL": {"strength": 100}}},
            forces={"infantry": {"need": "0..3", "domain": "land"}},
        ),
        "birch": an_exercise(participants={"may": {"CAL": {"strength": 50}}}),
        "cedar": an_exercise(sites={"land": ["north"]}, participants={"may": ["CAL"]}),
    },
}
THERE = {"CAL": Role.FULL}


def a_rule(**parts: Any) -> AbroadLoad:
    """A limit of Calder."""
    return AbroadLoad.model_validate({"nation": "CAL"} | parts)


def alder(startex: str = "2027-01-05", land: str = "north", staff: str = "north", **forces: int) -> Line:
    """ALDER with Calder."""
    taken = {"infantry": forces} if forces else {}
    return a_line("alder", startex, sites={"land": land, "staff": staff}, participants=THERE, forces=taken)


def birch(startex: str = "2027-01-05") -> Line:
    """BIRCH, which has no site, with Calder."""
    return a_line("birch", startex, participants=THERE)


def test_abroad_load_needs_a_limit() -> None:
    """A statement without any limit is refused; there is no such fact."""
    with pytest.raises(ValueError, match="needs exercises, strength, or both"):
        a_rule()
    assert list(AbroadLoad.from_facts(a_problem(**FACTS).programme)) == []
    assert (a_rule(exercises=1).cost, a_rule(exercises=1).unit) == (None, "exercise or troop")


def test_abroad_load_explains_itself() -> None:
    """The sentence says who allows how much."""
    problem = a_problem(**FACTS)
    assert [rule.explain(problem) for rule in (a_rule(exercises=1), a_rule(exercises=2, strength=500))] == [
        "CAL has at most 1 exercise abroad at once",
        "CAL has at most 2 exercises and 500 troops abroad at once",
    ]


def test_abroad_load_counts_exercises_at_once() -> None:
    """One exercise too many is a breach by one; an exercise without a site counts as abroad."""
    found = findings(a_rule(exercises=1), alder(), birch(), **FACTS)
    sentence = "CAL allows 1 exercise abroad at once and has 2 on 2027-01-05 (alder, birch)"
    assert found == [Violation(("alder", "birch"), sentence, 1)]


@pytest.mark.parametrize(
    ("startex", "broken"), [("2027-01-03", 0), ("2027-01-04", 1), ("2027-01-07", 1), ("2027-01-08", 0)]
)
def test_abroad_load_counts_footprint_days(startex: str, broken: int) -> None:
    """Deployment and redeployment count."""
    assert len(findings(a_rule(exercises=1), alder(), birch(startex), **FACTS)) == broken


def test_abroad_load_is_at_home_where_a_site_is() -> None:
    """One site at home is enough to be at home."""
    lines = alder(staff="hills"), alder(land="hills", staff="hills"), alder()
    assert [len(findings(a_rule(exercises=0), line, **FACTS)) for line in lines] == [0, 0, 1]


@pytest.mark.parametrize(("role", "broken"), [(Role.STAFF, 1), (Role.OBSERVER, 0)])
def test_abroad_load_counts_every_role_but_observer(role: Role, broken: int) -> None:
    """Who only observes is not abroad; who stays away is not either."""
    cedar = a_line("cedar", "2027-01-05", sites={"land": "north"}, participants={"CAL": role})
    away = a_line("birch", "2027-01-05", participants={"BMK": Role.FULL})
    declared = an_exercise(sites={"land": ["north"]}, participants={"may": {"CAL": {"role": role}}})
    facts = FACTS | {"exercises": FACTS["exercises"] | {"cedar": declared}}
    assert len(findings(a_rule(exercises=0), cedar, away, **facts)) == broken


def test_abroad_load_counts_troops() -> None:
    """Troops written for the nation and those of its forces add up, over exercises too."""
    lines = alder(rifles=2, guards=1), birch()
    sentence = "CAL allows 749 troops abroad at once and has 750 on 2027-01-05 (alder, birch)"
    assert findings(a_rule(strength=750), *lines, **FACTS) == []
    assert findings(a_rule(strength=749), *lines, **FACTS) == [Violation(("alder", "birch"), sentence, 1)]


def test_abroad_load_cannot_be_decided_without_strength() -> None:
    """A part for which no troops are written, or a force without strength, leaves the limit undecided."""
    sentence = "whether CAL may send troops to {} depends on how many"
    cedar = a_line("cedar", "2027-01-05", sites={"land": "north"}, participants=THERE)
    assert findings(a_rule(strength=900), alder(scouts=1), cedar, **FACTS) == [
        Undecided((name,), sentence.format(name), f"the strength of CAL in {name}")
        for name in ("alder", "cedar")
    ]
    assert findings(a_rule(exercises=2), alder(scouts=1), cedar, **FACTS) == []
    assert [type(f) for f in findings(a_rule(strength=99), alder(scouts=1), cedar, **FACTS)] == [Violation]


@pytest.mark.parametrize(("valid", "found"), [("2027-01-06/..", 0), ("../2027-01-04", 0), ("2027-01-05", 2)])
def test_abroad_load_applies_within_validity(valid: str, found: int) -> None:
    """Only days within the validity count, for what is known and for what is not."""
    cedar = a_line("cedar", "2027-01-05", sites={"land": "north"}, participants=THERE)
    assert len(findings(a_rule(exercises=0, strength=9, valid=valid), cedar, **FACTS)) == found


def test_abroad_load_ignores_dropped_exercises() -> None:
    """An exercise that is not held takes nobody abroad."""
    assert findings(a_rule(exercises=0), Line(exercise="birch", held=False), **FACTS) == []
