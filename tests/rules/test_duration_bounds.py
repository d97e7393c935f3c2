"""An exercise lasts neither shorter nor longer than allowed."""

import pytest

from exsched.rulekit.finding import Violation
from exsched.rules.duration_bounds import DurationBounds
from tests.builders import a_laydown, a_line, a_problem

LINE = {"title": "ALDER", "days": {"min": 2, "max": 4}}


def findings(rule: DurationBounds, days: int) -> list[object]:
    """What the rule finds when ALDER lasts so long, from 5 January."""
    problem = a_problem(rule, exercises={"alder": LINE})
    return list(rule.check(problem, a_laydown(problem, a_line("alder", "2027-01-05", days))))


@pytest.mark.parametrize("days", [2, 4])
def test_duration_bounds_include_both_ends(days: int) -> None:
    """The least and the most days are allowed."""
    assert findings(DurationBounds(exercise="alder", min=2, max=4), days) == []


def test_duration_bounds_count_the_days_missing_and_too_many() -> None:
    """The amount is the distance to the bound."""
    rule = DurationBounds(exercise="alder", min=2, max=4)
    assert findings(rule, 1) == [Violation(("alder",), "alder lasts 1 day instead of 2 to 4 days", 1)]
    assert findings(rule, 7) == [Violation(("alder",), "alder lasts 7 days instead of 2 to 4 days", 3)]


def test_duration_bounds_may_be_open() -> None:
    """One bound alone leaves the other side free."""
    assert findings(DurationBounds(exercise="alder", min=2), 30) == []
    assert findings(DurationBounds(exercise="alder", max=4), 1) == []
    assert len(findings(DurationBounds(exercise="alder", min=2), 1)) == 1


def test_duration_bounds_apply_only_inside_their_validity() -> None:
    """One execution day inside `valid` is enough."""
    rule = DurationBounds.model_validate({"exercise": "alder", "max": 1, "valid": "2027-01-07/.."})
    assert findings(rule, 2) == []
    assert len(findings(rule, 3)) == 1


def test_duration_bounds_leave_a_dropped_exercise_alone() -> None:
    """A dropped exercise has no length."""
    rule = DurationBounds(exercise="alder", min=2)
    problem = a_problem(rule, exercises={"alder": LINE})
    assert list(rule.check(problem, a_laydown(problem))) == []


def test_duration_bounds_come_from_the_days_of_every_exercise() -> None:
    """`days` is a fact of every exercise, a plain number included."""
    problem = a_problem(exercises={"alder": LINE, "birch": {"title": "BIRCH", "days": 3}})
    assert list(DurationBounds.from_facts(problem.programme)) == [
        (("exercises", "alder", "days"), DurationBounds(exercise="alder", min=2, max=4)),
        (("exercises", "birch", "days"), DurationBounds(exercise="birch", min=3, max=3)),
    ]


@pytest.mark.parametrize(
    ("least", "most", "sentence"),
    [
        (2, 4, "alder lasts 2 to 4 days"),
        (3, 3, "alder lasts 3 days"),
        (2, None, "alder lasts at least 2 days"),
        (None, 1, "alder lasts at most 1 day"),
    ],
)
def test_duration_bounds_say_what_they_mean(least: int | None, most: int | None, sentence: str) -> None:
    """The sentence names the bounds that are given."""
    assert DurationBounds(exercise="alder", min=least, max=most).explain(a_problem()) == sentence


def test_duration_bounds_refuse_nothing_and_the_wrong_order() -> None:
    """Bounds say something, and the least is not above the most."""
    with pytest.raises(ValueError, match="need min or max"):
        DurationBounds(exercise="alder")
    with pytest.raises(ValueError, match="min 4 is above max 2; swap the two numbers"):
        DurationBounds(exercise="alder", min=4, max=2)
