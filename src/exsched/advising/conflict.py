"""A smallest set of statements that cannot hold together, found by leaving statements out.

The engine's own core is a guess only (it may hold too much, and has held literals that were none). So each
step asks again: a statement leaves when the rest is still impossible without it, and stays when a schedule
keeps all the rest. What remains is checked twice: an ordinary model of just these statements must be
impossible, and for every member the checker must allow a schedule that keeps all the others.

Source: destructive minimisation with refinement by cores (Junker, QuickXplain, AAAI 2004, for the division
into halves of what is large).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from exsched.advising.clock import Clock
from exsched.checking.judge import judge
from exsched.domain.outcome import Evidence
from exsched.domain.schedule import Schedule
from exsched.rulekit.problem import Problem, Statement
from exsched.solving.limits import Refused
from exsched.solving.said import Leeway, Rank, Said
from exsched.solving.switches import only

_EACH = 20.0
"""Seconds for one question at most."""
_LARGE = 24
"""From so many statements a set is halved, below it is gone through one by one."""


@dataclass(frozen=True)
class Conflict:
    """Statements that clash, in the order of the programme.

    Attributes:
        smallest: whether each of them alone is needed, shown by a schedule that keeps all others.
        evidence: what stands behind their being impossible together.
    """

    statements: tuple[Statement, ...]
    smallest: bool
    evidence: Evidence

    @property
    def keys(self) -> frozenset[str]:
        """Their keys."""
        return frozenset(said.key for said in self.statements)


class Board(Protocol):
    """What answers questions about statements: an oracle in its own process, or a switchboard."""

    @property
    def keys(self) -> frozenset[str]:
        """The hard statements that bind anything."""

    def possible(self, kept: Iterable[str], seconds: float) -> Said:
        """Whether some schedule keeps all these statements."""

    def confirmed(self, kept: Iterable[str], seconds: float) -> Said:
        """Whether an ordinary model finds these statements impossible, too."""

    def least(self, leeway: Leeway, seconds: float) -> Said:
        """The schedule that eases least."""

    def within(self, leeway: Leeway, rank: Rank, seconds: float) -> Said:
        """Some schedule that eases no more than this."""


@dataclass
class Search:
    """The search for conflicts on one board."""

    problem: Problem
    board: Board
    clock: Clock

    def possible(self, keys: Collection[str]) -> tuple[bool | None, frozenset[str]]:
        """Whether these can hold together, and when not, a guess at those that clash."""
        said = self.board.possible(keys, self.clock.share(0.5, _EACH))
        if said.possible and said.schedule is not None and not self._kept(said.schedule, keys):
            raise Refused("the solver returned a schedule that breaks a statement which it was to keep")
        return said.possible, said.core

    def smallest(self, keys: Iterable[str]) -> Conflict | None:
        """A smallest conflict among these; None when there is none, or none was found in time."""
        possible, core = self.possible(frozenset(keys))
        if possible is not False:
            return None
        kept = self._halved(self._confirmed(core, frozenset(keys)))
        needed, sure = self._one_by_one(kept)
        return self._checked(needed, sure)

    def _confirmed(self, core: frozenset[str], all_of_them: frozenset[str]) -> frozenset[str]:
        """The core if it is impossible when asked again, else all of them."""
        while core < all_of_them:
            possible, smaller = self.possible(core)
            if possible is not False:
                return all_of_them
            if smaller == core:
                return core
            core, all_of_them = smaller, core
        return all_of_them

    def _halved(self, keys: frozenset[str]) -> frozenset[str]:
        """Leave out large groups as long as the rest stays impossible; small ones are not worth asking."""
        size = len(keys) // 2
        while size > _LARGE // 4 and len(keys) > _LARGE and not self.clock.over:
            for group in _groups(self._by_generality(keys), size):
                rest = keys - group
                possible, core = self.possible(rest)
                if possible is False:
                    keys = rest & core or rest
            size //= 2
        return keys

    def _one_by_one(self, keys: frozenset[str]) -> tuple[frozenset[str], bool]:
        """What is left when each statement was tried, and whether each one was shown to be needed."""
        needed, sure = frozenset[str](), True
        for key in self._by_generality(keys):
            if key not in keys:
                continue
            possible, core = self.possible(keys - {key})
            if possible is False:
                rest = keys - {key}
                keys = rest & (core | needed) if self._still(rest & (core | needed), rest) else rest
                continue
            needed |= {key}
            sure = sure and possible is True
        return keys, sure

    def _still(self, smaller: frozenset[str], larger: frozenset[str]) -> bool:
        """Whether a guess at a smaller set is impossible, too."""
        return smaller < larger and self.possible(smaller)[0] is False

    def _by_generality(self, keys: Iterable[str]) -> list[str]:
        """Rules before facts: what is said of all leaves a conflict sooner than what is said of one."""
        place = {said.key: n for n, said in enumerate(self.problem.statements)}
        facts = {said.key: said.fact for said in self.problem.statements}
        return sorted(keys, key=lambda key: (facts[key], place[key]))

    def _kept(self, schedule: Schedule, keys: Collection[str]) -> bool:
        """Whether the checker finds none of these broken."""
        return judge(only(self.problem, keys), schedule).allowed

    def _checked(self, keys: frozenset[str], sure: bool) -> Conflict | None:
        """The conflict, once an ordinary model of these statements alone is impossible as well."""
        said = self.board.confirmed(keys, min(_EACH, self.clock.left))
        if said.possible:
            raise Refused("statements that clash according to one model have a schedule in another")
        if said.possible is None:
            return None
        evidence = Evidence.CONFIRMED if said.proved else Evidence.CLAIMED
        return Conflict(only(self.problem, keys).statements, sure, evidence)


def _groups(keys: Sequence[str], size: int) -> list[frozenset[str]]:
    return [frozenset(keys[n : n + size]) for n in range(0, len(keys), size)]
