"""Days that begin after ENDEX lie where a calendar would put them."""

from datetime import date

import pytest
from ortools.sat.python import cp_model

from exsched.domain.dates import Period
from exsched.solving.decisions import SolverDecisions
from tests.builders import a_problem, an_exercise


@pytest.mark.parametrize("key", ["alder", "alder/brief"])
@pytest.mark.parametrize(
    ("days", "after", "day", "met"),
    [
        (1, 0, 7, 0),
        (1, 0, 8, 1),
        (1, 0, 9, 0),
        (3, 0, 10, 1),
        (3, 0, 11, 0),
        (2, 2, 9, 0),
        (2, 2, 10, 1),
        (2, 2, 11, 1),
        (2, 2, 12, 0),
    ],
)
def test_days_after_endex_begin_the_day_after(key: str, days: int, after: int, day: int, met: int) -> None:
    """ENDEX is 7 January: the first day after it is the 8th, in any form of any length."""
    forms = {"brief": {"days": {"min": 1, "max": 4}}} if "/" in key else {}
    d = SolverDecisions(a_problem(exercises={"alder": an_exercise(forms=forms)}))
    d.cost = 1
    d.keep_clear(d.from_endex(key, days, after), [Period(start=date(2027, 1, day), end=date(2027, 1, day))])
    model = d.logic.model
    model.add(d.held(key) == 1)
    model.add(d.startex(key) == d.day(date(2027, 1, 4)))
    model.add(d.length(key) == 4)
    model.minimize(d.logic.total(d.breaches()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model) == cp_model.OPTIMAL
    assert solver.objective_value == met
