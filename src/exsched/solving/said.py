"""What is asked of a switchboard and what it answers; read by both processes, so it needs no engine."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from exsched.domain.schedule import Schedule


class Price(NamedTuple):
    """What easing a statement costs: whose signature it needs, how high that is, points, points a unit."""

    signature: str
    level: int
    statement: int
    unit: int


Rank = tuple[int, int, int]
"""Signatures, their levels together, and points; small is better."""


@dataclass(frozen=True)
class Leeway:
    """What is kept and what may be eased; statements that are neither are left out.

    Attributes:
        kept: keys of statements that hold.
        prices: what it costs to ease others, by key.
        blocked: sets of statements that may not all be eased together, for they are known already.
    """

    kept: frozenset[str]
    prices: Mapping[str, Price]
    blocked: tuple[frozenset[str], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As it goes to another process."""
        return {
            "kept": sorted(self.kept),
            "prices": {key: list(price) for key, price in sorted(self.prices.items())},
            "blocked": [sorted(those) for those in self.blocked],
        }

    @staticmethod
    def from_json(told: Mapping[str, Any]) -> "Leeway":
        """As it comes from another process."""
        prices = {key: Price(*price) for key, price in told["prices"].items()}
        return Leeway(frozenset(told["kept"]), prices, tuple(map(frozenset, told["blocked"])))


@dataclass(frozen=True)
class Said:
    """An answer: `yes` with a schedule, `no` with a guess at the statements that clash, or `unknown`.

    `proved` says that the answer to a question for the least cannot be improved on.
    """

    word: str
    schedule: Schedule | None = None
    core: frozenset[str] = frozenset()
    proved: bool = False

    @property
    def possible(self) -> bool | None:
        """Whether it can be; None when that was not settled within the limits."""
        return {"yes": True, "no": False}.get(self.word)
