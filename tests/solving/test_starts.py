"""Hard windows without end make the model smaller, and nothing else."""

import pytest
from ortools.sat.python import cp_model

from exsched.rulekit.problem import Problem, Statement
from exsched.rulekit.rule import Rule
from exsched.rules.exercise_window import ExerciseWindow
from exsched.rules.programme_horizon import ProgrammeHorizon
from exsched.solving.starts import Starts
from tests.builders import a_programme, an_exercise

WINDOW = {"exercise": "x", "startex": ["2027-01-05/2027-01-09", "2027-01-20"]}
HORIZON = {"horizon": "2027-01-01/2027-01-31"}


def days(*rules: Rule, shortest: int = 1, **parts: object) -> list[tuple[int, int]]:
    """What is left for the STARTEX of an exercise of January, as day numbers from 0."""
    said = tuple(Statement(f"rules[{n}]", rule) for n, rule in enumerate(rules))
    problem = Problem(a_programme(exercises={"x": an_exercise(**parts)}), said)
    return _pairs(Starts(problem).of("x", shortest))


def _pairs(domain: cp_model.Domain) -> list[tuple[int, int]]:
    flat = list(domain.flattened_intervals())
    return list(zip(flat[::2], flat[1::2], strict=True))


def test_hard_window_is_the_domain() -> None:
    """Each range is one stretch of days."""
    assert days(ExerciseWindow.model_validate(WINDOW)) == [(4, 8), (19, 19)]


@pytest.mark.parametrize("change", [{"soft": 5}, {"valid": "2027-01-01/2027-01-31"}])
def test_soft_or_passing_window_leaves_every_day(change: dict[str, object]) -> None:
    """What can be broken, or does not always hold, may not make the model smaller."""
    assert days(ExerciseWindow.model_validate(WINDOW | change)) == [(0, 30)]


def test_last_end_and_horizon_count_the_shortest_length_and_footprint() -> None:
    """ENDEX by the 20th with three days starts by the 18th; two days of deployment start on the 3rd."""
    by = ExerciseWindow.model_validate({"exercise": "x", "endex_by": "2027-01-20"})
    inside = ProgrammeHorizon.model_validate(HORIZON)
    assert days(by, inside, shortest=3, deploy=2, redeploy=1) == [(2, 17)]
    assert days(inside, shortest=3, deploy=2, redeploy=1) == [(2, 27)]


def test_shortest_deployment_of_all_forms_counts() -> None:
    """A form that deploys sooner may start sooner."""
    inside = ProgrammeHorizon.model_validate(HORIZON)
    forms = {"less": {"deploy": 1, "redeploy": 0}}
    assert days(inside, deploy=5, redeploy=5, forms=forms) == [(1, 30)]


def test_no_day_left_leaves_all_to_the_statements() -> None:
    """An empty domain would be a contradiction without a sentence."""
    later = ExerciseWindow.model_validate({"exercise": "x", "startex": "2027-01-10"})
    assert days(ExerciseWindow.model_validate(WINDOW), later) == [(0, 30)]
