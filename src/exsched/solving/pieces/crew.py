"""A crew: as many threads as the search may use, each solving pieces and offering what it finds."""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from exsched.solving.pieces.bandit import Bandit
from exsched.solving.pieces.neighbourhoods import EVERY, Ground
from exsched.solving.pieces.piece import Aim, Piece, cut
from exsched.solving.pieces.store import Snapshot, Store

_DEFINITE = (cp_model.OPTIMAL, cp_model.FEASIBLE)
_SIZE = 10.0
"""Exercises of a first piece."""
_SECONDS = 0.6
"""Wall seconds of one piece."""
_WORK = 0.12
"""The same in units of deterministic time, for reproducible mode."""
_QUICK = 0.4
"""A piece solved in this share of its time may be larger next time."""
_LIGHT = (40, 12, 4)
"""How much a unit of the tier in hand outweighs one of the next: the first that leaves room."""


@dataclass(frozen=True)
class Task:
    """The tier to improve, what earlier tiers may be at most, and the value at which it is the best."""

    tier: int
    ceilings: dict[int, int]
    bound: int
    until: float
    patience: int


@dataclass
class Member:
    """One thread of the crew."""

    ground: Ground
    store: Store
    bandit: Bandit
    seed: int
    reproducible: bool
    running: list[cp_model.CpSolver]
    spent: float = 0.0
    idle: int = 0
    settled: dict[int, int] = field(default_factory=dict)

    def work(self, task: Task, over: Callable[[], bool]) -> None:
        """Improve until it is over, the tier is the best possible, or patience runs out."""
        while not over() and self.idle < task.patience and self.store.tiers[task.tier] > task.bound:
            self.step(task)

    def step(self, task: Task) -> None:
        """Draw a neighbourhood, solve its piece, offer what it finds."""
        arm, since = self.bandit.draw(), self.store.snapshot()
        drawn = EVERY[arm.name](self.ground, since.values, task.tier, round(arm.size))
        freed = sum(1 << place for place in drawn)
        if self.settled.get(freed) == since.version:
            self.idle += 1
            self.bandit.reward(arm, 0, 0.01, solved=True, quick=True)
            return
        begun = time.monotonic()
        piece = cut(self.ground.anatomy, self.ground.owners, freed, since.values, _aim(self.ground, task))
        solver = self._solver()
        status = solver.solve(piece.model)
        gain = self._offered(piece, solver, status, since, task, freed)
        work = solver.response_proto.deterministic_time
        self.spent += work
        took = work / _WORK if self.reproducible else (time.monotonic() - begun) / _SECONDS
        solved = status == cp_model.OPTIMAL
        if solved and not gain:
            self.settled[freed] = since.version
        self.idle = 0 if gain else self.idle + 1
        self.bandit.reward(arm, gain, took, solved=solved, quick=took < _QUICK)

    def _offered(
        self,
        piece: Piece,
        solver: cp_model.CpSolver,
        status: cp_model.CpSolverStatus,
        since: Snapshot,
        task: Task,
        freed: int,
    ) -> int:
        if status not in _DEFINITE:
            return 0
        found = solver.response_proto.solution
        changes = {v: found[n] for n, v in enumerate(piece.variables) if found[n] != since.values[v]}
        if not changes:
            return 0
        touched = [n for place in _places(freed) for n in self.ground.owners.parts[place]]
        return self.store.offer(since, changes, touched, task.tier, task.ceilings)

    def _solver(self) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        p = solver.parameters
        p.num_workers, p.random_seed = 1, self.seed + self.bandit_draws
        p.symmetry_level = p.cp_model_probing_level = 0
        if self.reproducible:
            p.max_deterministic_time = _WORK
        else:
            p.max_time_in_seconds = _SECONDS
        return solver

    @property
    def bandit_draws(self) -> int:
        """Pieces so far: each gets a seed of its own."""
        return sum(arm.tried for arm in self.bandit.arms)


def _places(bits: int) -> list[int]:
    from exsched.solving.pieces.owners import places  # noqa: PLC0415

    return list(places(bits))


def _aim(ground: Ground, task: Task) -> Aim:
    tiers = len(ground.anatomy.tiers)
    later = tiers - 1 - task.tier
    weights = {tier: _LIGHT[0] ** (tiers - 1 - tier) for tier in range(task.tier, tiers)}
    del later
    return Aim(weights, task.ceilings)


def new_member(ground: Ground, store: Store, seed: int, *, reproducible: bool, running: list) -> Member:  # type: ignore[type-arg]
    """A member with its own luck."""
    rng = random.Random(seed)  # noqa: S311 - a search, not a secret
    own = Ground(ground.anatomy, ground.owners, ground.relations, ground.starts, rng)
    bandit = Bandit(EVERY, min(_SIZE, len(ground.starts)), len(ground.starts), rng)
    return Member(own, store, bandit, seed, reproducible, running)


def work_together(members: list[Member], task: Task, over: Callable[[], bool], watch: Callable[[], None]) -> None:
    """Let all members work; `watch` is called a few times a second meanwhile."""
    threads = [threading.Thread(target=member.work, args=(task, over), daemon=True) for member in members]
    for member in members:
        member.idle = 0
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        threads[0].join(0.1)
        watch()
    for thread in threads:
        thread.join()
