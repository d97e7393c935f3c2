"""Share the burden of sending forces among nations as was agreed."""

from typing import Any

import pytest

from exsched.domain.schedule import Line
from tests.builders import a_laydown, a_line
from tests.goals.world import a_goal, a_world, assert_best_is_found, assert_posts_what_it_measures

BOTH = ["ARV", "CAR"]


def value(*lines: Line, history: bool = False, **parts: Any) -> int:
    """What the goal measures between the two nations with forces, without a past unless asked for."""
    problem = a_world() if history else a_world(history={})
    goal = a_goal("burden_sharing", **({"nations": BOTH} | parts))
    return goal.measure(problem, a_laydown(problem, *lines))


def alder(land: str = "north", **troops: int) -> Line:
    """ALDER for two days; the guards travel a day to the north, two days to the south."""
    sites = {"land": land, "port": "coast"}
    return a_line("alder", "2027-12-30", 2, sites=sites, forces={"troops": troops})


def test_burden_sharing_counts_elements_times_days_of_their_own_footprint() -> None:
    """Two elements for four days against one for two."""
    assert value() == 0
    assert value(alder(guards=1)) == 4
    assert value(alder("south", guards=1)) == 6
    assert value(alder(guards=2, ships=1)) == 2 * 4 - 2


@pytest.mark.parametrize(
    ("of", "arv", "car"),
    [
        ("element_days", 4, 2),
        ("strength_days", 4 * 17, 2 * 2),
        ("cost", 4 * 11 + 2 * 56 * 3, 2 * 5),
    ],
)
def test_burden_sharing_counts_what_it_is_told(of: str, arv: int, car: int) -> None:
    """Elements, hundreds of troops, or money; fares that are not written count 0."""
    assert value(alder(guards=1, ships=1), of=of) == arv - car
    assert value(alder(guards=1, ships=1), of=of, by="sum") == 2 * (arv - car)


def test_burden_sharing_knows_agreed_shares() -> None:
    """Two for one is fair when it was agreed."""
    assert value(alder(guards=1, ships=1), shares={"ARV": 2}) == 0
    assert value(alder(guards=1, ships=1), shares={"CAR": 2}) == 4 * 3 - 6


def test_burden_sharing_leaves_out_other_nations() -> None:
    """What a nation sends that shares nothing is not counted."""
    assert value(alder(guards=1, ships=1), nations=["BEL", "CAR"]) == 2


@pytest.mark.parametrize(
    ("of", "arv", "car"), [("element_days", 5, 5), ("strength_days", 85, 10), ("cost", 55, 25)]
)
def test_burden_sharing_remembers_what_was_sent(of: str, arv: int, car: int) -> None:
    """In May 2027 guards and ships were away for five days, redeployment included."""
    assert value(of=of, history=True) == arv - car


def test_burden_sharing_forgets_forces_that_are_gone() -> None:
    """A force of a past year that the programme no longer has belongs to nobody."""
    past = {"dates": "2027-05-01", "forces": {"disbanded": 1}}
    problem = a_world(history={"elm": past})
    assert a_goal("burden_sharing", nations=BOTH).measure(problem, a_laydown(problem)) == 0


def test_burden_sharing_says_who_shares_what() -> None:
    """The sentence names what is shared, and among whom."""
    goal = a_goal("burden_sharing", shares={"ARV": 2, "CAR": 1}, of="strength_days")
    said = "share the strength-days of forces among ARV, CAR as ARV 2, CAR 1"
    assert goal.explain(a_world()) == said


@pytest.mark.parametrize("of", ["element_days", "strength_days", "cost"])
@pytest.mark.parametrize("by", ["worst", "sum"])
def test_burden_sharing_posts_what_it_measures(of: str, by: str) -> None:
    """Posting and measuring agree, and so do solver and referee on the best."""
    goal = a_goal("burden_sharing", nations=BOTH, shares={"ARV": 3, "CAR": 2}, of=of, by=by)
    assert_posts_what_it_measures(goal, 15)
    assert_best_is_found(goal)
