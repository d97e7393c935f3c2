"""Solve tier by tier: the best of the first, then the best of the next without giving the first back."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from ortools.sat.python import cp_model

from exsched.domain.schedule import Schedule
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem
from exsched.solving.blend import blended
from exsched.solving.build import Model
from exsched.solving.hinting import hint, hint_wishes
from exsched.solving.limits import Limits
from exsched.solving.logic import Number
from exsched.solving.reading import schedule_of

Tell = Callable[..., None]
"""Sends one message to the supervisor: a word and its data."""

DEFINITE = (cp_model.OPTIMAL, cp_model.FEASIBLE)
"""What the engine answers when it has a solution."""
_EMIT_EVERY = 0.2
WORK_PER_SECOND = 0.2
"""Units of the engine's deterministic time that one second is taken for in reproducible mode (measured)."""
_WARM_UP = 0.3
"""Share of the time for the search over all tiers at once."""
_LEAST = 3.0
"""Seconds that a search without any schedule gets even when building the model has used up the limit."""
LARGE = 40_000
"""Constraints from which presolve is kept short and any schedule is looked for before a good one."""
_FIRST = 0.5
"""Share of the time for any schedule at all of a large model."""
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
    """Hears of improving solutions, on a thread of the solver."""

    def __init__(self, search: "TierSearch", tier: Tier) -> None:
        super().__init__()
        self._search, self._tier = search, tier
        self._last = 0.0

    def on_solution_callback(self) -> None:
        """Consider the solution: each one in reproducible mode, else a few each second."""
        if not self._search.limits.reproducible and time.monotonic() - self._last < _EMIT_EVERY:
            return
        self._last = time.monotonic()
        try:
            complete = list(self.response_proto.solution)
            self._search.consider(self._tier, lambda expr: int(self.value(expr)), complete)
        except RuntimeError as error:  # it may not pass through the engine: the search raises it afterwards
            self._search.failure = error
            self.stop_search()


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
    values: tuple[int, ...] = ()
    complete: list[int] | None = None
    failure: RuntimeError | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)
    spent: float = 0.0
    proved: bool = False
    """Whether every tier was solved to the end."""
    reached: dict[int, int] = field(default_factory=dict)
    """The value of each tier before later tiers took some of it back."""
    begun: float = field(default_factory=time.monotonic)

    def know(self, schedule: Schedule) -> None:
        """Take a schedule that is allowed as the best so far."""
        self.best, self.values = schedule, self._measure(schedule)

    def forget(self) -> None:
        """Know no schedule, so that the next one is the best so far whatever its values."""
        self.best, self.values = None, ()

    def run(self) -> str:
        """Warm up on all tiers at once, then solve each; returns `found`, `impossible` or `undecided`."""
        hint_wishes(self.model, self.problem)
        open_tiers = len(self.model.tiers)
        status = self.look_for_any() if self._large and self.best is None else cp_model.UNKNOWN
        if status != cp_model.INFEASIBLE:
            status = self._sound(self._warm_up(), "the warm-up")
        for number in range(len(self.model.tiers)):
            if self.stopped() or (status == cp_model.INFEASIBLE and self.best is None):
                break
            tier = Tier(number)
            last = number + 1 == len(self.model.tiers)
            status = self.solve_tier(tier, self.left() if last else _SHARE * self.left())
            if self.best is not None:
                self.close_tier(tier)
                open_tiers -= tier.proved
        self.proved = open_tiers == 0
        return self.word(status)

    def word(self, status: cp_model.CpSolverStatus) -> str:
        """How a search ended: `found`, `impossible` or `undecided`."""
        if self.best is not None:
            return "found"
        return "impossible" if status == cp_model.INFEASIBLE else "undecided"

    def close_tier(self, tier: Tier) -> None:
        """Tell where a tier stands, and keep what it reached for all that follows."""
        self.tell("tier_done", tier=tier.number, value=tier.value, bound=tier.bound, proved=tier.proved)
        assert tier.value is not None
        self.reached[tier.number] = tier.value
        self._lock(self.model.tiers[tier.number], tier)

    def look_for_any(self) -> cp_model.CpSolverStatus:
        """Look for any schedule: without an objective one worker finds it soonest."""
        tier = Tier(0)
        self.model.cp.clear_objective()  # type: ignore[no-untyped-call]
        solver, status = self._run(tier, _FIRST * self.left(), bounds_tier=False, any_will_do=True)
        if status in DEFINITE:
            self._keep(solver, tier, proved=False)
        return self._sound(status, "the first search")

    def solve_tier(self, tier: Tier, seconds: float) -> cp_model.CpSolverStatus:
        """Make one tier small with the exact model, for so many seconds."""
        status = self._solve(tier, self.model.tiers[tier.number], seconds)
        return self._sound(status, f"tier {tier.number + 1}")

    def _sound(self, status: cp_model.CpSolverStatus, what: str) -> cp_model.CpSolverStatus:
        if status == cp_model.MODEL_INVALID:
            raise RuntimeError(f"{what}: the model is not valid")
        if status == cp_model.INFEASIBLE and self.best is not None:
            raise RuntimeError(f"{what}: the solver says that there is no schedule, and one is known")
        return status

    def spend(self, work: float) -> None:
        """Count work done, in units of the engine's deterministic time."""
        self.spent += work

    def left(self) -> float:
        """Seconds that are left (in reproducible mode: work, in seconds)."""
        if self.limits.reproducible:
            return max(0.1, self.limits.seconds - self.spent / WORK_PER_SECOND)
        left = self.limits.seconds - (time.monotonic() - self.begun)
        return max(0.1 if self.best is not None else _LEAST, left)

    @cached_property
    def _large(self) -> bool:
        return len(self.model.cp.proto.constraints) > LARGE

    def _warm_up(self) -> cp_model.CpSolverStatus:
        """Look for a schedule that is good in all tiers, earlier ones weighing more; it proves nothing."""
        blend = blended(self.model.tiers)
        if blend is None:
            return cp_model.UNKNOWN
        tier = Tier(0)
        self.model.cp.minimize(blend)
        solver, status = self._run(tier, _WARM_UP * self.left(), bounds_tier=False)
        if status in DEFINITE:
            self._keep(solver, tier, proved=False)
        return status

    def _run(
        self, tier: Tier, seconds: float, *, bounds_tier: bool, any_will_do: bool = False
    ) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus]:
        self._hint()
        solver = self._solver(seconds)
        if any_will_do:
            solver.parameters.num_workers, solver.parameters.linearization_level = 1, 0
        if bounds_tier:
            solver.best_bound_callback = lambda bound: self._tell_bound(tier, bound)
        self.running[:] = [solver]
        status = solver.solve(self.model.cp, Watch(self, tier))
        self.running.clear()
        if self.failure is not None:
            raise self.failure
        self.spend(solver.response_proto.deterministic_time)
        return solver, status

    def _solve(self, tier: Tier, expression: Number, seconds: float) -> cp_model.CpSolverStatus:
        self.model.cp.minimize(expression)
        solver, status = self._run(tier, seconds, bounds_tier=True)
        if status in DEFINITE:
            self._keep(solver, tier, proved=status == cp_model.OPTIMAL)
        elif self.best is not None:
            tier.value = self.values[tier.number]
        if status != cp_model.INFEASIBLE and tier.value is not None:
            tier.bound = tier.value if tier.proved else max(0, whole(solver.best_objective_bound))
            if tier.bound > tier.value:
                raise RuntimeError(f"tier {tier.number + 1}: bound {tier.bound} above the value {tier.value}")
        return status

    def _solver(self, seconds: float) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        p = solver.parameters
        p.random_seed = self.limits.seed
        p.presolve_inclusion_work_limit = 0
        p.num_workers = 1 if self.limits.reproducible else self.limits.workers
        if self._large:
            p.cp_model_probing_level = p.symmetry_level = 0
        self.limit(solver, seconds)
        return solver

    def limit(self, solver: cp_model.CpSolver, seconds: float) -> None:
        """Give a solver so many seconds; in reproducible mode the work that they are taken for."""
        if self.limits.reproducible:
            solver.parameters.max_deterministic_time = seconds * WORK_PER_SECOND
        else:
            solver.parameters.max_time_in_seconds = seconds

    def _keep(self, solver: cp_model.CpSolver, tier: Tier, *, proved: bool) -> None:
        new = self.consider(tier, lambda expr: int(solver.value(expr)), list(solver.response_proto.solution))
        claimed = int(solver.value(self.model.tiers[tier.number]))
        if proved and new[tier.number] != claimed:
            raise RuntimeError(f"tier {tier.number + 1}: claimed {claimed}, recomputed {new[tier.number]}")
        tier.value, tier.proved = self.values[tier.number], proved
        if proved and tier.value < claimed:
            raise RuntimeError(f"tier {tier.number + 1}: {claimed} claimed best, {tier.value} is known")

    def consider(
        self, tier: Tier, value: Callable[[Number], int], complete: list[int] | None = None
    ) -> tuple[int, ...]:
        """Measure a solution, keep and tell it when it is the best so far from this tier on."""
        found = schedule_of(self.problem, self.model.decisions, value)
        claimed = value(self.model.tiers[tier.number])
        new = self._measure(found)
        if new[tier.number] > claimed:
            raise RuntimeError(f"tier {tier.number + 1}: claimed {claimed}, recomputed {new[tier.number]}")
        with self.lock:
            if self.best is not None and self.values[tier.number :] <= new[tier.number :]:
                return new
            self.best, self.values, self.complete = found, new, complete
            self.tell("solution", tier=tier.number, schedule=found.model_dump(mode="json"), claimed=claimed)
        return new

    def _hint(self) -> None:
        """Start the next search from the best schedule."""
        if self.best is None:
            return
        self.model.cp.clear_hints()  # type: ignore[no-untyped-call]
        if self.complete is None:
            hint(self.model, self.problem, self.best)
        else:
            suggested = self.model.cp.proto.solution_hint
            suggested.vars.extend(range(len(self.complete)))
            suggested.values.extend(self.complete)

    def _measure(self, schedule: Schedule) -> tuple[int, ...]:
        laydown = Laydown(self.problem, schedule)
        return tuple(
            sum(goal.weight * goal.measure(self.problem, laydown) for goal in tier)
            for tier in self.problem.tiers
        )

    def ceiling(self, value: int) -> int:
        """What a tier that reached a value may be while later tiers are made small."""
        return value + value * self.problem.settings.give_back_permille // 1000

    def _lock(self, expression: Number, tier: Tier) -> None:
        assert tier.value is not None
        self.model.cp.add(expression <= self.ceiling(tier.value))

    def _tell_bound(self, tier: Tier, bound: float) -> None:
        self.tell("bound", tier=tier.number, bound=whole(bound))


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
    search.limit(solver, seconds)
    search.running[:] = [solver]
    status = solver.solve(cp)
    search.running.clear()
    return status


def whole(bound: float) -> int:
    """A bound on a whole number, from the solver's float: rounded down by less than it can be wrong."""
    return int(-(-(bound - 1e-4) // 1)) if abs(bound) < 2**50 else int(bound)
