"""Let those who would have to fight together meet in exercises."""

from typing import Any

import pytest

from exsched.domain.exercises import Role
from exsched.domain.schedule import Line
from tests.builders import a_laydown, a_line
from tests.goals.world import FACTS, a_goal, a_world, assert_best_is_found, assert_posts_what_it_measures

FULL, OBSERVER = Role.FULL, Role.OBSERVER


def value(*lines: Line, **parts: Any) -> int:
    """What the goal measures; the world has two calendar years."""
    problem = a_world()
    goal = a_goal("interoperability", **({"nations": ["ARV", "BEL", "CAR"]} | parts))
    return goal.measure(problem, a_laydown(problem, *lines))


def birch(startex: str, *nations: str, **more: Any) -> Line:
    """BIRCH with some nations."""
    return a_line("birch", startex, participants=dict.fromkeys(nations, FULL), **more)


def test_interoperability_counts_pairs_and_years_that_do_not_meet() -> None:
    """Three pairs, two years; in May 2027 all three met already (CAR by its ships)."""
    assert value() == 3
    assert value(meetings=2) == 3 + 6
    assert value(nations=["pact"]) == 1


def test_interoperability_counts_a_meeting_for_the_year_of_startex() -> None:
    """A meeting that begins in the old year is none of the new."""
    assert value(birch("2028-01-01", "ARV", "BEL")) == 2
    assert value(birch("2027-12-31", "ARV", "BEL")) == 3
    assert value(birch("2027-12-31", "ARV", "BEL"), meetings=2) == 2 + 6


@pytest.mark.parametrize(("role", "missing"), [(FULL, 2), (Role.STAFF, 2), (OBSERVER, 3)])
def test_interoperability_does_not_count_observers(role: Role, missing: int) -> None:
    """Who only watches meets nobody."""
    parties = {"may": {"BEL": {"role": role}, "ARV": {}}}
    problem = a_world(exercises={"birch": {"title": "BIRCH", "days": 1, "participants": parties}})
    goal = a_goal("interoperability", nations=["ARV", "BEL", "CAR"])
    line = a_line("birch", "2028-01-01", participants={"ARV": FULL, "BEL": role})
    assert goal.measure(problem, a_laydown(problem, line)) == missing


def test_interoperability_counts_hosts_and_owners_of_forces() -> None:
    """A host and the owner of a force take part."""
    forces = {"troops": {"guards": 1}}
    assert value(birch("2028-01-01", sites={"land": "south"}, forces=forces)) == 2


def test_interoperability_takes_pairs_of_forces() -> None:
    """Forces listed, or all those of different nations; they met in May 2027."""
    both = a_line("alder", "2028-01-01", forces={"troops": {"guards": 1, "ships": 1}})
    one = a_line("alder", "2028-01-01", forces={"troops": {"guards": 2}})
    listed: dict[str, Any] = {"of": "forces", "nations": [], "forces": ["guards", "ships"]}
    owned: dict[str, Any] = {"of": "forces", "nations": ["ARV", "CAR"]}
    assert [value(line, **parts) for parts in (listed, owned) for line in (both, one)] == [0, 1, 0, 1]
    assert value(one, of="forces", nations=["pact"]) == 0


def test_interoperability_says_who_is_to_meet() -> None:
    """The sentence counts the pairs."""
    problem = a_world()
    assert [
        a_goal("interoperability", **parts).explain(problem)
        for parts in ({"nations": ["pact"]}, {"nations": ["pact", "CAR"], "meetings": 2})
    ] == [
        "let each of 1 pair of nations meet at least 1 time a year",
        "let each of 3 pairs of nations meet at least 2 times a year",
    ]


@pytest.mark.parametrize(
    "parts", [{}, {"forces": ["guards"]}, {"of": "forces", "forces": ["a"], "nations": ["b"]}]
)
def test_interoperability_needs_somebody_to_meet(parts: dict[str, Any]) -> None:
    """Nations, or forces, never both and never none."""
    with pytest.raises(ValueError, match="nations"):
        a_goal("interoperability", **parts)


@pytest.mark.parametrize(
    "parts",
    [
        {"nations": ["ARV", "BEL", "CAR"], "meetings": 2},
        {"nations": ["ARV", "CAR"], "of": "forces", "meetings": 2},
    ],
)
def test_interoperability_posts_what_it_measures(parts: dict[str, Any]) -> None:
    """Posting and measuring agree, and so do solver and referee on the best."""
    assert_posts_what_it_measures(a_goal("interoperability", **parts), 30)
    assert_best_is_found(a_goal("interoperability", **parts))


def test_interoperability_counts_a_pair_that_can_never_meet() -> None:
    """No exercise is open to both: what is missing is missing in every schedule."""
    lines = {"birch": FACTS["exercises"]["birch"] | {"sites": {}, "forces": {}}}
    problem = a_world(exercises=lines, history={})
    assert a_goal("interoperability", nations=["ARV", "CAR"]).measure(problem, a_laydown(problem)) == 2
