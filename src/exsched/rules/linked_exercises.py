"""Exercises that belong together: at the same time, on the same day, at the same place, all or none.

What it says      For every two of `exercises`, depending on `relation`:
                  `overlap`       they share an execution day (so all of them share one);
                  `same_startex`  they start on the same day;
                  `same_site`     they share a venue;
                  `all_or_none`   if one is held, so is the other.
Why it exists     Live play and command post of one exercise run together; a family of exercises shares one
                  deployment, and half of it is not worth that.
Does not say      That any of them is held. But for `all_or_none`, a dropped exercise is left out of the
                  count.
Soft unit         One case: a pair for which the relation does not hold. For `same_startex`, one day between
                  the two STARTEXes of a pair. For `all_or_none`, a pair of which exactly one is held.
Validity          Applies to exercises that have an execution day inside `valid`; for `all_or_none`, the one
                  that is held must have one.
Undecided         `same_site`, when one of the two has no site in the programme, so that its place is not
                  known.
Real case         The exercises of the DEFENDER-EUROPE family hang on one deployment across the Atlantic.
"""

from collections.abc import Iterator
from enum import StrEnum
from itertools import combinations, permutations, product
from typing import ClassVar, Literal

from pydantic import Field

from exsched.domain.names import ExerciseIds
from exsched.rulekit.decisions import Decisions, Lit, Term
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule


class Relation(StrEnum):
    """How the exercises hang together."""

    OVERLAP = "overlap"
    SAME_STARTEX = "same_startex"
    ALL_OR_NONE = "all_or_none"
    SAME_SITE = "same_site"


class LinkedExercises(Rule):
    """A set of exercises and the relation that holds between every two of them."""

    rule: Literal["linked_exercises"] = "linked_exercises"
    exercises: ExerciseIds = Field(min_length=2)
    relation: Relation

    unit: ClassVar[str] = "case"

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        what = {
            Relation.OVERLAP: "run at the same time",
            Relation.SAME_STARTEX: "start on the same day",
            Relation.ALL_OR_NONE: "are all held, or none of them",
            Relation.SAME_SITE: "are held at the same venue",
        }[self.relation]
        return f"{', '.join(self.exercises)} {what}"

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Bind every two of them."""
        d = decisions
        if self.relation is Relation.ALL_OR_NONE:
            for one, other in permutations(self.exercises, 2):
                d.never([d.touches(one, self.valid), d.negation(d.held(other))])
            return
        for one, other in combinations(self.exercises, 2):
            both = [d.touches(one, self.valid), d.touches(other, self.valid)]
            if self.relation is Relation.OVERLAP:
                d.never([*both, d.negation(d.same_days(one, other))])
            elif self.relation is Relation.SAME_STARTEX:
                d.within([Term(1, d.startex(one)), Term(-1, d.startex(other))], [(0, 0)], both)
            else:
                self._post_site(problem, d, one, other)

    def _post_site(self, problem: Problem, d: Decisions, one: str, other: str) -> None:
        """Bind every form of the one to every form of the other, where both have sites."""
        for here, there in product(problem.forms_of(one), problem.forms_of(other)):
            if problem.forms[here].sites and problem.forms[there].sites:
                both = [d.touches(here, self.valid), d.touches(there, self.valid)]
                d.never([*both, d.negation(self._together(problem, d, here, there))])

    @staticmethod
    def _together(problem: Problem, d: Decisions, one: str, other: str) -> Lit:
        here, there = (
            {
                venue
                for need in problem.forms[name].sites.values()
                for venue in problem.programme.candidates(need)
            }
            for name in (one, other)
        )
        return d.any_of([d.all_of([d.uses(one, [v]), d.uses(other, [v])]) for v in sorted(here & there)])

    # -- checker --------------------------------------------------------------------------------------------

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Look at every two of them."""
        valid = self.valid.period()
        inside = [h for name in self.exercises if (h := laydown.held.get(name)) and h.touches(valid)]
        if self.relation is Relation.ALL_OR_NONE:
            dropped = [name for name in self.exercises if name not in laydown.held]
            for held in inside:
                for name in dropped:
                    yield Violation((held.id, name), f"{held.id} is held and {name} is not")
            return
        for one, other in combinations(inside, 2):
            yield from self._check_pair(one, other)

    def _check_pair(self, one: Held, other: Held) -> Iterator[Finding]:
        pair = (one.id, other.id)
        if self.relation is Relation.OVERLAP:
            if not one.execution.overlaps(other.execution):
                yield Violation(
                    pair, f"{one.id} ({one.execution}) and {other.id} ({other.execution}) share no day"
                )
        elif self.relation is Relation.SAME_STARTEX:
            days = abs((one.execution.start - other.execution.start).days)
            if days:
                yield Violation(pair, f"{one.id} and {other.id} start {number_of(days, 'day')} apart", days)
        elif siteless := [held.id for held in (one, other) if not held.exercise.sites]:
            missing = ", ".join(f"exercises.{name}.sites" for name in siteless)
            yield Undecided(pair, f"whether {one.id} and {other.id} share a venue is not known", missing)
        elif not one.venues & other.venues:
            yield Violation(pair, f"{one.id} and {other.id} share no venue")
