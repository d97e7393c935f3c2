"""Forces are not in two places at once."""

from typing import Any

import pytest

from exsched.domain.schedule import Line
from exsched.rulekit.finding import Undecided, Violation
from exsched.rules.no_double_commitment import NoDoubleCommitment
from tests.builders import a_line, a_problem, a_programme, an_exercise, findings

ASTER: dict[str, Any] = {"name": "Aster", "nation": "ARV", "domain": "maritime", "elements": 2}
ESCORT = {"need": 1, "any_of": ["aster"]}
RULE = NoDoubleCommitment(force="aster")


def facts(force: dict[str, Any] | None = None, **exercise: Any) -> dict[str, Any]:
    """Two exercises that ask for the force."""
    line = an_exercise(forces={"escort": ESCORT, "picket": ESCORT}, **exercise)
    return {"forces": {"aster": ASTER | (force or {})}, "exercises": {"alder": line, "birch": line}}


def out(exercise: str, startex: str, days: int = 1, elements: int = 2, **more: Any) -> Line:
    """An exercise held with some escorts."""
    return a_line(exercise, startex, days, forces={"escort": {"aster": elements}}, **more)


def test_no_double_commitment_is_a_fact_of_each_force() -> None:
    """Every force has one."""
    assert list(NoDoubleCommitment.from_facts(a_programme(**facts()))) == [(("forces", "aster"), RULE)]
    assert (RULE.cost, RULE.unit) == (None, "element")


@pytest.mark.parametrize(
    ("force", "sentence"),
    [
        ({}, "aster has 2 elements, each committed to one exercise at a time, travel included"),
        (
            {"elements": 1, "recovery": 14},
            "aster has 1 element, each committed to one exercise at a time, "
            "travel and 14 days of recovery included",
        ),
    ],
)
def test_no_double_commitment_explains_itself(force: dict[str, Any], sentence: str) -> None:
    """The sentence says how many elements there are and how long they rest."""
    assert RULE.explain(a_problem(**facts(force))) == sentence


def test_no_double_commitment_shares_identical_elements() -> None:
    """Elements split over exercises on the same days are no double commitment."""
    lines = out("alder", "2027-01-05", 3, elements=1), out("birch", "2027-01-06", elements=1)
    assert findings(RULE, *lines, **facts()) == []


def test_no_double_commitment_names_the_worst_day() -> None:
    """The day with the most elements too many is named, with its exercises, and gives the amount."""
    found = findings(RULE, out("alder", "2027-01-05", 3), out("birch", "2027-01-07", 2), **facts())
    sentence = "aster has 2 elements, and 4 are committed on 2027-01-07 (alder, birch)"
    assert found == [Violation(("alder", "birch"), sentence, 2)]


def test_no_double_commitment_lets_one_follow_the_other() -> None:
    """The day after a footprint is free."""
    assert findings(RULE, out("alder", "2027-01-05", 3), out("birch", "2027-01-08"), **facts()) == []


def test_no_double_commitment_counts_footprints() -> None:
    """Deployment and redeployment keep the force."""
    lines = out("alder", "2027-01-05"), out("birch", "2027-01-08")
    assert findings(RULE, *lines, **facts(deploy=1, redeploy=1)) == []
    assert len(findings(RULE, *lines, **facts(deploy=1, redeploy=2))) == 1


@pytest.mark.parametrize(("recovery", "broken"), [(2, 0), (3, 1)])
def test_no_double_commitment_counts_recovery(recovery: int, broken: int) -> None:
    """The days of recovery must be over before the next footprint begins."""
    lines = out("alder", "2027-01-05"), out("birch", "2027-01-08")
    assert len(findings(RULE, *lines, **facts({"recovery": recovery}))) == broken


def test_no_double_commitment_adds_up_the_roles_of_one_exercise() -> None:
    """More elements in the roles of one exercise than there are is a breach by itself."""
    alder = a_line("alder", "2027-01-05", forces={"escort": {"aster": 2}, "picket": {"aster": 1}})
    sentence = "aster has 2 elements, and 3 are committed on 2027-01-05 (alder)"
    assert findings(RULE, alder, **facts()) == [Violation(("alder",), sentence, 1)]


@pytest.mark.parametrize(("valid", "broken"), [("2027-01-06/..", 0), ("../2027-01-04", 0), ("2027-01-05", 1)])
def test_no_double_commitment_applies_within_validity(valid: str, broken: int) -> None:
    """Only days within the validity count."""
    rule = NoDoubleCommitment.model_validate({"force": "aster", "valid": valid})
    assert len(findings(rule, out("alder", "2027-01-05"), out("birch", "2027-01-05"), **facts())) == broken


MOVING = {"mobility": {"mode": "sea", "km_per_day": 200}}


def test_no_double_commitment_cannot_be_decided_without_positions() -> None:
    """Travel of unknown length that could reach another commitment leaves the rule undecided."""
    found = findings(RULE, out("alder", "2027-01-05"), out("birch", "2027-01-25"), **facts(MOVING))
    sentence = "whether aster is committed twice depends on its travel to alder, birch"
    missing = "the home of aster, or where the sites of alder, birch lie"
    assert found == [Undecided(("alder", "birch"), sentence, missing)]


def test_no_double_commitment_names_only_the_unknown_travel() -> None:
    """A commitment whose travel is known is not part of the question."""
    north = {"name": "North", "host": "ARV", "kind": "sea_area", "at": [60.0, 10.0]}
    blind = {"name": "Blind", "host": "ARV", "kind": "sea_area"}
    world = facts(MOVING | {"home": [60.0, 10.0]}, sites={"sea": ["north", "blind"]})
    found = findings(
        RULE,
        out("alder", "2027-01-05", sites={"sea": "north"}),
        out("birch", "2027-01-25", sites={"sea": "blind"}),
        **world,
        venues={"north": north, "blind": blind},
    )
    assert [f.exercises for f in found if isinstance(f, Undecided)] == [("birch",)]


def test_no_double_commitment_does_not_mind_travel_that_cannot_matter() -> None:
    """One commitment alone, or elements enough for all, are allowed however long the travel."""
    assert findings(RULE, out("alder", "2027-01-05"), **facts(MOVING)) == []
    lines = out("alder", "2027-01-05", elements=1), out("birch", "2027-01-05", elements=1)
    assert findings(RULE, *lines, **facts(MOVING)) == []


def test_no_double_commitment_is_broken_whatever_the_travel() -> None:
    """An overlap without any travel is a breach, not an open question."""
    found = findings(RULE, out("alder", "2027-01-05"), out("birch", "2027-01-05"), **facts(MOVING))
    assert [type(f) for f in found] == [Violation]
