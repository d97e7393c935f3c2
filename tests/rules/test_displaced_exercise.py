"""A multinational exercise takes the place of a national one in the same year."""

from typing import Any

import pytest

from exsched.rulekit.finding import Violation
from exsched.rules.displaced_exercise import DisplacedExercise
from tests.builders import a_line, a_problem, an_exercise, findings
from tests.rules.framed import a_framed_problem
from tests.rules.worsening import best_with_and_without

RULE = DisplacedExercise(exercise="alder", displaces="birch")
FACTS: dict[str, Any] = {
    "programme": {"id": "tiny", "title": "Tiny", "horizon": "2026-12-01/2027-12-31"},
    "exercises": {"alder": an_exercise(), "birch": an_exercise()},
}


@pytest.mark.parametrize(
    ("alder", "birch", "broken"),
    [
        ("2027-01-01", "2027-12-31", True),
        ("2027-12-31", "2027-01-01", True),
        ("2026-12-31", "2027-01-01", False),
        ("2027-01-01", "2026-12-31", False),
        ("2026-12-31", "2026-12-31", True),
    ],
)
def test_displaced_exercise_goes_by_the_year_of_startex(alder: str, birch: str, broken: bool) -> None:
    """An exercise that runs into the new year belongs to the old one."""
    lines = a_line("alder", alder, 3), a_line("birch", birch, 3)
    assert bool(findings(RULE, *lines, **FACTS)) is broken


def test_displaced_exercise_needs_both() -> None:
    """One that is not held displaces nothing."""
    assert findings(RULE, a_line("alder", "2027-01-01"), **FACTS) == []
    assert findings(RULE, a_line("birch", "2027-01-01"), **FACTS) == []


def test_displaced_exercise_names_the_year() -> None:
    """Both exercises and their year are said."""
    lines = a_line("birch", "2027-03-01"), a_line("alder", "2027-08-01")
    said = "alder displaces birch, and both are held in 2027"
    assert findings(RULE, *lines, **FACTS) == [Violation(("alder", "birch"), said, 1)]


@pytest.mark.parametrize(
    ("valid", "broken"),
    [("2027-03-03/..", True), ("2027-03-04/..", False), ("../2027-08-01", True), ("../2027-07-31", False)],
)
def test_displaced_exercise_applies_inside_its_validity(valid: str, broken: bool) -> None:
    """Both need an execution day in it."""
    rule = DisplacedExercise.model_validate({"exercise": "alder", "displaces": "birch", "valid": valid})
    lines = a_line("birch", "2027-03-01", 3), a_line("alder", "2027-08-01", 2)
    assert bool(findings(rule, *lines, **FACTS)) is broken


def test_displaced_exercise_explains_itself() -> None:
    """The sentence names both; the rule is hard, by the year."""
    assert RULE.explain(a_problem()) == "alder displaces birch in the year in which it is held"
    assert (RULE.cost, RULE.unit) == (None, "year")


def test_displaced_exercise_cannot_displace_itself() -> None:
    """Two different exercises are needed."""
    with pytest.raises(ValueError, match="cannot displace itself"):
        DisplacedExercise(exercise="alder", displaces="alder")


def test_displaced_exercise_alone_makes_the_best_worse() -> None:
    """The exercise of less worth goes."""
    lines = {n: an_exercise(days=1, held="may", worth=w) for n, w in (("alder", 3), ("birch", 5))}
    problem = a_framed_problem(
        RULE,
        exercises=lines,
        programme={"id": "tiny", "title": "Tiny", "horizon": "2027-01-01/2027-01-03"},
    )
    assert best_with_and_without(problem, "displaced_exercise") == ((3, 0), (0, 0))
