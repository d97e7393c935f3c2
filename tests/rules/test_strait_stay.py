"""Ships of others stay in a sea for a limited number of days."""

from typing import Any

import pytest

from exsched.domain.schedule import Line
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Statement
from exsched.rules.strait_stay import StraitStay
from exsched.solving.build import build
from tests.agreement import least_breach, only, sample
from tests.builders import a_line, a_problem, an_exercise, findings
from tests.rules.framed import a_framed_problem
from tests.rules.worsening import best_with_and_without

SEA = {"type": "Polygon", "coordinates": [[[28, 41], [41, 41], [41, 46], [28, 46], [28, 41]]]}
WHERE = {"roads": [43, 30], "ocean": [38, 20], "lost": None}
SHIP = {"kind": "frigate", "tonnes": 4000}


def a_ship(nation: str, **more: Any) -> dict[str, Any]:
    """A ship of a nation."""
    return {"name": "S", "nation": nation, "domain": "maritime", "ship": SHIP} | more


SAILS = {"home": [38.0, 20.0], "mobility": {"mode": "sea", "km_per_day": 5000}}
FLEET = {
    "frigate": a_ship("BMK"),
    "sailer": a_ship("BMK", **SAILS),
    "guard": a_ship("ARV"),
    "resident": a_ship("BMK", home=[43.0, 31.0]),
    "tender": a_ship("BMK", ship=None),
    "wing": {"name": "W", "nation": "BMK", "domain": "air"},
}


def facts(**exercise: Any) -> dict[str, Any]:
    """An exercise that any ship may join; a ship needs a day for the strait."""
    roles = {"sea": {"need": "0..2", "any_of": sorted(FLEET)}}
    return {
        "areas": {"inner": {"geojson": SEA, "passage_days": 1}},
        "venues": {n: {"name": n, "host": "ARV", "kind": "sea_area", "at": at} for n, at in WHERE.items()},
        "forces": FLEET,
        "exercises": {"alder": an_exercise(sites={"sea": list(WHERE)}, forces=roles) | exercise},
    }


def a_rule(**body: Any) -> StraitStay:
    """Five days, but for Arvania."""
    return StraitStay.model_validate({"sea": "inner", "days": 5, "littoral": ["ARV"]} | body)


def said(
    ship: str, days: int, at: str = "roads", rule: StraitStay | None = None, **more: Any
) -> list[Finding]:
    """What the rule finds from 10 January."""
    line: Line = a_line("alder", "2027-01-10", days, sites={"sea": at}, forces={"sea": {ship: 1}})
    return findings(rule or a_rule(), line, **facts(**more))


@pytest.mark.parametrize(("days", "over"), [(4, []), (5, []), (6, [1]), (9, [4])])
def test_stay_is_counted_in_days(days: int, over: list[int]) -> None:
    """The limit itself is allowed."""
    assert [f.amount for f in said("frigate", days) if isinstance(f, Violation)] == over


@pytest.mark.parametrize(
    ("ship", "deploy", "redeploy", "over"),
    [
        ("frigate", 1, 1, []),
        ("frigate", 2, 1, [1]),
        ("frigate", 3, 2, [3]),
        ("sailer", 2, 2, []),
        ("sailer", 3, 2, [1]),
    ],
)
def test_stay_includes_waiting_but_no_travel(ship: str, deploy: int, redeploy: int, over: list[int]) -> None:
    """A day of passage, or two days of passage and way, are no stay; what is left of `deploy` is."""
    found = said(ship, 5, deploy=deploy, redeploy=redeploy)
    assert [f.amount for f in found if isinstance(f, Violation)] == over


@pytest.mark.parametrize(("ship", "at"), [("guard", "roads"), ("resident", "roads"), ("frigate", "ocean")])
def test_stay_of_littoral_ships_and_elsewhere_is_free(ship: str, at: str) -> None:
    """Those of the shore, those that live there, and those that stay outside."""
    assert said(ship, 9, at) == []


def test_stay_names_ship_role_and_days() -> None:
    """The sentence says how long, and how long it may be."""
    what = "frigate (sea) of BMK stays in inner for 6 days with alder, at most 5 are allowed"
    assert said("frigate", 6) == [Violation(("alder",), what)]


@pytest.mark.parametrize(
    ("ship", "at", "missing"),
    [("tender", "roads", "forces.tender.ship"), ("frigate", "lost", "venues.lost.at")],
)
def test_stay_is_undecided_without_ship_and_position(ship: str, at: str, missing: str) -> None:
    """Only when it would be too long; aircraft are no ships."""
    (found,) = said(ship, 6, at)
    assert isinstance(found, Undecided)
    assert found.missing == missing
    assert said(ship, 5, at) == said("wing", 9, at) == []


def test_stay_counts_inside_the_validity() -> None:
    """An execution day inside `valid`."""
    assert len(said("frigate", 6, rule=a_rule(valid="2027-01-15/.."))) == 1
    assert said("frigate", 6, rule=a_rule(valid="2027-01-16/..")) == []


def test_stay_says_what_it_means() -> None:
    """Sea, days and who is free."""
    what = "a ship stays in inner for at most 5 days, but for those of ARV"
    assert a_rule().explain(a_problem(**facts())) == what


def test_posting_agrees_with_travel_waiting_and_forms() -> None:
    """With two ships, several sites and a longer form, charge and count are equal."""
    roles = {"sea": {"need": "0..2", "any_of": ["frigate", "sailer"]}}
    line = {
        "title": "A",
        "days": {"min": 2, "max": 5},
        "deploy": 3,
        "redeploy": 2,
        "sites": {"sea": ["roads", "ocean"]},
        "forces": roles,
        "forms": {"long": {"deploy": 5, "days": 7}},
    }
    rule = a_rule(soft=3, valid="2027-01-04/2027-01-20")
    problem = a_problem(rule, **facts() | {"exercises": {"alder": line}})
    problem = only(problem, (Statement("stay", rule),))
    model, charged = build(problem), set()
    for schedule in sample(problem, 60):
        found = rule.check(problem, Laydown(problem, schedule))
        counted = 3 * sum(f.amount for f in found if isinstance(f, Violation))
        assert (least_breach(problem, model, schedule), schedule) == (counted, schedule)
        charged.add(counted)
    assert len(charged) > 4


def test_stay_makes_the_best_schedule_worse() -> None:
    """A ship that must come for six days pays for one; a shorter form is free."""
    alder = {
        "title": "A",
        "days": 6,
        "sites": {"sea": ["roads"]},
        "forces": {"sea": {"need": 1, "any_of": ["frigate"]}},
        "startex": "2027-01-05/2027-01-06",
    }
    for forms, price in (({}, 4), ({"brief": {"days": 5}}, 0)):
        parts = facts() | {"exercises": {"alder": alder | {"forms": forms}}}
        found = best_with_and_without(a_framed_problem(a_rule(soft=4), **parts), "strait_stay")
        assert found == ((0, price), (0, 0))
