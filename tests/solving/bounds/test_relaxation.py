"""Solutions of the exact model are points of its relaxation, of equal cost; its bounds are never too high."""

import os
from itertools import count

import pytest

from exsched.solving.anatomy.holding import broken_parts
from exsched.solving.anatomy.take_apart import take_apart
from exsched.solving.bounds.bounding import Bounding
from exsched.solving.bounds.relax import Relaxation
from exsched.solving.bounds.tighten import tightened
from exsched.solving.build import build
from tests.random_programmes import a_random_problem
from tests.solved_values import solved_values
from tests.solving.bounds.lifting import broken, solutions

CASES = int(os.environ.get("EXSCHED_BOUNDS", "150"))
CHUNKS = 5


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_solutions_are_points_of_the_relaxation(chunk: int) -> None:
    """No row, bound, capacity on a day, order or tier contradicts a solution; slots of 1 and 3 days."""
    checked = 0
    for seed in range(chunk, CASES, CHUNKS):
        model = build(a_random_problem(seed))
        anatomy = take_apart(model)
        relaxation = Relaxation(anatomy, range(len(anatomy.tiers)), width=1 if seed % 3 else 3)
        relaxation.write(list(relaxation.capacities.sketches))
        for values in solutions(model, seed, 2):
            assert (seed, relaxation.rows.refuted, broken(relaxation, values)) == (seed, False, [])
            checked += 1
    assert checked >= CASES / CHUNKS


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_bounds_are_never_above_the_best(chunk: int) -> None:
    """Under the best of the tiers before, the bound of each tier is at or below what is proved to be best."""
    tiers = tight = 0
    for seed in count(chunk, CHUNKS):
        if tiers * CHUNKS >= CASES:
            break
        problem = a_random_problem(seed)
        best = solved_values(problem)
        bounding = Bounding(take_apart(build(problem)), tighten=5.0 * (seed % 2))
        for tier, value in enumerate(best or ()):
            ceilings = dict(enumerate((best or ())[:tier]))
            bounds = list(bounding.bounds(tier, ceilings, lambda: False))
            assert bounds == sorted(bounds)
            assert (seed, tier, bounds[-1] <= value) == (seed, tier, True)
            tiers, tight = tiers + 1, tight + (bounds[-1] == value)
    assert tight >= tiers / 2


def test_smaller_domains_hold_every_solution() -> None:
    """What presolve leaves of the domains has all solutions, and under ceilings all that keep to them."""
    smaller = 0
    for seed in range(40):
        model = build(a_random_problem(seed))
        anatomy = take_apart(model)
        for values in solutions(model, seed, 2):
            ceilings = {0: anatomy.tiers[0].at(values)}
            for less in (tightened(anatomy, {}, 10), tightened(anatomy, ceilings, 10)):
                smaller += less.domains != anatomy.domains
                assert broken_parts(less, values) == []
    assert smaller
