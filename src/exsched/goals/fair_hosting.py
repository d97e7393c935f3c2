"""Share hosting among nations as was agreed.

What it measures  How far what each nation hosts is from its agreed share of what all of them host: of the
                  nations' deviations the largest (`by: worst`), or their sum (`by: sum`).
Of                `exercises`  exercises with a site on the nation's soil;
                  `days`       execution days of those;
                  `strength`   troops of those, in hundreds (each figure that is added is rounded up to full
                               hundreds): what the sites there say, or the whole exercise once when one of
                               these sites says nothing; strength that is not written counts 0.
Two hosts         An exercise with sites in two nations counts for both.
Shares            In any proportion, `{ARV: 2, BEL: 1}`; a nation that is left out has 1, so without any
                  they are equal. Only what these nations host is shared out.
History           Exercises under `history:` count in full for each of their hosts, however long ago.
Unit              Part: with S as the sum of the shares in smallest whole numbers, S parts are one exercise,
                  day or hundred troops, and a deviation is |hosted x S - share x hosted by all|.
Does not measure  The order in which nations host a series: see `host_rotation`.
Real case         The headquarters of the EU's yearly MILEX rotate among member states (Larissa and Nea Santa
                  2019, Huesca 2022, Eurocorps 2024 and 2025; EEAS).
"""

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from typing import ClassVar, Literal

from exsched.domain.history import PastExercise
from exsched.rulekit.decisions import Decisions, Term
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.problem import Problem
from exsched.rulekit.shares import SharingGoal


class Hosted(StrEnum):
    """What of the exercises is shared."""

    EXERCISES = "exercises"
    DAYS = "days"
    STRENGTH = "strength"


class FairHosting(SharingGoal):
    """Keep every nation near its share of hosting."""

    goal: Literal["fair_hosting"] = "fair_hosting"
    of: Hosted = Hosted.EXERCISES

    unit: ClassVar[str] = "part"

    def explain(self, problem: Problem) -> str:
        """The goal as one sentence."""
        return f"share the {self.of} hosted among {self.among()}"

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> list[Term]:
        """The deviation of each nation, from what it hosts in each form of each exercise."""
        d = decisions
        carried = {nation: [*self._past(problem, nation, d)] for nation in self.quotas(problem)}
        for nation in carried:
            for key, needs in _possible_sites(problem, nation).items():
                carried[nation] += self._of_form(problem, d, nation, key, needs)
        return self.deviations_posted(problem, d, carried)

    def _past(self, problem: Problem, nation: str, d: Decisions) -> Iterator[Term]:
        for past in problem.programme.history.values():
            if nation in past.hosts and (amount := self._amount_of_past(past)):
                yield Term(amount, d.all_of([]))

    def _of_form(
        self, problem: Problem, d: Decisions, nation: str, key: str, needs: dict[str, list[str]]
    ) -> Iterator[Term]:
        there = d.hosts(nation, key)
        if self.of is Hosted.EXERCISES:
            yield Term(1, there)
        elif self.of is Hosted.DAYS:
            yield Term(1, d.only_when(d.length(key), [there]))
        else:
            line = problem.forms[key]
            at = {n: d.any_of([d.at_site(key, n, venue) for venue in found]) for n, found in needs.items()}
            unsaid = d.any_of([here for n, here in at.items() if line.sites[n].strength is None])
            yield Term(-(-(line.strength or 0) // 100), unsaid)
            for need, here in at.items():
                own = -(-(line.sites[need].strength or 0) // 100)
                yield Term(own, d.all_of([here, d.negation(unsaid)]))

    # -- checker --------------------------------------------------------------------------------------------

    def measure(self, problem: Problem, laydown: Laydown) -> int:
        """What each nation hosts, and hosted before, against its share."""
        carried: Counter[str] = Counter()
        for past in problem.programme.history.values():
            carried.update(dict.fromkeys(past.hosts, self._amount_of_past(past)))
        for held in laydown.held.values():
            for nation in held.hosts:
                carried[nation] += self._amount(held, nation)
        return self.deviation_measured(problem, carried)

    def _amount(self, held: Held, nation: str) -> int:
        if self.of is not Hosted.STRENGTH:
            return held.execution.days if self.of is Hosted.DAYS else 1
        needs = [need for need, venue in held.sites.items() if venue.host == nation]
        asked = [held.exercise.sites.get(need) for need in needs]
        said = [site.strength for site in asked if site is not None and site.strength is not None]
        figures = said if len(said) == len(needs) else [held.exercise.strength or 0]
        return sum((troops + 99) // 100 for troops in figures)

    def _amount_of_past(self, past: PastExercise) -> int:
        amounts = {Hosted.EXERCISES: 1, Hosted.DAYS: past.dates.days}
        return amounts.get(self.of, -(-(past.strength or 0) // 100))


def _possible_sites(problem: Problem, nation: str) -> dict[str, dict[str, list[str]]]:
    """By form and site need, the venues in the nation that fit."""
    found: dict[str, dict[str, list[str]]] = {}
    for venue in sorted(v.id for v in problem.programme.venues.values() if v.host == nation):
        for key, need in problem.could_meet(venue):
            found.setdefault(key, {}).setdefault(need, []).append(venue)
    return found
