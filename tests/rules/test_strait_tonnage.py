"""Through a strait, and into the sea behind it, go only so many ships and tonnes at a time."""

from typing import Any

import pytest
from pydantic import ValidationError

from exsched.domain.schedule import Line
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Statement
from exsched.rules.strait_tonnage import StraitTonnage
from exsched.solving.build import build
from tests.agreement import least_breach, only, sample, statements_of
from tests.builders import a_line, a_problem, an_exercise, findings
from tests.rules.framed import a_framed_problem
from tests.rules.worsening import best_with_and_without

SEA = {"type": "Polygon", "coordinates": [[[28, 41], [41, 41], [41, 46], [28, 46], [28, 41]]]}
WHERE = {"roads": [43, 30], "bay": [42, 40], "ocean": [38, 20], "lost": None}
INSIDE, OUTSIDE = [44.0, 33.0], [38.0, 20.0]


def a_ship(nation: str, tonnes: int, kind: str = "frigate", **more: Any) -> dict[str, Any]:
    """A ship type of a nation."""
    ship = {"kind": kind, "tonnes": tonnes}
    return {"name": "S", "nation": nation, "domain": "maritime", "elements": 3, "ship": ship} | more


FLEET = {
    "arv-boat": a_ship("ARV", 1000, home=INSIDE),
    "arv-cruiser": a_ship("ARV", 9000, home=OUTSIDE),
    "bmk-frigate": a_ship("BMK", 4000),
    "bmk-submarine": a_ship("BMK", 2000, "submarine"),
    "cal-frigate": a_ship("CAL", 3000, home=OUTSIDE, mobility={"mode": "sea", "km_per_day": 5000}),
    "dor-frigate": a_ship("DOR", 5000, home=OUTSIDE),
    "bmk-tender": a_ship("BMK", 1) | {"ship": None},
    "bmk-wing": {"name": "W", "nation": "BMK", "domain": "air"},
}


def facts(passage_days: int = 2, **exercise: Any) -> dict[str, Any]:
    """Two exercises that any ship may join, at sea and in port."""
    roles = {
        "sea": {"need": "0..9", "any_of": sorted(FLEET)},
        "port": {"need": "0..9", "any_of": sorted(FLEET), "site": "port"},
    }
    line = an_exercise(sites={"sea": list(WHERE), "port": list(WHERE)}, forces=roles, **exercise)
    return {
        "nations": {n: {"name": n} for n in ("ARV", "BMK", "CAL", "DOR")},
        "areas": {"inner": {"geojson": SEA, "passage_days": passage_days}},
        "venues": {
            name: {"name": name, "host": "ARV", "kind": "sea_area", "at": at} for name, at in WHERE.items()
        },
        "forces": FLEET,
        "exercises": {"alder": line, "birch": line},
    }


def a_rule(**body: Any) -> StraitTonnage:
    """The sea of Arvania and Doria, the strait of Doria."""
    basis = {"sea": "inner", "littoral": ["ARV", "DOR"], "owner_of_strait": ["DOR"]}
    return StraitTonnage.model_validate(basis | body)


def out(name: str, startex: str, days: int, at: str = "roads", **taken: int) -> Line:
    """An exercise held at a place, with ships (written with _ for -)."""
    ships = {ship.replace("_", "-"): count for ship, count in taken.items()}
    return a_line(name, startex, days, sites={"sea": at, "port": "ocean"}, forces={"sea": ships})


def said(rule: StraitTonnage, *lines: Line, **rest: Any) -> list[Finding]:
    """What the rule finds."""
    return findings(rule, *lines, **facts(**rest))


def amounts(rule: StraitTonnage, *lines: Line, **rest: Any) -> list[int]:
    """By how much the rule is broken."""
    return [f.amount for f in said(rule, *lines, **rest) if isinstance(f, Violation)]


ALDER = out("alder", "2027-01-10", 3, bmk_frigate=2)
"""In passage on the 8th and 9th, in the sea from the 10th to the 12th, in passage on the 13th and 14th."""


def test_passage_meets_day_by_day() -> None:
    """BIRCH goes out on the two days on which ALDER comes in, on one of them, or on none."""
    rule = a_rule(passage_tonnes=8000)
    for startex, tonnes in (("2027-01-06", [4000]), ("2027-01-05", [4000]), ("2027-01-04", [])):
        assert amounts(rule, ALDER, out("birch", startex, 2, bmk_frigate=1)) == tonnes


def test_passage_of_the_owner_and_of_those_at_home_is_not_counted() -> None:
    """The littoral cruiser from outside counts in the strait; boats at home and the owner's ships do not."""
    rule = a_rule(passage_ships=0)
    assert amounts(rule, out("alder", "2027-01-10", 3, arv_boat=3, dor_frigate=2)) == []
    assert amounts(rule, out("alder", "2027-01-10", 3, arv_cruiser=2)) == [2]
    assert amounts(rule, out("alder", "2027-01-10", 3, bmk_frigate=3)) == [3]


@pytest.mark.parametrize(("limit", "over"), [(11_999, [1]), (12_000, []), (12_001, [])])
def test_tonnes_in_the_sea_are_of_all_non_littoral_nations(limit: int, over: list[int]) -> None:
    """Two frigates of 4,000 t and one that travels, of 3,000, and a submarine, less the littoral ships."""
    birch = out("birch", "2027-01-12", 1, bmk_submarine=2, arv_cruiser=3)
    assert amounts(a_rule(sea_tonnes=limit), ALDER, birch) == over


def test_tonnes_of_one_state_are_counted_by_state() -> None:
    """Each nation that is over is found, with its own worst day and the exercises of that day."""
    birch = out("birch", "2027-01-12", 2, bmk_frigate=1, cal_frigate=3)
    what = "inner: 12000 tonnes of BMK there on 2027-01-12 (alder, birch), at most 8000 may be"
    other = "inner: 9000 tonnes of CAL there on 2027-01-12 (birch), at most 8000 may be"
    assert said(a_rule(state_tonnes=8000), ALDER, birch) == [
        Violation(("alder", "birch"), what, 4000),
        Violation(("birch",), other, 1000),
    ]


@pytest.mark.parametrize(
    ("deploy", "ship", "first"),
    [
        (0, "bmk_frigate", "2027-01-10"),
        (2, "bmk_frigate", "2027-01-10"),
        (3, "bmk_frigate", "2027-01-09"),
        (5, "bmk_frigate", "2027-01-07"),
        (3, "cal_frigate", "2027-01-10"),
        (5, "cal_frigate", "2027-01-08"),
    ],
)
def test_stay_begins_when_the_ship_has_travelled(deploy: int, ship: str, first: str) -> None:
    """It leaves home on the first day of its footprint: two days of passage, or three with the way."""
    alder = out("alder", "2027-01-10", 3, "roads", **{ship: 1})
    (sea,) = said(a_rule(sea_tonnes=0), alder, deploy=deploy)
    assert f" on {first} (alder)" in sea.sentence
    day = str(int(first[-2:]) - 2).zfill(2)
    (strait,) = said(a_rule(passage_ships=0), alder, deploy=deploy)
    assert f"1 ship in passage on 2027-01-{day} (alder)" in strait.sentence


def test_ships_elsewhere_are_not_meant() -> None:
    """A role at another site, or an exercise out on the ocean."""
    rule = a_rule(sea_tonnes=0, passage_ships=0)
    assert said(rule, out("alder", "2027-01-10", 3, at="ocean", bmk_frigate=3)) == []
    in_port = a_line(
        "alder", "2027-01-10", 3, sites={"sea": "roads", "port": "ocean"}, forces={"port": {"bmk-frigate": 1}}
    )
    assert said(rule, in_port) == []


def test_classes_may_be_kept_out_for_all_or_for_others() -> None:
    """No frigate of anybody from outside; submarines only of littoral nations; each ship counts."""
    no_frigates = a_rule(forbidden=["frigate"])
    assert amounts(no_frigates, out("alder", "2027-01-10", 3, bmk_frigate=2, arv_boat=1)) == [2]
    what = "bmk-submarine of BMK (2 submarines) may not pass to inner for alder"
    rule = a_rule(littoral_only=["submarine", "frigate"])
    lines = out("alder", "2027-01-10", 3, bmk_submarine=2, dor_frigate=1)
    assert said(rule, lines) == [Violation(("alder",), what, 2)]
    assert amounts(a_rule(forbidden=["frigate"], valid="../2027-01-09"), ALDER) == []


def test_limits_apply_on_the_days_of_the_validity() -> None:
    """Only the passage out is inside."""
    rule = a_rule(passage_ships=0, sea_tonnes=0, valid="2027-01-13/..")
    assert amounts(rule, ALDER) == [2]


@pytest.mark.parametrize(
    ("line", "missing"),
    [
        (out("alder", "2027-01-10", 3, bmk_tender=1, bmk_wing=1), "forces.bmk-tender.ship"),
        (out("alder", "2027-01-10", 3, at="lost", bmk_frigate=1), "venues.lost.at"),
    ],
)
def test_ships_that_are_not_described_are_undecided(line: Line, missing: str) -> None:
    """A maritime force without `ship:`, a site without position; aircraft are no ships."""
    (found,) = said(a_rule(sea_tonnes=9000), line)
    assert isinstance(found, Undecided)
    assert found.missing == missing


@pytest.mark.parametrize(("deploy", "count"), [(2, 0), (3, 1)])
def test_ships_from_an_unknown_home_are_undecided_when_they_could_wait(deploy: int, count: int) -> None:
    """With two days of passage, a deployment of two leaves nothing to wait for."""
    parts = facts(deploy=deploy)
    parts["forces"] = FLEET | {"cal-frigate": FLEET["cal-frigate"] | {"home": None}}
    found = findings(a_rule(sea_tonnes=9000), out("alder", "2027-01-10", 3, cal_frigate=1), **parts)
    assert [f.missing for f in found if isinstance(f, Undecided)] == ["forces.cal-frigate.home"] * count


def test_statement_without_a_limit_is_refused() -> None:
    """It would say nothing."""
    with pytest.raises(ValidationError, match="strait_tonnage needs one of"):
        a_rule()


def test_statement_says_what_it_means() -> None:
    """Every limit, in one sentence."""
    rule = a_rule(
        passage_ships=9,
        passage_tonnes=15000,
        sea_tonnes=45000,
        state_tonnes=30000,
        forbidden=["carrier"],
        littoral_only=["submarine"],
    )
    what = "at most 9 ships in passage, at most 15000 tonnes in passage, at most 45000 tonnes of non-littoral"
    more = "nations in the sea, at most 30000 tonnes of one of them, no carrier"
    said = f"inner: {what} {more}, no submarine but of littoral nations"
    assert rule.explain(a_problem(**facts())) == said


def test_posting_agrees_with_travel_waiting_and_forms() -> None:
    """With travel, days of waiting, two roles and a form without them, charge and count are equal."""
    roles = {
        "sea": {"need": "0..3", "any_of": ["bmk-frigate", "cal-frigate"]},
        "port": {"need": "0..1", "any_of": ["bmk-submarine"], "site": "port"},
    }
    line = {
        "title": "A",
        "days": {"min": 1, "max": 3},
        "deploy": 4,
        "redeploy": 1,
        "sites": {"sea": ["roads", "ocean"], "port": ["bay", "ocean"]},
        "forces": roles,
        "forms": {"brief": {"deploy": 0, "redeploy": 4, "days": 1}},
    }
    ships = {name: FLEET[name] | {"elements": 2} for name in ("bmk-frigate", "cal-frigate", "bmk-submarine")}
    tiny = {"id": "tiny", "title": "Tiny", "horizon": "2027-01-05/2027-01-14"}
    parts = facts() | {"programme": tiny, "forces": ships, "exercises": {"alder": line, "birch": line}}
    limits = {"passage_ships": 3, "passage_tonnes": 9000, "sea_tonnes": 9000, "state_tonnes": 7000}
    rule = a_rule(**limits, forbidden=["submarine"], soft=2, valid="2027-01-06/2027-01-12")
    problem = a_problem(rule, **parts)
    problem = only(problem, (*statements_of(problem, "site_need"), Statement("strait", rule)))
    model, charged = build(problem), set()
    for schedule in sample(problem, 80):
        found = rule.check(problem, Laydown(problem, schedule))
        counted = 2 * sum(f.amount for f in found if isinstance(f, Violation))
        assert (least_breach(problem, model, schedule), schedule) == (counted, schedule)
        charged.add(counted)
    assert len(charged) > 20


def test_strait_makes_the_best_schedule_worse() -> None:
    """Two exercises whose ships must meet in the strait or in the sea pay for the tonnes of the worst day."""
    rule = a_rule(state_tonnes=7000, soft=1)
    one = {
        "title": "A",
        "days": 2,
        "sites": {"sea": ["roads"]},
        "forces": {"sea": {"need": 1, "any_of": ["bmk-frigate"]}},
        "startex": "2027-01-05/2027-01-06",
    }
    parts = facts() | {"exercises": {"alder": one, "birch": one}}
    assert best_with_and_without(a_framed_problem(rule, **parts), "strait_tonnage") == ((0, 1000), (0, 0))
    parts["exercises"] = {"alder": one, "birch": one | {"startex": "2027-01-05/2027-01-08"}}
    assert best_with_and_without(a_framed_problem(rule, **parts), "strait_tonnage") == ((0, 0), (0, 0))
    ships = a_rule(passage_ships=1, soft=9)
    assert best_with_and_without(a_framed_problem(ships, **parts), "strait_tonnage") == ((0, 0), (0, 0))
    both = facts() | {"exercises": {"alder": one | {"days": 4}, "birch": one | {"days": 4}}}
    assert best_with_and_without(a_framed_problem(ships, **both), "strait_tonnage") == ((0, 9), (0, 0))
