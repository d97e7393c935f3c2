"""The models behind an oracle, each built when a question needs it: of demands, of few statements, of all.

The model with a switch for every statement answers any question, and is ten times as large as the ordinary
one. Most questions do not need it. Only some statements ask for something ("must be held"), all others limit;
so the ordinary model with switches for these demands says whether all can hold together, and when not, which
demands clash. A conflict lies among the few exercises that they name, as a rule.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from exsched.rulekit.problem import Problem
from exsched.solving.build import TooLarge
from exsched.solving.narrowing import Narrowing
from exsched.solving.said import Leeway, Rank, Said
from exsched.solving.switchboard import Switchboard
from exsched.solving.switches import hard, only

_FEW = 4
"""A question about less than one part in so many of the statements gets a board of its own."""
_DEMANDS, _GUESS = 0.6, 0.3
"""Share of a question's time for the model of demands, and of that for a search for a clash."""


@dataclass
class Boards:
    """Answers like a `Switchboard`, without building it until it is needed."""

    problem: Problem
    seed: int = 0
    workers: int = 0
    _small: Switchboard | None = None
    _asking: Switchboard | None = None
    """Statements that only limit hold always, demands have a switch."""
    _easing: Switchboard | None = None
    """What is kept holds always, what may be eased has a switch."""
    _held: dict[frozenset[str], Said] = field(default_factory=dict)
    """Statements that are known to hold together, with the answer that showed it."""
    _clashing: dict[frozenset[str], Said] = field(default_factory=dict)
    """Statements that are known to clash, with the guess at those that matter."""

    @cached_property
    def keys(self) -> frozenset[str]:
        """The hard statements."""
        return frozenset(said.key for said in hard(self.problem.statements))

    @cached_property
    def whole(self) -> Switchboard:
        """The board with all statements, whose model is built when it is asked."""
        return Switchboard(self.problem, self.seed, self.workers)

    @cached_property
    def _narrowing(self) -> Narrowing:
        return Narrowing(only(self.problem, self.keys), self.seed)

    def possible(self, kept: Iterable[str], seconds: float) -> Said:
        """Whether some schedule keeps all these statements; the core is a guess."""
        wanted = self.keys.intersection(kept)
        if known := next((said for more, said in self._held.items() if wanted <= more), None):
            return known
        if wanted in self._clashing:
            return self._clashing[wanted]
        try:
            said = self._asked(wanted, seconds)
        except TooLarge:
            return Said("unknown")
        if said.possible is not None:
            (self._held if said.possible else self._clashing)[wanted] = said
        return said

    def _asked(self, wanted: frozenset[str], seconds: float) -> Said:
        if _FEW * len(wanted) <= len(self.keys):
            return self._about(wanted).possible(wanted, seconds)
        said = self._met(wanted, _DEMANDS * seconds)
        if said.possible:
            return said
        if said.possible is False and (core := self._narrowing.clash(wanted, said.core)):
            return Said("no", core=core)
        every = self.whole.possible(wanted, seconds)
        return every if said.possible is None or every.possible is not None else Said("no", core=wanted)

    def _met(self, wanted: frozenset[str], seconds: float) -> Said:
        """Whether the demands among these can be met under all others; the core is of demands."""
        until = time.monotonic() + seconds
        limits = wanted - self._narrowing.demands
        built = self._asking.keys - self._narrowing.demands if self._asking is not None else frozenset[str]()
        if self._asking is not None and limits <= built:  # what more can be kept with, these can
            said = self._ask_both(self._asking, wanted, seconds)
            if said.possible or limits == built:
                return said
        less = only(self.problem, limits | self._narrowing.demands)
        self._asking = Switchboard(less, self.seed, self.workers, only_these=self._narrowing.demands)
        return self._ask_both(self._asking, wanted, until - time.monotonic())

    def _ask_both(self, board: Switchboard, wanted: frozenset[str], seconds: float) -> Said:
        """The search that is quick when they clash, and the one that is quick when they do not."""
        if not self._clashing:
            said = board.guess(wanted, _GUESS * seconds)
            return said if said.word != "unknown" else board.fixed(wanted, (1 - _GUESS) * seconds)
        said = board.fixed(wanted, (1 - _GUESS) * seconds)
        return said if said.possible else board.guess(wanted, _GUESS * seconds)

    def confirmed(self, kept: Iterable[str], seconds: float) -> Said:
        """Whether an ordinary model finds them impossible, too; see `Switchboard.confirmed`."""
        return self.whole.confirmed(kept, seconds)

    def least(self, leeway: Leeway, seconds: float) -> Said:
        """The schedule that eases least; what is neither kept nor priced is left out."""
        return self._pricing(leeway).least(leeway, seconds)

    def within(self, leeway: Leeway, rank: Rank, seconds: float) -> Said:
        """Some schedule that eases no more than this; see `Switchboard.within`."""
        return self._pricing(leeway).within(leeway, rank, seconds)

    def _pricing(self, leeway: Leeway) -> Switchboard:
        """A board of its own where few can be eased, for it is hardly larger than the ordinary model."""
        wanted, able = self.keys & leeway.kept, self.keys & leeway.prices.keys()
        if _FEW * len(able) > len(self.keys):
            return self.whole
        if self._easing is None or self._easing.only_these != able or self._easing.keys != wanted | able:
            self._easing = Switchboard(only(self.problem, wanted | able), self.seed, self.workers, able)
        return self._easing

    def _about(self, wanted: frozenset[str]) -> Switchboard:
        """A board with these statements; the last one as long as it has them all."""
        if self._small is None or not wanted <= self._small.keys:
            self._small = Switchboard(only(self.problem, wanted), self.seed, self.workers)
        return self._small
