"""Spend as little as possible."""

from typing import Any

import pytest

from exsched.goals.low_cost import LowCost
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem
from tests.agreement import least_goal
from tests.builders import a_laydown, a_line, a_schedule
from tests.goals.world import FACTS, a_goal, a_world, assert_best_is_found, assert_posts_what_it_measures


def alder(problem: Problem, days: int = 2, land: str = "south", **more: Any) -> Laydown:
    """ALDER at a range and at the port."""
    line = a_line("alder", "2027-12-30", days, sites={"land": land, "port": "coast"}, **more)
    return a_laydown(problem, line)


def value(laydown: Laydown, *counts: str) -> int:
    """What the goal measures of some sorts of cost."""
    return a_goal("low_cost", counts=counts).measure(laydown.problem, laydown)


def test_low_cost_adds_fixed_cost_and_cost_of_execution_days() -> None:
    """100 for ALDER as such, 10 for each of its days."""
    problem = a_world()
    assert [value(alder(problem, days), "exercises") for days in (1, 2)] == [110, 120]


def test_low_cost_counts_a_venue_once() -> None:
    """Two needs at one venue pay it once; each of two venues is paid."""
    problem = a_world()
    line = a_line("alder", "2027-12-30", 2, sites={"land": "north", "port": "north"})
    assert value(a_laydown(problem, line), "sites") == 2 * 7
    assert value(alder(problem), "sites") == 2 * 2


def test_low_cost_counts_the_days_of_a_forces_own_footprint() -> None:
    """Two days of execution and two of travel at either end, for each of two elements."""
    problem = a_world()
    assert value(alder(problem, forces={"troops": {"guards": 2}}), "forces") == 2 * (2 + 2 + 2) * 11


@pytest.mark.parametrize(("land", "km"), [("north", 56), ("south", 339)])
def test_low_cost_counts_kilometres_there_and_back(land: str, km: int) -> None:
    """Whole kilometres, for each of two elements."""
    problem = a_world()
    laydown = alder(problem, land=land, forces={"troops": {"guards": 2}})
    assert value(laydown, "travel") == 2 * 2 * km * 3


def test_low_cost_takes_the_costs_of_the_form() -> None:
    """At sea ALDER costs 30; what the form does not write stays as in the full one."""
    problem = a_world()
    line = a_line("alder", "2027-12-30", form="sea", sites={"port": "coast"})
    assert value(a_laydown(problem, line), "exercises") == 30 + 10


def test_low_cost_adds_all_sorts_and_names_what_is_unknown() -> None:
    """Ships without a fare and a port without a price count nothing and are named."""
    problem = a_world()
    laydown = alder(problem, land="north", forces={"troops": {"ships": 1}})
    assert LowCost().measure(problem, laydown) == 120 + 14 + 2 * 5
    assert LowCost().unknown(laydown) == ("the cost_per_day of coast", "the cost_per_km of ships")


def test_low_cost_says_what_is_not_written() -> None:
    """The sentence names the sorts, and counts the gaps."""
    said = "spend as little as possible on exercises, sites, forces, travel"
    assert LowCost().explain(a_world()) == f"{said}; no cost is written for 1 venue, 1 force by km"
    only = a_goal("low_cost", counts=["exercises"]).explain(a_world())
    assert only == "spend as little as possible on exercises"


@pytest.mark.parametrize("counts", [["exercises", "sites"], ["forces"], ["travel"], None])
def test_low_cost_posts_what_it_measures(counts: list[str] | None) -> None:
    """Posting and measuring agree, and so do solver and referee on the best."""
    goal = a_goal("low_cost", **({"counts": counts} if counts else {}))
    assert_posts_what_it_measures(goal, 15)
    assert_best_is_found(goal)


def test_low_cost_multiplies_large_rates_without_overflow() -> None:
    """Rates of a million a day and thousands of kilometres stay within what the solver is trusted with."""
    dear = {"cost_per_day": 1_000_000, "cost_per_km": 1_000_000, "mobility": None}
    forces = {"guards": FACTS["forces"]["guards"] | dear}
    lines = {"birch": FACTS["exercises"]["birch"] | {"redeploy": 0}}
    problem = a_world(forces=forces, exercises=lines)
    line = a_line("birch", "2027-12-30", 2, sites={"land": "south"}, forces={"troops": {"guards": 2}})
    posted, measured = least_goal(problem, LowCost(), a_schedule(line))
    assert posted == measured == 2 * 1_000_000 * 2 + 2 * 2 * 339 * 1_000_000 + 2 * 4 + 2 * 2
