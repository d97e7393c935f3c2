"""Plain CP-SAT on our exact model: all tiers in one sum, then tier after tier, and no search of our own.

The way of the product's first search, written down here so that it does not change when the engine does:
three tenths of the time go to a weighted sum of the tiers, which only supplies a start; then each tier is
minimised and kept, every one but the last with seven tenths of what is left.
"""

import time
from dataclasses import dataclass
from typing import Protocol

from ortools.sat.python import cp_model

from exsched.domain.schedule import Schedule
from exsched.rulekit.problem import Problem
from exsched.solving.build import FACTOR_LIMIT, ROW_LIMIT, Model, build
from exsched.solving.logic import Number
from exsched.solving.reading import schedule_of

WARM_UP, SHARE = 0.3, 0.7
RATIOS = (30, 10, 3)
"""How much more a unit of a tier weighs in the sum than one of the next: the first that leaves room."""
_EVERY = 0.2
"""Seconds between two schedules that are read while a search goes on."""


class Listener(Protocol):
    """Hears of schedules and bounds."""

    def found(self, schedule: Schedule) -> None:
        """A schedule."""

    def bounded(self, tier: int, bound: int) -> None:
        """A bound of a tier."""


@dataclass(frozen=True)
class Effort:
    """Seconds in all, building included; seed and workers of the solver."""

    seconds: float
    seed: int = 0
    workers: int = 2


class _Watch(cp_model.CpSolverSolutionCallback):
    def __init__(self, run: "_Run") -> None:
        super().__init__()
        self._run, self._last = run, 0.0

    def on_solution_callback(self) -> None:
        """Hand on what was found, a few times a second."""
        if time.monotonic() - self._last >= _EVERY:
            self._last = time.monotonic()
            self._run.read(lambda expression: int(self.value(expression)))


@dataclass
class _Run:
    problem: Problem
    model: Model
    effort: Effort
    listener: Listener
    ends: float

    def read(self, value) -> None:  # type: ignore[no-untyped-def]  # the solver's or the callback's
        """Tell the schedule that the values stand for."""
        self.listener.found(schedule_of(self.problem, self.model.decisions, value))

    def minimise(self, expression: Number, share: float, tier: int | None) -> int | None:
        """One call of the solver, a hint for the next one; the value, or None without a schedule."""
        left = (self.ends - time.monotonic()) * share
        if left <= 0:
            return None
        cp = self.model.cp
        cp.minimize(expression)
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = left
        solver.parameters.num_workers = self.effort.workers
        solver.parameters.random_seed = self.effort.seed
        if tier is not None:
            solver.best_bound_callback = lambda bound: self.listener.bounded(tier, _whole(bound))
        status = solver.solve(cp, _Watch(self))
        if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return None
        self.read(lambda expr: int(solver.value(expr)))
        if tier is not None:
            self.listener.bounded(tier, _whole(solver.best_objective_bound))
        found = list(solver.response_proto.solution)
        cp.clear_hints()  # type: ignore[no-untyped-call]
        cp.proto.solution_hint.vars.extend(range(len(found)))
        cp.proto.solution_hint.values.extend(found)
        return int(solver.value(expression))


def search(problem: Problem, effort: Effort, listener: Listener) -> None:
    """Search until the time is over or the last tier is proved."""
    ends = time.monotonic() + effort.seconds
    run = _Run(problem, build(problem), effort, listener, ends)
    tiers = run.model.tiers
    if len(tiers) > 1 and (total := _blend(tiers)) is not None:
        run.minimise(total, WARM_UP, None)
    for number, tier in enumerate(tiers):
        value = run.minimise(tier, 1 if number + 1 == len(tiers) else SHARE, number)
        if value is None:
            return
        run.model.cp.add(tier <= value + value * problem.settings.give_back_permille // 1000)


def _blend(tiers: tuple[Number, ...]) -> Number | None:
    for ratio in RATIOS:
        total: Number = 0
        for place, tier in enumerate(reversed(tiers)):
            total = total + ratio**place * tier
        if isinstance(total, int):
            return None
        factors = [abs(factor) for factor in cp_model.FlatIntExpr(total).coeffs]
        if max(factors, default=0) <= FACTOR_LIMIT and sum(factors) < ROW_LIMIT:
            return total
    return None


def _whole(bound: float) -> int:
    """A bound on a whole number from the solver's float."""
    return max(0, int(-(-(bound - 1e-4) // 1)))
