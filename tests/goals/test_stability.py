"""Change as little as possible of what was published or agreed."""

from typing import Any

import pytest

from exsched.domain.exercises import Role
from exsched.domain.schedule import Line
from tests.agreement import least_goal, only
from tests.builders import a_laydown, a_line
from tests.goals.world import (
    FACTS,
    a_goal,
    a_world,
    assert_best_is_found,
    assert_posts_what_it_measures,
    schedules,
)

BEL = {"BEL": Role.FULL}
PUBLISHED = {"form": "sea", "sites": {"port": "north"}, "participants": BEL}
"""ALDER as published: at sea on 31 December, in a port of Arvania, with Belmark."""


def points(line: Line | None, **parts: Any) -> int:
    """What the goal measures of ALDER, whose state is committed; BIRCH is as it was published."""
    problem = a_world()
    birch = FACTS["schedules"]["published"]["lines"][1]
    goal = a_goal("stability", **({"against": "published", "states": {"committed": 1}} | parts))
    lines = [Line.model_validate(birch), *([line] if line else [])]
    return goal.measure(problem, a_laydown(problem, *lines))


def alder(startex: str = "2027-12-31", days: int = 1, **changed: Any) -> Line:
    """ALDER as published, but for what is changed."""
    return a_line("alder", startex, days, **(PUBLISHED | changed))


def test_stability_is_nought_when_nothing_changes() -> None:
    """The reference itself costs nothing."""
    assert points(alder()) == 0


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (None, 20),
        (alder("2027-12-30"), 1),
        (alder("2028-01-02"), 2),
        (alder(days=2), 1),
        (alder("2027-12-29", days=3), 2 + 2),
        (alder(sites={"port": "coast"}, participants=BEL | {"ARV": Role.FULL}), 5 + 5),
        (alder(sites={}), 5 + 5),
        (alder(participants={}), 5),
        (alder(participants=BEL | {"CAR": Role.OBSERVER}), 5),
        (alder(participants={"BEL": Role.STAFF}), 0),
        (alder(form=None, sites={"port": "north", "land": "north"}), 10),
    ],
)
def test_stability_prices_each_change(line: Line | None, expected: int) -> None:
    """Dropped, moved, longer, elsewhere, other nations, other form; a new need is no change of a site."""
    assert points(line) == expected


def test_stability_counts_a_host_that_goes_and_one_that_comes() -> None:
    """From Arvania's port to Carvia's: a site, a nation that goes, and one that comes."""
    assert points(alder(sites={"port": "coast"})) == 5 + 5 + 5


def test_stability_takes_prices() -> None:
    """Every kind of change has its own."""
    prices = {"dropped": 100, "day": 3, "site": 7, "participant": 11, "form": 13}
    assert points(None, prices=prices) == 100
    changed = alder("2028-01-01", form=None, sites={"port": "coast"})
    assert points(changed, prices=prices) == 3 + 7 + 2 * 11 + 13


@pytest.mark.parametrize(
    ("state", "weight"), [("idea", 0), ("requested", 1), ("agreed", 2), ("announced", 5), ("committed", 20)]
)
def test_stability_weighs_by_state(state: str, weight: int) -> None:
    """The firmer the line, the dearer the change."""
    exercises = {"alder": FACTS["exercises"]["alder"] | {"state": state}}
    problem = a_world(exercises=exercises)
    goal = a_goal("stability", against="published")
    assert goal.measure(problem, a_laydown(problem, alder("2027-12-29"))) == 2 * weight


def test_stability_leaves_out_what_was_not_held_or_is_gone() -> None:
    """A new exercise breaks no promise; one that the programme does not have any more is not asked for."""
    lines = [
        {"exercise": "birch", "held": False},
        {"exercise": "gone", "startex": "2027-12-30", "endex": "2027-12-30"},
    ]
    problem = a_world(schedules={"published": {"lines": lines}})
    birch = a_line("birch", "2027-12-30", 2, sites={"land": "south"})
    goal = a_goal("stability", against="published")
    assert goal.measure(problem, a_laydown(problem, alder(), birch)) == 0


def test_stability_says_when_there_is_nothing_to_compare_with() -> None:
    """The sentence counts the exercises compared, or says that the schedule is missing."""
    problem = a_world()
    assert [a_goal("stability", against=name).explain(problem) for name in ("published", "draft")] == [
        "change as little as possible of published (2 exercises)",
        "change as little as possible of draft: there is no such schedule to compare with",
    ]
    assert a_goal("stability", against="draft").measure(problem, a_laydown(problem)) == 0


@pytest.mark.parametrize("parts", [{}, {"prices": {"site": 2, "form": 3}, "states": {"agreed": 7}}])
def test_stability_posts_what_it_measures(parts: dict[str, Any]) -> None:
    """Posting and measuring agree, and so do solver and referee on the best."""
    assert_posts_what_it_measures(a_goal("stability", against="published", **parts), 40)
    assert_best_is_found(a_goal("stability", against="published", **parts))


def test_stability_posts_references_that_can_not_be_met_again() -> None:
    """A form, a venue, a nation and a force that are gone, and dates outside the horizon."""
    was = {
        "exercise": "alder",
        "form": "gone",
        "startex": "2027-11-01",
        "endex": "2027-11-04",
        "sites": {"land": "gone", "camp": "north"},
        "participants": {"GON": "full"},
        "forces": {"troops": {"gone": 1}},
    }
    world = a_world(schedules={"published": {"lines": [was]}})
    shape = {"duration_bounds", "site_need"}
    problem = only(world, tuple(s for s in world.statements if s.rule.rule in shape))
    for schedule in schedules(problem, 10):
        posted, measured = least_goal(problem, a_goal("stability", against="published"), schedule)
        assert posted == measured
