"""Move as few troops over as few kilometres as possible.

What it measures  For every element of a force that fills a role: the troops of one element, times the way
                  from the force's home to the site of the role and back. The way out is the shortest line
                  on the ellipsoid, rounded to whole kilometres (a half upwards); troops times kilometres
                  there and back are rounded to whole thousands (a half upwards) for one element, and then
                  counted for each element. The site of a role is the one it names, else the first of the
                  exercise.
Unit              Thousand troop-kilometres.
Unknown           A force without `home`, or a role at a site without a position, counts 0. The sentence
                  of the goal says for how many of the possible journeys that is so, and `estimate` names
                  those of a schedule.
CO2               `estimate` multiplies each journey by the grams under `grams` for the force's mode of travel
                  (`mobility.mode`, road when nothing is written). It follows from the kilometres and is not
                  itself kept small. The factors are EU averages for one passenger-kilometre of 2018, well to
                  wheel: coach 80, rail 33, sea 61, air 160 (European Environment Agency, briefing "Rail and
                  waterborne - best for low-carbon motorised transport", 24 March 2021; figures not checked
                  against the tables; `mixed` is taken as road). Heavy equipment emits more; write your own.
Does not measure  Troops that a nation brings besides named forces (they have no home here), and supplies.
Real case         For 1,405 joint exercises of the US fiscal years 1995 to 2002 transport was the only cost
                  that was tracked (summary of GAO/NSIAD-98-189).
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

from exsched.domain.dates import Frozen
from exsched.domain.exercises import Exercise
from exsched.domain.forces import Force
from exsched.domain.names import Count
from exsched.domain.venues import Venue
from exsched.geography import distance_km
from exsched.rulekit.decisions import Decisions, Term
from exsched.rulekit.goal import Goal
from exsched.rulekit.laydown import Commitment, Held, Laydown
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem


class Grams(Frozen):
    """Grams of CO2 equivalent for one troop and one kilometre, by mode of travel."""

    road: Count = 80
    rail: Count = 33
    sea: Count = 61
    air: Count = 160
    mixed: Count = 80


@dataclass(frozen=True)
class Estimate:
    """What a schedule's journeys amount to; `unknown` names exercise and force without a known way."""

    thousand_troop_km: int
    co2_kg: int
    unknown: tuple[tuple[str, str], ...]


class LowTravel(Goal):
    """Keep strength times distance low."""

    goal: Literal["low_travel"] = "low_travel"
    grams: Grams = Grams()

    unit: ClassVar[str] = "thousand troop-kilometres"

    def explain(self, problem: Problem) -> str:
        """The goal as one sentence."""
        ways = list(_possible_journeys(problem))
        missing = sum(force.home is None or venue.at is None for _, _, force, _, venue in ways)
        gap = f"; {missing} of {number_of(len(ways), 'possible journey')} count 0: a position is missing"
        return f"move as few troops over as few kilometres as possible{gap if missing else ''}"

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> list[Term]:
        """The journey of every element to every site that it could be sent to."""
        d = decisions
        terms = []
        for key, role, force, need, venue in _possible_journeys(problem):
            if force.home is None or venue.at is None:
                continue
            way_out = math.floor(distance_km(force.home, venue.at) + 0.5)
            if factor := (2 * way_out * force.strength + 500) // 1000:
                elements = d.elements(key, role, force.id)
                terms.append(Term(factor, d.only_when(elements, [d.at_site(key, need, venue.id)])))
        return terms

    # -- checker --------------------------------------------------------------------------------------------

    def measure(self, problem: Problem, laydown: Laydown) -> int:
        """Thousand troop-kilometres over all commitments."""
        return sum(_troop_km(c, held) or 0 for held in laydown.held.values() for c in held.commitments)

    def estimate(self, laydown: Laydown) -> Estimate:
        """The kilometres of a schedule, the CO2 that follows from them, and the journeys not known."""
        total = co2 = 0
        unknown = []
        for held in laydown.held.values():
            for commitment in held.commitments:
                thousands = _troop_km(commitment, held)
                if thousands is None:
                    unknown.append((held.id, commitment.force.id))
                    continue
                mode = commitment.force.mobility.mode if commitment.force.mobility else "road"
                total += thousands
                co2 += thousands * int(getattr(self.grams, mode))
        return Estimate(total, co2, tuple(sorted(set(unknown))))


def _possible_journeys(problem: Problem) -> Iterator[tuple[str, str, Force, str, Venue]]:
    """Form, role, force, site need and venue of every journey that could be made."""
    facts = problem.programme
    for key, line in problem.forms.items():
        for role, wanted in line.forces.items():
            need = _site_of_role(line, role)
            venues = facts.candidates(line.sites[need]) if need in line.sites else ()
            for force in facts.eligible(wanted):
                for venue in venues:
                    yield key, role, facts.forces[force], need, facts.venues[venue]


def _site_of_role(line: Exercise, role: str) -> str:
    return line.forces[role].site or next(iter(line.sites), "")


def _troop_km(commitment: Commitment, held: Held) -> int | None:
    """Thousands of troops times kilometres, there and back; None when the way is not known."""
    force, role = commitment.force, held.exercise.forces.get(commitment.need)
    named = role.site if role else None
    site = held.sites.get(named if named else next(iter(held.exercise.sites), ""))
    if site is None or site.at is None or force.home is None:
        return None
    there = int(distance_km(force.home, site.at) + 0.5)
    exact, rest = divmod((there + there) * force.strength, 1000)
    return commitment.elements * (exact + (rest >= 500))
