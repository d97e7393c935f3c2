"""Hold exercises on the dates, and for as long, as was asked for."""

import pytest

from exsched.domain.schedule import Line
from exsched.goals.wanted_dates import WantedDates
from tests.agreement import least_goal
from tests.builders import a_laydown, a_line, a_problem, a_schedule

LINES = {
    "alder": {"title": "ALDER", "days": {"min": 1, "max": 9, "wanted": 3}, "wanted": "2027-01-10/2027-01-12"},
    "birch": {"title": "BIRCH", "days": {"min": 1, "max": 9}, "held": "may"},
}


@pytest.mark.parametrize(
    ("startex", "days", "off"),
    [
        ("2027-01-10", 3, 0),
        ("2027-01-12", 3, 0),
        ("2027-01-08", 3, 2),
        ("2027-01-15", 3, 3),
        ("2027-01-11", 1, 2),
        ("2027-01-11", 4, 1),
        ("2027-01-09", 5, 3),
    ],
)
def test_wanted_dates_add_days_off_startex_and_days_off_length(startex: str, days: int, off: int) -> None:
    """Both ends of the wanted range are wanted; too long and too short count alike."""
    problem = a_problem(exercises=LINES)
    assert WantedDates().measure(problem, a_laydown(problem, a_line("alder", startex, days))) == off


def test_wanted_dates_count_nothing_for_what_is_not_written_or_not_held() -> None:
    """No wish, no distance; no exercise, no distance."""
    problem = a_problem(exercises=LINES)
    assert WantedDates().measure(problem, a_laydown(problem, a_line("birch", "2027-01-20", 9))) == 0


def test_wanted_dates_add_up_over_exercises() -> None:
    """Every exercise held counts."""
    lines = {"alder": LINES["alder"], "birch": LINES["birch"] | {"wanted": "2027-01-01"}}
    problem = a_problem(exercises=lines)
    laydown = a_laydown(problem, a_line("alder", "2027-01-09", 3), a_line("birch", "2027-01-05"))
    assert WantedDates().measure(problem, laydown) == 1 + 4


def test_wanted_dates_say_how_many_wishes_there_are() -> None:
    """The sentence counts the exercises that name dates or a length."""
    said = "hold exercises as near as possible to the dates wanted (asked for in 1 exercise)"
    assert WantedDates().explain(a_problem(exercises=LINES)) == said


@pytest.mark.parametrize(("startex", "days"), [("2027-01-10", 3), ("2027-01-08", 5), ("2027-01-15", 1)])
def test_wanted_dates_post_what_they_measure(startex: str, days: int) -> None:
    """For a fixed schedule the least posted value is the measure; a dropped exercise adds nothing."""
    problem = a_problem(exercises=LINES)
    schedule = a_schedule(a_line("alder", startex, days), Line(exercise="birch", held=False))
    posted, measured = least_goal(problem, WantedDates(), schedule)
    assert (posted, measured) == (
        measured,
        WantedDates().measure(problem, a_laydown(problem, *schedule.lines)),
    )
