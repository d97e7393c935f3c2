"""Let every training audience practise its objectives often enough."""

from typing import Any

import pytest

from exsched.domain.exercises import Role
from exsched.domain.schedule import Line
from tests.builders import a_laydown, a_line
from tests.goals.world import a_goal, a_world, assert_best_is_found, assert_posts_what_it_measures


def value(*lines: Line, **parts: Any) -> int:
    """What the goal measures; the world has two calendar years."""
    problem = a_world()
    asked: dict[str, Any] = {"audience": ["pact"], "objectives": ["fires", "logistics"]}
    return a_goal("objective_coverage", **(asked | parts)).measure(problem, a_laydown(problem, *lines))


def alder(startex: str = "2027-12-30", *nations: str, **more: Any) -> Line:
    """ALDER, which trains logistics and fires."""
    return a_line("alder", startex, participants=dict.fromkeys(nations, Role.FULL), **more)


def test_objective_coverage_counts_nations_objectives_and_years() -> None:
    """Two nations, two objectives, two years, as often as asked for."""
    assert [value(), value(per="horizon"), value(least=3), value(audience=["ARV"])] == [8, 4, 24, 4]


def test_objective_coverage_counts_who_takes_part() -> None:
    """Arvania practises both objectives in the old year."""
    assert value(alder("2027-12-30", "ARV")) == 8 - 2
    assert value(alder("2027-12-30", "ARV", "BEL"), per="horizon") == 0


def test_objective_coverage_takes_the_objectives_of_the_form() -> None:
    """At sea no logistics are practised."""
    assert value(alder("2027-12-30", "ARV", form="sea")) == 8 - 1


def test_objective_coverage_does_not_count_twice_what_is_asked_once() -> None:
    """A second exercise with an objective in the same year adds nothing, one in the next year does."""
    birch = a_line("birch", "2027-12-30", participants={"ARV": Role.FULL})
    later = a_line("birch", "2028-01-01", participants={"ARV": Role.FULL})
    first = alder("2027-12-30", "ARV")
    assert [value(first, birch), value(first, later), value(first, birch, least=2)] == [6, 5, 16 - 3]


@pytest.mark.parametrize(("role", "missing"), [(Role.FULL, 3), (Role.STAFF, 3), (Role.OBSERVER, 4)])
def test_objective_coverage_does_not_count_observers(role: Role, missing: int) -> None:
    """Who only watches has not practised."""
    line = {
        "title": "BIRCH",
        "days": 1,
        "objectives": ["fires"],
        "participants": {"may": {"BEL": {"role": role}}},
    }
    problem = a_world(exercises={"birch": line})
    goal = a_goal("objective_coverage", audience=["pact"], objectives=["fires"])
    there = a_line("birch", "2028-01-01", participants={"BEL": role})
    assert goal.measure(problem, a_laydown(problem, there)) == missing


def test_objective_coverage_says_what_is_asked() -> None:
    """The sentence names audience, objectives and the least."""
    problem = a_world()
    goals = (
        a_goal("objective_coverage", audience=["pact"], objectives=["fires"]),
        a_goal("objective_coverage", audience=["ARV"], objectives=["a", "b"], least=2, per="horizon"),
    )
    assert [goal.explain(problem) for goal in goals] == [
        "let pact practise fires in at least 1 exercise a year",
        "let ARV practise a, b in at least 2 exercises in the whole programme",
    ]


@pytest.mark.parametrize("parts", [{}, {"per": "horizon", "least": 2}])
def test_objective_coverage_posts_what_it_measures(parts: dict[str, Any]) -> None:
    """Posting and measuring agree, and so do solver and referee on the best."""
    audience = ["pact", "CAR"]
    goal = a_goal("objective_coverage", audience=audience, objectives=["fires", "logistics"], **parts)
    assert_posts_what_it_measures(goal, 30)
    assert_best_is_found(goal)
