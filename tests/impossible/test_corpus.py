"""Impossible programmes with a known reason: it is found, nothing less is, and the least way out ends it."""

from itertools import product

import pytest

from exsched.advising.conflict import Conflict, Search
from exsched.advising.explain import explain
from exsched.advising.prices import prices
from exsched.advising.relax import relax, ways_out
from exsched.advising.ways import WayOut
from exsched.checking.judge import judge
from exsched.rulekit.problem import Problem
from exsched.solving.limits import Limits
from exsched.solving.switches import hard, only
from tests.advising.test_conflict import every_rank
from tests.impossible.cases import Case, alone, in_hosts
from tests.impossible.corpus import (
    HORIZON,
    expected,
    has_no_schedule,
    loaded_plant,
    plant,
    planted,
    search_in,
)
from tests.long_form import by_form

REAL = by_form(short=["one-range"], long=["one-range", "tempo-of-six", "two-reasons", "signed-by-ministers"])
TRIED = [name for name, known in sorted(expected().items()) if known.tried]


def named(case: Case) -> str:
    """How the case is called in a test report."""
    return f"{case.plant}-in-{case.host or 'nothing'}"


@pytest.mark.parametrize("name", sorted(expected()))
def test_checking_the_file_does_not_give_it_away(name: str) -> None:
    """Intake finds nothing to say about the plant: only a search can."""
    assert not loaded_plant(name).diagnostics


@pytest.mark.parametrize("name", sorted(expected()))
def test_table_lists_every_smallest_conflict(name: str) -> None:
    """Whenever one statement of each listed conflict is left out, in any combination, there is a schedule.

    A conflict that is not in the list holds no listed one, so one of these combinations would leave it whole.
    """
    board = search_in(plant(name)).board
    keys = board.keys - {HORIZON}
    for left_out in product(*map(sorted, expected()[name].conflicts)):
        assert board.possible(keys - set(left_out), 10).possible, left_out


@pytest.mark.parametrize("case", [*alone(), *in_hosts()], ids=named)
def test_conflict_is_a_planted_one(case: Case) -> None:
    """What clashes is a conflict of the table, impossible by itself, and each member of it is needed."""
    problem = planted(*case)
    search = search_in(problem, seconds=by_form(short=60, long=900))
    conflict = search.smallest(search.board.keys - {HORIZON})
    assert conflict is not None
    assert conflict.keys in expected()[case.plant].conflicts
    assert_sufficient_and_smallest(search, problem, conflict)


def assert_sufficient_and_smallest(search: Search, problem: Problem, conflict: Conflict) -> None:
    """The statements have no schedule in the ordinary model; leaving out any one, the checker allows one."""
    assert conflict.smallest
    assert has_no_schedule(only(problem, conflict.keys))
    for key in conflict.keys:
        rest = conflict.keys - {key}
        said = search.board.possible(rest, 20)
        assert said.schedule is not None, key
        assert judge(only(problem, rest), said.schedule).allowed, key


@pytest.mark.parametrize("case", [*alone(), *in_hosts()], ids=named)
def test_least_way_out_is_the_known_one(case: Case) -> None:
    """The first way asks what the table says; its schedule breaks nothing else."""
    problem, known = planted(*case), expected()[case.plant]
    way = ways_out(search_in(problem, seconds=by_form(short=60, long=900)), most=1).ways[0]
    assert way.proved
    assert way.rank == known.rank
    assert_as_known(way, case.plant, problem.programme.programme.organiser)
    eased = {easing.statement for easing in way.easings}
    broken = {one.statement.key for one in judge(problem, way.schedule).hard}
    assert broken == eased


def assert_as_known(way: WayOut, name: str, organiser: str) -> None:
    """The way is one of those that the table lists, signed as it says; the organiser is the host's."""
    known = expected()[name]
    place = known.least.index({easing.statement: easing.amount for easing in way.easings})
    own = plant(name).programme.programme.organiser
    assert {*way.signatures} == {organiser if who == own else who for who in known.signed[place]}


@pytest.mark.parametrize("name", TRIED[:: by_form(short=4, long=1)])
def test_no_schedule_asks_less(name: str) -> None:
    """Of all schedules, those that break least are of the rank that is found."""
    problem = plant(name)
    rules = {said.key: said.rule.rule for said in problem.statements}
    able = {
        key: price
        for key, price in prices(problem, hard(problem.statements)).items()
        if rules[key] != "duration_bounds"  # the lines of the referee keep to it
    }
    ranks = every_rank(problem, able)
    assert ranks
    assert ways_out(search_in(problem), most=1, able=able).ways[0].rank == min(ranks)
    if any(way.keys() <= able.keys() for way in expected()[name].least):
        assert min(ranks) == expected()[name].rank


@pytest.mark.parametrize("name", REAL)
def test_processes_answer_the_same(name: str) -> None:
    """`explain` and `relax` as a planner calls them say what the table says."""
    problem, known, limits = planted(name, "black-sea-2027"), expected()[name], Limits(seconds=60)
    explained = explain(problem, limits)
    assert explained.possible is False
    assert {conflict.keys for conflict in explained.conflicts} == {*known.conflicts}
    assert explained.complete
    relaxed = relax(problem, limits, most=1)
    assert relaxed.ways[0].rank == known.rank
    assert relaxed.ways[0].proved
