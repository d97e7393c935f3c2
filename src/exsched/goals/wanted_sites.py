"""Hold exercises at the places that come first in the planner's lists.

What it measures  For every site of an exercise that is held and whose venues are listed under `any_of`: how
                  many places down the list the chosen venue stands. The first counts 0, the second 1, and so
                  on. A venue that is not on the list counts as if it stood at the end.
Unit              Place down the list.
Does not measure  Sites that are described by what they provide, by host or by area: those have no order.
                  Sites that are not found, and exercises that are not held: `site_need` and
                  `hold_exercises` say so.
"""

from typing import ClassVar, Literal

from exsched.rulekit.decisions import Decisions, Term
from exsched.rulekit.goal import Goal
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem


class WantedSites(Goal):
    """Go as few places down the lists of venues as possible."""

    goal: Literal["wanted_sites"] = "wanted_sites"

    unit: ClassVar[str] = "place down the list"

    def explain(self, problem: Problem) -> str:
        """The goal as one sentence."""
        lists = sum(
            len(need.any_of) > 1 for line in problem.exercises.values() for need in line.sites.values()
        )
        return f"use the venues that come first in their lists ({number_of(lists, 'list')})"

    def post(self, problem: Problem, decisions: Decisions) -> list[Term]:
        """The place of each venue in its list, if it is chosen."""
        return [
            Term(place, decisions.at_site(key, need, venue))
            for key, line in problem.forms.items()
            for need, site in line.sites.items()
            for place, venue in enumerate(site.any_of)
            if place
        ]

    def measure(self, problem: Problem, laydown: Laydown) -> int:
        """The places down the lists, over all sites used."""
        return sum(_places_down(held, need) for held in laydown.held.values() for need in held.sites)


def _places_down(held: Held, need: str) -> int:
    site, venue = held.exercise.sites.get(need), held.sites[need].id
    names = site.any_of if site else ()
    return names.index(venue) if venue in names else len(names)
