"""A schedule differs enough from another one; a rule for one question.

What it says      At least `least` exercises are not as in `reference`, in one of the ways of `differ_in`:
                  `dates`         held in both, with a STARTEX that is at least `days` days away;
                  `sites`         held in both, with a site met by another venue, or by one in one only;
                  `participants`  held in both, with other nations, in any role, hosts and owners of forces
                                  included;
                  `held`          held in one and not in the other.
Soft unit         An exercise too few.
Does not say      Which forces come: to exchange one force of a nation for another makes no other course.
Does not appear   In constraint files.
"""

from collections.abc import Iterator
from datetime import timedelta
from enum import StrEnum
from typing import ClassVar, Literal

from exsched.domain.dates import Period
from exsched.domain.exercises import Role
from exsched.domain.names import Count, Positive
from exsched.domain.schedule import Schedule
from exsched.rulekit.decisions import Decisions, Lit, Term
from exsched.rulekit.finding import Finding, Violation
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.problem import Problem, Statement
from exsched.rulekit.rule import Rule

KEY = "~differs"


class Way(StrEnum):
    """How an exercise can differ between two schedules."""

    DATES = "dates"
    SITES = "sites"
    PARTICIPANTS = "participants"
    HELD = "held"


EVERY_WAY = frozenset(Way)


class Differs(Rule):
    """So many exercises are not as in another schedule."""

    rule: Literal["differs"] = "differs"
    reference: Schedule
    least: Count
    differ_in: frozenset[Way] = EVERY_WAY
    days: Positive = 1

    unit: ClassVar[str] = "exercise"

    def statement(self, number: int) -> Statement:
        """The distance as a statement of a problem; `number` tells it from others."""
        return Statement(f"{KEY}:{number:03}", self)

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        del problem
        return f"at least {self.least} exercises differ in {', '.join(sorted(self.differ_in))}"

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """One literal for each exercise: it is not as it was."""
        was = Laydown(problem, self.reference).held
        other = [
            decisions.any_of(self._ways(problem, decisions, name, was.get(name)))
            for name in problem.exercises
        ]
        decisions.at_least([Term(1, literal) for literal in other], self.least)

    def _ways(self, problem: Problem, d: Decisions, name: str, was: Held | None) -> Iterator[Lit]:
        held = d.held(name)
        if was is None:
            if Way.HELD in self.differ_in:
                yield held
            return
        if Way.HELD in self.differ_in:
            yield d.negation(held)
        if Way.DATES in self.differ_in:
            near = timedelta(self.days - 1)
            days = Period(start=was.execution.start - near, end=was.execution.start + near)
            yield d.all_of([held, d.negation(d.starts_in(name, days))])
        if Way.SITES in self.differ_in:
            yield from _other_sites(problem, d, name, was)
        if Way.PARTICIPANTS in self.differ_in:
            yield from _other_nations(problem, d, name, was)

    # -- checker --------------------------------------------------------------------------------------------

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Count the exercises that differ."""
        found = len(self.differing(problem, laydown))
        if found < self.least:
            yield Violation((), f"{found} exercises differ, not {self.least}", self.least - found)

    def differing(self, problem: Problem, laydown: Laydown) -> tuple[str, ...]:
        """The exercises that are not as in the reference, by id."""
        was, now = Laydown(problem, self.reference).held, laydown.held
        return tuple(n for n in problem.exercises if self._is_other(was.get(n), now.get(n)))

    def _is_other(self, was: Held | None, now: Held | None) -> bool:
        if was is None or now is None:
            return Way.HELD in self.differ_in and was is not now
        away = abs((now.execution.start - was.execution.start).days)
        return (
            (Way.DATES in self.differ_in and away >= self.days)
            or (Way.SITES in self.differ_in and now.line.sites != was.line.sites)
            or (Way.PARTICIPANTS in self.differ_in and set(now.roles) != set(was.roles))
        )


def _other_sites(problem: Problem, d: Decisions, name: str, was: Held) -> Iterator[Lit]:
    """Each site of the reference that is met otherwise; each other site that is met at all."""
    held = d.held(name)
    for need, venue in was.line.sites.items():
        yield d.all_of([held, d.negation(d.at_site(name, need, venue))])
    for key in problem.forms_of(name):
        for need, site in problem.forms[key].sites.items():
            if need not in was.line.sites:
                venues = problem.programme.candidates(site)
                yield d.any_of([d.at_site(key, need, venue) for venue in venues])


def _other_nations(problem: Problem, d: Decisions, name: str, was: Held) -> Iterator[Lit]:
    """Each nation that is there and was not, or was and is not."""
    held = d.held(name)
    for nation in sorted(set(was.roles) | problem.nations_of(name)):
        there = d.takes_part(nation, name, frozenset(Role))
        yield d.all_of([held, d.negation(there)]) if nation in was.roles else there
