"""The Montreux regime as shipped: every number at its limit, by day, over the ships of several exercises."""

import json
from datetime import date
from typing import Any

import pytest

from exsched.domain.schedule import Line
from exsched.intake import load_text
from exsched.rulekit.finding import Undecided, Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem
from tests.builders import a_line, a_schedule

HEAD = """\
programme: {id: tiny, title: Tiny, horizon: 2027-01-01/2027-12-31, as_of: 2026-06-01}
include: [library:reference/nations, library:reference/nations-world, library:regimes/montreux-1936]
venues:
  roads: {name: Constanta roads, host: ROU, kind: sea_area, at: [43.9, 29.5]}
  med: {name: Eastern Mediterranean, host: GRC, kind: sea_area, at: [35.0, 25.0]}
"""
ATHENS, SEVERN = [37.94, 23.62], [51.48, -3.0]


def a_ship(nation: str, tonnes: int, kind: str = "frigate", home: Any = ATHENS) -> dict[str, Any]:
    """Up to twenty ships of a type; a nation's day's sailing from the Straits."""
    return {
        "name": "S",
        "nation": nation,
        "domain": "maritime",
        "elements": 20,
        "home": home,
        "mobility": {"mode": "sea", "km_per_day": 1000},
        "ship": {"kind": kind, "tonnes": tonnes},
    }


def a_problem(ships: dict[str, dict[str, Any]], **more: Any) -> Problem:
    """Two exercises in the Black Sea or outside, that all of these ships may join."""
    line: dict[str, Any] = {
        "title": "A",
        "days": {"min": 1, "max": 60},
        "kind": "LIVEX",
        "domains": ["maritime"],
        "sites": {"sea": ["roads", "med"]},
        "forces": {"sea": {"need": "0..99", "any_of": sorted(ships)}},
    } | more
    text = f"forces: {json.dumps(ships)}\nexercises: {json.dumps({'alder': line, 'birch': line})}\n"
    loaded = load_text(HEAD + text)
    assert loaded.problem is not None, [d.render() for d in loaded.diagnostics]
    return loaded.problem


def out(name: str, startex: str, days: int, at: str = "roads", **ships: int) -> Line:
    """An exercise held with ships."""
    return a_line(name, startex, days, sites={"sea": at}, forces={"sea": ships})


def broken(problem: Problem, *lines: Line) -> dict[str, list[int]]:
    """By how much each statement of the regime is broken."""
    laydown = Laydown(problem, a_schedule(*lines))
    found: dict[str, list[int]] = {}
    for statement in problem.statements:
        if statement.key.startswith("montreux") and not statement.key.startswith("montreux-notice"):
            for finding in statement.rule.check(problem, laydown):
                assert isinstance(finding, Violation), finding
                found.setdefault(statement.key, []).append(finding.amount)
    return found


@pytest.mark.parametrize(
    ("first", "second", "over"),
    [
        (4, 4, {}),
        (5, 4, {}),
        (5, 5, {"montreux-passage": [1]}),
        (9, 0, {}),
        (10, 0, {"montreux-passage": [1]}),
    ],
)
def test_nine_ships_of_all_exercises_pass_at_one_time(
    first: int, second: int, over: dict[str, list[int]]
) -> None:
    """Eight, nine and ten in passage on one day: those of two exercises, two States, add up."""
    problem = a_problem({"grc": a_ship("GRC", 1000), "ita": a_ship("ITA", 1000)})
    lines = [out("alder", "2027-05-10", 5, grc=first)]
    lines += [out("birch", "2027-05-10", 9, ita=second)] if second else []
    assert broken(problem, *lines) == over


@pytest.mark.parametrize(
    ("startex", "over"),
    [
        ("2027-05-16", {}),
        ("2027-05-17", {"montreux-passage": [1000]}),
        ("2027-05-18", {}),
        ("2027-05-10", {"montreux-passage": [1000]}),
    ],
)
def test_tonnes_in_passage_meet_day_by_day(startex: str, over: dict[str, list[int]]) -> None:
    """ALDER passes in on the 9th and out on the 16th; BIRCH, as large, passes in the day before STARTEX."""
    problem = a_problem({"grc": a_ship("GRC", 4000), "ita": a_ship("ITA", 4000)})
    alder, birch = out("alder", "2027-05-10", 6, grc=2), out("birch", startex, 3, ita=2)
    assert broken(problem, alder, birch) == over


@pytest.mark.parametrize(
    ("tonnes", "over"), [(14_999, {}), (15_000, {}), (15_001, {"montreux-passage": [1]})]
)
def test_fifteen_thousand_tonnes_pass_at_one_time(tonnes: int, over: dict[str, list[int]]) -> None:
    """Littoral ships from outside included; those of the Straits' own State are not foreign there."""
    for nation in ("GRC", "ROU"):
        assert broken(a_problem({"s": a_ship(nation, tonnes)}), out("alder", "2027-05-10", 5, s=1)) == over
    assert broken(a_problem({"s": a_ship("TUR", tonnes)}), out("alder", "2027-05-10", 5, s=1)) == {}


@pytest.mark.parametrize(
    ("grc", "ita", "over"),
    [
        (2, 1, {}),
        (2, 2, {"montreux-black-sea": [7000]}),
        (3, 0, {"montreux-black-sea": [9000]}),
        (3, 1, {"montreux-black-sea": [7000, 9000]}),
    ],
)
def test_forty_five_thousand_tonnes_of_all_and_thirty_of_one(
    grc: int, ita: int, over: dict[str, list[int]]
) -> None:
    """Ships of 13,000 t that came one by one: 39,000 of two States are in order, 39,000 of one are not."""
    problem = a_problem({name: a_ship(name.upper(), 13_000) for name in ("grc", "ita")})
    lines = [out("alder", "2027-05-10", 5, grc=grc)] + (
        [out("birch", "2027-05-12", 5, ita=ita)] if ita else []
    )
    found = broken(problem, *lines)
    found.pop("montreux-passage", None)
    assert found == over


@pytest.mark.parametrize(("tonnes", "over"), [(9_999, []), (10_000, []), (10_001, [3])])
def test_thirty_thousand_tonnes_of_one_state(tonnes: int, over: list[int]) -> None:
    """Three ships just at the limit of one State."""
    found = broken(a_problem({"s": a_ship("GRC", tonnes)}), out("alder", "2027-05-10", 5, s=3))
    assert found.get("montreux-black-sea", []) == over


@pytest.mark.parametrize(("days", "over"), [(20, {}), (21, {}), (22, {"montreux-stay": [1]})])
def test_twenty_one_days_of_stay(days: int, over: dict[str, list[int]]) -> None:
    """Passage days are no stay, and the shore is free."""
    problem = a_problem({"s": a_ship("GRC", 1000), "r": a_ship("ROU", 1000)})
    assert broken(problem, out("alder", "2027-05-10", days, s=1, r=1)) == over
    assert broken(problem, out("alder", "2027-05-10", days, r=1)) == {}
    assert broken(problem, out("alder", "2027-05-10", days, "med", s=1)) == {}


def test_carriers_pass_for_nobody_and_submarines_for_the_littoral() -> None:
    """A carrier of a littoral State, too; what is at home in the Black Sea need not pass."""
    ships = {
        "gc": a_ship("ITA", 1000, "carrier"),
        "rc": a_ship("RUS", 1000, "carrier", SEVERN),
        "gs": a_ship("GRC", 1000, "submarine"),
        "rs": a_ship("RUS", 1000, "submarine", SEVERN),
        "hs": a_ship("RUS", 1000, "carrier", [44.6, 33.5]),
    }
    problem = a_problem(ships)
    over = {name: broken(problem, out("alder", "2027-05-10", 3, "roads", **{name: 1})) for name in ships}
    refused = {"montreux-classes": [1]}
    assert over == {"gc": refused, "rc": refused, "gs": refused, "rs": {}, "hs": {}}


def test_ship_without_its_data_is_undecided() -> None:
    """No class and no tonnes: nothing is counted, and nothing passes for counted."""
    ships = {"s": a_ship("GRC", 1000)}
    del ships["s"]["ship"]
    problem = a_problem(ships)
    laydown = Laydown(problem, a_schedule(out("alder", "2027-05-10", 30, s=1)))
    said = {s.key: list(s.rule.check(problem, laydown)) for s in problem.statements if "montreux" in s.key}
    assert {key for key, found in said.items() if any(isinstance(f, Undecided) for f in found)} == {
        "montreux-passage",
        "montreux-black-sea",
        "montreux-classes",
        "montreux-stay",
    }


@pytest.mark.parametrize(
    ("nation", "as_of", "late"),
    [
        ("GRC", "2027-04-24", []),
        ("GRC", "2027-04-25", [1]),
        ("ROU", "2027-05-01", []),
        ("ROU", "2027-05-02", [1]),
    ],
)
def test_notice_is_fifteen_or_eight_days_before_the_passage(nation: str, as_of: str, late: list[int]) -> None:
    """STARTEX on 10 May, passage on the 9th: 24 April, or 1 May."""
    problem = a_problem({"s": a_ship(nation, 1000)})
    header = problem.programme.programme.model_copy(update={"as_of": date.fromisoformat(as_of)})
    told = Problem(problem.programme.model_copy(update={"programme": header}), problem.statements)
    laydown = Laydown(told, a_schedule(out("alder", "2027-05-10", 3, s=1)))
    notices = [s.rule for s in told.statements if s.key.startswith("montreux-notice")]
    found = [f for rule in notices for f in rule.check(told, laydown)]
    assert [f.amount for f in found if isinstance(f, Violation)] == late


def test_every_statement_names_its_article() -> None:
    """Each number has its paragraph, a source, and is marked as not compared with the official text."""
    rules = [
        s.rule.model_dump()
        for s in a_problem({"s": a_ship("GRC", 1)}).statements
        if s.key.startswith("montreux")
    ]
    assert len(rules) == 6
    assert {rule["checked"] for rule in rules} == {False}
    assert all("Article" in rule["paragraph"] and "Ministry" in rule["source"] for rule in rules)
