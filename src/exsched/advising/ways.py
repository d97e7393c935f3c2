"""The search for the least ways out, once a programme is known to be impossible.

Conflicts are looked for one after another and their members opened, until a schedule exists. That no way asks
less is proved by the statements about the exercises of these conflicts, when they alone already ask as much;
else by all statements open at once, where the time allows.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from exsched.advising.conflict import Conflict, Search
from exsched.checking.judge import judge
from exsched.domain.schedule import Schedule
from exsched.rulekit.verdict import Broken
from exsched.solving.limits import Refused
from exsched.solving.said import Leeway, Price, Rank, Said
from exsched.solving.switches import only
from exsched.solving.wording import Words, reach_of, words_of

Blocked = Sequence[frozenset[str]]

_NEAR, _PROOF = 0.3, 0.8
"""Shares of the time that is left for proving a way the least: by few statements, by all."""


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
    def rank(self) -> Rank:
        """Signatures, their levels together, points; small is better."""
        levels = {easing.price.signature: 0 for easing in self.easings}
        for easing in self.easings:
            levels[easing.price.signature] = max(levels[easing.price.signature], easing.price.level)
        points = sum(easing.price.statement + easing.price.unit * easing.amount for easing in self.easings)
        return len(levels), sum(levels.values()), points


@dataclass
class Ways:
    """What is known of the ways out; `prices` are those of all that may be eased."""

    search: Search
    prices: dict[str, Price]
    opened: set[str] = field(default_factory=set)
    clashing: set[str] = field(default_factory=set)
    """The statements of the conflicts that were found."""

    def find(self, most: int) -> tuple[tuple[WayOut, ...], Conflict | None, bool]:
        """The ways out, a conflict that cannot be eased, and whether all ways were found."""
        if stuck := self._open():
            return (), stuck, False
        ways: list[WayOut] = []
        complete = False
        while len(ways) < most and not self.search.clock.over:
            said = self._least([frozenset(easing.statement for easing in way.easings) for way in ways])
            if said.schedule is None:
                complete = said.possible is False
                break
            ways.append(self._way(said.schedule, said.proved))
        if ways and not ways[0].proved:
            ways = self._proved_by_all(ways[0]) + ways[1:]
        return tuple(sorted(ways, key=lambda way: way.rank))[:most], None, complete

    def _open(self) -> Conflict | None:
        """Open the members of conflicts until the rest can be kept; the conflict that nobody can ease."""
        while not self.search.clock.over:
            conflict = self.search.smallest(self.search.board.keys - self.opened)
            if conflict is None:
                break
            more = conflict.keys & self.prices.keys()
            if not more:
                return conflict
            self.opened |= more
            self.clashing |= conflict.keys
        return None

    def _least(self, blocked: Blocked) -> Said:
        """A way that eases no more than few statements ask by themselves, which proves it; else the least.

        With all other statements left out, the least way can only be cheaper.
        """
        board, clock = self.search.board, self.search.clock
        for near in self._nearby():
            bound = board.least(self._leeway(near, near, blocked), clock.share(_NEAR))
            if bound.possible is False:
                return bound
            if bound.schedule is None or not bound.proved:
                continue
            least = self._way(bound.schedule, proved=True, among=near)
            self.opened |= {easing.statement for easing in least.easings}
            leeway = self._leeway(board.keys, self.opened, blocked)
            said = board.within(leeway, least.rank, clock.share(_NEAR))
            if said.schedule is not None:
                return replace(said, proved=True)
        said = board.least(self._leeway(board.keys, self.opened, blocked), clock.share(0.5))
        return replace(said, proved=False)

    @cached_property
    def _words(self) -> Mapping[str, Words]:
        return words_of(self.search.problem)

    def _nearby(self) -> Iterator[frozenset[str]]:
        """The statements that name an exercise of the conflicts; then also what else bears on these."""
        words, keys = self._words, self.search.board.keys
        names = frozenset[str]().union(*(words[key].exercises for key in self.clashing))
        reach = reach_of(self.search.problem, names)
        few = {key for key, said in words.items() if said.exercises & names} | self.clashing
        yield keys & few
        yield keys & (few | {key for key, said in words.items() if said.bear_on(names, reach)})

    def _leeway(self, said: Collection[str], opened: Collection[str], blocked: Blocked) -> Leeway:
        """All of these hold, but for those opened that may be eased."""
        able = {key: self.prices[key] for key in opened if key in self.prices}
        return Leeway(frozenset(said) - able.keys(), able, tuple(blocked))

    def _proved_by_all(self, way: WayOut) -> list[WayOut]:
        """The way, proved or after a better one, when every statement that may be eased is open."""
        board = self.search.board
        said = board.least(self._leeway(board.keys, board.keys, ()), self.search.clock.share(_PROOF))
        if said.schedule is None:
            return [way]
        other = self._way(said.schedule, said.proved)
        if other.rank < way.rank:
            return [other, way]
        if other.proved and way.rank < other.rank:
            raise Refused("a way out was proved least, and a lesser one is known")
        return [replace(way, proved=other.proved)]

    def _way(self, schedule: Schedule, proved: bool, among: frozenset[str] | None = None) -> WayOut:
        """What a schedule eases, according to the checker; with `among` of these statements alone."""
        problem = self.search.problem
        verdict = judge(problem if among is None else only(problem, among), schedule)
        by_key: dict[str, list[Broken]] = {}
        for broken in verdict.hard:
            by_key.setdefault(broken.statement.key, []).append(broken)
        if strange := by_key.keys() - self.prices.keys():
            raise Refused(f"a way out breaks {sorted(strange)[0]}, which was to be kept")
        return WayOut(
            tuple(Easing(tuple(broken), self.prices[key]) for key, broken in by_key.items()), schedule, proved
        )
