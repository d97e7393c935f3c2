"""From the demands that clash to all statements that clash, by looking at the few exercises that they name.

The model with a switch for every statement is ten times the size of the ordinary one, and most conflicts are
between a few exercises: those that the demands of the engine's core name, and those bound to them. What this
returns has been found impossible by an ordinary model of the whole programme under these statements alone; it
need not be the smallest.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from ortools.sat.python import cp_model

from exsched.checking.judge import judge
from exsched.domain.schedule import Schedule
from exsched.rulekit.problem import Problem
from exsched.solving.build import TooLarge, build
from exsched.solving.switchboard import Switchboard, plainly
from exsched.solving.switches import only
from exsched.solving.wording import Words, reach_of, words_of

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
    def _words(self) -> Mapping[str, Words]:
        return words_of(self.problem)

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
        reach = reach_of(self.problem, these)
        said = tuple(
            words.statement
            for key, words in self._words.items()
            if key in kept and words.statement.rule.cost is None and words.bear_on(these, reach)
        )
        return replace(self.problem, programme=programme, statements=said, tiers=())

    def _impossible(self, problem: Problem) -> bool:
        try:
            model = build(problem)
        except TooLarge:
            return False
        return plainly(self.seed, _EACH).solve(model.cp) == cp_model.INFEASIBLE
