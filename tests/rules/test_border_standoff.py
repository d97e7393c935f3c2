"""Exercises of some size and kind keep some distance from a border."""

from typing import Any

import pytest

from exsched.domain.schedule import Line
from exsched.geography import distance_km
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rules.border_standoff import BorderStandoff
from tests.builders import a_line, a_problem, an_exercise, findings
from tests.rules.framed import a_framed_problem
from tests.rules.worsening import best_with_and_without

MERIDIAN = {"type": "LineString", "coordinates": [[20, 50], [20, 52]]}
BOX = {"type": "Polygon", "coordinates": [[[19, 50], [20, 50], [20, 52], [19, 52], [19, 50]]]}


def a_venue(at: Any = None) -> dict[str, Any]:
    """A training area somewhere."""
    return {"name": "Area", "host": "ARV", "kind": "training_area", "at": at}


def facts(**alder: Any) -> dict[str, Any]:
    """An exercise at two sites, four venues, and a border along 20 E."""
    return {
        "areas": {"border": {"geojson": MERIDIAN}, "box": {"geojson": BOX}, "list": {"venues": ["near"]}},
        "venues": {
            "near": a_venue([51, 20.1]),
            "far": a_venue([51, 21]),
            "on": a_venue([51, 20]),
            "lost": a_venue(),
        },
        "exercises": {
            "alder": an_exercise(
                sites={"land": ["near", "far", "on", "lost"], "staff": ["near", "far"]}, **alder
            )
        },
    }


def out(startex: str = "2027-01-05", **sites: str) -> Line:
    """The exercise at some sites."""
    return a_line("alder", startex, 2, sites=sites or {"land": "near", "staff": "far"})


def said(rule: dict[str, Any], *lines: Line, **alder: Any) -> list[Finding]:
    """What the rule finds."""
    whole = BorderStandoff.model_validate({"line": "border", "km": 10} | rule)
    return findings(whole, *(lines or (out(),)), **facts(**alder))


def test_standoff_measures_on_the_ellipsoid_and_lets_the_limit_pass() -> None:
    """7.0 km: too near for 8, far enough for 7; each site counts by itself."""
    assert round(distance_km((51, 20), (51, 20.1)), 2) == 7.02
    (found,) = said({"km": 8})
    assert found == Violation(("alder",), "near, land of alder, lies 7.0 km from border, nearer than 8 km")
    assert said({"km": 7}) == []
    assert len(said({"km": 8}, out(land="near", staff="near"))) == 2


@pytest.mark.parametrize(("line", "at"), [("border", "on"), ("box", "on"), ("list", "near")])
def test_standoff_on_the_line_or_inside_is_no_distance(line: str, at: str) -> None:
    """A point on the border is inside, and the sentence says so."""
    (found,) = said({"line": line, "km": 1}, out(land=at, staff="far") if line != "list" else out(land=at))
    what = f"{at}, land of alder, lies in {line} or on its border, and 1 km are to be kept"
    assert found == Violation(("alder",), what)


BAND = {"band": {"troops": 5000, "tanks": 100}}


@pytest.mark.parametrize(
    ("alder", "count"),
    [
        ({"strength": 4999, "equipment": {"tanks": 99}}, 0),
        ({"strength": 5000, "equipment": {"tanks": 99}}, 1),
        ({"strength": 5001}, 1),
        ({"strength": 4999, "equipment": {"tanks": 100}}, 1),
    ],
)
def test_standoff_binds_the_band_only(alder: dict[str, Any], count: int) -> None:
    """At the threshold and above, by troops or by tanks; below it a site may be near."""
    found = said(BAND, **alder)
    assert [type(f) for f in found] == [Violation] * count


def test_standoff_takes_the_troops_of_the_site_where_they_are_written() -> None:
    """A small staff near the border is no large exercise there."""
    parts = facts(strength=9000, equipment={"tanks": 0})
    parts["exercises"]["alder"]["sites"]["staff"] = {"any_of": ["near"], "strength": 300}
    rule = BorderStandoff.model_validate({"line": "border", "km": 10} | BAND)
    assert findings(rule, out(land="far", staff="near"), **parts) == []
    assert len(findings(rule, out(land="near", staff="near"), **parts)) == 1


@pytest.mark.parametrize(
    ("rule", "line", "alder", "missing"),
    [
        ({}, out(land="lost"), {}, "venues.lost.at"),
        ({"line": "list"}, out(land="far"), {}, "areas.list.geojson"),
        (BAND, out(land="near"), {"strength": 10}, "battle tanks of alder"),
        (BAND, out(land="near"), {}, "troops, battle tanks of alder"),
    ],
)
def test_standoff_without_the_data_is_undecided(
    rule: dict[str, Any], line: Line, alder: dict[str, Any], missing: str
) -> None:
    """A place, a border or a strength that is not written is no pass."""
    (found,) = said(rule, line, **alder)
    assert isinstance(found, Undecided)
    assert found.missing == missing


def test_standoff_without_the_data_is_decided_when_it_does_not_matter() -> None:
    """Far away, nobody asks for the strength; below the band, nobody asks where."""
    assert said(BAND, out(land="far")) == []
    assert said(BAND, out(land="lost"), strength=10, equipment={"tanks": 1}) == []


def test_standoff_looks_at_those_that_are_meant_inside_its_validity() -> None:
    """By kind and tag, and with an execution day inside `valid`."""
    assert said({"where": {"kinds": ["LIVEX"], "tags": ["live-fire"]}}, kind="LIVEX") == []
    assert len(said({"where": {"kinds": ["LIVEX"]}}, kind="LIVEX")) == 1
    assert len(said({"valid": "../2027-01-05"})) == 1
    assert said({"valid": "../2027-01-04"}) == []


def test_standoff_says_what_it_means() -> None:
    """The sentence names size, kind, distance and line."""
    problem = a_problem(**facts())
    rule = BorderStandoff.model_validate({"line": "border", "km": 5, "where": {"tags": ["live-fire"]}} | BAND)
    what = "live-fire exercises with 5,000 troops or 100 battle tanks keep 5 km away from border"
    assert rule.explain(problem) == what


def test_standoff_makes_the_best_schedule_worse() -> None:
    """A site that can only be near is paid for; a small form avoids the price."""
    rule = BorderStandoff.model_validate({"line": "border", "km": 10, "soft": 7} | BAND)
    alder = {
        "title": "ALDER",
        "days": 1,
        "strength": 9000,
        "equipment": {"tanks": 5},
        "sites": {"land": ["near"], "staff": ["far"]},
        "startex": "2027-01-05/2027-01-08",
    }
    parts = facts() | {"exercises": {"alder": alder}}
    assert best_with_and_without(a_framed_problem(rule, **parts), "border_standoff") == ((0, 7), (0, 0))
    small = {"small": {"strength": 4000, "loses": 0}}
    parts["exercises"] = {"alder": alder | {"forms": small}}
    assert best_with_and_without(a_framed_problem(rule, **parts), "border_standoff") == ((0, 0), (0, 0))


def test_standoff_is_undecided_for_an_exercise_without_domains() -> None:
    """It may be meant when it is too near; another domain rules it out."""
    rule = {"km": 8, "where": {"domains": ["land"]}}
    (found,) = said(rule)
    assert isinstance(found, Undecided)
    assert found.missing == "exercises.alder.domains"
    assert said(rule, domains=["air"]) == []
    assert said(rule | {"km": 7}) == []
