"""The long example is what its generator writes, and a schedule for it is found and checked."""

from pathlib import Path

import pytest

from benchmarks.alliance.sizes import Sizes
from benchmarks.five_years import files, write
from exsched.intake import lint, load
from exsched.library import examples_dir
from exsched.solving.limits import Limits, Progress
from exsched.solving.solve import solve

FOLDER = examples_dir() / "five-years"


def test_generator_writes_the_example_byte_for_byte(tmp_path: Path) -> None:
    """The folder holds what the generator makes today, in its usual sizes, and nothing else beside README."""
    write(tmp_path, Sizes())
    made = {p.relative_to(tmp_path).as_posix(): p.read_bytes() for p in tmp_path.rglob("*.yaml")}
    kept = {p.relative_to(FOLDER).as_posix(): p.read_bytes() for p in FOLDER.rglob("*.yaml")}
    assert made == kept


def test_another_seed_gives_another_alliance() -> None:
    """The seed decides: two runs with one seed agree, another seed does not."""
    one, again, other = (files(Sizes(nations=8, series=16, years=2, seed=seed)) for seed in (1, 1, 2))
    assert (one == again, one == other) == (True, False)


@pytest.mark.parametrize(("nations", "series", "years"), [(8, 16, 1), (12, 40, 2), (24, 80, 3)])
def test_other_sizes_load(tmp_path: Path, nations: int, series: int, years: int) -> None:
    """Smaller and larger alliances are sound programmes, too."""
    write(tmp_path, Sizes(nations=nations, series=series, years=years))
    loaded = load(tmp_path)
    assert [d.render() for d in loaded.diagnostics] == []


def test_five_years_load_without_a_warning() -> None:
    """More than 400 exercises over five years, and nothing to complain of."""
    loaded = load(FOLDER)
    assert [d.render() for d in loaded.diagnostics] == []
    assert loaded.problem is not None
    assert len(loaded.problem.exercises) > 400
    assert [d.render() for d in lint(loaded.problem)] == []


def first(steps: list[Progress]) -> list[Progress]:
    """The first schedule, if there is one yet."""
    return [step for step in steps if step.word == "first"]


@pytest.mark.slow
@pytest.mark.timeout(200)
def test_five_years_are_solved_to_a_first_schedule() -> None:
    """A schedule that keeps every hard rule is found; how good it is, is not asked here."""
    problem = load(FOLDER).problem
    assert problem is not None
    steps: list[Progress] = []
    solved = solve(problem, Limits(seconds=120), listen=steps.append, stop=lambda: bool(first(steps)))
    assert solved.answer is not None
    assert solved.answer.verdict.allowed
    assert first(steps)
