"""What an exercise is kept from: posted and checked alike."""

from typing import Any

import pytest

from exsched.advising.barred import Barred
from exsched.advising.kept_forces import KeptForces
from exsched.rulekit.problem import Statement
from tests.agreement import compare, least_goal, only, statements_of
from tests.goals.world import a_world, schedules
from tests.random_programmes import a_random_problem

PARTS: list[dict[str, Any]] = [
    {"days": "2027-12-30/2027-12-31"},
    {"venue": "north"},
    {"nation": "ARV"},
    {"startex": "2027-12-30/2028-01-05", "sites": {"land": "north"}},
    {"startex": "2027-12-29", "venue": "south"},
]


@pytest.mark.parametrize("parts", PARTS)
def test_barred_is_posted_as_it_is_checked(parts: dict[str, Any]) -> None:
    """Over every schedule of one exercise of the world the two agree, and both verdicts occur."""
    rule = Barred.model_validate({"exercise": "birch"} | parts)
    facts = {
        "birch": a_world().programme.exercises["birch"].model_dump(exclude={"id"}, exclude_defaults=True)
    }
    world = a_world(exercises=facts, schedules={})
    problem = only(world, (*statements_of(world, ""), Statement("~bar", rule)))
    found = compare(problem, "barred")
    assert (found.too_weak, found.too_strict) == (set(), set())
    assert found.allowed
    assert found.refused


def test_barred_says_what_it_bars() -> None:
    """The sentence names each part."""
    rule = Barred.model_validate({"exercise": "birch", "nation": "ARV", "venue": "north"})
    assert rule.explain(a_random_problem(1)) == "birch is not held at north nor held with ARV"


def test_kept_forces_posts_what_it_measures() -> None:
    """For schedules drawn from the world the least posted value is the measure, and not always the same."""
    world = a_world()
    problem = only(world, statements_of(world, ""))
    seen = set()
    for schedule in schedules(problem, 8):
        posted, measured = least_goal(problem, KeptForces(against="published"), schedule)
        assert (posted, schedule) == (measured, schedule)
        seen.add(measured)
    assert len(seen) > 1
