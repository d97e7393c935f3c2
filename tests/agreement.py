"""Compare what a rule posts with what it checks, and what a goal posts with what it measures."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from ortools.sat.python import cp_model

from exsched.domain.schedule import Schedule
from exsched.rulekit.finding import Violation
from exsched.rulekit.goal import Goal
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem, Statement
from exsched.rules import RULES
from exsched.solving.build import Model, build
from exsched.solving.hinting import decided_values
from exsched.solving.reading import schedule_of
from tests.universe import ScheduleKey, every_choice, every_laydown, key_of, laydown_of

FRAME = ("duration_bounds", "site_need")
"""Rules that give an answer its shape; they stand beside the rule under test."""


def statements_of(problem: Problem, rule: str) -> tuple[Statement, ...]:
    """The statements of one rule, and the frame around them."""
    facts = [
        Statement(f"{name}:{n}", statement)
        for name in FRAME
        for n, (_, statement) in enumerate(RULES[name].from_facts(problem.programme))
    ]
    return tuple(facts) + tuple(s for s in problem.statements if s.rule.rule == rule and rule not in FRAME)


def made_hard(problem: Problem, rule: str) -> tuple[Statement, ...]:
    """The same, all of them hard."""
    return tuple(
        Statement(said.key, said.rule.model_copy(update={"soft": None, "hard": True}))
        for said in statements_of(problem, rule)
    )


def only(problem: Problem, statements: tuple[Statement, ...]) -> Problem:
    """The same programme under these statements alone, without goals."""
    return replace(problem, statements=statements, tiers=())


def judged(problem: Problem, rule: str) -> dict[ScheduleKey, bool]:
    """Every schedule of the universe, and whether the checks find nothing broken in it."""
    found = {}
    for laydown in every_laydown(problem, rule):
        findings = (f for s in problem.statements for f in s.rule.check(problem, laydown))
        found[key_of(laydown)] = not any(isinstance(finding, Violation) for finding in findings)
    return found


def allowed_by_post(problem: Problem) -> set[ScheduleKey]:
    """All schedules that the posted statements leave possible."""
    model = build(problem)
    collector = _Collector(problem, model)
    solver = cp_model.CpSolver()
    solver.parameters.enumerate_all_solutions = True
    solver.parameters.num_workers = 1
    status = solver.solve(model.cp, collector)
    assert status in {cp_model.OPTIMAL, cp_model.INFEASIBLE}, status
    return collector.found


class _Collector(cp_model.CpSolverSolutionCallback):
    def __init__(self, problem: Problem, model: Model) -> None:
        super().__init__()
        self._problem, self._model = problem, model
        self.found: set[ScheduleKey] = set()

    def on_solution_callback(self) -> None:
        schedule = schedule_of(self._problem, self._model.decisions, lambda expr: int(self.value(expr)))
        self.found.add(key_of(Laydown(self._problem, schedule)))


class Comparison(NamedTuple):
    """Schedules that only the posting allows, that only the check allows, and the count of either verdict."""

    too_weak: set[ScheduleKey]
    too_strict: set[ScheduleKey]
    allowed: int
    refused: int


def compare(problem: Problem, rule: str) -> Comparison:
    """Post and check the same statements over the whole universe of the problem."""
    universe = judged(problem, rule)
    checked = {key for key, fine in universe.items() if fine}
    posted = allowed_by_post(problem)
    return Comparison(posted - checked, checked - posted, len(checked), len(universe) - len(checked))


def sample(problem: Problem, size: int, seed: int = 0) -> list[Schedule]:
    """Some schedules of the universe, the same ones for the same seed."""
    choices = [every_choice(problem, name) for name in problem.exercises]
    dice = random.Random(seed)
    return [laydown_of(problem, [dice.choice(lines) for lines in choices]).schedule for _ in range(size)]


def least_breach(problem: Problem, model: Model, schedule: Schedule) -> int | None:
    """The least charge that the posting allows for a fixed schedule; None when it forbids it."""
    return _least(model, problem, schedule, model.decisions.logic.total(model.decisions.breaches()))


def least_goals(
    problem: Problem, goal: Goal, schedules: Iterable[Schedule]
) -> Iterator[tuple[int | None, int]]:
    """What the goal's posting reaches for each fixed schedule, and what it measures."""
    alone = replace(problem, tiers=((goal,),))
    model = build(alone)
    for schedule in schedules:
        measured = goal.measure(alone, Laydown(alone, schedule)) * goal.weight
        yield _least(model, alone, schedule, model.tiers[0]), measured


def least_goal(problem: Problem, goal: Goal, schedule: Schedule) -> tuple[int | None, int]:
    """The same for one schedule."""
    return next(least_goals(problem, goal, [schedule]))


def _least(model: Model, problem: Problem, schedule: Schedule, what: cp_model.LinearExpr | int) -> int | None:
    cp = model.cp.clone()
    for var, value in decided_values(model, problem, schedule):
        cp.add(cp.get_int_var_from_proto_index(var.index) == value)
    if isinstance(what, int):
        return what
    flat = cp_model.FlatIntExpr(what)
    copied = [cp.get_int_var_from_proto_index(var.index) for var in flat.vars]
    cp.minimize(cp_model.LinearExpr.weighted_sum(copied, flat.coeffs) + flat.offset)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(cp)
    return round(solver.objective_value) if status == cp_model.OPTIMAL else None
