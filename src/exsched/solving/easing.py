"""What a schedule eases, as numbers of a model: who signs, how high, and by how much all are eased."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ortools.sat.python import cp_model

from exsched.solving.logic import Number
from exsched.solving.said import Leeway, Price, Rank
from exsched.solving.switches import Switched

_SIGNED = 1_000
"""What one more signature weighs against the level of those who sign."""


@dataclass(frozen=True)
class Eased:
    """A copy of a model with switches, in which some statements are kept and some have a price."""

    model: Switched
    cp: cp_model.CpModel
    prices: Mapping[str, Price]

    @staticmethod
    def of(model: Switched, leeway: Leeway) -> "Eased":
        """The copy."""
        cp, switches = model.cp.clone(), model.switches
        cp.clear_assumptions()
        cp.add_bool_and([switches[key] for key in sorted(leeway.kept) if key in switches])
        for those in leeway.blocked:
            if all(key in switches for key in those):  # what has none here is kept, or is left out
                cp.add_bool_or([switches[key] for key in sorted(those)])
        prices = {key: price for key, price in sorted(leeway.prices.items()) if key in switches}
        return Eased(model, cp, prices)

    @cached_property
    def signatures(self) -> Number:
        """Who has to sign, and how high: a literal for each signature and level, paid for step by step."""
        signed: dict[tuple[str, int], list[str]] = {}
        for key, price in self.prices.items():
            signed.setdefault((price.signature, price.level), []).append(key)
        literals, weights = list[cp_model.IntVar](), list[int]()
        for signature in sorted({name for name, _ in signed}):
            below = -_SIGNED  # the first step pays for the signature itself
            levels = sorted(level for name, level in signed if name == signature)
            for level in levels:
                literals.append(self.cp.new_bool_var(""))
                weights.append(level - below)
                for key in (key for one in levels if one >= level for key in signed[signature, one]):
                    self.cp.add_bool_or([literals[-1], self.model.switches[key]])
                below = level
        return cp_model.LinearExpr.weighted_sum(literals, weights)

    @cached_property
    def points(self) -> Number:
        """The price of easing each statement at all, and of each unit."""
        switches, breaches = self.model.switches, self.model.breaches
        return sum(
            price.statement * (1 - switches[key]) + price.unit * breaches[key]
            for key, price in self.prices.items()
        )

    def limit(self, rank: Rank) -> None:
        """Allow no more signatures, levels and points than these."""
        signatures, levels, points = rank
        self.cp.add(self.signatures <= _SIGNED * signatures + levels)
        self.cp.add(self.points <= points)
