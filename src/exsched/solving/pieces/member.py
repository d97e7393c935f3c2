"""One of a crew: draws a neighbourhood, solves its piece, offers what it finds, again and again."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from exsched.solving.anatomy.owners import bits
from exsched.solving.pieces.bandit import Bandit
from exsched.solving.pieces.neighbourhoods import EVERY, Ground
from exsched.solving.pieces.piece import Aim, Piece, cut
from exsched.solving.pieces.store import Snapshot, Store
from exsched.solving.search import DEFINITE

_SIZE = 10
"""Exercises of a first piece."""
_WORK = 0.12
"""What one piece may take, in units of the engine's deterministic time: some half a second."""
_SECONDS = 3.0
"""Wall seconds of one piece at most, however busy the machine is; not counted in reproducible mode."""
_ROUGH = 0.1
"""How far a piece that is added may be from its best: a tenth takes a quarter of the time."""
_QUICK = 0.4
"""A piece solved in this share of its time may be larger next time."""


@dataclass(frozen=True)
class Task:
    """The tier to make small, what earlier tiers may be at most, and the value at which a tier is the best.

    `patience` is the number of pieces in a row without a gain after which a member stops.
    """

    tier: int
    ceilings: Mapping[int, int]
    bound: Callable[[int], int]
    patience: int


@dataclass
class Member:
    """One member, with a luck and a bandit of its own."""

    ground: Ground
    store: Store
    luck: random.Random
    reproducible: bool
    running: list[cp_model.CpSolver]
    spend: Callable[[float], None]
    idle: int = 0
    _failure: BaseException | None = None
    _settled: dict[int, int] = field(default_factory=dict)
    """Exercises (bits) that cannot be placed better, and the version of the store for which that holds."""

    def __post_init__(self) -> None:
        most = len(self.ground.starts)
        self.bandit = Bandit(EVERY, min(_SIZE, most), most, self.luck)

    def work(self, task: Task, over: Callable[[], bool]) -> None:
        """Improve until it is over, on a thread of its own; a failure is kept for `raise_failure`."""
        try:
            while self.goes_on(task, over):
                self.step(task)
        except BaseException as failure:  # noqa: BLE001 - raised again on the thread that waits
            self._failure = failure

    def raise_failure(self) -> None:
        """Raise what ended the work of the thread."""
        if self._failure is not None:
            raise self._failure

    def goes_on(self, task: Task, over: Callable[[], bool]) -> bool:
        """Whether there is time, patience, and something left to gain."""
        return (
            not over() and self.idle < task.patience and self.store.tiers[task.tier] > task.bound(task.tier)
        )

    def step(self, task: Task) -> None:
        """Draw a neighbourhood, solve its piece, offer what it finds."""
        arm, since = self.bandit.draw(), self.store.snapshot()
        drawn = EVERY[arm.name](self.ground, self.luck, since.values, task.tier, round(arm.size))
        freed = bits(drawn)
        if self._settled.get(freed) == since.version:
            gain, took, solved = 0, 0.01, True
        else:
            gain, took, solved = self._solved(freed, since, task)
        self.idle = 0 if gain else self.idle + 1
        self.bandit.reward(arm, gain, took, solved=solved, quick=took < _QUICK)

    def add(self, freed: int, task: Task) -> None:
        """Decide these exercises (bits) beside all others, roughly: they have not been looked at before."""
        self._solved(freed, self.store.snapshot(), task, _ROUGH)

    def _solved(self, freed: int, since: Snapshot, task: Task, rough: float = 0.0) -> tuple[int, float, bool]:
        """Gain, share of the time for a piece, and whether the piece was solved to the end."""
        aim = Aim.onward(task.tier, len(since.tiers), task.ceilings)
        piece = cut(self.ground.anatomy, self.ground.owners, freed, since.values, aim, since.stays)
        solver = self.solver(_WORK)
        solver.parameters.relative_gap_limit = rough
        status = self.run(solver, piece.model)
        gain = self.offer(piece, solver, since, task) if status in DEFINITE else 0
        if status == cp_model.OPTIMAL and not gain and not rough:
            self._settled[freed] = since.version
        took = solver.response_proto.deterministic_time / _WORK
        return gain, took, status == cp_model.OPTIMAL

    def offer(self, piece: Piece, solver: cp_model.CpSolver, since: Snapshot, task: Task) -> int:
        """Offer what a piece found; the gain."""
        found = solver.response_proto.solution
        changes = {
            variable: value
            for variable, value in zip(piece.variables, found, strict=True)
            if value != since.values[variable]
        }
        return self.store.offer(since, changes, piece.parts, task.tier, task.ceilings) if changes else 0

    def run(self, solver: cp_model.CpSolver, model: cp_model.CpModel) -> cp_model.CpSolverStatus:
        """Solve a model so that a stop request reaches it."""
        self.running.append(solver)
        status = solver.solve(model)
        self.running.remove(solver)
        self.spend(solver.response_proto.deterministic_time)
        return status

    def solver(self, work: float) -> cp_model.CpSolver:
        """One worker of the engine, limited by its own count of work, and for an emergency by the clock."""
        solver = cp_model.CpSolver()
        p = solver.parameters
        p.num_workers, p.random_seed = 1, self.luck.randrange(1 << 30)
        p.symmetry_level = p.cp_model_probing_level = p.linearization_level = 0
        p.max_presolve_iterations, p.presolve_inclusion_work_limit = 1, 0
        p.max_deterministic_time = work
        if not self.reproducible:
            p.max_time_in_seconds = _SECONDS
        return solver
