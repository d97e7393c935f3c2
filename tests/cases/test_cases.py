"""The staff officer's test: cases of practice, with and without their rules: solver, checker, trying."""

from functools import cache

import pytest

from exsched.checking.judge import judge
from exsched.domain.outcome import Status
from exsched.domain.schedule import Schedule
from exsched.rulekit.problem import Problem
from exsched.solving.limits import Limits
from exsched.solving.solve import solve
from tests.cases.asking import (
    HERE,
    best_schedule,
    broken_by,
    case,
    every_best,
    in_words,
    of_the_case,
    without,
)
from tests.cases.means import MEANS
from tests.cases.politics import POLITICS
from tests.cases.told import Case

CASES = (*POLITICS, *MEANS)
BY_NAME = {told.name: told for told in CASES}
every_case = pytest.mark.parametrize("told", CASES, ids=lambda told: told.name)


@cache
def with_and_without(name: str) -> tuple[tuple[Problem, Schedule | None], tuple[Problem, Schedule | None]]:
    """The programme and its best schedule, with the rules of the case and without them."""
    problem = case(name)
    bare = without(problem, of_the_case(problem))
    return (problem, best_schedule(problem)), (bare, best_schedule(bare))


def test_table_and_folder_agree() -> None:
    """Every programme of the folder stands in the table once."""
    assert sorted(told.name for told in CASES) == sorted(path.stem for path in HERE.glob("*.yaml"))


@every_case
def test_case_cites_its_source(told: Case) -> None:
    """The statements of a case are of the rules that the table names, and each says where it was read."""
    problem = case(told.name)
    rules = [s.rule for s in problem.statements if s.key in of_the_case(problem)]
    assert " ".join(sorted({rule.rule for rule in rules})) == told.rules
    assert [rule.id for rule in rules if not rule.source] == []


@every_case
def test_best_schedule_is_as_told(told: Case) -> None:
    """The solver proves best what the table says, with the rules of the case and without them."""
    (problem, best), (bare, bare_best) = with_and_without(told.name)
    assert (in_words(problem, best), in_words(bare, bare_best)) == (told.best, told.without)


@every_case
def test_checker_confirms(told: Case) -> None:
    """The checker allows the best schedule, all decided, and names what the one without the rules breaks."""
    (problem, best), (_, bare_best) = with_and_without(told.name)
    assert best is not None
    assert judge(problem, best).word == "allowed"
    assert " ".join(broken_by(problem, bare_best)) == told.bites
    assert bool(told.bites) == (told.best != told.without)


@every_case
def test_decisive_statements(told: Case) -> None:
    """One statement of a chain left out, the rest of the chain no longer follows."""
    problem = case(told.name)
    others = {key: best_schedule(without(problem, [key])) for key in of_the_case(problem)}
    assert [key for key in others if in_words(problem, others[key]) != told.best] == told.decisive.split()


@every_case
def test_trying_all_finds_no_other(told: Case) -> None:
    """No other schedule is as good, with the rules of the case or without them."""
    assert every_best(told.name) == {told.best}
    assert every_best(told.name, of_the_case(case(told.name))) == {told.without}


def test_whole_solve_agrees() -> None:
    """The solver in a process of its own, as the commands run it, ends optimal with the same schedule."""
    problem = case("defender-europe-20")
    solved = solve(problem, Limits(workers=1))
    assert solved.outcome.status is Status.OPTIMAL
    assert solved.answer is not None
    assert in_words(problem, solved.answer.schedule) == BY_NAME["defender-europe-20"].best
