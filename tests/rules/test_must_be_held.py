"""An exercise that must be held is held."""

import pytest

from exsched.rulekit.finding import Violation
from exsched.rules.must_be_held import MustBeHeld
from tests.builders import a_laydown, a_line, a_problem

LINES = {
    "alder": {"title": "ALDER", "days": 1},
    "birch": {"title": "BIRCH", "days": 1, "held": "may"},
    "cedar": {"title": "CEDAR", "days": 1, "held": "must"},
}


def test_must_be_held_finds_an_exercise_that_is_dropped() -> None:
    """Held is in order, dropped is one exercise not held."""
    rule = MustBeHeld(exercise="alder")
    problem = a_problem(rule, exercises=LINES)
    assert list(rule.check(problem, a_laydown(problem, a_line("alder", "2027-01-05")))) == []
    dropped = Violation(("alder",), "alder must be held and is not", 1)
    assert list(rule.check(problem, a_laydown(problem))) == [dropped]


@pytest.mark.parametrize(
    ("valid", "applies"),
    [("2027-01-31/..", True), ("2027-02-01/..", False), ("../2027-01-01", True), ("../2026-12-31", False)],
)
def test_must_be_held_applies_when_its_validity_meets_the_horizon(valid: str, applies: bool) -> None:
    """A dropped exercise has no day of its own on which validity could be tested."""
    rule = MustBeHeld.model_validate({"exercise": "alder", "valid": valid})
    problem = a_problem(rule, exercises=LINES)
    assert bool(list(rule.check(problem, a_laydown(problem)))) is applies


def test_must_be_held_comes_from_every_exercise_that_may_not_be_dropped() -> None:
    """`must` is what a line says when it says nothing."""
    assert list(MustBeHeld.from_facts(a_problem(exercises=LINES).programme)) == [
        (("exercises", "alder", "held"), MustBeHeld(exercise="alder")),
        (("exercises", "cedar", "held"), MustBeHeld(exercise="cedar")),
    ]


def test_must_be_held_says_what_it_means() -> None:
    """The sentence names the exercise."""
    assert MustBeHeld(exercise="alder").explain(a_problem(exercises=LINES)) == "alder must be held"
