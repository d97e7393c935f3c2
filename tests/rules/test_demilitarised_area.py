"""An area is free of military activity, but for what is expressly permitted."""

from typing import Any

import pytest

from exsched.domain.schedule import Line
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rules.demilitarised_area import DemilitarisedArea
from tests.builders import a_line, a_problem, an_exercise, findings
from tests.rules.framed import a_framed_problem
from tests.rules.worsening import best_with_and_without

BOX = {"type": "Polygon", "coordinates": [[[10, 60], [12, 60], [12, 61], [10, 61], [10, 60]]]}
WHERE = {
    "inside": [60.5, 11],
    "border": [60.5, 12],
    "outside": [60.5, 12.1],
    "swapped": [11, 60.5],
    "lost": None,
}
FACTS: dict[str, Any] = {
    "areas": {"islands": {"geojson": BOX}, "isles": {"venues": ["inside"]}},
    "venues": {name: {"name": name, "host": "ARV", "kind": "port", "at": at} for name, at in WHERE.items()},
    "exercises": {
        "alder": an_exercise(sites={"port": list(WHERE), "air": list(WHERE)}, tags=["night"]),
        "birch": an_exercise(sites={"port": list(WHERE)}, tags=["rescue"]),
    },
}


def said(rule: dict[str, Any], line: Line) -> list[Finding]:
    """What the rule finds."""
    return findings(DemilitarisedArea.model_validate({"area": "islands"} | rule), line, **FACTS)


def at(port: str, exercise: str = "alder", **more: str) -> Line:
    """The exercise at a port, on 5 and 6 January."""
    return a_line(exercise, "2027-01-05", 2, sites={"port": port, **more})


@pytest.mark.parametrize(("port", "count"), [("inside", 1), ("border", 1), ("outside", 0), ("swapped", 0)])
def test_area_is_closed_inside_and_on_its_border(port: str, count: int) -> None:
    """GeoJSON writes longitude first, `at` writes latitude first; one is never taken for the other."""
    assert len(said({}, at(port))) == count


def test_area_counts_an_exercise_once() -> None:
    """Both sites are named in one sentence."""
    what = "alder is held at border, inside, which lies in islands"
    assert said({}, at("inside", air="border")) == [Violation(("alder",), what)]


def test_area_is_open_to_what_is_permitted() -> None:
    """By name, or by tag."""
    assert said({"exercises": ["alder"]}, at("inside")) == []
    assert said({"tags": ["rescue"]}, at("inside", "birch")) == []
    assert len(said({"tags": ["rescue"], "exercises": ["birch"]}, at("inside"))) == 1


def test_area_does_not_know_of_a_venue_without_position() -> None:
    """Undecided, unless another site is inside, or the area is a list of names."""
    what = "whether alder has a site in islands is not known"
    assert said({}, at("lost", air="outside")) == [Undecided(("alder",), what, "venues.lost.at")]
    assert isinstance(said({}, at("lost", air="inside"))[0], Violation)
    assert said({"area": "isles"}, at("lost")) == []
    assert said({"tags": ["rescue"]}, at("lost", "birch")) == []


def test_area_is_closed_inside_the_validity() -> None:
    """An execution day inside `valid` counts."""
    assert len(said({"valid": "2027-01-06/.."}, at("inside"))) == 1
    assert said({"valid": "2027-01-07/.."}, at("inside")) == []


def test_area_says_what_it_means() -> None:
    """The sentence names what is permitted."""
    problem = a_problem(**FACTS)
    assert DemilitarisedArea(area="islands").explain(problem) == "no exercise has a site in islands"
    open_to = DemilitarisedArea(area="islands", exercises=("birch",), tags=("rescue",))
    assert open_to.explain(problem) == "no exercise has a site in islands, except birch, rescue"


def test_area_makes_the_best_schedule_worse() -> None:
    """An exercise that can only be there is paid for, unless a form of it carries the tag."""
    rule = DemilitarisedArea(area="islands", tags=("rescue",), soft=3)
    alder = {"title": "ALDER", "days": 1, "sites": {"port": ["inside"]}, "startex": "2027-01-05/2027-01-08"}
    parts = FACTS | {"exercises": {"alder": alder}}
    assert best_with_and_without(a_framed_problem(rule, **parts), "demilitarised_area") == ((0, 3), (0, 0))
    parts["exercises"] = {"alder": alder | {"forms": {"aid": {"tags": ["rescue"]}}}}
    assert best_with_and_without(a_framed_problem(rule, **parts), "demilitarised_area") == ((0, 0), (0, 0))
