"""Spread the load over nations, places, pools and weeks."""

import random
from dataclasses import replace
from typing import Any

import pytest

from exsched.domain.exercises import Role
from exsched.domain.schedule import Line
from exsched.goals.level_load import LevelLoad
from exsched.rulekit.problem import Problem, Statement
from exsched.rules.site_need import SiteNeedMet
from tests.agreement import least_goal
from tests.builders import a_laydown, a_line, a_problem, a_schedule
from tests.universe import every_line

FACTS: dict[str, Any] = {
    "venues": {
        "north": {"name": "North", "host": "ARV", "kind": "range"},
        "port": {"name": "Port", "host": "ARV", "kind": "port"},
        "south": {"name": "South", "host": "BMK", "kind": "range"},
    },
    "areas": {"coast": {"venues": ["port", "south"]}, "empty": {}},
    "pools": {"awacs": {"units": 3}},
    "forces": {
        "ships": {
            "name": "Ships",
            "nation": "CAL",
            "domain": "maritime",
            "elements": 3,
            "strength": 150,
            "capabilities": ["frigate"],
        }
    },
    "exercises": {
        "alder": {
            "title": "ALDER",
            "days": {"min": 1, "max": 9},
            "strength": 1001,
            "sites": {"land": ["north", "south"], "sea": {"any_of": ["port"], "strength": 250}},
            "participants": {
                "must": {"ARV": {"strength": 101}},
                "may": {"BMK": {"role": "observer", "strength": 900}},
            },
            "forces": {"fleet": {"need": "0..3", "capability": "frigate"}},
            "draws": {"awacs": 1},
        },
        "birch": {
            "title": "BIRCH",
            "days": {"min": 1, "max": 9},
            "sites": {"land": ["north", "south"]},
            "participants": {"must": ["ARV"]},
        },
    },
}
ALDER = a_line(
    "alder",
    "2027-01-04",
    4,
    sites={"land": "north", "sea": "port"},
    participants={"ARV": Role.FULL, "BMK": Role.OBSERVER},
    forces={"fleet": {"ships": 2}},
)
BIRCH = a_line("birch", "2027-01-07", 6, sites={"land": "south"}, participants={"ARV": Role.FULL})


def a_goal(**parts: Any) -> LevelLoad:
    """A goal from the keys of the file."""
    return LevelLoad.model_validate(parts)


def a_case() -> Problem:
    """The programme of this page."""
    return a_problem(**FACTS)


def value(of: str, per: str, by: str, *lines: Line) -> int:
    """What the goal measures when these are held."""
    problem = a_case()
    return a_goal(of=of, per=per, by=by).measure(problem, a_laydown(problem, *lines))


@pytest.mark.parametrize(
    ("of", "per", "peak", "squares"),
    [
        # ARV takes part in both, on 7 January in both at once; BMK hosts BIRCH; CAL sends ships to ALDER
        ("exercises", "nation", 2, 2**2 + 1 + 1),
        # ARV brings 101, in hundreds 2, to ALDER; CAL two ships of 150, in hundreds 2 each
        ("strength", "nation", 4, 2**2 + 4**2),
        ("days", "nation", 10, 10**2 + 6**2 + 4**2),
        ("exercises", "host", 1, 1 + 1),
        # two sites in ARV, one of which says nothing: the whole of ALDER, 1,001, in hundreds 11
        ("strength", "host", 11, 11**2),
        ("days", "host", 6, 4**2 + 6**2),
        # ALDER's port and BIRCH's range lie on the coast, and share 7 January
        ("exercises", "area", 2, 2**2),
        ("strength", "area", 3, 3**2),
        ("days", "area", 10, 10**2),
        ("exercises", "venue", 1, 1 + 1 + 1),
        ("strength", "venue", 11, 11**2 + 3**2),
        ("days", "venue", 6, 4**2 + 4**2 + 6**2),
        ("exercises", "pool", 1, 1),
        ("days", "pool", 4, 4**2),
        # the week of 4 January has both, that of 11 January has BIRCH alone
        ("exercises", "week", 2, 2**2 + 1),
        ("strength", "week", 11, 11**2),
    ],
)
def test_level_load_measures_peak_and_squares(of: str, per: str, peak: int, squares: int) -> None:
    """Every combination that has a meaning, on one programme."""
    assert (value(of, per, "peak", ALDER, BIRCH), value(of, per, "squares", ALDER, BIRCH)) == (peak, squares)


@pytest.mark.parametrize("of", ["exercises", "strength", "days"])
@pytest.mark.parametrize("per", ["nation", "host", "area", "venue", "pool", "week"])
@pytest.mark.parametrize("by", ["peak", "squares"])
def test_level_load_posts_what_it_measures(of: str, per: str, by: str) -> None:
    """For schedules drawn from a short horizon the least posted value is the measure, in every form."""
    if (of, per) in {("strength", "pool"), ("days", "week")}:
        return
    lines = FACTS["exercises"]
    short = {
        "programme": {"id": "tiny", "title": "Tiny", "horizon": "2027-01-03/2027-01-11"},
        "exercises": {name: line | {"days": {"min": 2, "max": 3}} for name, line in lines.items()},
    }
    facts = a_problem(**(FACTS | short))
    sites = tuple(Statement(str(path[1]), rule) for path, rule in SiteNeedMet.from_facts(facts.programme))
    problem = replace(facts, statements=sites)
    dice = random.Random(f"{of} {per} {by}")
    choices = [[*every_line(problem.programme, line, "")] for line in problem.exercises.values()]
    for _ in range(5):
        schedule = a_schedule(*(dice.choice(lines) for lines in choices))
        posted, measured = least_goal(problem, a_goal(of=of, per=per, by=by), schedule)
        assert (posted, schedule) == (measured, schedule)


@pytest.mark.parametrize("per", ["nation", "host", "area", "venue", "pool", "week"])
@pytest.mark.parametrize("by", ["peak", "squares"])
def test_level_load_is_nought_when_nothing_is_held(per: str, by: str) -> None:
    """No exercise, no load."""
    assert value("exercises", per, by) == 0


def test_level_load_takes_the_most_at_once_and_not_the_total() -> None:
    """Exercises one after the other, the very next day too, do not meet."""
    later = a_line("birch", "2027-01-08", 2, sites={"land": "south"}, participants={"ARV": Role.FULL})
    assert value("exercises", "nation", "peak", ALDER, later) == 1


def test_level_load_counts_weeks_that_share_a_day_with_the_horizon() -> None:
    """The horizon begins on Friday, 1 January 2027; the week before it does not count."""
    early = a_line("birch", "2026-12-27", 6, sites={"land": "south"})
    assert value("exercises", "week", "squares", early) == 1


def test_level_load_says_what_it_means() -> None:
    """The sentence names what is counted, of whom, and how."""
    problem = a_case()
    assert [
        goal.explain(problem)
        for goal in (
            a_goal(per="nation"),
            a_goal(of="days", per="host"),
            a_goal(of="strength", per="week"),
            a_goal(of="strength", per="venue", by="squares"),
        )
    ] == [
        "keep the most exercises of any nation at once low",
        "keep the most execution days of any host low",
        "keep the most troops of any week low",
        "spread troops evenly over every venue",
    ]


@pytest.mark.parametrize(
    ("of", "per", "fault"),
    [("strength", "pool", "a pool has units, not troops"), ("days", "week", "write of: exercises")],
)
def test_level_load_refuses_what_has_no_meaning(of: str, per: str, fault: str) -> None:
    """Two combinations are no measure of a load."""
    with pytest.raises(ValueError, match=fault):
        a_goal(of=of, per=per)
