"""What a check says: a rule is broken, or cannot be decided."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Violation:
    """A rule is broken by `amount` of its unit."""

    exercises: tuple[str, ...]
    sentence: str
    amount: int = 1


@dataclass(frozen=True)
class Undecided:
    """A rule cannot be judged because data are missing."""

    exercises: tuple[str, ...]
    sentence: str
    missing: str


Finding = Violation | Undecided
