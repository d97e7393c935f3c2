"""The second formulation and its engine agree with the first on small programmes."""

import os

import pytest

from exsched.solving.anatomy import Anatomy, AnyOf, Sum
from exsched.solving.anatomy.holding import broken_parts
from exsched.solving.anatomy.take_apart import take_apart
from exsched.solving.bounds.opinion import Opinion, second_opinion
from exsched.solving.build import build
from tests.random_programmes import a_random_problem
from tests.solved_values import solved_values
from tests.solving.bounds.lifting import solutions

CASES = int(os.environ.get("EXSCHED_OPINIONS", "60"))
CHUNKS = 4


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_second_opinion_agrees(chunk: int) -> None:
    """The best of every tier and what is impossible are the same; it is silent at most once in ten."""
    said = silent = 0
    for seed in range(chunk, CASES, CHUNKS):
        problem = a_random_problem(seed)
        anatomy, best = take_apart(build(problem)), solved_values(problem)
        if best is None:
            assert (seed, second_opinion(anatomy, None, {}, 20)) == (seed, (Opinion.IMPOSSIBLE, None))
        for tier, value in enumerate(best or ()):
            opinion = second_opinion(anatomy, tier, dict(enumerate((best or ())[:tier])), 20)
            if opinion[0] in {Opinion.CANNOT_SAY, Opinion.UNDECIDED}:
                silent += 1
            else:
                assert (seed, tier, opinion) == (seed, tier, (Opinion.BEST, value))
            said += 1
    assert silent <= said / 10


def test_a_ceiling_below_the_best_is_impossible() -> None:
    """A tier that must cost less than its best leaves nothing."""
    problem = a_random_problem(0)
    best = solved_values(problem)
    assert best is not None
    tier = next(n for n, value in enumerate(best) if value > 0)
    anatomy = take_apart(build(problem))
    assert second_opinion(anatomy, None, {tier: best[tier] - 1}, 20) == (Opinion.IMPOSSIBLE, None)


def test_solutions_obey_every_part() -> None:
    """Whatever the solver finds is obeyed to the letter; with one switch turned some part is not."""
    for seed in range(20):
        model = build(a_random_problem(seed))
        anatomy = take_apart(model)
        for values in solutions(model, seed, 2):
            assert broken_parts(anatomy, values) == []


def test_breaking_a_part_is_seen() -> None:
    """A clause without a true literal and a value outside its domain are told."""
    anatomy = Anatomy(((0, 1), (0, 3, 5, 9)), (AnyOf((), (0,)),), (Sum((1,), (1,), 0),))
    assert broken_parts(anatomy, [0, 4]) == [-1, 0]
