"""The models behind an oracle, each built when a question needs it: ordinary, of few statements, of all.

The model with a switch for every statement answers any question, and is ten times as large as the ordinary
one. Most questions do not need it: whether all can hold together the ordinary model says, and a conflict lies
among few exercises as a rule.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ortools.sat.python import cp_model

from exsched.rulekit.problem import Problem
from exsched.solving.build import TooLarge, build
from exsched.solving.narrowing import Narrowing
from exsched.solving.reading import schedule_of
from exsched.solving.said import Price, Said
from exsched.solving.search import DEFINITE
from exsched.solving.switchboard import Switchboard, plainly
from exsched.solving.switches import hard, only

_FEW = 4
"""A question about less than one part in so many of the statements gets a board of its own."""
_NARROW, _ORDINARY = 0.3, 0.3
"""Shares of a question's time for what may make the large model unnecessary."""


@dataclass
class Boards:
    """Answers like a `Switchboard`, without building it until it is needed."""

    problem: Problem
    seed: int = 0
    workers: int = 0
    _small: Switchboard | None = None
    _held: dict[frozenset[str], Said] = field(default_factory=dict)
    """Statements that are known to hold together, with the answer that showed it."""
    _narrowed: bool = False
    """Whether few exercises have been looked at before: then more is likely to be possible than not."""

    @cached_property
    def keys(self) -> frozenset[str]:
        """The hard statements."""
        return frozenset(said.key for said in hard(self.problem.statements))

    @cached_property
    def whole(self) -> Switchboard:
        """The board with all statements, whose model is built when it is asked."""
        return Switchboard(self.problem, self.seed, self.workers)

    def possible(self, kept: Iterable[str], seconds: float) -> Said:
        """Whether some schedule keeps all these statements; the core is a guess."""
        wanted = self.keys.intersection(kept)
        if known := next((said for more, said in self._held.items() if wanted <= more), None):
            return known
        said = self._asked(wanted, seconds)
        if said.possible and _FEW * len(wanted) > len(self.keys):
            self._held[wanted] = said
        return said

    def _asked(self, wanted: frozenset[str], seconds: float) -> Said:
        if _FEW * len(wanted) <= len(self.keys):
            return self._about(wanted).possible(wanted, seconds)
        if not self._narrowed and (core := self._clash(wanted, seconds)):
            return Said("no", core=core)
        said = self._ordinary(wanted, _ORDINARY * seconds)
        if said.possible:
            return said
        if self._narrowed and (core := self._clash(wanted, seconds)):
            return Said("no", core=core)
        self._narrowed = True
        return self.whole.possible(wanted, seconds)

    def _clash(self, wanted: frozenset[str], seconds: float) -> frozenset[str]:
        """A conflict among few exercises. Once there was one, all the rest is looked at before the next."""
        core = Narrowing.of(self.problem, wanted, self.seed, _NARROW * seconds)
        self._narrowed = self._narrowed or bool(core)
        return core

    def confirmed(self, kept: Iterable[str], seconds: float) -> Said:
        """Whether an ordinary model finds them impossible, too; see `Switchboard.confirmed`."""
        return self.whole.confirmed(kept, seconds)

    def least(
        self,
        kept: Iterable[str],
        prices: Mapping[str, Price],
        seconds: float,
        blocked: Sequence[Iterable[str]] = (),
    ) -> Said:
        """The schedule that eases least; see `Switchboard.least`."""
        return self.whole.least(kept, prices, seconds, blocked)

    def _about(self, wanted: frozenset[str]) -> Switchboard:
        """A board with these statements; the last one as long as it has them all."""
        if self._small is None or not wanted <= self._small.keys:
            self._small = Switchboard(only(self.problem, wanted), self.seed, self.workers)
        return self._small

    def _ordinary(self, wanted: frozenset[str], seconds: float) -> Said:
        problem = only(self.problem, wanted)
        try:
            model = build(problem)
        except TooLarge:
            return Said("unknown")
        solver = plainly(self.seed, seconds)
        status = solver.solve(model.cp)
        if status in DEFINITE:
            return Said("yes", schedule_of(problem, model.decisions, lambda said: int(solver.value(said))))
        return Said("no", core=wanted) if status == cp_model.INFEASIBLE else Said("unknown")
