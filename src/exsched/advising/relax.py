"""What it would take: the smallest ways out of an impossible programme, each tried before it is shown.

A way out eases some statements by some amount. Ways are ranked by the number of signatures they need, then
by the level of those who sign, then by how much is asked. Conflicts are looked for one after another and
their members opened, until a schedule exists; what is least among these is then compared with all statements
open at once, which proves it where the time allows.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from exsched.advising.clock import Clock
from exsched.advising.conflict import Conflict, Search
from exsched.advising.prices import prices
from exsched.checking.judge import judge
from exsched.domain.schedule import Schedule
from exsched.rulekit.problem import Problem
from exsched.rulekit.verdict import Broken
from exsched.solving import Limits, Refused
from exsched.solving.oracle import Oracle
from exsched.solving.said import Price, Said
from exsched.solving.switches import hard

WAYS = 5
_PROOF = 0.4
"""Share of the time that is left for the proof that the first way is the least."""


@dataclass(frozen=True)
class Easing:
    """One statement that gives way: by how much, in its own unit, and what then happens."""

    broken: tuple[Broken, ...]
    price: Price

    @property
    def statement(self) -> str:
        """Its key."""
        return self.broken[0].statement.key

    @property
    def amount(self) -> int:
        """By how much it is eased."""
        return sum(one.violation.amount for one in self.broken)


@dataclass(frozen=True)
class WayOut:
    """Statements eased together, and a schedule that keeps all others."""

    easings: tuple[Easing, ...]
    schedule: Schedule
    proved: bool = False
    """Whether no way needs fewer signatures, lower ones, or less, among those not shown before it."""

    @property
    def signatures(self) -> tuple[str, ...]:
        """Who would have to sign."""
        return tuple(sorted({easing.price.signature for easing in self.easings}))

    @property
    def rank(self) -> tuple[int, int, int]:
        """Signatures, their levels together, points; small is better."""
        levels = {easing.price.signature: 0 for easing in self.easings}
        for easing in self.easings:
            levels[easing.price.signature] = max(levels[easing.price.signature], easing.price.level)
        points = sum(easing.price.statement + easing.price.unit * easing.amount for easing in self.easings)
        return len(levels), sum(levels.values()), points


@dataclass(frozen=True)
class Relaxation:
    """What was found.

    Attributes:
        possible: True when nothing has to give way, False when something has, None when it was not settled.
        ways: the ways out, best first.
        stuck: a conflict of statements none of which may be eased: then there is no way out.
        complete: whether there is no further way within the conflicts that were found.
    """

    possible: bool | None
    ways: tuple[WayOut, ...] = ()
    stuck: Conflict | None = None
    complete: bool = False
    seconds: float = 0.0


def relax(
    problem: Problem, limits: Limits, most: int = WAYS, stop: Callable[[], bool] = lambda: False
) -> Relaxation:
    """Find the least that would have to give way, within the limits.

    Raises:
        Refused: the solver contradicts itself or the checker.
    """
    clock = Clock(limits.seconds)
    with Oracle(problem, limits, stop) as oracle:
        if not oracle.ready(clock.left):
            return Relaxation(None, seconds=limits.seconds - clock.left)
        search = Search(problem, oracle, clock)
        possible, _ = search.possible(oracle.keys)
        if possible is not False:
            return Relaxation(possible, seconds=limits.seconds - clock.left)
        return replace(ways_out(search, most), seconds=limits.seconds - clock.left)


def ways_out(search: Search, most: int = WAYS, able: dict[str, Price] | None = None) -> Relaxation:
    """The ways out of a problem that has no schedule; `able` are the prices of what may be eased."""
    if able is None:
        able = prices(search.problem, hard(search.problem.statements))
    return Relaxation(False, *_Ways(search, able).find(most))


@dataclass
class _Ways:
    search: Search
    prices: dict[str, Price]
    opened: set[str] = field(default_factory=set)

    def find(self, most: int) -> tuple[tuple[WayOut, ...], Conflict | None, bool]:
        """The ways out, a conflict that cannot be eased, and whether all ways were found."""
        ways: list[WayOut] = []
        blocked: list[frozenset[str]] = []
        while len(ways) < most and not self.search.clock.over:
            said, stuck = self._least(blocked)
            if stuck or said is None or said.schedule is None:
                return self._ranked(ways), stuck, said is not None and said.possible is False
            way = self._way(said.schedule, said.proved)
            if not ways:
                way = self._proved(way)
                self.opened |= {easing.statement for easing in way.easings}
            ways.append(way)
            blocked.append(frozenset(easing.statement for easing in way.easings))
        return self._ranked(ways), None, False

    def _least(self, blocked: list[frozenset[str]]) -> tuple[Said | None, Conflict | None]:
        """The least easing among the statements that are open, opening more as long as there is none."""
        keys, clock = self.search.board.keys, self.search.clock
        while not clock.over:
            kept = keys - self.opened
            able = {key: price for key, price in self.prices.items() if key in self.opened}
            if able:
                said = self.search.board.least(kept, able, clock.share(0.5), blocked)
                if said.possible is not False or blocked:
                    return said, None
            conflict = self.search.smallest(kept)
            if conflict is None:
                return None, None
            more = conflict.keys & self.prices.keys()
            if not more:
                return None, conflict
            self.opened |= more
        return None, None

    def _proved(self, way: WayOut) -> WayOut:
        """The way, or a better one when every statement that may be eased is open."""
        board, clock = self.search.board, self.search.clock
        kept = board.keys - self.prices.keys()
        said = board.least(kept, self.prices, clock.share(_PROOF))
        if said.schedule is None:
            return self._way(way.schedule, proved=False)
        other = self._way(said.schedule, said.proved)
        if said.proved and way.rank < other.rank:
            raise Refused("a way out was proved least, and a lesser one is known")
        return min(other, self._way(way.schedule, proved=False), key=lambda one: one.rank)

    def _way(self, schedule: Schedule, proved: bool) -> WayOut:
        """What a schedule eases, according to the checker."""
        verdict = judge(self.search.problem, schedule)
        by_key: dict[str, list[Broken]] = {}
        for broken in verdict.hard:
            by_key.setdefault(broken.statement.key, []).append(broken)
        if strange := by_key.keys() - self.prices.keys():
            raise Refused(f"a way out breaks {sorted(strange)[0]}, which was to be kept")
        return WayOut(
            tuple(Easing(tuple(broken), self.prices[key]) for key, broken in by_key.items()), schedule, proved
        )

    @staticmethod
    def _ranked(ways: list[WayOut]) -> tuple[WayOut, ...]:
        return tuple(sorted(ways, key=lambda way: way.rank))
