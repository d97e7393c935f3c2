"""Previews by the checker alone: what one move touches, and how far each exercise can move."""

from datetime import date, timedelta

import pytest

from exsched.advising.published import moved
from exsched.advising.ripple import Move, ripple
from exsched.advising.slack import Free, slack
from exsched.checking.judge import judge
from exsched.domain.schedule import Line, Schedule
from exsched.rulekit.problem import Problem
from tests.advising.published import small


def free_by_judging_everything(problem: Problem, schedule: Schedule, name: str) -> set[date]:
    """The referee: the whole schedule judged anew for each day, no worse in any tier."""
    line, now = schedule.line(name), judge(problem, schedule)
    assert line.startex is not None
    found = set()
    for day in problem.programme.horizon.each_day():
        ends = day + (line.execution.end - line.startex)
        there = judge(problem, moved(schedule, line.model_copy(update={"startex": day, "endex": ends})))
        pairs = zip(there.tier_values(), now.tier_values(), strict=True)
        if there.allowed and all(new <= old for new, old in pairs):
            found.add(day)
    return found


def days_of(free: Free) -> set[date]:
    """All days of the windows."""
    return {day for window in (free.window, *free.others) for day in window.each_day()}


def test_slack_is_what_judging_everything_anew_finds() -> None:
    """Judging only what can change gives the same days as judging all."""
    problem, published = small()
    found = slack(problem, published)
    assert {free.exercise: days_of(free) for free in found.exact} == {
        name: free_by_judging_everything(problem, published, name) for name in problem.exercises
    }
    assert not found.partial


def test_slack_names_what_stops_a_move() -> None:
    """The range taken by another exercise stops more moves than anything else."""
    problem, published = small()
    said, days = slack(problem, published, only=["alpha"]).stoppers[0]
    assert (said.rule.rule, days > 0) == ("venue_capacity", True)


def test_ripple_shows_what_a_move_breaks() -> None:
    """Newly broken statements come with sentence and place; nothing is changed."""
    problem, published = small()
    found = ripple(problem, published, "alpha", Move(to=date(2027, 1, 6)))
    assert [(b.statement.rule.rule, b.violation.exercises) for b in found.newly_broken] == [
        ("venue_capacity", ("alpha", "bravo"))
    ]
    assert not found.no_more_broken
    assert found.lines()[0] == "ALPHA: moved from 4–5 Jan 2027 to 6–7 Jan 2027 (2 days later)."
    assert found.shared["venue"] == {"north": ["bravo"]}
    assert found.linked == ("charlie",)


def test_ripple_drops_an_exercise() -> None:
    """One that must be held is told as broken."""
    problem, published = small()
    found = ripple(problem, published, "alpha", Move(drop=True))
    assert [b.statement.rule.rule for b in found.newly_broken] == ["must_be_held"]


def test_ripple_refuses_a_venue_that_fits_nothing() -> None:
    """The sentence names the venues that would do."""
    problem, published = small()
    with pytest.raises(ValueError, match="venues that do: north"):
        ripple(problem, published, "bravo", Move(at="south"))


def test_ripple_refuses_what_is_not_held() -> None:
    """There is nothing to move."""
    problem, published = small()
    dropped = moved(published, Line(exercise="bravo", held=False))
    with pytest.raises(ValueError, match="bravo is not held"):
        ripple(problem, dropped, "bravo", Move(to=date(2027, 1, 2) + timedelta(1)))
