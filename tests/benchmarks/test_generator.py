"""The generated programmes: accepted by intake, kept by the plan behind them, the same for the same seed."""

from collections import Counter
from functools import cache

import pytest

from benchmarks.generator import Made, made, programme
from benchmarks.generator.scale import Scale
from exsched.checking.judge import judge
from exsched.domain.exercises import HeldIf
from exsched.intake import load_text
from exsched.rules import RULES

NEVER_WITHOUT_A_PLAN = {"must_be_held", "locked_line"}


@cache
def the(size: int, seed: int, hidden: bool = False) -> Made:
    """Generated once for all tests."""
    return made(size, seed, hidden)


@pytest.mark.parametrize(
    ("size", "seed", "hidden"),
    [
        (20, 0, True),
        (20, 1, False),
        (20, 2, True),
        (20, 3, True),
        (20, 4, False),
        (100, 0, True),
        (100, 1, False),
    ],
)
def test_generated_programmes_load_without_a_word(size: int, seed: int, hidden: bool) -> None:
    """Intake has nothing to refuse, and all exercises that were asked for are there."""
    loaded = load_text(the(size, seed, hidden).text)
    assert loaded.diagnostics == ()
    assert loaded.problem is not None
    assert len(loaded.problem.exercises) == size


@pytest.mark.parametrize(("size", "seed"), [(20, 0), (20, 2), (20, 4), (100, 0)])
def test_hidden_plan_is_allowed_by_the_checker(size: int, seed: int) -> None:
    """The plan breaks nothing that is hard, and holds nearly everything, so the problem has a solution."""
    found = the(size, seed, hidden=True)
    assert found.plan is not None
    verdict = judge(found.problem, found.plan)
    assert [broken.violation.sentence for broken in verdict.hard] == []
    assert sum(line.held for line in found.plan.lines) >= 0.8 * size


def test_plan_is_kept_to_itself_unless_asked_for() -> None:
    """Without a hidden plan everything may be dropped, and no schedule comes with the file."""
    found = the(20, 1)
    assert found.plan is None
    assert {line.held for line in found.problem.exercises.values()} == {HeldIf.MAY}


def test_same_seed_gives_the_same_bytes() -> None:
    """Size and seed decide everything; another seed makes another programme."""
    again, other = made(20, 0, True), the(20, 2, True)
    assert again.text == the(20, 0, True).text
    assert again.plan == the(20, 0, True).plan
    assert other.text != again.text


def test_programme_is_what_intake_reads() -> None:
    """The problem in memory is the one in the file."""
    loaded = load_text(the(20, 1).text).problem
    assert loaded is not None
    assert programme(20, 1).input_hash == loaded.input_hash


def test_whole_catalogue_is_said() -> None:
    """A programme of a hundred exercises has a statement of every rule that is in the product."""
    said = {statement.rule.rule for statement in the(100, 0, hidden=True).problem.statements}
    open_ = {statement.rule.rule for statement in the(100, 1).problem.statements}
    assert said == {*RULES}
    assert open_ == {*RULES} - NEVER_WITHOUT_A_PLAN


def test_written_statements_are_what_a_staff_would_write() -> None:
    """Between one and four written statements for each exercise, and no rule that crowds out the others."""
    problem = the(100, 0, hidden=True).problem
    written = Counter(said.rule.rule for said in problem.statements if not said.fact)
    assert 100 <= written.total() <= 400
    assert max(written.values()) <= 40


def test_sizes_stay_in_their_ranges() -> None:
    """Nations, venues, forces and years grow with the number of exercises."""
    ends = [Scale(size, 0, hidden=False) for size in (20, 300, 3000)]
    assert [(s.nations, s.venues, s.forces, s.years) for s in ends] == [
        (12, 10, 40, 1),
        (23, 38, 139, 2),
        (40, 120, 400, 5),
    ]
    with pytest.raises(ValueError, match="20 to 3000"):
        Scale(19, 0, hidden=False)
