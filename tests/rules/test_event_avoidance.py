"""Exercises stay away from an event, and from some days before and after it."""

from typing import Any

import pytest

from exsched.domain.exercises import Role
from exsched.domain.schedule import Line
from exsched.rulekit.finding import Undecided, Violation
from exsched.rulekit.problem import Problem
from exsched.rules.event_avoidance import EventAvoidance
from tests.builders import a_line, a_problem, an_exercise, findings
from tests.rules.framed import a_framed_problem
from tests.rules.worsening import best_with_and_without

SQUARE = {"type": "Polygon", "coordinates": [[[10, 50], [12, 50], [12, 52], [10, 52], [10, 50]]]}
FACTS: dict[str, Any] = {
    "areas": {"city": {"geojson": SQUARE}, "coast": {"venues": ["harbour"]}},
    "periods": {"vote": {"dates": ["2027-01-10", "2027-01-20/2027-01-21"]}},
    "venues": {
        "town": {"name": "Town", "host": "ARV", "kind": "hq", "at": [51, 11]},
        "far": {"name": "Far", "host": "ARV", "kind": "hq", "at": [61, 11]},
        "harbour": {"name": "Harbour", "host": "BMK", "kind": "port"},
    },
    "exercises": {
        "alder": an_exercise(
            deploy=2,
            redeploy=1,
            sites={"land": ["town", "far", "harbour"]},
            participants={"must": ["ARV"], "may": {"CAL": {"role": "observer"}}},
            forms={"quick": {"deploy": 0, "redeploy": 0}},
        )
    },
}


def a_rule(**parts: Any) -> EventAvoidance:
    """A summit on 10 January."""
    basis = {} if "period" in parts else {"dates": "2027-01-10"}
    return EventAvoidance.model_validate(basis | parts)


def out(startex: str, days: int = 1, venue: str = "town", **rest: Any) -> Line:
    """ALDER held on these days."""
    return a_line("alder", startex, days, sites={"land": venue}, **rest)


def amounts(rule: EventAvoidance, line: Line) -> list[int]:
    """By how much the rule is broken."""
    return [f.amount for f in findings(rule, line, **FACTS) if isinstance(f, Violation)]


@pytest.mark.parametrize(
    ("startex", "bare", "buffered"),
    [
        ("2027-01-04", [], []),
        ("2027-01-05", [], [1]),
        ("2027-01-08", [], [4]),
        ("2027-01-09", [1], [4]),
        ("2027-01-12", [1], [2]),
        ("2027-01-13", [], [1]),
        ("2027-01-14", [], []),
    ],
)
def test_event_is_buffered_and_the_footprint_counts(
    startex: str, bare: list[int], buffered: list[int]
) -> None:
    """Four footprint days against one day, and against 6 to 11 January; the edges are inside."""
    assert amounts(a_rule(), out(startex)) == bare
    assert amounts(a_rule(before=4, after=1), out(startex)) == buffered


def test_event_counts_the_footprint_of_the_form_held() -> None:
    """A form without deployment stands nearer."""
    assert amounts(a_rule(), out("2027-01-11", form="quick")) == []
    assert amounts(a_rule(), out("2027-01-11")) == [1]


def test_event_takes_the_days_of_a_named_period() -> None:
    """Each of its ranges with a buffer of its own; days in two buffers count once."""
    assert amounts(a_rule(period="vote"), out("2027-01-12", 8)) == [2]
    assert amounts(a_rule(period="vote", before=6, after=6), out("2027-01-12", 9)) == [12]


def test_event_in_an_area_is_about_sites_there() -> None:
    """By position and by name; without area it is about everything."""
    line = out("2027-01-10", venue="far")
    assert amounts(a_rule(area="city"), out("2027-01-10")) == [1]
    assert amounts(a_rule(area="city"), line) == []
    assert amounts(a_rule(), line) == [1]
    assert amounts(a_rule(area="coast"), out("2027-01-10", venue="harbour")) == [1]


def test_event_in_an_area_is_undecided_without_a_position() -> None:
    """Nobody knows whether the harbour lies in the city; away from the event nobody asks."""
    rule = a_rule(area="city")
    sentence = "whether alder must keep clear of the event depends on where it is held"
    assert findings(rule, out("2027-01-10", venue="harbour"), **FACTS) == [
        Undecided(("alder",), sentence, "venues.harbour.at")
    ]
    assert findings(rule, out("2027-01-20", venue="harbour"), **FACTS) == []


def test_event_of_nations_is_about_those_who_take_part() -> None:
    """Hosts count, observers do not; with an area both must be met."""
    watched = out("2027-01-10", participants={"CAL": Role.OBSERVER})
    assert amounts(a_rule(nations=["CAL"]), watched) == []
    assert amounts(a_rule(nations=["ARV"]), watched) == [1]
    assert amounts(a_rule(nations=["ARV"], area="coast"), watched) == []
    assert amounts(a_rule(nations=["BMK"], area="coast"), out("2027-01-10", venue="harbour")) == [1]


def test_event_counts_only_days_inside_its_validity() -> None:
    """Days of the buffer, too."""
    assert amounts(a_rule(before=3, valid="2027-01-09/.."), out("2027-01-08")) == [1]
    assert amounts(a_rule(valid="2027-01-11/.."), out("2027-01-10")) == []
    assert amounts(a_rule(), Line(exercise="alder", held=False)) == []


def test_event_at_the_edge_of_all_dates_has_its_buffer_cut() -> None:
    """The calendar that can be written ends in 2199."""
    rule = a_rule(dates=["1900-01-01", "2199-12-31"], before=30, after=30)
    assert amounts(rule, out("2027-01-10")) == []


def test_event_avoidance_says_what_it_means() -> None:
    """Days, buffer and scope are in the sentence."""
    problem: Problem = a_problem(**FACTS)
    found = findings(a_rule(period="vote"), out("2027-01-10"), **FACTS)
    sentence = "alder has 1 day too near to vote, the first 2027-01-10"
    assert found == [Violation(("alder",), sentence, 1)]
    assert a_rule().explain(problem) == "exercises keep clear of 2027-01-10"
    rule = a_rule(period="vote", before=1, after=2, area="city", nations=["ARV"], reason="summit")
    told = "exercises of ARV in city keep clear of vote and 1 day before and 2 days after (summit)"
    assert rule.explain(problem) == told
    assert (rule.cost, a_rule(hard=True).cost) == (1, None)


@pytest.mark.parametrize("parts", [{"dates": []}, {"dates": "2027-01-10", "period": "vote"}])
def test_event_is_given_once(parts: dict[str, Any]) -> None:
    """By its dates or by name."""
    with pytest.raises(ValueError, match="needs either dates or period"):
        a_rule(**parts)


def test_event_avoidance_makes_the_best_schedule_worse() -> None:
    """ALDER can start only three days before the event and stays as short as it may: one day is lost."""
    head = {"id": "tiny", "title": "Tiny", "horizon": "2027-01-05/2027-01-14"}
    alder = {"title": "ALDER", "days": {"min": 3, "max": 4}, "deploy": 1, "startex": "2027-01-07/2027-01-08"}
    rule = a_rule(before=1, after=2, soft=5)
    problem = a_framed_problem(rule, programme=head, exercises={"alder": alder})
    assert best_with_and_without(problem, "event_avoidance") == ((0, 5), (0, 0))
