"""Questions to a model with switches: which statements can hold together, and what the least easing is."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from ortools.sat.python import cp_model

from exsched.domain.schedule import Schedule
from exsched.goals.hold_exercises import HoldExercises
from exsched.rulekit.problem import Problem
from exsched.solving.anatomy.take_apart import take_apart
from exsched.solving.build import Model, build
from exsched.solving.confirming import LEAST, confirm, other_formulation
from exsched.solving.easing import Eased
from exsched.solving.hinting import decided_values
from exsched.solving.opinion import Word
from exsched.solving.reading import schedule_of
from exsched.solving.said import Leeway, Rank, Said
from exsched.solving.search import DEFINITE
from exsched.solving.switches import Switched, hard, only, switched

_QUICK = 0.3
"""Share of a question's time for the search without presolve."""
_SMALL = 200
"""Up to so many statements one worker looks for the least easing, so that the answer repeats."""

_ANY = ((HoldExercises(),),)
"""Something to ask a second formulation about; the rules are what matters."""


@dataclass
class Switchboard:
    """One model with switches, built when it is first needed and asked again and again.

    With `only_these` no other statement has a switch: what is asked must keep all the others.
    """

    problem: Problem
    seed: int = 0
    workers: int = 0
    only_these: frozenset[str] | None = None

    @cached_property
    def model(self) -> Switched:
        """The model of the whole problem."""
        return switched(self.problem, self.only_these)

    @cached_property
    def keys(self) -> frozenset[str]:
        """The hard statements."""
        return frozenset(said.key for said in hard(self.problem.statements))

    def possible(self, kept: Iterable[str], seconds: float) -> Said:
        """Whether some schedule keeps all these statements.

        The engine's own core is a guess: it is to be asked about again before anything is said of it.
        """
        said = self.guess(kept, _QUICK * seconds)
        if said.word == "unknown":
            return self._assumed(kept, self._solver((1 - _QUICK) * seconds, workers=1))
        return said

    def guess(self, kept: Iterable[str], seconds: float) -> Said:
        """The same, without presolve: quick where a few statements clash."""
        return self._assumed(kept, plainly(self.seed, seconds))

    def fixed(self, kept: Iterable[str], seconds: float) -> Said:
        """The same, with nothing assumed: quick where there is a schedule; without one the core is all."""
        cp, on = self.model.cp.clone(), self._on(kept)
        cp.clear_assumptions()
        cp.add_bool_and([self.model.switches[key] for key in on])
        solver = plainly(self.seed, seconds)
        status = solver.solve(cp)
        if status in DEFINITE:
            return Said("yes", self._schedule(solver))
        return Said("no", core=frozenset(on)) if status == cp_model.INFEASIBLE else Said("unknown")

    def _on(self, kept: Iterable[str]) -> list[str]:
        return [key for key in kept if key in self.model.switches]

    def _assumed(self, kept: Iterable[str], solver: cp_model.CpSolver) -> Said:
        cp, switches, on = self.model.cp, self.model.switches, self._on(kept)
        cp.clear_objective()  # type: ignore[no-untyped-call] # with an objective the core is everything
        cp.clear_assumptions()
        cp.add_assumptions([switches[key] for key in on])
        status = solver.solve(cp)
        if status in DEFINITE:
            return Said("yes", self._schedule(solver))
        if status != cp_model.INFEASIBLE:
            return Said("unknown")
        named = {switches[key].index: key for key in on}
        core = frozenset(
            named[index] for index in solver.sufficient_assumptions_for_infeasibility() if index in named
        )
        return Said("no", core=core or frozenset(on))

    def confirmed(self, kept: Iterable[str], seconds: float) -> Said:
        """Ask an ordinary model of these statements alone whether they are impossible, in two configurations.

        `proved` says that a second formulation agrees. `yes` contradicts whoever said that they clash.
        """
        until = time.monotonic() + seconds
        model = build(replace(only(self.problem, frozenset(kept)), tiers=_ANY))
        for presolve in (True, False):
            solver = self._solver(until - time.monotonic(), workers=1)
            solver.parameters.cp_model_presolve = presolve
            solver.parameters.random_seed = self.seed + presolve
            status = solver.solve(model.cp)
            if status != cp_model.INFEASIBLE:
                return Said("yes" if status in DEFINITE else "unknown")
        left = until - time.monotonic()
        word = Word.SILENT
        if left >= LEAST:
            with other_formulation(take_apart(model)) as opinion:
                word = confirm(opinion, None, 0, left)
        return Said("yes" if word is Word.CONTRADICTS else "no", proved=word is Word.AGREES)

    def least(self, leeway: Leeway, seconds: float) -> Said:
        """The schedule that eases least: fewest signatures, the lowest in level, then the fewest points."""
        until = time.monotonic() + seconds
        eased = Eased.of(self.model, leeway)
        cp = eased.cp
        best, proved, word = None, True, "unknown"
        for objective in (eased.signatures, eased.points):
            if best is not None:
                self._hint(cp, best)
            cp.minimize(objective)
            workers = (
                1 if len(self.model.switches) <= _SMALL else self.workers
            )  # of equal ways always the same one
            solver = self._solver(until - time.monotonic(), workers)
            status = solver.solve(cp)
            if status == cp_model.INFEASIBLE:
                return Said("no")
            proved = proved and status == cp_model.OPTIMAL
            if status not in DEFINITE:
                break
            best, word = self._schedule(solver), "yes"
            cp.add(objective <= round(solver.objective_value))
        return Said(word, best, proved=proved)

    def within(self, leeway: Leeway, rank: Rank, seconds: float) -> Said:
        """Some schedule that needs no more signatures, levels and points than these; see `least`."""
        eased = Eased.of(self.model, leeway)
        eased.limit(rank)
        solver = plainly(self.seed, seconds)
        status = solver.solve(eased.cp)
        if status in DEFINITE:
            return Said("yes", self._schedule(solver))
        return Said("no" if status == cp_model.INFEASIBLE else "unknown")

    def _hint(self, cp: cp_model.CpModel, schedule: Schedule) -> None:
        cp.clear_hints()  # type: ignore[no-untyped-call]
        model = Model(self.model.decisions, ())
        for var, value in decided_values(model, self.problem, schedule):
            least, most = self.model.decisions.logic.bounds(var)
            if least < most:
                cp.add_hint(var, value)

    def _solver(self, seconds: float, workers: int) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        p = solver.parameters
        p.random_seed, p.num_workers = self.seed, workers
        p.cp_model_probing_level = 0
        p.max_time_in_seconds = max(0.05, seconds)
        return solver

    def _schedule(self, solver: cp_model.CpSolver) -> Schedule:
        return schedule_of(self.problem, self.model.decisions, lambda said: int(solver.value(said)))


def plainly(seed: int, seconds: float) -> cp_model.CpSolver:
    """A solver without presolve, which takes longer than most of these searches."""
    solver = cp_model.CpSolver()
    solver.parameters.random_seed, solver.parameters.num_workers = seed, 1
    solver.parameters.cp_model_presolve, solver.parameters.cp_model_probing_level = False, 0
    solver.parameters.linearization_level = solver.parameters.symmetry_level = 0
    solver.parameters.max_time_in_seconds = seconds
    return solver
