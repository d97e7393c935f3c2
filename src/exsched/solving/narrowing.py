"""Guesses which few exercises stand in the way of a schedule, before all of them are looked at together.

The model with switches is ten times the size of the ordinary one, and most conflicts are between a few
exercises. So small groups are asked about first, by ordinary models: those that one statement names, then
those that start at about the same time. What this returns has been found impossible by an ordinary model of
the whole programme under these statements alone; it need not be the smallest.
"""

import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ortools.sat.python import cp_model

from exsched.checking.judge import judge
from exsched.domain.schedule import Schedule
from exsched.rulekit.problem import Problem, Statement
from exsched.solving.build import TooLarge, build
from exsched.solving.switchboard import Switchboard, plainly
from exsched.solving.switches import only

_GROUP = 12
"""Exercises that are looked at together; the next group shares half of them."""
_EACH = 2.0
"""Seconds for one group at most."""


@dataclass(frozen=True)
class Narrowing:
    """The search for a few statements that clash among those that are kept."""

    problem: Problem
    kept: frozenset[str]
    names: Mapping[str, frozenset[str]]
    """By key of each kept statement, the exercises that it names."""
    seed: int
    until: float

    @staticmethod
    def of(problem: Problem, kept: Collection[str], seed: int, seconds: float) -> frozenset[str]:
        """Statements that cannot hold together; none when no group of exercises showed any."""
        until, every = time.monotonic() + seconds, problem.exercises.keys()
        names = {said.key: named(said, every) for said in problem.statements if said.key in kept}
        return Narrowing(problem, frozenset(names), names, seed, until).found()

    def found(self) -> frozenset[str]:
        """The first that are found."""
        trusted = self.kept - self._asking()
        for names in self._groups():
            if time.monotonic() > self.until:
                break
            while self._impossible(self._among(trusted, names)):
                clash = self._clash(self._among(trusted, self._fewer(names, trusted)))
                if not clash or self._impossible(only(self.problem, clash)):
                    return clash
                trusted -= clash  # it clashes only because other exercises are left out
        return frozenset()

    def _asking(self) -> frozenset[str]:
        """Statements that are broken when nothing is held: for them the exercises left out matter."""
        nothing = self._among(self.kept, ())
        verdict = judge(nothing, Schedule(programme=nothing.programme.programme.id))
        return frozenset(broken.statement.key for broken in verdict.hard)

    def _groups(self) -> Iterator[tuple[str, ...]]:
        """Those that a statement names together, then neighbours in time."""
        names = self.problem.exercises.keys()
        linked = (tuple(sorted(those)) for those in self.names.values() if 1 < len(those) <= _GROUP)
        yield from sorted(set(linked))
        in_time = sorted(names, key=lambda name: (self._first(name), name))
        for n in range(0, max(1, len(in_time) - _GROUP // 2), _GROUP // 2):
            yield tuple(in_time[n : n + _GROUP])

    def _first(self, name: str) -> Any:
        """The first day on which an exercise may start, as far as its own line says."""
        windows = self.problem.exercises[name].startex
        return min((window.start for window in windows), default=self.problem.programme.horizon.start)

    def _fewer(self, names: tuple[str, ...], trusted: frozenset[str]) -> tuple[str, ...]:
        """As few of the exercises as are impossible among themselves; halves are left out first."""
        size = (len(names) + 1) // 2
        while size:
            for n in range(0, len(names), size):
                rest = tuple(name for name in names if name not in names[n : n + size])
                if rest and self._impossible(self._among(trusted, rest)):
                    return self._fewer(rest, trusted)
            size //= 2
        return names

    def _clash(self, few: Problem) -> frozenset[str]:
        """What the engine names when the few exercises are all that there is."""
        board = Switchboard(few, self.seed, workers=1)
        return board.possible(board.keys, _EACH).core

    def _among(self, kept: Collection[str], names: Collection[str]) -> Problem:
        """The problem as if these were all of its exercises, under the kept statements that name no other."""
        facts, these = self.problem.programme, frozenset(names)
        past = {
            key: one.model_copy(update={"lines": tuple(line for line in one.lines if line.exercise in these)})
            for key, one in facts.schedules.items()
        }
        programme = facts.model_copy(
            update={
                "exercises": {name: facts.exercises[name] for name in names},
                "acts": tuple(act for act in facts.acts if act.exercise in these),
                "schedules": past,
            }
        )
        said = tuple(
            one
            for one in self.problem.statements
            if one.key in kept and one.rule.cost is None and self.names[one.key] <= these
        )
        return replace(self.problem, programme=programme, statements=said, tiers=())

    def _impossible(self, problem: Problem) -> bool:
        try:
            model = build(problem)
        except TooLarge:
            return False
        return plainly(self.seed, _EACH).solve(model.cp) == cp_model.INFEASIBLE


def named(said: Statement, exercises: Collection[str]) -> frozenset[str]:
    """The exercises that a statement names."""
    return frozenset(_texts(said.rule)) & frozenset(exercises)


def _texts(value: Any) -> Iterator[str]:
    """Every text in a rule, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _texts(key)
            yield from _texts(part)
    elif isinstance(value, tuple | list | frozenset):
        for part in value:
            yield from _texts(part)
    elif hasattr(value, "__pydantic_fields__"):
        yield from _texts(vars(value))
