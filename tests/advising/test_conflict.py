"""Conflicts and ways out against enumeration: sufficient, smallest, and the least that has to give way."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from itertools import pairwise, product
from math import prod

import pytest

from exsched.advising.clock import Clock
from exsched.advising.conflict import Search
from exsched.advising.prices import prices
from exsched.advising.relax import ways_out
from exsched.checking.judge import judge
from exsched.domain.outcome import Evidence
from exsched.rulekit.finding import Violation
from exsched.rulekit.problem import Problem
from exsched.solving.boards import Boards
from exsched.solving.said import Price
from exsched.solving.switchboard import Switchboard
from exsched.solving.switches import hard, only, switched
from tests.brute_force import TooMany, best_values
from tests.long_form import by_form
from tests.random_programmes import a_random_problem
from tests.universe import every_choice, laydown_of

SEEDS = range(by_form(short=12, long=1500))


@cache
def impossible() -> list[tuple[int, Problem]]:
    """Random problems that enumeration finds impossible."""
    found = []
    for seed in SEEDS:
        problem = a_random_problem(seed)
        try:
            if best_values(problem) is None:
                found.append((seed, problem))
        except TooMany:
            continue
    return found


def a_search(problem: Problem) -> Search:
    """A search on a board in this process."""
    return Search(problem, Switchboard(problem, workers=1), Clock(60))


def test_conflict_is_sufficient_and_smallest() -> None:
    """No schedule keeps all of its statements, and leaving out any one makes one possible."""
    found = impossible()
    assert found
    for seed, problem in found:
        search = a_search(problem)
        conflict = search.smallest(search.board.keys)
        assert conflict is not None, seed
        assert conflict.smallest, seed
        assert conflict.evidence is Evidence.CONFIRMED, seed
        for free in ("duration_bounds", "site_need"):
            assert best_of(problem, conflict.keys, free) in {None, TOO_MANY}, (seed, free)
        for key in conflict.keys:
            said = search.board.possible(conflict.keys - {key}, 20)
            assert said.schedule is not None, (seed, key)
            assert judge(only(problem, conflict.keys - {key}), said.schedule).allowed, (seed, key)


TOO_MANY = (-1,)


def best_of(problem: Problem, keys: frozenset[str], free: str) -> tuple[int, ...] | None:
    """What enumeration finds under these statements alone, lines saying all that a rule leaves free."""
    try:
        return best_values(only(problem, keys), most=20_000, rule=free)
    except TooMany:
        return TOO_MANY


def test_board_agrees_with_the_checker_on_every_schedule() -> None:
    """Whatever the board says can be kept together is kept by a schedule, and the other way round."""
    for seed in SEEDS[:20]:
        problem = a_random_problem(seed)
        board = Switchboard(problem, workers=1)
        keys = sorted(board.keys)
        for drop in keys:
            rest = frozenset(keys) - {drop}
            said = board.possible(rest, 20)
            if said.schedule is not None:
                assert judge(only(problem, rest), said.schedule).allowed, (seed, drop)
            assert said.possible is not None, (seed, drop)


def test_boards_answer_as_the_one_board_does() -> None:
    """In whatever order questions come: the models of demands and of few exercises change no answer."""
    impossible = 0
    for seed in SEEDS[: by_form(short=3, long=300)]:
        problem = a_random_problem(seed)
        boards, board = Boards(problem, workers=1), Switchboard(problem, workers=1)
        keys = sorted(board.keys)
        questions = [frozenset(keys), *(frozenset(keys) - {one, other} for one, other in pairwise(keys))]
        for rest in [*questions[::4], *reversed(questions[::3])]:
            said = boards.possible(rest, 20)
            assert said.possible == board.possible(rest, 20).possible, (seed, rest)
            if said.schedule is not None:
                assert judge(only(problem, rest), said.schedule).allowed, (seed, rest)
            else:
                impossible += 1
                assert said.core <= rest, seed
                assert best_of(problem, said.core, "duration_bounds") in {None, TOO_MANY}, seed
    assert impossible


def test_two_statements_of_one_key_are_no_board() -> None:
    """One switch would hold only one of them, and the board would call possible what is not."""
    problem = a_random_problem(3)
    with pytest.raises(ValueError, match="two statements are called"):
        switched(replace(problem, statements=(*problem.statements, *problem.statements)))


def test_least_way_out_is_the_least() -> None:
    """The first way needs as few signatures, as low, and as little as the best of all schedules."""
    tried = 0
    for seed, problem in impossible():
        rules = {said.key: said.rule.rule for said in problem.statements}
        able = {
            key: price
            for key, price in prices(problem, hard(problem.statements)).items()
            if rules[key] != "duration_bounds"  # the lines of the referee keep to it
        }
        ranks = every_rank(problem, able)
        if ranks is None:
            continue
        found = ways_out(a_search(problem), most=3, able=able)
        if not ranks:
            assert not found.ways, seed
            continue
        tried += 1
        assert found.ways, seed
        assert found.ways[0].proved, seed
        assert found.ways[0].rank == min(ranks), seed
        assert len({tuple(sorted(e.statement for e in way.easings)) for way in found.ways}) == len(found.ways)
    assert tried


def every_rank(problem: Problem, able: Mapping[str, Price]) -> list[tuple[int, int, int]] | None:
    """The rank of every schedule that breaks nothing but what may be eased; None for too many."""
    choices = [every_choice(problem, name) for name in problem.exercises]
    if prod(map(len, choices)) > 6000:
        return None
    ranks = []
    for chosen in product(*choices):
        laydown = laydown_of(problem, chosen)
        broken: dict[str, int] = {}
        for said in hard(problem.statements):
            for one in said.rule.check(problem, laydown):
                if isinstance(one, Violation):
                    broken[said.key] = broken.get(said.key, 0) + one.amount
        if broken.keys() <= able.keys():
            ranks.append(rank(broken, able))
    return ranks


def rank(broken: Mapping[str, int], able: Mapping[str, Price]) -> tuple[int, int, int]:
    """Signatures, their levels, points."""
    levels: dict[str, int] = {}
    for key in broken:
        levels[able[key].signature] = max(levels.get(able[key].signature, 0), able[key].level)
    points = sum(able[key].statement + able[key].unit * amount for key, amount in broken.items())
    return len(levels), sum(levels.values()), points
