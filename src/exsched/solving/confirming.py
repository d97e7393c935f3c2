"""Confirms `optimal` and `impossible` by a second formulation, solved by other software (evidence E3).

The second formulation is a function that is given the exact model as plain data. It answers with the least value
of one tier while earlier tiers stay within their ceilings. It never changes the answer: it agrees, is silent, or
contradicts, and a contradiction is a defect of one of the two.
"""

import time
from collections.abc import Sequence
from enum import StrEnum
from importlib import import_module
from typing import NamedTuple, Protocol

from exsched.rulekit.problem import Problem
from exsched.solving.anatomy import Anatomy, take_apart
from exsched.solving.build import build


class Word(StrEnum):
    """What a second opinion amounts to."""

    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    SILENT = "silent"


class Least(NamedTuple):
    """What the second formulation found for one tier."""

    impossible: bool = False
    """Nothing keeps all rules and ceilings."""
    value: int | None = None
    """The value of a solution that it found; None when it found none."""
    bound: int | None = None
    """Nothing is below this; None when it cannot say."""


class Opinion(Protocol):
    """A second formulation: the least value of a tier, within so many seconds."""

    def __call__(self, anatomy: Anatomy, tier: int, ceilings: Sequence[int], seconds: float) -> Least:
        """Ceilings are those of the tiers before."""


def opinion_of() -> Opinion | None:
    """The second formulation, if this exsched has one."""
    try:
        found: Opinion | None = getattr(import_module("exsched.solving.bounds"), "second_opinion", None)
    except ImportError:
        return None
    return found


def confirm(
    anatomy: Anatomy,
    values: Sequence[int] | None,
    give_back_permille: int,
    seconds: float,
    opinion: Opinion,
) -> Word:
    """Whether the values (None: that there is no schedule) are confirmed, tier by tier, within the time."""
    until = time.monotonic() + seconds
    if values is None:
        return _on_impossible(opinion(anatomy, 0, (), seconds))
    ceilings: list[int] = []
    word = Word.AGREES
    for tier, value in enumerate(values):
        left = until - time.monotonic()
        if left <= 0:
            return Word.SILENT
        said = _on_value(opinion(anatomy, tier, tuple(ceilings), left), value)
        if said is Word.CONTRADICTS:
            return said
        word = said if said is Word.SILENT else word
        ceilings.append(value + value * give_back_permille // 1000)
    return word


def _on_impossible(said: Least) -> Word:
    if said.impossible:
        return Word.AGREES
    return Word.SILENT if said.value is None else Word.CONTRADICTS


def _on_value(said: Least, value: int) -> Word:
    """A schedule with this value is known, so a bound above it is as wrong as a value below it."""
    below = said.value is not None and said.value < value
    above = said.bound is not None and said.bound > value
    if said.impossible or below or above:
        return Word.CONTRADICTS
    return Word.AGREES if said.bound == value else Word.SILENT


def confirm_values(
    problem: Problem, values: Sequence[int] | None, seconds: float, opinion: Opinion
) -> Word:
    """`confirm` for a problem whose model is not at hand."""
    anatomy = take_apart(build(problem))
    return confirm(anatomy, values, problem.settings.give_back_permille, seconds, opinion)
