"""What a solve may claim: the five status words, the evidence behind them, value and bound tier by tier."""

from enum import StrEnum

from pydantic import Field

from exsched.domain.dates import Frozen


class Status(StrEnum):
    """Five words that are never mixed."""

    OPTIMAL = "optimal"
    WITHIN = "within"
    FEASIBLE = "feasible"
    IMPOSSIBLE = "impossible"
    UNDECIDED = "undecided"


class Evidence(StrEnum):
    """How far an answer has been confirmed, weakest first."""

    UNVERIFIED = "E0"
    CHECKED = "E1"
    CLAIMED = "E2"
    CONFIRMED = "E3"
    CERTIFIED = "E4"

    @property
    def meaning(self) -> str:
        """The level in words."""
        return _MEANINGS[self]


_MEANINGS = {
    Evidence.UNVERIFIED: "not verified",
    Evidence.CHECKED: "feasible, confirmed by the independent checker",
    Evidence.CLAIMED: "claimed by one solver run; the schedule itself is checked",
    Evidence.CONFIRMED: "confirmed by a second configuration and a second formulation",
    Evidence.CERTIFIED: "certified by a proof that can be checked",
}


class GoalValue(Frozen):
    """One goal's own measure, before its weight."""

    goal: str
    unit: str
    value: int
    weight: int


class TierResult(Frozen):
    """Value and bound of one tier; `bound` is the least value that is still possible, as far as known."""

    goals: tuple[GoalValue, ...]
    value: int
    bound: int | None = None
    proved: bool = False

    @property
    def gap_percent(self) -> float | None:
        """The gap between value and bound as a share of the value; None when no bound is known."""
        if self.bound is None:
            return None
        return 0.0 if self.value <= self.bound else 100 * (self.value - self.bound) / max(1, abs(self.value))

    @property
    def above_best_percent(self) -> float | None:
        """How far the value can lie above the best, in per cent of it; None when that has no limit."""
        if self.bound is None or (self.bound <= 0 < self.value):
            return None
        return 0.0 if self.value <= self.bound else 100 * (self.value - self.bound) / self.bound


class Outcome(Frozen):
    """The honest answer of a solve."""

    status: Status
    evidence: Evidence
    tiers: tuple[TierResult, ...] = ()
    within_percent: float | None = None
    reproducible: bool = False
    seed: int = 0
    parameters: dict[str, int | float | str | bool] = Field(default_factory=dict)
    versions: dict[str, str] = Field(default_factory=dict)
    why: str | None = None

    @property
    def is_confirmed(self) -> bool:
        """Whether more than one run of one solver stands behind it: then nothing is "claimed" any more."""
        return self.evidence in {Evidence.CONFIRMED, Evidence.CERTIFIED}

    def headline(self) -> str:
        """Status and evidence in one line; "best possible" and "impossible" only where it is confirmed."""
        sure = self.is_confirmed
        word = {
            Status.OPTIMAL: "optimal: the best possible" if sure else "optimal",
            Status.WITHIN: f"within {self.within_percent} % of the best {'possible' if sure else 'claimed'}",
            Status.FEASIBLE: "feasible, how far from the best is not settled",
            Status.IMPOSSIBLE: "impossible" if sure else "no schedule found, claimed impossible",
            Status.UNDECIDED: "undecided: no schedule found within the limits, and none ruled out",
        }[self.status]
        return f"{word} ({self.evidence.value}: {self.meaning})"

    @property
    def meaning(self) -> str:
        """The evidence in words, as it applies to this status."""
        if self.status is Status.IMPOSSIBLE and self.evidence is Evidence.CLAIMED:
            return "claimed by two runs of one solver that agree; there is no proof to check"
        return self.evidence.meaning
