"""Exercises of one sort are kept some days apart."""

from typing import Any

import pytest

from exsched.domain.schedule import Line
from exsched.rulekit.finding import Undecided, Violation
from exsched.rulekit.where import Where
from exsched.rules.spacing import Spacing
from tests.builders import a_laydown, a_line, a_problem

FACTS: dict[str, Any] = {
    "venues": {
        "north": {"name": "North range", "host": "ARV", "kind": "range"},
        "south": {"name": "South range", "host": "ARV", "kind": "range"},
    },
    "areas": {"high-north": {"venues": ["north"]}},
    "exercises": {
        name: {"title": name.upper(), "days": {"min": 1, "max": 9}, "sites": {"air": ["north", "south"]}}
        for name in ("alder", "birch", "cedar")
    },
}


def findings(rule: Spacing, *lines: Line) -> list[object]:
    """What the rule finds when these are held."""
    problem = a_problem(rule, **FACTS)
    return list(rule.check(problem, a_laydown(problem, *lines)))


def out(name: str, startex: str, days: int = 1, venue: str = "north") -> Line:
    """An exercise held at a venue."""
    return a_line(name, startex, days, sites={"air": venue})


ALDER = out("alder", "2027-01-05", 2)


@pytest.mark.parametrize(
    ("startex", "short"),
    [("2027-01-09", []), ("2027-01-08", [1]), ("2027-01-07", [2]), ("2027-01-06", [3]), ("2027-01-05", [3])],
)
def test_spacing_counts_the_days_missing_and_no_more_than_it_asks_for(startex: str, short: list[int]) -> None:
    """Three days apart leave two empty days between; an overlap misses three, however long."""
    found = findings(Spacing(days=3, hard=True), ALDER, out("birch", startex, 2))
    assert [f.amount for f in found if isinstance(f, Violation)] == short


def test_spacing_of_one_day_means_no_shared_day() -> None:
    """The very next day is in order, whichever comes first."""
    assert findings(Spacing(days=1), ALDER, out("birch", "2027-01-07")) == []
    assert findings(Spacing(days=1), ALDER, out("birch", "2027-01-04")) == []


def test_spacing_names_both_exercises_by_date() -> None:
    """The earlier comes first, whatever its id."""
    found = findings(Spacing(days=5), out("cedar", "2027-01-01"), ALDER)
    said = "alder starts on 2027-01-05, cedar ends on 2027-01-01: 1 of 5 days missing"
    assert found == [Violation(("cedar", "alder"), said, 1)]


def test_spacing_finds_every_pair_and_looks_past_a_short_one() -> None:
    """A long exercise is near to all that start before it is well over."""
    long = out("alder", "2027-01-01", 9)
    found = findings(Spacing(days=2), long, out("birch", "2027-01-02"), out("cedar", "2027-01-10"))
    assert [(f.exercises, f.amount) for f in found if isinstance(f, Violation)] == [
        (("alder", "birch"), 2),
        (("alder", "cedar"), 1),
    ]


def test_spacing_in_an_area_is_for_those_with_a_site_there() -> None:
    """A pair counts when both are in the area."""
    rule = Spacing(days=3, area="high-north")
    assert findings(rule, ALDER, out("birch", "2027-01-07", venue="south")) == []
    assert len(findings(rule, ALDER, out("birch", "2027-01-07"))) == 1


def test_spacing_applies_inside_its_validity() -> None:
    """Both need an execution day inside `valid`."""
    rule = Spacing.model_validate({"days": 3, "valid": "2027-01-06/2027-01-07"})
    assert len(findings(rule, ALDER, out("birch", "2027-01-07"))) == 1
    assert findings(rule, ALDER, out("birch", "2027-01-08")) == []


def test_spacing_is_soft_unless_it_is_made_hard() -> None:
    """The default cost is 1 for a day."""
    assert [Spacing(days=1).cost, Spacing(days=1, soft=7).cost, Spacing(days=1, hard=True).cost] == [
        1,
        7,
        None,
    ]


@pytest.mark.parametrize(
    ("where", "meant"),
    [
        ({}, True),
        ({"exercises": ["alder"]}, True),
        ({"exercises": ["birch"]}, False),
        ({"kinds": ["FTX", "LIVEX"]}, True),
        ({"kinds": ["CPX"]}, False),
        ({"domains": ["air", "space"]}, True),
        ({"domains": ["land"]}, False),
        ({"tags": ["tanker-heavy", "night"]}, True),
        ({"tags": ["night"]}, False),
        ({"series": "alder"}, True),
        ({"series": "birch"}, False),
        ({"sponsor": "ARV"}, True),
        ({"sponsor": "BMK"}, False),
        ({"kinds": ["LIVEX"], "tags": ["night"]}, False),
    ],
)
def test_where_meets_every_key_by_any_of_its_words(where: dict[str, Any], meant: bool) -> None:
    """Keys are joined by and, the words of one key by or."""
    line = {
        "title": "ALDER",
        "days": 1,
        "kind": "LIVEX",
        "domains": ["air"],
        "tags": ["tanker-heavy"],
        "series": "alder",
        "sponsor": "ARV",
    }
    problem = a_problem(exercises={"alder": line})
    assert Where.model_validate(where).matches(problem.exercises["alder"]) is meant


def test_spacing_says_what_it_means() -> None:
    """The sentence names the filter, the area and the days."""
    problem = a_problem(**FACTS)
    where = Where.model_validate({"kinds": ["LIVEX"], "tags": ["night"], "series": "owl"})
    assert Spacing(days=1).explain(problem) == "any exercises are at least 1 day apart"
    night = Spacing(days=14, where=where, area="high-north").explain(problem)
    assert night == "LIVEX night owl exercises in high-north are at least 14 days apart"


def test_spacing_is_open_while_it_is_not_known_whether_both_are_meant() -> None:
    """Domains that are not written, or a site that may lie in the area, leave a near pair open."""
    drawn = FACTS | {
        "areas": {"sea": {"geojson": {"type": "Polygon", "coordinates": [[[1, 1], [2, 1], [2, 2], [1, 1]]]}}}
    }
    problem = a_problem(**drawn)
    near = a_laydown(problem, ALDER, out("birch", "2027-01-08", venue="south"))
    what = "birch starts on 2027-01-08, alder ends on 2027-01-06: 1 of 3 days missing, if both are meant"
    here, there = "venues.north.at", "venues.south.at"
    assert list(Spacing(days=3, area="sea").check(problem, near)) == [
        Undecided(("alder", "birch"), what, f"{here}, {there}")
    ]
    rule = Spacing.model_validate({"days": 3, "where": {"domains": ["air"]}})
    assert [f.missing for f in rule.check(problem, near) if isinstance(f, Undecided)] == [
        "exercises.alder.domains, exercises.birch.domains"
    ]
    far = a_laydown(problem, ALDER, out("birch", "2027-01-09", venue="south"))
    assert list(Spacing(days=3, area="sea").check(problem, far)) == []
