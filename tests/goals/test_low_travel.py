"""Move as few troops over as few kilometres as possible."""

from typing import Any

import pytest

from exsched.domain.schedule import Line
from exsched.geography import distance_km
from exsched.goals.low_travel import Estimate, LowTravel
from tests.builders import a_laydown, a_line
from tests.goals.world import FACTS, a_goal, a_world, assert_best_is_found, assert_posts_what_it_measures

NORTH, SOUTH = 56, 339
"""Kilometres from the guards' home to the two ranges, 55.8 and 339.0 before rounding."""


def alder(land: str, troops: dict[str, int], **more: Any) -> Line:
    """ALDER at a range and at the port."""
    sites = {"land": land, "port": "coast"}
    return a_line("alder", "2027-12-30", sites=sites, forces={"troops": troops}, **more)


def value(*lines: Line) -> int:
    """What the goal measures."""
    problem = a_world()
    return LowTravel().measure(problem, a_laydown(problem, *lines))


def test_low_travel_rounds_kilometres_to_the_nearest() -> None:
    """The ways of this page."""
    home = (60, 11)
    assert [round(distance_km(home, at)) for at in ((60, 10), (57, 10))] == [NORTH, SOUTH]


@pytest.mark.parametrize(
    ("land", "elements", "expected"),
    [
        ("north", 1, 190),  # 2 x 56 x 1,700 = 190,400
        ("north", 2, 380),
        ("south", 1, 1153),  # 2 x 339 x 1,700 = 1,152,600
    ],
)
def test_low_travel_counts_there_and_back_for_every_element(land: str, elements: int, expected: int) -> None:
    """Thousand troop-kilometres, rounded for one element and then counted for each."""
    assert value(alder(land, {"guards": elements})) == expected


def test_low_travel_goes_to_the_site_of_the_role() -> None:
    """A role that names a site travels there; one that names none goes to the first site."""
    lines = FACTS["exercises"]
    troops = {"troops": {"need": 1, "capability": "unit", "site": "port"}}
    problem = a_world(exercises={"alder": lines["alder"] | {"forces": troops}})
    sites = {"land": "south", "port": "north"}
    there = a_line("alder", "2027-12-30", sites=sites, forces={"troops": {"guards": 1}})
    assert LowTravel().measure(problem, a_laydown(problem, there)) == 190


def test_low_travel_counts_unknown_ways_as_nought_and_names_them() -> None:
    """Ships without a home, and a port without a position, are reported beside the figure."""
    problem = a_world()
    laydown = a_laydown(problem, alder("north", {"guards": 1, "ships": 1}))
    goal = a_goal("low_travel", grams={"rail": 30})
    assert isinstance(goal, LowTravel)
    assert goal.measure(problem, laydown) == 190
    assert goal.estimate(laydown) == Estimate(190, 190 * 30, (("alder", "ships"),))


def test_low_travel_estimates_by_mode() -> None:
    """Without a mode it is road; the defaults are those of the page."""
    forces = FACTS["forces"]
    walking = {name: v for name, v in forces["guards"].items() if name != "mobility"}
    problem = a_world(forces=forces | {"guards": walking})
    laydown = a_laydown(problem, alder("north", {"guards": 1}))
    assert LowTravel().estimate(laydown).co2_kg == 190 * 80
    flying = walking | {"mobility": {"mode": "air", "km_per_day": 900}}
    problem = a_world(forces=forces | {"guards": flying})
    laydown = a_laydown(problem, alder("north", {"guards": 1}))
    assert LowTravel().estimate(laydown).co2_kg == 190 * 160


def test_low_travel_says_how_many_ways_it_cannot_measure() -> None:
    """The sentence counts the possible journeys whose ends are not known."""
    said = "move as few troops over as few kilometres as possible"
    missing = "; 4 of 8 possible journeys count 0: a position is missing"
    assert LowTravel().explain(a_world()) == said + missing
    known = {"guards": FACTS["forces"]["guards"], "ships": FACTS["forces"]["ships"] | {"home": [60, 9]}}
    coast = FACTS["venues"]["coast"] | {"at": [59, 9]}
    assert LowTravel().explain(a_world(forces=known, venues=FACTS["venues"] | {"coast": coast})) == said


def test_low_travel_posts_what_it_measures() -> None:
    """Posting and measuring agree, and so do solver and referee on the best."""
    assert_posts_what_it_measures(a_goal("low_travel"))
    assert_best_is_found(a_goal("low_travel"))
