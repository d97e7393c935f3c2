"""The question whether an exercise lasts so many days is answered as a schedule would answer it."""

import pytest
from ortools.sat.python import cp_model

from exsched.solving.build import build
from tests.builders import an_exercise
from tests.rules.framed import a_framed_problem

HORIZON = {"id": "tiny", "title": "Tiny", "horizon": "2027-01-01/2027-01-06"}


@pytest.mark.parametrize(
    ("asked", "can", "can_not"), [(1, True, False), (2, True, False), (3, True, True), (5, False, True)]
)
@pytest.mark.parametrize("key", ["alder", "alder/full"])
def test_lasts_is_exact(key: str, asked: int, can: bool, can_not: bool) -> None:
    """Two to four days: it can last three and need not; it lasts two anyway, and never five."""
    line = an_exercise(days={"min": 2, "max": 4}, forms={"short": {"days": 1}} if "/" in key else {})
    problem = a_framed_problem(programme=HORIZON, exercises={"alder": line})
    for wanted, possible in ((True, can), (False, can_not)):
        model = build(problem)
        lasts = model.decisions.lasts(key, asked)
        model.cp.add_bool_or([model.decisions.held(key)])
        model.cp.add_bool_or([lasts if wanted else lasts.negated()])
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        assert (solver.solve(model.cp) == cp_model.OPTIMAL) is possible


def test_lasts_is_false_when_not_held() -> None:
    """What is dropped lasts no day."""
    line = an_exercise(days=2, held="may")
    model = build(a_framed_problem(programme=HORIZON, exercises={"alder": line}))
    model.cp.add_bool_or([model.decisions.lasts("alder", 1)])
    model.cp.add_bool_or([model.decisions.held("alder").negated()])
    solver = cp_model.CpSolver()
    assert solver.solve(model.cp) == cp_model.INFEASIBLE
