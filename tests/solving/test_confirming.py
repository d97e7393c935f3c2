"""A second configuration and a second formulation confirm a final answer, stay silent, or contradict it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from exsched.rulekit.problem import Problem
from exsched.solving.anatomy import Anatomy
from exsched.solving.build import build
from exsched.solving.confirming import Least, Opinion, Second, configured, confirmed, other_formulation
from exsched.solving.opinion import Word
from tests.solving.test_solve import one_after_the_other, two

SILENT, AGREES, CONTRADICTS = Word.SILENT, Word.AGREES, Word.CONTRADICTS


def says(*answers: Least) -> Second:
    """A second formulation that gives these answers, tier by tier."""

    @contextmanager
    def ready(anatomy: Anatomy) -> Iterator[Opinion]:
        def opinion(tier: int, ceilings: Sequence[int], seconds: float) -> Least:
            assert len(ceilings) == tier < len(anatomy.tiers)
            assert seconds > 0
            return answers[tier]

        yield opinion

    return ready


def problem(days: int = 5) -> Problem:
    """ALDER, then BIRCH; the best gives up three days."""
    return two(one_after_the_other(), days=days)


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (Least(bound=3), AGREES),
        (Least(value=3, bound=3), AGREES),
        (Least(value=5, bound=3), AGREES),
        (Least(value=5, bound=2), SILENT),
        (Least(), SILENT),
        (Least(value=2), CONTRADICTS),
        (Least(bound=4), CONTRADICTS),
        (Least(impossible=True), CONTRADICTS),
    ],
)
def test_best_is_confirmed_only_by_a_bound_that_reaches_it(answer: Least, word: Word) -> None:
    """A value below or a bound above the schedule's contradicts; anything less than its value is silence."""
    assert confirmed(problem(), [3], 0, 60, says(answer)) is word


@pytest.mark.parametrize(
    ("answer", "word"),
    [(Least(impossible=True), AGREES), (Least(bound=7), SILENT), (Least(value=7), CONTRADICTS)],
)
def test_impossible_is_confirmed_only_by_impossible(answer: Least, word: Word) -> None:
    """A solution contradicts; a bound says nothing."""
    assert confirmed(problem(20), None, 0, 60, says(answer)) is word


def test_second_configuration_finds_a_value_that_is_not_the_least() -> None:
    """Four is claimed to be the best, and three can be had; three is."""
    claims = {4: CONTRADICTS, 3: AGREES}
    assert {value: configured(build(problem()), [value], 0, 60) for value in claims} == claims


def test_without_a_second_formulation_or_time_nothing_is_confirmed() -> None:
    """Silence leaves the answer what it was: a claim."""
    assert confirmed(problem(), [3], 0, 60, None) is SILENT
    assert confirmed(problem(), [3], 0, 0.5, says(Least(bound=3))) is SILENT
    assert configured(build(problem()), [3], 0, 0.0) is SILENT


def test_the_second_formulation_itself_agrees_and_contradicts() -> None:
    """The formulation day by day knows the best, that there is none, and a claim that is too high."""
    assert confirmed(problem(), [3], 0, 120, other_formulation) is AGREES
    assert confirmed(problem(20), None, 0, 120, other_formulation) is AGREES
    assert confirmed(problem(), None, 0, 120, other_formulation) is CONTRADICTS
