"""The order of editions that may be dropped, as the solver is told it."""

from datetime import date, timedelta
from itertools import pairwise, product
from typing import Any

from ortools.sat.python import cp_model

from exsched.domain.schedule import Line, Schedule
from exsched.rulekit.editions import Editions
from exsched.solving.build import build
from exsched.solving.hinting import decided_values
from tests.builders import a_problem, an_exercise

FIRST = date(2027, 1, 1)
NAMES = ("alder", "birch", "cedar")


def test_editions_know_their_order_in_every_schedule() -> None:
    """Earlier, following and first are true exactly when they are, for every day and every one dropped."""
    head = {"id": "tiny", "title": "T", "horizon": "2027-01-01/2027-01-03"}
    lines = {name: an_exercise(days=1, held="may") for name in NAMES}
    problem = a_problem(programme=head, exercises=lines)
    model = build(problem)
    editions = Editions(NAMES, model.decisions)
    pairs = [(one, other) for one, other in product(NAMES, NAMES) if one != other]
    asked: dict[tuple[str, ...], Any] = {("before", *pair): model.decisions.before(*pair) for pair in pairs}
    asked |= {("earlier", *pair): editions.earlier(*pair) for pair in pairs}
    asked |= {("follows", *pair): editions.follows(*pair) for pair in pairs}
    asked |= {("first", name): editions.is_first(name) for name in NAMES}
    solver = cp_model.CpSolver()
    for days in product((None, 0, 1, 2), repeat=len(NAMES)):
        starts = dict(zip(NAMES, days, strict=True))
        cp = model.cp.clone()
        for var, value in decided_values(model, problem, _schedule(starts)):
            cp.add(cp.get_int_var_from_proto_index(var.index) == value)
        assert solver.solve(cp) == cp_model.OPTIMAL
        answers = {what for what, literal in asked.items() if solver.boolean_value(literal)}
        assert (starts, answers) == (starts, _true_of(starts))


def _schedule(starts: dict[str, int | None]) -> Schedule:
    lines = [
        Line(exercise=name, held=False)
        if day is None
        else Line(exercise=name, startex=FIRST + timedelta(day), endex=FIRST + timedelta(day))
        for name, day in starts.items()
    ]
    return Schedule(programme="tiny", lines=tuple(lines))


def _true_of(starts: dict[str, int | None]) -> set[tuple[str, ...]]:
    order = sorted((day, name) for name, day in starts.items() if day is not None)
    names = [name for _, name in order]
    found: set[tuple[str, ...]] = {("first", names[0])} if names else set()
    found |= {("follows", one, other) for one, other in pairwise(names)}
    for n, (day, one) in enumerate(order):
        for later, other in order[n + 1 :]:
            found |= {("earlier", one, other)} | ({("before", one, other)} if day < later else set())
    return found
