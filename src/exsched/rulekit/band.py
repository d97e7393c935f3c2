"""A band of strength: thresholds in troops or in equipment, of which one suffices.

Regimes count an activity when it involves so many troops, or so many tanks, or so many armoured combat
vehicles, or so many pieces of artillery (Vienna Document 2011, paras 40, 47 and 67): from a number on when
they say "at least", beyond it when they say "more than".
"""

from typing import Protocol, Self

from pydantic import Field, model_validator

from exsched.domain.dates import Frozen
from exsched.domain.exercises import Equipment
from exsched.domain.names import Count

_WORDS = {
    "troops": "troops",
    "tanks": "battle tanks",
    "acvs": "armoured combat vehicles",
    "artillery": "artillery pieces",
    "sorties": "sorties",
}


class Sized(Protocol):
    """Something with a planned maximum of troops and of equipment."""

    @property
    def strength(self) -> int | None:
        """Troops; None when not known."""

    @property
    def equipment(self) -> Equipment:
        """Equipment; each number None when not known."""


class Band(Frozen):
    """At or above any one of these numbers; with `above`, more than any one of them."""

    troops: Count | None = None
    tanks: Count | None = None
    acvs: Count | None = Field(default=None, description="armoured combat vehicles")
    artillery: Count | None = Field(default=None, description="pieces of 100 mm and above")
    sorties: Count | None = Field(default=None, description="of fixed-wing aircraft")
    above: bool = Field(default=False, description="more than the numbers, not at least")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.thresholds():
            raise ValueError(f"a band needs one of {', '.join(_WORDS)}")
        return self

    def thresholds(self) -> dict[str, int]:
        """The numbers that are given, by what they count."""
        return {name: n for name in _WORDS if (n := getattr(self, name)) is not None}

    def reached(self, sized: Sized) -> bool | None:
        """Whether one of the numbers is reached; None when none is, but one of them is not known."""
        unknown = False
        for name, least in self.thresholds().items():
            has = number_in(sized, name)
            if has is None:
                unknown = True
            elif has > least or (has == least and not self.above):
                return True
        return None if unknown else False

    def unknown(self, sized: Sized) -> tuple[str, ...]:
        """What is asked for and not known, in words."""
        return tuple(_WORDS[name] for name in self.thresholds() if number_in(sized, name) is None)

    def said(self) -> str:
        """The band in words: `at least 9,000 troops or 250 battle tanks`."""
        return str(self) if self.above else f"at least {self}"

    def __str__(self) -> str:
        numbers = " or ".join(f"{least:,} {_WORDS[name]}" for name, least in self.thresholds().items())
        return f"more than {numbers}" if self.above else numbers


def number_in(sized: Sized, name: str) -> int | None:
    """How many of something: `troops`, or a kind of equipment; None when not known."""
    if name == "troops":
        return sized.strength
    number: int | None = getattr(sized.equipment, name)
    return number
