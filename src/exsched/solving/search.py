"""Solve tier by tier: the best of the first, then the best of the next without giving the first back."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from exsched.domain.schedule import Schedule
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem
from exsched.solving.blend import blended
from exsched.solving.build import Model
from exsched.solving.hinting import hint_wishes
from exsched.solving.limits import Limits
from exsched.solving.logic import Number
from exsched.solving.reading import schedule_of

Tell = Callable[..., None]
"""Sends one message to the supervisor: a word and its data."""

_DEFINITE = (cp_model.OPTIMAL, cp_model.FEASIBLE)
_EMIT_EVERY = 0.2
WORK_PER_SECOND = 0.2
"""Units of the engine's deterministic time that one second is taken for in reproducible mode (measured)."""
_WARM_UP = 0.3
"""Share of the time for the search over all tiers at once."""
_SHARE = 0.7
"""Share of what is left for each tier but the last."""


@dataclass
class Tier:
    """Where one tier stands."""

    number: int
    value: int | None = None
    bound: int | None = None
    proved: bool = False


class Watch(cp_model.CpSolverSolutionCallback):
    """Tells of improving solutions; runs on a thread of the solver, so it only reads and sends."""

    def __init__(self, search: "TierSearch", tier: Tier) -> None:
        super().__init__()
        self._search, self._tier = search, tier
        self._last = 0.0

    def on_solution_callback(self) -> None:
        """Send the solution, at most a few each second."""
        if time.monotonic() - self._last < _EMIT_EVERY:
            return
        self._last = time.monotonic()
        self._search.tell_schedule(self._tier, lambda expr: int(self.value(expr)))


@dataclass
class TierSearch:
    """One lexicographic search over a model."""

    problem: Problem
    model: Model
    limits: Limits
    tell: Tell
    stopped: Callable[[], bool]
    running: list[cp_model.CpSolver] = field(default_factory=list)
    best: Schedule | None = None
    spent: float = 0.0
    begun: float = field(default_factory=time.monotonic)

    def run(self) -> str:
        """Warm up on all tiers at once, then solve each; returns `found`, `impossible` or `undecided`."""
        hint_wishes(self.model, self.problem)
        status = self._warm_up()
        for number, expression in enumerate(self.model.tiers):
            if self.stopped() or (status == cp_model.INFEASIBLE and self.best is None):
                break
            tier = Tier(number)
            last = number + 1 == len(self.model.tiers)
            status = self._solve(tier, expression, self._left() if last else _SHARE * self._left())
            if status == cp_model.MODEL_INVALID or (status == cp_model.INFEASIBLE and self.best is not None):
                raise RuntimeError(f"tier {number + 1} ended as {status.name} after a schedule was found")
            if self.best is not None:
                self.tell("tier_done", tier=number, value=tier.value, bound=tier.bound, proved=tier.proved)
                self._lock(expression, tier)
        if self.best is not None:
            return "found"
        return "impossible" if status == cp_model.INFEASIBLE else "undecided"

    def _left(self) -> float:
        if self.limits.reproducible:
            return max(0.1, self.limits.seconds - self.spent / WORK_PER_SECOND)
        return max(0.1, self.limits.seconds - (time.monotonic() - self.begun))

    def _warm_up(self) -> cp_model.CpSolverStatus:
        """Look for a schedule that is good in all tiers, earlier ones weighing more; it proves nothing."""
        blend = blended(self.model.tiers)
        if blend is None:
            return cp_model.UNKNOWN
        tier = Tier(0)
        self.model.cp.minimize(blend)
        solver, status = self._run(tier, _WARM_UP * self._left(), bounds_tier=False)
        if status in _DEFINITE:
            self._keep(solver, tier, proved=False)
        return status

    def _run(
        self, tier: Tier, seconds: float, *, bounds_tier: bool
    ) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus]:
        solver = self._solver(seconds)
        if bounds_tier:
            solver.best_bound_callback = lambda bound: self._tell_bound(tier, bound)
        self.running[:] = [solver]
        status = solver.solve(self.model.cp, Watch(self, tier))
        self.running.clear()
        self.spent += solver.response_proto.deterministic_time
        return solver, status

    def _solve(self, tier: Tier, expression: Number, seconds: float) -> cp_model.CpSolverStatus:
        self.model.cp.minimize(expression)
        solver, status = self._run(tier, seconds, bounds_tier=True)
        if status in _DEFINITE:
            self._keep(solver, tier, proved=status == cp_model.OPTIMAL)
        elif self.best is not None:
            tier.value = self._measure(self.best)[tier.number]
        if status != cp_model.INFEASIBLE and tier.value is not None:
            bound = tier.value if tier.proved else _whole(solver.best_objective_bound)
            tier.bound = min(tier.value, bound)
        return status

    def _solver(self, seconds: float) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        p = solver.parameters
        p.random_seed = self.limits.seed
        p.presolve_inclusion_work_limit = 0
        p.num_workers = 1 if self.limits.reproducible else self.limits.workers
        if self.limits.reproducible:
            p.max_deterministic_time = seconds * WORK_PER_SECOND
        else:
            p.max_time_in_seconds = seconds
        return solver

    def _keep(self, solver: cp_model.CpSolver, tier: Tier, *, proved: bool) -> None:
        found = schedule_of(self.problem, self.model.decisions, lambda expr: int(solver.value(expr)))
        claimed = int(solver.value(self.model.tiers[tier.number]))
        new = self._measure(found)[tier.number :]
        if new[0] > claimed or (proved and new[0] != claimed):
            raise RuntimeError(f"tier {tier.number + 1}: claimed {claimed}, recomputed {new[0]}")
        tier.value, tier.proved = new[0], proved
        known = None if self.best is None else self._measure(self.best)[tier.number :]
        if known is not None and known <= new:
            tier.value = known[0]
            return
        self.best = found
        self.tell("solution", tier=tier.number, schedule=found.model_dump(mode="json"), claimed=claimed)
        self._hint(list(solver.response_proto.solution))

    def _hint(self, values: list[int]) -> None:
        self.model.cp.clear_hints()  # type: ignore[no-untyped-call]
        hint = self.model.cp.proto.solution_hint
        hint.vars.extend(range(len(values)))
        hint.values.extend(values)

    def _measure(self, schedule: Schedule) -> tuple[int, ...]:
        laydown = Laydown(self.problem, schedule)
        return tuple(
            sum(goal.weight * goal.measure(self.problem, laydown) for goal in tier)
            for tier in self.problem.tiers
        )

    def _lock(self, expression: Number, tier: Tier) -> None:
        assert tier.value is not None
        give_back = tier.value * self.problem.settings.give_back_permille // 1000
        self.model.cp.add(expression <= tier.value + give_back)

    def _tell_bound(self, tier: Tier, bound: float) -> None:
        self.tell("bound", tier=tier.number, bound=_whole(bound))

    def tell_schedule(self, tier: Tier, value: Callable[[Number], int]) -> None:
        """Send an improving schedule."""
        schedule = schedule_of(self.problem, self.model.decisions, value)
        claimed = value(self.model.tiers[tier.number])
        self.tell("solution", tier=tier.number, schedule=schedule.model_dump(mode="json"), claimed=claimed)


def confirm_impossible(search: TierSearch, seconds: float) -> cp_model.CpSolverStatus:
    """Ask a second configuration: no objective, no presolve, another seed, one worker."""
    cp = search.model.cp
    cp.clear_objective()  # type: ignore[no-untyped-call]
    cp.clear_hints()  # type: ignore[no-untyped-call]
    solver = cp_model.CpSolver()
    p = solver.parameters
    p.cp_model_presolve = False
    p.random_seed = search.limits.seed + 1
    p.num_workers = 1
    if search.limits.reproducible:
        p.max_deterministic_time = seconds * WORK_PER_SECOND
    else:
        p.max_time_in_seconds = seconds
    search.running[:] = [solver]
    status = solver.solve(cp)
    search.running.clear()
    return status


def _whole(bound: float) -> int:
    """A bound on a whole number, from the solver's float: rounded down by less than it can be wrong."""
    return int(-(-(bound - 1e-4) // 1)) if abs(bound) < 2**50 else int(bound)
