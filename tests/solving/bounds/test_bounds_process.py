"""Bounds come from a process of their own, live, and it never outlives its user."""

import os
import time

from exsched.solving.anatomy import Anatomy
from exsched.solving.anatomy.take_apart import take_apart
from exsched.solving.bounds import Bounds
from exsched.solving.build import build
from tests.random_programmes import a_random_problem
from tests.solved_values import solved_values


def an_anatomy(seed: int) -> tuple[Anatomy, tuple[int, ...]]:
    """A small model and the best of its tiers."""
    problem = a_random_problem(seed)
    best = solved_values(problem)
    assert best is not None
    return take_apart(build(problem)), best


def gone(process: int) -> bool:
    """Whether a process of ours has ended."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


def test_bounds_of_each_tier_are_told() -> None:
    """Each question gets its bound; a second opinion is the value itself."""
    anatomy, best = an_anatomy(0)
    with Bounds(anatomy, memory_mb=1000) as bounds:
        for tier, value in enumerate(best):
            bounds.ask(tier, dict(enumerate(best[:tier])))
            assert bounds.wait(60)
            latest = bounds.latest(tier)
            assert latest is not None
            assert latest <= value
        assert bounds.second_opinion(0, {}, 30) == ("best", best[0])
        number = bounds.process_id
    assert gone(number)


def test_another_ceiling_forgets_the_bound() -> None:
    """A bound under a low ceiling says nothing under a higher one."""
    anatomy, best = an_anatomy(0)
    with Bounds(anatomy, memory_mb=1000) as bounds:
        bounds.ask(1, {0: best[0]})
        assert bounds.wait(60)
        bounds.ask(1, {0: best[0] + 5})
        assert bounds.latest(1) is None or bounds.wait(60)


def test_too_little_memory_is_no_fault() -> None:
    """The process ends, says so, and there is no bound."""
    anatomy, _ = an_anatomy(0)
    with Bounds(anatomy, memory_mb=150) as bounds:
        bounds.ask(0, {})
        assert bounds.wait(60)
        assert bounds.latest(0) is None


def test_process_that_is_gone_is_not_waited_for() -> None:
    """Neither by the question that it dies of nor by those that come after."""
    anatomy, _ = an_anatomy(0)
    begun = time.monotonic()
    with Bounds(anatomy, memory_mb=60) as bounds:
        for tier in (0, 1, 0):
            assert bounds.second_opinion(tier, {}, 600) == ("undecided", None)
        bounds.ask(0, {})
        assert bounds.wait(600)
    assert time.monotonic() - begun < 60


def test_leaving_at_once_waits_for_nothing() -> None:
    """Not even for the process to have started."""
    anatomy, _ = an_anatomy(0)
    begun = time.monotonic()
    with Bounds(anatomy, memory_mb=1000) as bounds:
        bounds.ask(0, {})
    assert time.monotonic() - begun < 5
