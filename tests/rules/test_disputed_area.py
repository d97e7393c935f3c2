"""A nation stays away from an area whose status is disputed."""

from typing import Any

import pytest

from exsched.domain.schedule import Line
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rules.disputed_area import DisputedArea
from tests.builders import a_line, a_problem, an_exercise, findings
from tests.rules.framed import a_framed_problem
from tests.rules.worsening import best_with_and_without

BOX = {"type": "Polygon", "coordinates": [[[-12, 26], [-9, 26], [-9, 28], [-12, 28], [-12, 26]]]}
WHERE = {"upland": [27, -10], "coast": [29, -10], "lost": None}
FACTS: dict[str, Any] = {
    "areas": {"plateau": {"geojson": BOX}},
    "groups": {"WEST": ["BMK", "CAL"]},
    "venues": {name: {"name": name, "host": "ARV", "kind": "range", "at": at} for name, at in WHERE.items()},
    "forces": {
        "guards": {"name": "Guards", "nation": "BMK", "domain": "land"},
        "wing": {"name": "Wing", "nation": "CAL", "domain": "air"},
    },
    "exercises": {
        "alder": an_exercise(
            sites={"fire": list(WHERE), "staff": list(WHERE)},
            participants={"may": {"BMK": 1, "CAL": {"role": "observer"}, "ARV": {"role": "staff"}}},
            forces={
                "gunners": {"need": "0..1", "any_of": ["guards"]},
                "clerks": {"need": "0..2", "any_of": ["guards", "wing"], "site": "staff"},
            },
        )
    },
}
BMK = {"participants": {"BMK": "full"}}


def said(rule: dict[str, Any], fire: str, staff: str, **rest: Any) -> list[Finding]:
    """What the rule finds on 5 and 6 January."""
    whole = DisputedArea.model_validate({"nations": ["WEST"], "area": "plateau"} | rule)
    line: Line = a_line("alder", "2027-01-05", 2, sites={"fire": fire, "staff": staff}, **rest)
    return findings(whole, line, **FACTS)


def test_disputed_area_keeps_the_nation_out_of_the_whole_exercise() -> None:
    """One site there is enough, wherever its own forces go; an observer counts nowhere."""
    what = "BMK takes part in alder, which has a site in plateau: upland"
    assert said({}, "coast", "upland", **BMK) == [Violation(("alder",), what)]
    assert said({}, "coast", "coast", **BMK) == []
    assert said({}, "upland", "coast", participants={"CAL": "observer"}) == []
    assert said({"nations": ["CAL"]}, "upland", "upland", **BMK) == []


OWN = {"scope": "own_forces"}


@pytest.mark.parametrize(
    ("fire", "staff", "forces", "count"),
    [
        ("upland", "coast", {"gunners": {"guards": 1}}, 1),
        ("coast", "upland", {"gunners": {"guards": 1}}, 0),
        ("coast", "upland", {"clerks": {"guards": 1}}, 1),
        ("upland", "coast", {"clerks": {"guards": 1}}, 0),
        ("upland", "upland", {"gunners": {"guards": 1}, "clerks": {"guards": 1}}, 1),
        ("coast", "upland", {"clerks": {"guards": 1, "wing": 1}}, 2),
    ],
)
def test_disputed_area_keeps_own_forces_out(
    fire: str, staff: str, forces: dict[str, Any], count: int
) -> None:
    """A force goes to the site of its role, or to the first one; each nation counts once."""
    found = said(OWN, fire, staff, forces=forces)
    assert [type(f) for f in found] == [Violation] * count


def test_disputed_area_names_the_forces_that_are_there() -> None:
    """The sentence names force, nation, area and exercise."""
    what = "guards of BMK is in plateau with alder"
    assert said(OWN, "upland", "coast", forces={"gunners": {"guards": 1}}) == [Violation(("alder",), what)]


@pytest.mark.parametrize(
    ("rule", "rest", "missing"),
    [
        ({}, BMK, "venues.lost.at"),
        (OWN, {"forces": {"gunners": {"guards": 1}}}, "venues.lost.at"),
        (OWN, BMK, "the forces of BMK in alder, and their sites"),
    ],
)
def test_disputed_area_is_undecided_without_positions_and_forces(
    rule: dict[str, Any], rest: Any, missing: str
) -> None:
    """A venue that is not placed, a nation whose forces are not named."""
    (found,) = said(rule, "lost", "coast", **rest)
    assert isinstance(found, Undecided)
    assert found.missing == missing


def test_disputed_area_lets_staff_without_forces_come() -> None:
    """With `own_forces`, a role without forces sends none."""
    assert said(OWN | {"nations": ["ARV"]}, "upland", "coast", participants={"ARV": "staff"}) == []


def test_disputed_area_applies_inside_its_validity() -> None:
    """An execution day inside `valid` counts."""
    assert len(said({"valid": "../2027-01-05"}, "upland", "coast", **BMK)) == 1
    assert said({"valid": "../2027-01-04"}, "upland", "coast", **BMK) == []


def test_disputed_area_says_what_it_means() -> None:
    """Both scopes have a sentence."""
    problem, body = a_problem(**FACTS), {"nations": ["WEST"], "area": "plateau"}
    whole = "BMK, CAL takes no part in an exercise with a site in plateau"
    assert DisputedArea.model_validate(body).explain(problem) == whole
    own = "BMK, CAL sends no force to a site in plateau"
    assert DisputedArea.model_validate(body | OWN).explain(problem) == own


@pytest.mark.parametrize(("scope", "price"), [("whole_exercise", 4), ("own_forces", 4)])
def test_disputed_area_makes_the_best_schedule_worse(scope: str, price: int) -> None:
    """A nation that must come where all is on the plateau is paid for; a form with another site is free."""
    rule = DisputedArea.model_validate({"nations": ["BMK"], "area": "plateau", "scope": scope, "soft": 4})
    alder = {
        "title": "ALDER",
        "days": 1,
        "sites": {"fire": ["upland"]},
        "participants": ["BMK"],
        "forces": {"gunners": {"need": 1, "any_of": ["guards"]}},
        "startex": "2027-01-05/2027-01-08",
    }
    parts = FACTS | {"exercises": {"alder": alder}}
    assert best_with_and_without(a_framed_problem(rule, **parts), "disputed_area") == ((0, price), (0, 0))
    parts["exercises"] = {"alder": alder | {"forms": {"low": {"sites": {"fire": ["coast"]}}}}}
    assert best_with_and_without(a_framed_problem(rule, **parts), "disputed_area") == ((0, 0), (0, 0))
