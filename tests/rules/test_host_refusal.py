"""Nations that keep away from some hosts or areas."""

from typing import Any

import pytest

from exsched.domain.exercises import Role
from exsched.domain.schedule import Line
from exsched.rulekit.finding import Undecided, Violation
from exsched.rules.host_refusal import HostRefusal
from tests.builders import a_line, a_problem, an_exercise, findings

FACTS: dict[str, Any] = {
    "groups": {"pact": ["CAL", "DOR"], "easterners": ["BMK"]},
    "areas": {"strait": {"venues": ["narrows"]}, "bay": {"nations": ["BMK"]}},
    "venues": {
        "north": {"name": "North", "host": "ARV", "kind": "range"},
        "narrows": {"name": "Narrows", "host": "ARV", "kind": "sea_area"},
        "east": {"name": "East", "host": "BMK", "kind": "port"},
    },
    "exercises": {
        "alder": an_exercise(sites={"land": ["north", "narrows", "east"], "port": ["north", "east"]})
    },
}


def a_rule(**parts: Any) -> HostRefusal:
    """Calder refuses something."""
    return HostRefusal.model_validate({"nation": "CAL"} | parts)


def out(land: str = "north", port: str = "north", days: int = 1, **roles: Role) -> Line:
    """ALDER from 5 January, with Calder in full unless said otherwise."""
    who = roles or {"CAL": Role.FULL}
    return a_line("alder", "2027-01-05", days, sites={"land": land, "port": port}, participants=who)


def test_host_refusal_needs_hosts_or_areas() -> None:
    """A refusal of nothing is refused; there is no such fact."""
    with pytest.raises(ValueError, match="needs hosts, areas, or both"):
        a_rule()
    assert list(HostRefusal.from_facts(a_problem(**FACTS).programme)) == []
    assert (a_rule(hosts=["BMK"]).cost, a_rule(hosts=["BMK"]).unit) == (None, "case")


def test_host_refusal_explains_itself() -> None:
    """The sentence says who stays away from where."""
    problem = a_problem(**FACTS)
    rules = a_rule(hosts=["easterners"]), a_rule(nation="pact", hosts=["BMK"], areas=["strait", "bay"])
    assert [rule.explain(problem) for rule in rules] == [
        "CAL will not take part where a site is hosted by BMK",
        "CAL, DOR will not take part where a site is hosted by BMK or in strait, bay",
    ]


def test_host_refusal_minds_each_site() -> None:
    """One site in a nation of `hosts` is enough."""
    sentence = "CAL takes part in alder, which is held at east"
    assert findings(a_rule(hosts=["easterners"]), out(port="east"), **FACTS) == [
        Violation(("alder",), sentence)
    ]
    assert findings(a_rule(hosts=["BMK"]), out(land="narrows"), **FACTS) == []


@pytest.mark.parametrize(
    ("area", "land", "broken"), [("strait", "narrows", 1), ("strait", "east", 0), ("bay", "east", 1)]
)
def test_host_refusal_minds_areas(area: str, land: str, broken: int) -> None:
    """Venues of an area count, named or by their host."""
    assert len(findings(a_rule(areas=[area]), out(land), **FACTS)) == broken


@pytest.mark.parametrize(("role", "broken"), [(Role.STAFF, 1), (Role.NON_COMBAT, 1), (Role.OBSERVER, 0)])
def test_host_refusal_allows_observers_unless_said(role: Role, broken: int) -> None:
    """Every role but observer counts, or those that are named."""
    assert len(findings(a_rule(hosts=["BMK"]), out("east", CAL=role), **FACTS)) == broken
    only_observers = a_rule(hosts=["BMK"], roles=["observer"])
    assert len(findings(only_observers, out("east", CAL=role), **FACTS)) == 1 - broken


def test_host_refusal_counts_each_nation_of_a_group() -> None:
    """Each nation of a group is one case; others do not count."""
    line = out("east", CAL=Role.FULL, DOR=Role.STAFF, ARV=Role.FULL)
    found = findings(a_rule(nation="pact", hosts=["BMK"], areas=["strait"]), line, **FACTS)
    sentence = "{} takes part in alder, which is held at east"
    assert found == [Violation(("alder",), sentence.format(nation)) for nation in ("CAL", "DOR")]


@pytest.mark.parametrize(
    ("valid", "broken"),
    [("../2027-01-04", 0), ("../2027-01-05", 1), ("2027-01-06/..", 1), ("2027-01-07/..", 0)],
)
def test_host_refusal_applies_within_validity(valid: str, broken: int) -> None:
    """The exercise counts when one of its days lies within the validity."""
    assert len(findings(a_rule(hosts=["BMK"], valid=valid), out("east", days=2), **FACTS)) == broken


def test_host_refusal_ignores_dropped_exercises() -> None:
    """An exercise that is not held is held nowhere."""
    assert findings(a_rule(hosts=["BMK"]), Line(exercise="alder", held=False), **FACTS) == []


def test_host_refusal_is_open_while_a_site_may_lie_in_the_area() -> None:
    """A site without a position may lie in an area that is drawn, unless another one decides."""
    facts = FACTS | {
        "areas": {"sea": {"geojson": {"type": "Polygon", "coordinates": [[[1, 1], [2, 1], [2, 2], [1, 1]]]}}}
    }
    what = "CAL takes part in alder, and whether that has a site in sea is not known"
    found = findings(a_rule(areas=["sea"]), out(), **facts)
    assert found == [Undecided(("alder",), what, "venues.north.at")]
    decided = findings(a_rule(areas=["sea"], hosts=["BMK"]), out(port="east"), **facts)
    assert [type(finding) for finding in decided] == [Violation]
    placed = {name: venue | {"at": [50, 9]} for name, venue in FACTS["venues"].items()}
    assert findings(a_rule(areas=["sea"]), out(), **facts | {"venues": placed}) == []
    assert findings(a_rule(areas=["sea"]), out(CAL=Role.OBSERVER), **facts) == []
