"""The best assignment so far, shared by all who improve it."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from exsched.solving.anatomy import Anatomy
from exsched.solving.anatomy.folding import Stays
from exsched.solving.anatomy.holding import holds

Values = list[int]


@dataclass(frozen=True)
class Snapshot:
    """An assignment of all variables, the values of the tiers, and a number that grows with each change."""

    values: Values
    tiers: tuple[int, ...]
    version: int
    stays: Stays = field(default_factory=dict)
    """What pieces that were cut from it have found of the days of intervals."""


@dataclass
class Store:
    """Takes improvements of single pieces; two made side by side are joined when both still hold."""

    anatomy: Anatomy
    values: Values
    lock: threading.Lock = field(default_factory=threading.Lock)
    version: int = 0
    _stays: Stays = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tiers = self._measured(self.values)

    def snapshot(self) -> Snapshot:
        """What stands now; nobody changes the values of a snapshot."""
        with self.lock:
            return Snapshot(self.values, self.tiers, self.version, self._stays)

    def offer(
        self,
        since: Snapshot,
        changes: Mapping[int, int],
        parts: Sequence[int],
        first: int,
        ceilings: Mapping[int, int],
    ) -> int:
        """Take changes made to a snapshot when they are no worse from tier `first` on; the gain in that tier.

        `parts` are those that the changes touch; they are looked at again when another change came between.
        """
        with self.lock:
            values = list(self.values)
            for variable, value in changes.items():
                values[variable] = value
            tiers = self._measured(values)
            kept = all(tiers[tier] <= most for tier, most in ceilings.items())
            if not kept or tiers[first:] > self.tiers[first:] or values == self.values:
                return 0
            every = self.anatomy.parts
            if since.version != self.version and not all(holds(every[n], every, values) for n in parts):
                return 0
            gain = self.tiers[first] - tiers[first]
            self.values, self.tiers, self.version = values, tiers, self.version + 1
            self._stays = dict(self._stays)  # who works on the version before goes on with what holds there
            for number in parts:
                self._stays.pop(number, None)
            return gain

    def replace(self, values: Values) -> None:
        """Take another whole assignment."""
        with self.lock:
            self.values, self.tiers, self.version = values, self._measured(values), self.version + 1
            self._stays = {}

    def _measured(self, values: Values) -> tuple[int, ...]:
        return tuple(tier.at(values) for tier in self.anatomy.tiers)
