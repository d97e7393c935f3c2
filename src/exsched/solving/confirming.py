"""Confirms `optimal` and `impossible` by a second configuration and a second formulation (evidence E3).

The second configuration is the same engine without objective and presolve, with another seed and one worker.

The second formulation is made ready with the exact model as plain data. It answers with the least value of
one tier while earlier tiers stay within their ceilings. Neither ever changes the answer: it agrees, is
silent, or contradicts, and a contradiction is a defect of one of the two.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import NamedTuple, Protocol

from ortools.sat.python import cp_model

from exsched.rulekit.problem import Problem
from exsched.solving.anatomy import Anatomy
from exsched.solving.anatomy.take_apart import take_apart
from exsched.solving.bounds import Bounds
from exsched.solving.build import Model, build
from exsched.solving.opinion import Word

_MEMORY_MB = 1024
"""What the process of the second formulation may use."""


class Least(NamedTuple):
    """What the second formulation found for one tier."""

    impossible: bool = False
    """Nothing keeps all rules and ceilings."""
    value: int | None = None
    """The value of a solution that it found; None when it found none."""
    bound: int | None = None
    """Nothing is below this; None when it cannot say."""


class Opinion(Protocol):
    """A second formulation of one model: the least value of a tier, within so many seconds."""

    def __call__(self, tier: int, ceilings: Sequence[int], seconds: float) -> Least:
        """Ceilings are those of the tiers before."""


Second = Callable[[Anatomy], AbstractContextManager[Opinion]]
"""Makes ready to be asked about a model."""


@contextmanager
def other_formulation(anatomy: Anatomy) -> Iterator[Opinion]:
    """The second formulation: day by day, solved by HiGHS without presolve, in a process of its own."""
    with Bounds(anatomy, _MEMORY_MB) as other:

        def opinion(tier: int, ceilings: Sequence[int], seconds: float) -> Least:
            word, value = other.second_opinion(tier, dict(enumerate(ceilings)), seconds)
            if word == "best":
                return Least(value=value, bound=value)
            return Least(impossible=word == "impossible")

        yield opinion


def confirm(opinion: Opinion, values: Sequence[int] | None, give_back_permille: int, seconds: float) -> Word:
    """Whether the values (None: that there is no schedule) are confirmed, tier by tier, within the time."""
    until = time.monotonic() + seconds
    if values is None:
        return _on_impossible(opinion(0, (), seconds))
    ceilings: list[int] = []
    word = Word.AGREES
    for tier, value in enumerate(values):
        left = until - time.monotonic()
        if left <= 0:
            return Word.SILENT
        said = _on_value(opinion(tier, tuple(ceilings), left), value)
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


LEAST = 1.0
"""Seconds that must be left for a confirmation to begin."""


def confirmed(
    problem: Problem, values: Sequence[int] | None, seed: int, seconds: float, second: Second | None
) -> Word:
    """What configuration and formulation say together, within the time; silent without a second formulation.

    `values` are those of the best schedule, each claimed to be the least; None when none is claimed to exist,
    which a second configuration has confirmed before.
    """
    if second is None or seconds < LEAST:
        return Word.SILENT
    until, model = time.monotonic() + seconds, build(problem)
    with second(take_apart(model)) as opinion:  # it makes ready while the other configuration works
        if values is not None:
            word = configured(model, values, seed, seconds / 2)
            if word is not Word.AGREES:
                return word
        return confirm(opinion, values, problem.settings.give_back_permille, until - time.monotonic())


def configured(model: Model, values: Sequence[int], seed: int, seconds: float) -> Word:
    """Whether the second configuration, too, finds nothing below the values, tier by tier.

    The model is used up: it keeps tiers to their values, but for the give-back, afterwards.
    """
    until, give_back = time.monotonic() + seconds, model.decisions.problem.settings.give_back_permille
    for tier, value in zip(model.tiers, values, strict=True):
        if not isinstance(tier, int):
            below = model.cp.clone()
            below.add(tier <= value - 1)
            status = _ask(below, seed, until - time.monotonic())
            if status != cp_model.INFEASIBLE:
                return Word.SILENT if status == cp_model.UNKNOWN else Word.CONTRADICTS
            model.cp.add(tier <= value + value * give_back // 1000)
    return Word.AGREES


def _ask(model: cp_model.CpModel, seed: int, seconds: float) -> cp_model.CpSolverStatus:
    if seconds <= 0:
        return cp_model.UNKNOWN
    solver = cp_model.CpSolver()
    solver.parameters.cp_model_presolve = False
    solver.parameters.random_seed = seed + 1
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = seconds
    return solver.solve(model)
