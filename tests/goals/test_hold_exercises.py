"""The worth of what is not held is what is lost."""

from exsched.goals.hold_exercises import HoldExercises
from tests.builders import a_laydown, a_line, a_problem

THREE = {
    "alder": {"title": "A", "days": 1, "held": "may", "worth": 5},
    "birch": {"title": "B", "days": 1, "held": "may", "worth": 7},
    "cedar": {"title": "C", "days": 1, "worth": 100},
}


def test_measure_adds_the_worth_of_what_is_not_held() -> None:
    """Held exercises cost nothing, all others their worth."""
    problem = a_problem(exercises=THREE)
    laydown = a_laydown(problem, a_line("birch", "2027-01-05"))
    assert HoldExercises().measure(problem, laydown) == 105


def test_explain_counts_what_may_be_dropped() -> None:
    """The sentence says how many exercises are free to go."""
    said = HoldExercises().explain(a_problem(exercises=THREE))
    assert said == "lose as little worth as possible by not holding exercises (2 of them may be dropped)"
