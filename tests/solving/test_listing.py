"""A list's schedule is allowed or there is none; it finds what an exercise that gives way makes room for."""

from collections import Counter

import pytest

from benchmarks.generator import made
from exsched.checking.judge import judge
from exsched.intake import load
from exsched.library import examples_dir
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem
from exsched.solving.listing import first_come
from tests.brute_force import TooMany, best_values
from tests.builders import a_line, a_problem, a_schedule, an_exercise
from tests.random_programmes import a_random_problem, problem_of


def never() -> bool:
    """A list has all the time."""
    return False


def an_example(name: str) -> Problem:
    """The problem of an example that comes with the package."""
    problem = load(examples_dir() / name).problem
    assert problem is not None
    return problem


@pytest.mark.parametrize(
    ("name", "held"), [("europe-2024", 72), ("black-sea-2027", 11), ("nordic-baltic-2027", 25)]
)
def test_list_holds_most_of_a_real_programme(name: str, held: int) -> None:
    """The examples that can be held find an allowed schedule of nearly all their exercises."""
    problem = an_example(name)
    schedule = first_come(problem, never)
    assert schedule is not None
    assert judge(problem, schedule).allowed
    assert sum(line.held for line in schedule.lines) >= held


def test_list_of_an_impossible_programme_is_none() -> None:
    """Where there is no schedule, the list has none."""
    assert first_come(an_example("too-much-2027"), never) is None


def test_lists_of_random_programmes_are_allowed() -> None:
    """Never a schedule where there is none; where there is one, mostly found, and always allowed."""
    seen = Counter[str]()
    for seed in range(50):
        problem = a_random_problem(seed)
        try:
            best = best_values(problem)
        except TooMany:
            continue
        schedule = first_come(problem, never)
        if schedule is None:
            seen["missed"] += best is not None
            continue
        verdict = judge(problem, schedule)
        assert verdict.allowed
        assert best is not None
        assert best <= verdict.tier_values()
        seen["found"] += 1
    assert seen["found"] >= 4 * seen["missed"]


def test_exercise_gives_way_to_one_that_has_no_other_day() -> None:
    """Alder comes first and takes the day it wants; birch can only be held on that day, so alder is moved."""
    alder = an_exercise(days=1, startex="2027-01-10/2027-01-11", wanted="2027-01-11", sites={"main": "north"})
    birch = an_exercise(days=1, startex=["2027-01-11", "2027-01-20"], sites={"main": "north"})
    north = {"name": "North", "host": "ARV", "kind": "range", "takes": {"exercises": 1}}
    closed = {"closed": [{"dates": "2027-01-20"}]}
    facts = a_problem().programme.model_dump(mode="json", include={"programme", "nations"})
    facts |= {"venues": {"north": north | closed}, "exercises": {"alder": alder, "birch": birch}}
    schedule = first_come(problem_of(facts, [], []), never)
    assert schedule is not None
    assert [str(line.startex) for line in schedule.lines] == ["2027-01-10", "2027-01-11"]


def test_laydown_with_one_line_more_or_less_is_that_of_its_lines() -> None:
    """What is shared with the laydown before is what would be read anew."""
    parts = {name: an_exercise() for name in ("alder", "birch", "cedar")}
    problem = a_problem(exercises=parts)
    alder, birch, cedar = (a_line(name, "2027-01-10", 3) for name in parts)
    grown = Laydown(problem, a_schedule(alder)).beside(cedar).beside(birch)
    assert list(grown.held.items()) == list(Laydown(problem, a_schedule(alder, birch, cedar)).held.items())
    moved = grown.beside(a_line("alder", "2027-01-20", 2))
    assert str(moved.held["alder"].execution.start) == "2027-01-20"
    assert [line.exercise for line in moved.schedule.lines] == ["cedar", "birch", "alder"]
    assert grown.without({"birch"}).held == Laydown(problem, a_schedule(alder, cedar)).held


@pytest.mark.parametrize("seed", [1, 2])
def test_list_meets_what_a_tight_programme_demands(seed: int) -> None:
    """All that must be held, is frozen or is due by a deadline, where windows lie around one hidden plan."""
    problem = made(100, seed, hidden=True).problem
    schedule = first_come(problem, enough=lambda: True, over=never)
    assert schedule is not None
    assert judge(problem, schedule).allowed


@pytest.mark.parametrize(
    ("venues", "startex"), [(("north", "south"), "2027-01-20"), (("north",), "2027-01-05")]
)
def test_published_line_is_taken_while_it_can_be(venues: tuple[str, ...], startex: str) -> None:
    """A line comes back where it was published, but not to a venue that is gone."""
    facts = a_problem().programme.model_dump(mode="json", include={"programme", "nations"})
    facts["venues"] = {name: {"name": name, "host": "ARV", "kind": "range"} for name in venues}
    facts["exercises"] = {"alder": an_exercise(days=2, wanted="2027-01-05", sites={"main": list(venues)})}
    was = a_line("alder", "2027-01-20", 2, sites={"main": "south"}).model_dump(mode="json")
    schedule = first_come(problem_of(facts | {"schedules": {"last": {"lines": [was]}}}, [], []), never)
    assert schedule is not None
    assert str(schedule.line("alder").startex) == startex
