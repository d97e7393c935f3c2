"""An exercise of somebody else, near by, is not to be met."""

from typing import Any

import pytest
from pydantic import ValidationError

from exsched.domain.schedule import Line
from exsched.geography import distance_km
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rules.third_state_exercise import ThirdStateExercise
from tests.builders import a_line, a_problem, an_exercise, findings
from tests.rules.framed import a_framed_problem
from tests.rules.worsening import best_with_and_without

BOX = {"type": "Polygon", "coordinates": [[[10, 60], [12, 60], [12, 61], [10, 61], [10, 60]]]}
WHERE = {"bay": [60.5, 11], "near": [50.5, 20], "far": [52, 20], "lost": None}
FACTS: dict[str, Any] = {
    "areas": {"gulf": {"geojson": BOX}, "list": {"venues": ["bay"]}},
    "venues": {name: {"name": name, "host": "ARV", "kind": "range", "at": at} for name, at in WHERE.items()},
    "exercises": {"alder": an_exercise(sites={"land": list(WHERE), "sea": list(WHERE)}, kind="LIVEX")},
}
IN_GULF = {"area": "gulf"}
AROUND = {"at": [50, 20], "km": 100}


def a_rule(**body: Any) -> ThirdStateExercise:
    """STORM on 10 and 11 January."""
    return ThirdStateExercise.model_validate({"name": "STORM", "dates": "2027-01-10/2027-01-11"} | body)


def out(startex: str, days: int, land: str, sea: str = "far") -> Line:
    """The exercise at two sites."""
    return a_line("alder", startex, days, sites={"land": land, "sea": sea})


def said(rule: ThirdStateExercise, line: Line) -> list[Finding]:
    """What the rule finds."""
    return findings(rule, line, **FACTS)


@pytest.mark.parametrize(
    ("startex", "days", "shared"),
    [
        ("2027-01-05", 3, []),
        ("2027-01-06", 3, [1]),
        ("2027-01-09", 3, [3]),
        ("2027-01-13", 3, [1]),
        ("2027-01-14", 3, []),
        ("2027-01-05", 9, [6]),
    ],
)
def test_days_that_are_shared_with_the_buffer_count(startex: str, days: int, shared: list[int]) -> None:
    """Two days of buffer: the 8th to the 13th are avoided."""
    found = said(a_rule(buffer=2, **IN_GULF), out(startex, days, "bay"))
    assert [f.amount for f in found if isinstance(f, Violation)] == shared


@pytest.mark.parametrize(("estimated", "shared"), [(False, []), (True, [1])])
def test_estimated_dates_have_a_wider_buffer(estimated: bool, shared: list[int]) -> None:
    """Buffer 1 and uncertainty 3: the 6th is avoided while the dates are a guess."""
    rule = a_rule(buffer=1, uncertainty=3, estimated=estimated, **IN_GULF)
    found = said(rule, out("2027-01-06", 1, "bay"))
    assert [f.amount for f in found if isinstance(f, Violation)] == shared


def test_reach_is_the_area_or_the_distance() -> None:
    """Either is enough; exactly `km` away is within reach, and the sentence names the sites."""
    both = a_rule(**IN_GULF, **AROUND)
    what = "alder at bay, near meets STORM (2027-01-10/2027-01-11) on 1 day"
    assert said(both, out("2027-01-10", 1, "bay", "near")) == [Violation(("alder",), what)]
    assert said(both, out("2027-01-10", 1, "far")) == []
    assert said(a_rule(**AROUND), out("2027-01-10", 1, "bay")) == []
    assert 55 < distance_km((50, 20), (50.5, 20)) < 56
    assert said(a_rule(at=[50, 20], km=55), out("2027-01-10", 1, "near")) == []
    assert len(said(a_rule(at=[50, 20], km=56), out("2027-01-10", 1, "near"))) == 1


def test_reach_of_a_venue_without_position_is_undecided() -> None:
    """Unless another site is within reach, or the area is a list of names."""
    missing = "venues.lost.at"
    for rule in (a_rule(**AROUND), a_rule(**IN_GULF)):
        what = "whether alder is within reach of STORM is not known"
        assert said(rule, out("2027-01-10", 1, "lost")) == [Undecided(("alder",), what, missing)]
        assert said(rule, out("2027-01-12", 1, "lost")) == []
    assert isinstance(said(a_rule(**IN_GULF), out("2027-01-10", 1, "lost", "bay"))[0], Violation)
    assert said(a_rule(area="list"), out("2027-01-10", 1, "lost")) == []


def test_days_outside_the_validity_are_not_counted() -> None:
    """Of the days to be avoided, those inside `valid`."""
    rule = a_rule(valid="../2027-01-10", **IN_GULF)
    found = said(rule, out("2027-01-09", 5, "bay"))
    assert [f.amount for f in found if isinstance(f, Violation)] == [1]
    assert said(a_rule(valid="../2027-01-09", **IN_GULF), out("2027-01-09", 5, "bay")) == []


def test_only_those_that_are_meant_keep_away() -> None:
    """`where` is the usual filter."""
    assert said(a_rule(where={"kinds": ["CPX"]}, **IN_GULF), out("2027-01-10", 1, "bay")) == []


@pytest.mark.parametrize("body", [{}, {"at": [50, 20]}, {"km": 5, "area": "gulf"}])
def test_a_reach_is_needed_and_has_both_its_parts(body: dict[str, Any]) -> None:
    """An area, or a point with kilometres."""
    with pytest.raises(ValidationError):
        a_rule(**body)


def test_statement_says_what_it_means_and_is_soft() -> None:
    """Reach, dates and days around; 1 for a day unless it is made hard."""
    rule = a_rule(buffer=2, estimated=True, where={"kinds": ["LIVEX"]}, **IN_GULF, **AROUND)
    what = "LIVEX exercises in gulf or within 100 km of 50, 20 avoid STORM, 2027-01-10/2027-01-11 (estimated)"
    assert rule.explain(a_problem(**FACTS)) == f"{what}, with 16 days before and after"
    plain = "any exercises in gulf avoid STORM, 2027-01-10/2027-01-11"
    assert a_rule(**IN_GULF).explain(a_problem(**FACTS)) == plain
    assert [a_rule(**IN_GULF).cost, a_rule(hard=True, **IN_GULF).cost] == [1, None]


def test_third_state_exercise_makes_the_best_schedule_worse() -> None:
    """A window inside the days costs two days; a shorter form costs one, a form elsewhere none."""
    rule = a_rule(soft=5, **IN_GULF)
    alder = {
        "title": "ALDER",
        "days": 2,
        "sites": {"land": ["bay"]},
        "startex": "2027-01-10/2027-01-10",
    }
    for forms, price in (
        ({}, 10),
        ({"short": {"days": 1}}, 5),
        ({"away": {"sites": {"land": ["far"]}}}, 0),
    ):
        parts = FACTS | {"exercises": {"alder": alder | {"forms": forms}}}
        found = best_with_and_without(a_framed_problem(rule, **parts), "third_state_exercise")
        assert found == ((0, price), (0, 0))


def test_exercise_without_domains_may_be_meant() -> None:
    """Within reach it is undecided; out of reach nothing is asked."""
    rule = a_rule(where={"domains": ["land"]}, **IN_GULF)
    (found,) = said(rule, out("2027-01-10", 1, "bay"))
    assert isinstance(found, Undecided)
    assert found.missing == "exercises.alder.domains"
    assert said(rule, out("2027-01-10", 1, "far")) == []
