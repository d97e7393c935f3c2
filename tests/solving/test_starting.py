"""What stands of a schedule that breaks rules."""

import random

from exsched.checking.judge import judge
from exsched.domain.schedule import Schedule
from exsched.rulekit.problem import Problem
from exsched.solving.build import build
from exsched.solving.limits import Limits
from exsched.solving.pieces.course import Course
from exsched.solving.search import TierSearch
from exsched.solving.starting import what_stands
from exsched.solving.work import _start_from
from tests.random_programmes import a_random_problem
from tests.universe import every_choice, laydown_of

SEEDS = range(150)


def chosen_by_luck(seed: int) -> tuple[Problem, Schedule]:
    """A random problem, and any schedule of it."""
    problem, luck = a_random_problem(seed), random.Random(seed)
    chosen = [luck.choice(list(every_choice(problem, name))) for name in problem.exercises]
    return problem, laydown_of(problem, chosen).schedule


def test_what_stands_is_allowed_and_a_part() -> None:
    """Lines are left out and never changed; what is allowed stays whole."""
    parts = nothing = 0
    for seed in SEEDS:
        problem, schedule = chosen_by_luck(seed)
        left = what_stands(problem, schedule)
        if left is None:
            nothing += 1
            continue
        assert judge(problem, left).allowed, seed
        assert all(line in schedule.lines for line in left.lines), seed
        assert what_stands(problem, left) == left, seed
        parts += left != schedule
    assert parts
    assert nothing


def test_large_search_begins_with_what_stands() -> None:
    """It is told of as a first schedule, and all variables of the model follow from it."""
    tried = 0
    for seed in SEEDS:
        problem, schedule = chosen_by_luck(seed)
        left = what_stands(problem, schedule)
        if left is None or left == schedule:
            continue
        tried += 1
        search, told = a_search(problem)
        _start_from(schedule, search, known=False, large=True)
        assert (told, search.best) == (["solution"], left), seed
        assert Course(search)._known() is not None, seed
    assert tried


def a_search(problem: Problem) -> tuple[TierSearch, list[str]]:
    """A search that has not begun, and the words that it tells."""
    told: list[str] = []
    search = TierSearch(
        problem, build(problem), Limits(workers=1), lambda word, **_: told.append(word), lambda: False
    )
    return search, told
