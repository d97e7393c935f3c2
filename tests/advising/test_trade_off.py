"""The curve between two goals: what is proved lies on it, and every point of it is found when asked for."""

import json
from functools import cache

from exsched.advising.trade_off import TradeOff, told, trade_off
from exsched.advising.trade_off.picture import draw
from exsched.rulekit.problem import Problem
from exsched.rules.precedence import Precedence
from exsched.solving.limits import Limits
from tests.advising.small import a_small_problem, every_allowed
from tests.builders import an_exercise

LIMITS = Limits(seconds=40, workers=1)
PAIR = ("wanted_dates", "wanted_sites")
DATES_FIRST = ("wanted_dates", "hold_exercises")
GOALS = [["hold_exercises"], ["wanted_dates"], ["wanted_participation", "wanted_sites"]]
RANGES = {
    name: {"name": name, "host": "ARV", "kind": "range", "takes": {"exercises": 1}}
    for name in ("north", "south", "east")
}
LINE = an_exercise(wanted="2027-03-01", sites={"land": {"any_of": ["north", "south", "east"]}})
LINES = {
    "alder": LINE | {"days": 2, "held": "may", "worth": 5},
    "birch": LINE | {"days": 2},
    "cedar": LINE | {"days": 1},
}


def a_problem() -> Problem:
    """Three exercises want the same day and the same range: some wait, or go elsewhere."""
    header = {"id": "tiny", "title": "Tiny programme", "horizon": "2027-03-01/2027-03-05"}
    return a_small_problem(goals=GOALS, exercises=LINES, venues=RANGES, programme=header)


def front(problem: Problem, pair: tuple[str, str], kept: int) -> list[tuple[int, int]]:
    """All pairs of values that no schedule betters, by enumeration, with the first tiers at their best."""
    goals = {goal.goal: goal for tier in problem.tiers for goal in tier}
    every = every_allowed(problem)
    least = every[0][0][:kept]
    reached = {
        (goals[pair[0]].measure(problem, laydown), goals[pair[1]].measure(problem, laydown))
        for values, laydown in every
        if values[:kept] == least
    }
    return sorted(
        one for one in reached if not any(o != one and o[0] <= one[0] and o[1] <= one[1] for o in reached)
    )


@cache
def curve(pair: tuple[str, str], points: int = 9) -> TradeOff:
    """The curve as it is found."""
    return trade_off(a_problem(), LIMITS, pair, points)


def test_curve_is_the_front_by_enumeration() -> None:
    """All of it when there are points enough, each proved; the tier before is kept."""
    problem = a_problem()
    found = curve(PAIR)
    assert (
        [point.values for point in found.points] == front(problem, PAIR, kept=1) == [(0, 3), (1, 1), (4, 0)]
    )
    assert all(point.proved for point in found.points)
    assert (found.complete, found.kept_proved) == (True, True)


def test_goal_of_the_first_tier_has_nothing_kept_before_it() -> None:
    """Then holding exercises is traded as well."""
    found = curve(DATES_FIRST)
    assert found.kept == ()
    assert [point.values for point in found.points] == front(a_problem(), DATES_FIRST, kept=0)


def test_fewer_points_are_some_of_the_front() -> None:
    """Both ends among them."""
    assert [point.values for point in curve(PAIR, 2).points] == [(0, 3), (4, 0)]


def test_curve_is_told_and_drawn() -> None:
    """Text, JSON, CSV and a picture."""
    found = curve(PAIR, 2)
    text = "\n".join(told.lines(found))
    assert "proved: nothing is better in one and no worse in the other" in text
    assert "from 1 to 2: " in text
    document = told.as_json(found)
    assert json.loads(json.dumps(document)) == document
    assert told.as_csv(found).startswith(b"point,wanted_dates,wanted_sites,proved,bound\r\n1,")
    assert draw(found, "Tiny <programme>").count(b"<circle") == 2 + len(found.points)


def test_programme_without_schedule_has_no_curve() -> None:
    """It is told as the solve tells it."""
    rule = Precedence.model_validate({"first": "birch", "then": "alder", "gap": "9.."})
    lines = {name: LINES[name] | {"held": "must"} for name in ("alder", "birch")}
    found = trade_off(a_small_problem(rule, exercises=lines, venues=RANGES), LIMITS, PAIR)
    assert (found.points, found.possible, found.complete) == ((), False, False)
    assert told.lines(found) == [found.why]
