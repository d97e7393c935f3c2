"""How far a solve may go, what it tells on the way, and what comes out."""

from dataclasses import dataclass

from exsched.domain.outcome import Outcome
from exsched.rulekit.verdict import Answer


@dataclass(frozen=True)
class Limits:
    """Wall seconds, memory of the solver's process, workers (0 = one per core), seed.

    `confirm` says whether a second formulation is asked about a final answer; without it E2 is the highest
    level; a question that solves many times leaves it out. `listing` says whether a list schedule is made
    while the solver's process builds its model.
    """

    seconds: float = 60
    memory_mb: int = 4096
    workers: int = 0
    seed: int = 0
    reproducible: bool = False
    confirm: bool = True
    listing: bool = True


@dataclass(frozen=True)
class Progress:
    """One step of a solve.

    `word` is building, built, first, better, bound, tier_done, confirming or stopping.
    """

    seconds: float
    tier: int
    tiers: int
    goals: tuple[str, ...]
    value: int | None
    bound: int | None
    solutions: int
    word: str


@dataclass(frozen=True)
class Solved:
    """The outcome, and the checked schedule if there is one."""

    outcome: Outcome
    answer: Answer | None
    died: bool = False
    """Whether the solver's process died with time left: another run may find more."""


class Refused(Exception):
    """Our own checker refused what the solver returned: a defect, never handed on as a schedule."""


class Crashed(Exception):
    """The solver's process ended without an answer: out of memory, killed, or broken."""
