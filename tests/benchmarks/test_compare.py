"""The comparison: peers find schedules that the checker allows, and the one number is what its page says."""

import os
from typing import Any

import pytest

from benchmarks.compare.engines import ENGINES, Ask
from benchmarks.compare.memory import tree_mb
from benchmarks.compare.plot import at, mean_curve, svg
from benchmarks.compare.scores import bound_steps, final, ratio, scalar, steps
from benchmarks.compare.table import table
from benchmarks.compare.track import Track, curve
from benchmarks.generator import made, prices
from exsched.checking.judge import judge
from exsched.intake import load
from exsched.library import examples_dir


@pytest.mark.parametrize("engine", sorted(ENGINES.keys() - {"highs"}))
def test_engine_finds_a_schedule_that_is_allowed(engine: str) -> None:
    """On a small example each engine ends with a schedule without a hard breach."""
    problem = load(examples_dir() / "first-steps").problem
    assert problem is not None
    track = Track()
    ENGINES[engine](problem, Ask(10, workers=1), track)
    assert [broken for _, schedule in track.schedules for broken in judge(problem, schedule).hard] == []
    assert min(values[0] for _, values in curve(problem, track)) == 0


def test_time_indexed_program_proves_what_the_product_proves() -> None:
    """HiGHS tells no schedule, but the least value of each tier."""
    problem = load(examples_dir() / "first-steps").problem
    assert problem is not None
    track, ours = Track(), Track()
    ENGINES["highs"](problem, Ask(60, workers=1), track)
    ENGINES["exsched"](problem, Ask(10, workers=1), ours)
    values = min(values for _, values in curve(problem, ours))
    assert [(tier, bound) for _, tier, bound in track.bounds] == [*enumerate(values)]


def test_list_keeps_every_rule_of_a_generated_programme() -> None:
    """What concerns other lines is left out of the list's checks, and still nothing is broken in the end."""
    problem = made(20, 1).problem
    track = Track()
    ENGINES["list"](problem, Ask(4), track)
    schedule = track.schedules[-1][1]
    assert judge(problem, schedule).hard == ()
    assert sum(line.held for line in schedule.lines) >= 5


def a_run(engine: str, *points: tuple[float, tuple[int, int]], **more: Any) -> dict[str, Any]:
    """A run of 10 seconds on one instance; nothing held costs 1,000 and 0."""
    return {
        "engine": engine,
        "instance": "x",
        "size": 20,
        "seconds": 10.0,
        "first": points[0][0] if points else None,
        "curve": [*points],
        "bounds": [(1.0, 0, 2), (2.0, 1, 50), (3.0, 0, 4)],
        "prices": (10, 1),
        "nothing": (100, 0),
        "hard_broken": 0 if points else None,
        "memory_mb": 100,
    } | more


def test_number_is_the_sum_of_priced_tiers() -> None:
    """Only what is better counts; what came after the time, or was refused, does not."""
    run = a_run("a", (1.0, (9, 5)), (2.0, (10, 0)), (4.0, (8, 15)), (11.0, (1, 1)))
    assert scalar((9, 5), (10, 1)) == 95
    assert steps(run) == [(1.0, 95), (11.0, 11)]
    assert final(run) == 95
    assert final(a_run("a")) == 1000
    assert final(a_run("a", (1.0, (9, 5)), hard_broken=1)) == 1000
    assert final(a_run("a", nothing=None)) is None


def test_bound_counts_the_first_tier_alone() -> None:
    """Bounds of later tiers hold only beside the best of the earlier ones, so they bound no sum."""
    assert bound_steps(a_run("a")) == [(1.0, 20), (3.0, 40)]


def test_ratio_is_a_geometric_mean_over_shared_instances() -> None:
    """Two instances at twice and half the number make 1."""
    runs = [
        *(a_run("a", (1.0, (10, 0)), instance=name) for name in "xy"),
        a_run("b", (1.0, (20, 0)), instance="x"),
        a_run("b", (1.0, (5, 0)), instance="y"),
    ]
    mean, pairs = ratio(runs, "b", "a")
    assert mean == pytest.approx(1.0)
    assert pairs == 2
    assert ratio(runs, "c", "a") == (None, 0)
    assert table(runs, "a").splitlines()[2].split() == ["20", "b", "1.000", "(2)", "2", "2", "1.0", "100"]


def test_curve_begins_when_all_have_something() -> None:
    """Before its first schedule an engine has no curve; the picture holds a panel for each size."""
    runs = [a_run("a", (2.5, (10, 0))), a_run("a", (5.0, (10, 0)), instance="y")]
    assert at(steps(runs[0]), 2.0) is None
    found = mean_curve(runs, {"x": 100, "y": 100}, steps)
    assert (found[0], found[-1]) == ((5.0, 1.0), (10.0, 1.0))
    drawn = svg([*runs, a_run("b", (1.0, (10, 0)), size=50)])
    assert drawn.count("exercises") == 2
    assert drawn.startswith("<svg")


def test_prices_fit_the_tiers() -> None:
    """One price for each tier, falling."""
    for seed in (0, 1, 4):
        problem = made(20, seed).problem
        assert len(prices(problem)) == len(problem.tiers)
        assert sorted(prices(problem), reverse=True) == [*prices(problem)]


def test_memory_is_that_of_the_process_tree() -> None:
    """A process that runs has some, one that does not has none."""
    assert tree_mb(os.getpid()) > 10
    assert tree_mb(2**30) == 0
