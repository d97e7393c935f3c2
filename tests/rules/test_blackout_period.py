"""On some days a nation, a venue or an area takes no exercises, or nothing is held at all."""

from typing import Any

import pytest

from exsched.domain.exercises import Role
from exsched.domain.schedule import Line
from exsched.rulekit.finding import Undecided, Violation
from exsched.rulekit.problem import Problem
from exsched.rules.blackout_period import BlackoutPeriod
from exsched.rules.duration_bounds import DurationBounds
from tests.agreement import allowed_by_post
from tests.builders import a_laydown, a_line, a_problem

FACTS: dict[str, Any] = {
    "groups": {"both": ["BMK", "CAL"]},
    "areas": {"high-north": {"venues": ["north"]}},
    "periods": {"vote": {"dates": ["2027-01-10", "2027-01-20/2027-01-21"]}},
    "venues": {
        "north": {"name": "North range", "host": "ARV", "kind": "range"},
        "south": {"name": "South range", "host": "BMK", "kind": "range"},
    },
    "exercises": {
        "alder": {
            "title": "ALDER",
            "days": {"min": 1, "max": 9},
            "deploy": 2,
            "redeploy": 1,
            "sites": {"land": ["north", "south"]},
            "participants": {"must": ["ARV"], "may": {"BMK": 1, "CAL": {"role": "observer"}}},
        }
    },
}


def a_blackout(**parts: Any) -> BlackoutPeriod:
    """A blackout on 10 January."""
    basis = {} if "period" in parts else {"dates": "2027-01-10"}
    return BlackoutPeriod.model_validate(basis | parts)


def out(startex: str, days: int = 1, venue: str = "north", **roles: Role) -> Line:
    """ALDER held on these days."""
    return a_line("alder", startex, days, sites={"land": venue}, participants={"ARV": Role.FULL} | roles)


def amounts(rule: BlackoutPeriod, line: Line) -> list[int]:
    """By how much the rule is broken when ALDER is held so."""
    problem = a_problem(rule, **FACTS)
    return [f.amount for f in rule.check(problem, a_laydown(problem, line)) if isinstance(f, Violation)]


def test_blackout_bars_participation_by_default() -> None:
    """Without `effect`, a nation takes part in nothing whose footprint has a day inside."""
    rule = a_blackout(nations=["BMK"])
    problem = a_problem(rule, **FACTS)
    laydown = a_laydown(problem, out("2027-01-08", 2, BMK=Role.FULL))
    sentence = "alder has 1 day on dates barred for BMK, the first 2027-01-10"
    assert list(rule.check(problem, laydown)) == [Violation(("alder",), sentence, 1)]
    assert amounts(rule, out("2027-01-08", 2)) == []


@pytest.mark.parametrize(
    ("startex", "days", "footprint", "execution"),
    [
        ("2027-01-08", 1, [], []),
        ("2027-01-09", 1, [1], []),
        ("2027-01-10", 1, [1], [1]),
        ("2027-01-12", 1, [1], []),
        ("2027-01-13", 1, [], []),
    ],
)
def test_blackout_counts_the_footprint_or_only_execution(
    startex: str, days: int, footprint: list[int], execution: list[int]
) -> None:
    """From first arrival to last departure, or from STARTEX to ENDEX with `counts: execution`."""
    line = out(startex, days, BMK=Role.FULL)
    assert amounts(a_blackout(nations=["BMK"]), line) == footprint
    assert amounts(a_blackout(nations=["BMK"], counts="execution"), line) == execution


def test_blackout_does_not_count_observers_as_participants() -> None:
    """An observer may be there, but for `nothing`."""
    line = out("2027-01-10", CAL=Role.OBSERVER)
    assert amounts(a_blackout(nations=["CAL"]), line) == []
    assert amounts(a_blackout(nations=["CAL"], effect="nothing"), line) == [1]


def test_blackout_counts_a_host_as_participant() -> None:
    """A host takes part in the role of host."""
    assert amounts(a_blackout(nations=["BMK"]), out("2027-01-10", venue="south")) == [1]


def test_blackout_of_hosting_lets_the_nation_travel() -> None:
    """`no_hosting` is about the nation's own soil."""
    rule = a_blackout(nations=["BMK"], effect="no_hosting")
    assert amounts(rule, out("2027-01-10", BMK=Role.FULL)) == []
    assert amounts(rule, out("2027-01-10", venue="south")) == [1]


def test_blackout_of_a_venue_or_area_bars_its_use() -> None:
    """For places the effect is `no_hosting`; `nothing` says the same."""
    for where in ({"venues": ["north"]}, {"areas": ["high-north"]}):
        for effect in ({}, {"effect": "no_hosting"}, {"effect": "nothing"}):
            assert amounts(a_blackout(**where, **effect), out("2027-01-10")) == [1]
            assert amounts(a_blackout(**where, **effect), out("2027-01-10", venue="south")) == []


def test_blackout_for_everyone_bars_every_exercise() -> None:
    """Neither nations nor places: nothing is held."""
    assert amounts(a_blackout(), out("2027-01-10", venue="south")) == [1]


def test_blackout_means_the_members_of_a_group_and_counts_an_exercise_once() -> None:
    """Two nations barred on one day make one day."""
    rule = a_blackout(nations=["both"], effect="nothing")
    assert amounts(rule, out("2027-01-10", BMK=Role.FULL, CAL=Role.OBSERVER)) == [1]


def test_blackout_counts_days_in_overlapping_ranges_once() -> None:
    """Days, not ranges, are counted."""
    rule = a_blackout(dates=["2027-01-10/2027-01-12", "2027-01-11/2027-01-13"], counts="execution")
    assert amounts(rule, out("2027-01-11", 5)) == [3]


def test_blackout_takes_the_days_of_a_named_period() -> None:
    """`period` stands for its dates, all of them."""
    rule = a_blackout(period="vote", counts="execution")
    assert amounts(rule, out("2027-01-10")) == [1]
    assert amounts(rule, out("2027-01-19", 5)) == [2]


def test_blackout_counts_only_days_inside_its_validity() -> None:
    """A blackout day outside `valid` is none, and a range is cut at its edge."""
    rule = a_blackout(dates="2027-01-10/2027-01-14", valid="2027-01-12/2027-01-13", counts="execution")
    assert amounts(rule, out("2027-01-10", 2)) == []
    assert amounts(rule, out("2027-01-10", 9)) == [2]
    assert amounts(a_blackout(valid="2028-01-01/.."), out("2027-01-10")) == []


@pytest.mark.parametrize(
    ("startex", "off"),
    [("2027-01-09", []), ("2027-01-10", [1]), ("2027-01-13", [3]), ("2027-01-14", [2]), ("2027-01-16", [])],
)
def test_blackout_of_startex_counts_the_days_to_the_nearest_free_day(startex: str, off: list[int]) -> None:
    """Adjoining and overlapping ranges are one; only STARTEX counts, not the rest of the exercise."""
    dates = ["2027-01-10/2027-01-12", "2027-01-12/2027-01-13", "2027-01-14/2027-01-15"]
    assert amounts(a_blackout(dates=dates, effect="no_startex"), out(startex, 9)) == off


def test_blackout_of_startex_is_for_those_who_take_part_or_are_there() -> None:
    """Nations by participation, places by use."""
    by_nation = a_blackout(nations=["BMK"], effect="no_startex")
    assert amounts(by_nation, out("2027-01-10")) == []
    problem = a_problem(by_nation, **FACTS)
    found = list(by_nation.check(problem, a_laydown(problem, out("2027-01-10", BMK=Role.FULL))))
    assert found == [Violation(("alder",), "alder starts on 2027-01-10, a day barred for BMK", 1)]
    by_place = a_blackout(venues=["south"], effect="no_startex")
    assert amounts(by_place, out("2027-01-10")) == []
    assert amounts(by_place, out("2027-01-10", venue="south")) == [1]


def test_blackout_leaves_a_dropped_exercise_alone() -> None:
    """A dropped exercise takes no days."""
    rule = a_blackout()
    problem = a_problem(rule, **FACTS)
    assert list(rule.check(problem, a_laydown(problem))) == []


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"nations": ["both"]}, "on 2027-01-10 BMK, CAL will not exercise"),
        ({"nations": ["BMK"], "effect": "no_hosting"}, "on 2027-01-10 BMK will not host an exercise"),
        ({"nations": ["BMK"], "effect": "no_startex"}, "on 2027-01-10 BMK will not start an exercise"),
        ({"nations": ["BMK"], "effect": "nothing"}, "on 2027-01-10 BMK will have no part in any exercise"),
        (
            {"venues": ["south"], "areas": ["high-north"]},
            "on 2027-01-10 no exercise is held at south, high-north",
        ),
        ({"effect": "no_startex"}, "on 2027-01-10 no exercise starts"),
        ({"period": "vote", "reason": "election"}, "on vote no exercise is held (election)"),
        ({"nations": ["BMK"], "reason": "vote"}, "on 2027-01-10 BMK will not exercise (vote)"),
    ],
)
def test_blackout_says_what_it_means(parts: dict[str, Any], sentence: str) -> None:
    """The sentence names days, subject and effect."""
    problem: Problem = a_problem(**FACTS)
    assert a_blackout(**parts).explain(problem) == sentence


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        ({"dates": []}, "needs either dates or period"),
        ({"dates": "2027-01-10", "period": "vote"}, "needs either dates or period"),
        ({"nations": ["BMK"], "venues": ["north"]}, "write one statement for each"),
        ({"venues": ["north"], "effect": "no_participation"}, "for venues and areas write no_hosting"),
        ({"effect": "no_hosting"}, "no_hosting needs nations, venues or areas"),
    ],
)
def test_blackout_refuses_what_could_mean_two_things(parts: dict[str, Any], fault: str) -> None:
    """A blackout says exactly one thing."""
    with pytest.raises(ValueError, match=fault):
        a_blackout(**parts)


@pytest.mark.parametrize("effect", ["nothing", "no_startex"])
def test_blackout_outside_its_validity_posts_nothing(effect: str) -> None:
    """ALDER is held on one of two days, or dropped."""
    head = {"id": "tiny", "title": "Tiny", "horizon": "2027-01-01/2027-01-02"}
    line = {"title": "ALDER", "days": 1, "held": "may"}
    rule = a_blackout(dates="2027-01-01", effect=effect, valid="2028-01-01/..")
    bounds = DurationBounds(exercise="alder", min=1, max=1)
    assert len(allowed_by_post(a_problem(rule, bounds, programme=head, exercises={"alder": line}))) == 3


@pytest.mark.parametrize("effect", ["no_hosting", "no_startex", "nothing"])
def test_blackout_is_open_while_a_site_may_lie_in_the_area(effect: str) -> None:
    """A site without a position leaves it open on a barred day, and on no other."""
    facts = FACTS | {
        "areas": {"sea": {"geojson": {"type": "Polygon", "coordinates": [[[1, 1], [2, 1], [2, 2], [1, 1]]]}}}
    }
    rule = a_blackout(areas=["sea"], effect=effect)
    problem = a_problem(rule, **facts)
    found = list(rule.check(problem, a_laydown(problem, out("2027-01-10"))))
    assert [f.missing for f in found if isinstance(f, Undecided)] == ["venues.north.at"]
    assert len(found) == 1
    assert found[0].sentence.endswith("if a site lies there")
    assert list(rule.check(problem, a_laydown(problem, out("2027-01-20")))) == []
    both = a_blackout(areas=["sea"], venues=["north"], effect=effect)
    decided = both.check(problem, a_laydown(problem, out("2027-01-10")))
    assert [type(finding) for finding in decided] == [Violation]
