"""An exercise starts inside its window, and ends in time."""

import pytest

from exsched.domain.dates import Day
from exsched.rulekit.finding import Violation
from exsched.rules.exercise_window import ExerciseWindow
from tests.builders import a_laydown, a_line, a_problem

LINE = {"title": "ALDER", "days": {"min": 1, "max": 5}}


def findings(rule: ExerciseWindow, startex: str, days: int = 1) -> list[object]:
    """What the rule finds when ALDER is held on these days."""
    problem = a_problem(rule, exercises={"alder": LINE})
    return list(rule.check(problem, a_laydown(problem, a_line("alder", startex, days))))


def a_window(**parts: object) -> ExerciseWindow:
    """A window for ALDER with two ranges."""
    basis = {"exercise": "alder", "startex": ["2027-01-05/2027-01-08", "2027-01-20"]}
    return ExerciseWindow.model_validate(basis | parts)


@pytest.mark.parametrize("startex", ["2027-01-05", "2027-01-08", "2027-01-20"])
def test_exercise_window_includes_both_ends_of_every_range(startex: str) -> None:
    """The first and the last day of a range are allowed."""
    assert findings(a_window(), startex) == []


@pytest.mark.parametrize(
    ("startex", "sentence", "days"),
    [
        ("2027-01-04", "alder starts on 2027-01-04, 1 day outside 2027-01-05/2027-01-08 or 2027-01-20", 1),
        ("2027-01-12", "alder starts on 2027-01-12, 4 days outside 2027-01-05/2027-01-08 or 2027-01-20", 4),
        ("2027-01-25", "alder starts on 2027-01-25, 5 days outside 2027-01-05/2027-01-08 or 2027-01-20", 5),
    ],
)
def test_exercise_window_counts_the_days_to_the_nearest_range(startex: str, sentence: str, days: int) -> None:
    """The amount is the distance of STARTEX to the nearest range."""
    assert findings(a_window(), startex) == [Violation(("alder",), sentence, days)]


def test_exercise_window_lets_execution_run_past_a_range() -> None:
    """The ranges are for STARTEX alone."""
    assert findings(a_window(), "2027-01-08", 5) == []


def test_exercise_window_allows_endex_on_the_last_day_and_not_after() -> None:
    """ENDEX is not later than `endex_by`."""
    rule = a_window(startex=(), endex_by="2027-01-10")
    assert findings(rule, "2027-01-09", 2) == []
    late = "alder ends on 2027-01-12, 2 days after 2027-01-10"
    assert findings(rule, "2027-01-09", 4) == [Violation(("alder",), late, 2)]


def test_exercise_window_adds_up_both_faults() -> None:
    """STARTEX and ENDEX are judged apart."""
    rule = a_window(endex_by="2027-01-20")
    amounts = [
        finding.amount for finding in findings(rule, "2027-01-21", 2) if isinstance(finding, Violation)
    ]
    assert amounts == [1, 2]


def test_exercise_window_applies_only_inside_its_validity() -> None:
    """An exercise without an execution day inside `valid` is left alone; one day inside is enough."""
    rule = a_window(valid="2027-01-15/..")
    assert findings(rule, "2027-01-13", 2) == []
    assert len(findings(rule, "2027-01-13", 3)) == 1


def test_exercise_window_leaves_a_dropped_exercise_alone() -> None:
    """A dropped exercise has no STARTEX."""
    problem = a_problem(a_window(), exercises={"alder": LINE})
    assert list(a_window().check(problem, a_laydown(problem))) == []


def test_exercise_window_takes_one_statement_for_each_fact() -> None:
    """`startex` and `endex_by` of an exercise have a place each."""
    lines = {
        "alder": LINE | {"startex": "2027-01-05/2027-01-08", "endex_by": "2027-01-10"},
        "birch": LINE | {"title": "BIRCH"},
    }
    problem = a_problem(exercises=lines)
    assert list(ExerciseWindow.from_facts(problem.programme)) == [
        (("exercises", "alder", "startex"), a_window(startex="2027-01-05/2027-01-08")),
        (("exercises", "alder", "endex_by"), a_window(startex=(), endex_by="2027-01-10")),
    ]


@pytest.mark.parametrize(
    ("startex", "endex_by", "sentence"),
    [
        ("2027-01-05", None, "alder starts on 2027-01-05"),
        ((), "2027-01-10", "alder ends by 2027-01-10"),
        ("2027-01-05", "2027-01-10", "alder starts on 2027-01-05 and ends by 2027-01-10"),
    ],
)
def test_exercise_window_says_what_it_means(startex: object, endex_by: Day | None, sentence: str) -> None:
    """The sentence names the parts that are given."""
    assert a_window(startex=startex, endex_by=endex_by).explain(a_problem()) == sentence


def test_exercise_window_refuses_to_say_nothing() -> None:
    """Neither startex nor endex_by is no window."""
    with pytest.raises(ValueError, match="needs startex or endex_by"):
        ExerciseWindow(exercise="alder")
