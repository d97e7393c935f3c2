"""Spend as little as possible.

What it measures  The costs of everything that is held, added up, of the sorts under `counts` (all when
                  nothing is written).
Counts            `exercises`  `cost` of the exercise in the form in which it is held, and its `cost_per_day`
                               for every execution day;
                  `sites`      `cost_per_day` of each venue used, for every execution day, once a venue;
                  `forces`     `cost_per_day` of a force for every element and every day of the force's own
                               footprint;
                  `travel`     `cost_per_km` of a force for every element and every kilometre from its home
                               to the site of its role, there and again back (whole km, a half upwards).
Unit              Currency unit: the one in which the programme's costs are written. No cost is larger than a
                  million: write thousands, or millions, where they would be.
Unknown           A cost that is not written counts 0. The sentence of the goal says of how much that is so,
                  and `unknown` names what is missing for a schedule. An exercise has a known cost when one
                  of `cost` and `cost_per_day` is written.
Does not measure  Who pays, and whether the money is there: see `budget_ceiling`.
Real case         In 2013 automatic budget cuts stopped brigade exercises and flying hours in mid-year (Stars
                  and Stripes, December 2013); what each exercise cost decided what was kept.
"""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from exsched.rulekit.costs import ALL_SORTS, Sort, exercise_rates
from exsched.rulekit.costs_counted import items_of
from exsched.rulekit.costs_posted import PostedCosts
from exsched.rulekit.decisions import Decisions, Term
from exsched.rulekit.goal import Goal
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem


class LowCost(Goal):
    """Keep the costs of the programme low."""

    goal: Literal["low_cost"] = "low_cost"
    counts: tuple[Sort, ...] = Field(default=ALL_SORTS, min_length=1, description="which sorts of cost")

    unit: ClassVar[str] = "currency unit"

    def explain(self, problem: Problem) -> str:
        """The goal as one sentence."""
        missing = ", ".join(number_of(n, what) for n, what in self._unwritten(problem) if n)
        gap = f"; no cost is written for {missing}" if missing else ""
        return f"spend as little as possible on {', '.join(self.counts)}{gap}"

    def _unwritten(self, problem: Problem) -> Iterator[tuple[int, str]]:
        facts = problem.programme
        if Sort.EXERCISES in self.counts:
            yield sum(exercise_rates(line) is None for line in problem.exercises.values()), "exercise"
        if Sort.SITES in self.counts:
            yield sum(venue.cost_per_day is None for venue in facts.venues.values()), "venue"
        if Sort.FORCES in self.counts:
            yield sum(force.cost_per_day is None for force in facts.forces.values()), "force by day"
        if Sort.TRAVEL in self.counts:
            yield sum(force.cost_per_km is None for force in facts.forces.values()), "force by km"

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> list[Term]:
        """Every cost that a form of an exercise could bring."""
        costs = PostedCosts(problem, decisions)
        return [term for key in problem.forms for term in self._terms(costs, key)]

    def _terms(self, costs: PostedCosts, key: str) -> Iterator[Term]:
        if Sort.EXERCISES in self.counts:
            yield from costs.of_exercise(key)
        for venue in costs.venues(key) if Sort.SITES in self.counts else ():
            yield from costs.of_venue(key, venue)
        for force in costs.roles(key):
            if Sort.FORCES in self.counts:
                yield from costs.of_force(key, force)
            if Sort.TRAVEL in self.counts:
                yield from costs.of_travel(key, force)

    # -- checker --------------------------------------------------------------------------------------------

    def measure(self, problem: Problem, laydown: Laydown) -> int:
        """The known costs of everything that is held."""
        items = (item for held in laydown.held.values() for item in items_of(held))
        return sum(item.amount or 0 for item in items if item.sort in self.counts)

    def unknown(self, laydown: Laydown) -> tuple[str, ...]:
        """What is not written and counted 0, for a schedule."""
        items = (item for held in laydown.held.values() for item in items_of(held))
        return tuple(sorted({i.missing for i in items if i.sort in self.counts and i.amount is None}))
