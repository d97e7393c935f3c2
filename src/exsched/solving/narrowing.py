"""From the demands that clash to all statements that clash, by looking at the few exercises that they name.

The model with a switch for every statement is ten times the size of the ordinary one, and most conflicts are
between a few exercises: those that the demands of the engine's core name, and those bound to them. What this
returns has been found impossible by an ordinary model of the whole programme under these statements alone; it
need not be the smallest.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from ortools.sat.python import cp_model

from exsched.checking.judge import judge
from exsched.domain.schedule import Schedule
from exsched.rulekit.problem import Problem, Statement
from exsched.solving.build import TooLarge, build
from exsched.solving.switchboard import Switchboard, plainly
from exsched.solving.switches import only

_MOST = 24
"""Exercises that are looked at together at most."""
_EACH = 2.0
"""Seconds for one question at most."""


@dataclass(frozen=True)
class Narrowing:
    """The search for a few statements that clash among those that are kept."""

    problem: Problem
    seed: int = 0

    def clash(self, kept: Collection[str], asked: Collection[str]) -> frozenset[str]:
        """Statements among `kept` that cannot hold together; none when few exercises do not show any.

        `asked` are the demands among them that cannot all be met.
        """
        names = frozenset[str]().union(*(self._words[key].exercises for key in asked))
        trusted = frozenset(kept) - {key for key in self.demands if not self._words[key].exercises}
        while names and len(names) <= _MOST:
            while self._impossible(self._among(trusted, names)):
                clash = self._named_by_engine(self._among(trusted, self._fewer(sorted(names), trusted)))
                if not clash or self._impossible(only(self.problem, clash)):
                    return clash
                trusted -= clash  # it clashes only because other exercises are left out
            more = self._bound_to(names)
            if more == names:
                break
            names = more
        return frozenset()

    @cached_property
    def _words(self) -> Mapping[str, "Words"]:
        facts = self.problem.programme
        scarce = frozenset((*facts.venues, *facts.forces, *facts.pools))
        return {said.key: Words.of(said, self.problem.exercises, scarce) for said in self.problem.statements}

    @cached_property
    def demands(self) -> frozenset[str]:
        """The statements that are broken when nothing is held: these ask for something, all others limit."""
        nothing = Schedule(programme=self.problem.programme.programme.id)
        return frozenset(broken.statement.key for broken in judge(self.problem, nothing).hard)

    def _bound_to(self, names: frozenset[str]) -> frozenset[str]:
        """These exercises, and those that a statement names together with one of them."""
        together = (words.exercises for words in self._words.values() if words.exercises & names)
        return names.union(*together)

    def _fewer(self, names: list[str], trusted: frozenset[str]) -> list[str]:
        """As few of the exercises as are impossible among themselves; halves are left out first."""
        size = (len(names) + 1) // 2
        while size:
            for n in range(0, len(names), size):
                rest = names[:n] + names[n + size :]
                if rest and self._impossible(self._among(trusted, rest)):
                    return self._fewer(rest, trusted)
            size //= 2
        return names

    def _named_by_engine(self, few: Problem) -> frozenset[str]:
        """The engine's core when the few exercises are all that there is."""
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
                "exercises": {name: facts.exercises[name] for name in sorted(these)},
                "acts": tuple(act for act in facts.acts if act.exercise in these),
                "schedules": past,
            }
        )
        reach = self._reach(these)
        said = tuple(
            words.statement
            for key, words in self._words.items()
            if key in kept and words.statement.rule.cost is None and words.bear_on(these, reach)
        )
        return replace(self.problem, programme=programme, statements=said, tiers=())

    def _reach(self, exercises: Collection[str]) -> frozenset[str]:
        """The venues, forces and pools that these exercises can use at all, in any of their forms."""
        facts, reach = self.problem.programme, set[str]()
        for line in (line for line in self.problem.forms.values() if line.id in exercises):
            sites = (facts.candidates(need) for need in line.sites.values())
            forces = (facts.eligible(need) for need in line.forces.values())
            reach.update(*sites, *forces, line.draws, line.lift)
        return frozenset(reach)

    def _impossible(self, problem: Problem) -> bool:
        try:
            model = build(problem)
        except TooLarge:
            return False
        return plainly(self.seed, _EACH).solve(model.cp) == cp_model.INFEASIBLE


@dataclass(frozen=True)
class Words:
    """A statement, the exercises that it names, and the venues, forces and pools that it names."""

    statement: Statement
    exercises: frozenset[str]
    scarce: frozenset[str]

    @staticmethod
    def of(said: Statement, exercises: Collection[str], scarce: Collection[str]) -> "Words":
        """What a statement speaks of, of all that there is."""
        words = frozenset(_texts(said.rule))
        return Words(said, words.intersection(exercises), words.intersection(scarce))

    def bear_on(self, exercises: frozenset[str], reach: Collection[str]) -> bool:
        """Whether it names no other exercise, and something that these can use, if it names such things."""
        if self.exercises:
            return self.exercises <= exercises
        return not self.scarce or not self.scarce.isdisjoint(reach)


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
