"""A venue is used in some seasons only, by all or by exercises with certain tags."""

from typing import Any

import pytest

from exsched.domain.schedule import Line
from exsched.rulekit.finding import Violation
from exsched.rules.duration_bounds import DurationBounds
from exsched.rules.season_window import SeasonWindow
from exsched.rules.site_need import SiteNeedMet
from tests.agreement import allowed_by_post
from tests.builders import a_line, a_problem, an_exercise, findings
from tests.rules.framed import a_framed_problem
from tests.rules.worsening import best_with_and_without

FACTS: dict[str, Any] = {
    "venues": {
        "north": {"name": "North range", "host": "ARV", "kind": "range", "setup": 3, "changeover": 3},
        "south": {"name": "South range", "host": "ARV", "kind": "range"},
    },
    "exercises": {
        "alder": an_exercise(
            tags=["live-fire"],
            deploy=3,
            sites={"one": ["north", "south"], "two": ["north", "south"]},
            forms={"dry": {"tags": ["dry"]}},
        )
    },
}


def a_rule(**parts: Any) -> SeasonWindow:
    """Summer at the northern range."""
    return SeasonWindow.model_validate({"venue": "north", "allowed": "06-01/09-30"} | parts)


def out(startex: str, days: int = 1, one: str = "north", **rest: Any) -> Line:
    """ALDER held on these days."""
    return a_line("alder", startex, days, sites={"one": one, "two": "south"}, **rest)


def amounts(rule: SeasonWindow, line: Line) -> list[int]:
    """By how much the rule is broken."""
    return [f.amount for f in findings(rule, line, **FACTS) if isinstance(f, Violation)]


@pytest.mark.parametrize(
    ("startex", "days", "outside"),
    [
        ("2027-06-01", 1, []),
        ("2027-05-31", 1, [1]),
        ("2027-05-30", 4, [2]),
        ("2027-09-30", 1, []),
        ("2027-09-29", 9, [7]),
        ("2027-05-31", 130, [8]),
    ],
)
def test_season_counts_execution_days_outside(startex: str, days: int, outside: list[int]) -> None:
    """The edges are inside; setup, changeover and deployment are free."""
    assert amounts(a_rule(), out(startex, days)) == outside


@pytest.mark.parametrize(
    ("startex", "days", "outside"),
    [
        ("2027-11-14", 2, [1]),
        ("2027-12-31", 2, []),
        ("2027-02-28", 2, [1]),
        ("2028-02-28", 2, []),
        ("2028-02-29", 2, [1]),
        ("2028-11-15", 106, []),
    ],
)
def test_season_may_wrap_over_new_year_and_end_with_february(
    startex: str, days: int, outside: list[int]
) -> None:
    """29 February belongs to it in leap years; 1 March never."""
    assert amounts(a_rule(allowed="11-15/02-29"), out(startex, days)) == outside


def test_season_that_begins_on_the_leap_day_begins_on_1_march_otherwise() -> None:
    """As a first day it is the day after 28 February; alone it exists in leap years only."""
    assert amounts(a_rule(allowed="02-29/05-31"), out("2027-02-28", 2)) == [1]
    assert amounts(a_rule(allowed="02-29/05-31"), out("2028-02-28", 3)) == [1]
    assert amounts(a_rule(allowed="02-29"), out("2028-02-29")) == []
    assert amounts(a_rule(allowed="02-29"), out("2027-03-01")) == [1]


def test_seasons_may_be_several() -> None:
    """Overlapping or adjoining ones are one."""
    rule = a_rule(allowed=["03-01/03-31", "04-01/04-10", "12-24"])
    assert amounts(rule, out("2027-03-30", 10)) == []
    assert amounts(rule, out("2027-12-23", 3)) == [2]


def test_season_is_about_one_venue_and_some_tags() -> None:
    """Elsewhere, and in a form without the tag, it does not bite; two sites there count once."""
    line = out("2027-01-05", 2)
    assert amounts(a_rule(tags=["live-fire", "night"]), line) == [2]
    assert amounts(a_rule(tags=["live-fire"]), out("2027-01-05", form="dry")) == []
    assert amounts(a_rule(), out("2027-01-05", one="south")) == []
    both = a_line("alder", "2027-01-05", 2, sites={"one": "north", "two": "north"})
    assert amounts(a_rule(), both) == [2]
    assert amounts(a_rule(), Line(exercise="alder", held=False)) == []


def test_season_counts_only_days_inside_its_validity() -> None:
    """Cut at its edge, and nothing outside."""
    assert amounts(a_rule(valid="2027-01-06/.."), out("2027-01-05", 3)) == [2]
    assert amounts(a_rule(valid="2028-01-01/.."), out("2027-01-05", 3)) == []


def test_season_outside_its_validity_posts_nothing() -> None:
    """Two days, held or not."""
    head = {"id": "tiny", "title": "Tiny", "horizon": "2027-01-01/2027-01-02"}
    line = an_exercise(days=1, held="may", sites={"one": ["north"]})
    bounds = DurationBounds(exercise="alder", min=1, max=1)
    for valid, free in (("2028-01-01/..", 3), ("2027-01-02/..", 2)):
        rules = [a_rule(valid=valid, hard=True), bounds, SiteNeedMet(exercise="alder", site="one")]
        problem = a_problem(*rules, programme=head, venues=FACTS["venues"], exercises={"alder": line})
        assert len(allowed_by_post(problem)) == free


def test_season_window_says_what_it_means() -> None:
    """Seasons, venue and sort are in the sentence."""
    sentence = "alder is at north on 2 days out of season, the first 2027-05-30"
    assert findings(a_rule(), out("2027-05-30", 4), **FACTS) == [Violation(("alder",), sentence, 2)]
    problem = a_problem(**FACTS)
    told = "exercises at north are held only within 06-01/09-30 of each year"
    assert a_rule().explain(problem) == told
    rule = a_rule(tags=["live-fire"], allowed=["06-01/09-30", "12-24"], reason="fire danger")
    told = "live-fire exercises at north are held only within 06-01/09-30 or 12-24 of each year (fire danger)"
    assert rule.explain(problem) == told
    assert (a_rule().cost, a_rule(hard=True).cost) == (1, None)


@pytest.mark.parametrize("allowed", [[], "summer", "2027-06-01/2027-09-30", "06-31"])
def test_season_is_written_as_days_of_the_year(allowed: Any) -> None:
    """Without a year, and at least one."""
    with pytest.raises(ValueError, match=r"MM-DD|at least 1"):
        a_rule(allowed=allowed)


def test_season_window_makes_the_best_schedule_worse() -> None:
    """Over the end of February the venue costs a day, in a leap year as well."""
    line = an_exercise(days=3, sites={"one": ["north"]})
    for year, least in ((2027, 2), (2028, 1)):
        head = {"id": "tiny", "title": "Tiny", "horizon": f"{year}-02-25/{year}-03-03"}
        lines = {"alder": line | {"startex": f"{year}-02-28"}}
        rule = a_rule(allowed="11-15/02-29", soft=4)
        facts = {"programme": head, "venues": {"north": FACTS["venues"]["south"]}, "exercises": lines}
        problem = a_framed_problem(rule, **facts)
        assert best_with_and_without(problem, "season_window") == ((0, 4 * least), (0, 0))
