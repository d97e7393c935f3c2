"""Agreed shares of something that nations carry together, and how far a schedule is from them."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from math import gcd
from typing import Self

from pydantic import Field, model_validator

from exsched.domain.names import Count, NationId, NationsOrGroups
from exsched.rulekit.decisions import Decisions, Term
from exsched.rulekit.goal import Goal
from exsched.rulekit.problem import Problem


class Worst(StrEnum):
    """How the deviations of the nations become one number."""

    WORST = "worst"
    SUM = "sum"


class SharingGoal(Goal):
    """A goal that holds what each nation carries against its agreed share of the total.

    With S the sum of all shares, s the share of a nation, n what it carries and N what all of them carry,
    its deviation is |n * S - s * N|: whole numbers, in which S parts are one unit of what is carried.
    """

    nations: NationsOrGroups = Field(
        default=(), description="among whom it is shared; else those in `shares`"
    )
    shares: dict[NationId, Count] = Field(
        default_factory=dict, description="agreed shares, in any proportion; 1 for a nation that is left out"
    )
    by: Worst = Worst.WORST

    @model_validator(mode="after")
    def _among_some(self) -> Self:
        if not self.nations and not self.shares:
            raise ValueError(f"{self.goal} needs `nations` or `shares`")
        if not self.nations and not any(self.shares.values()):
            raise ValueError("somebody must have a share above 0")
        return self

    def quotas(self, problem: Problem) -> dict[str, int]:
        """The shares by nation, in the smallest whole numbers."""
        among = sorted(problem.expand(self.nations) | set(self.shares))
        shares = {nation: self.shares.get(nation, 1) for nation in among}
        common = gcd(*shares.values()) or 1
        return {nation: share // common for nation, share in shares.items()}

    def deviations_posted(
        self, problem: Problem, d: Decisions, carried: Mapping[str, Sequence[Term]]
    ) -> list[Term]:
        """The deviations as the solver sees them, from the exact terms of what each nation carries."""
        quotas = self.quotas(problem)
        whole = sum(quotas.values())
        own = {nation: d.sum_of(carried[nation]) for nation in quotas}
        total = d.sum_of([Term(1, amount) for amount in own.values()])
        off = [
            d.shortfall([Term(whole, own[nation]), Term(-share, total)], [(0, 0)])
            for nation, share in quotas.items()
        ]
        if self.by is Worst.SUM:
            return [Term(1, deviation) for deviation in off]
        return [Term(1, d.highest([[Term(1, deviation)] for deviation in off]))]

    def deviation_measured(self, problem: Problem, carried: Mapping[str, int]) -> int:
        """The largest of the deviations, or their sum, from what each nation carries."""
        quotas = self.quotas(problem)
        whole, total = sum(quotas.values()), sum(carried.get(nation, 0) for nation in quotas)
        off = [abs(carried.get(nation, 0) * whole - share * total) for nation, share in quotas.items()]
        return sum(off) if self.by is Worst.SUM else max(off)

    def among(self) -> str:
        """The nations and their shares, in words."""
        shares = ", ".join(f"{nation} {share}" for nation, share in self.shares.items())
        return f"{', '.join(self.nations or tuple(self.shares))}{f' as {shares}' if shares else ''}"
