"""The host's law names the exercises for which it admits foreign forces.

What it says      Every exercise with a site in `host` and at least one foreign participant in a role other
                  than observer is covered by one of the `authorisations`: its list names the exercise, the
                  whole footprint lies within its period, and the planned maximum of troops does not exceed
                  its `strength`. While the list is still open (`as_of` is not later than `decide_by`), an
                  exercise that it does not name yet counts as named.
Why it exists     In several States foreign forces may be on the soil only under a law or a cabinet decision,
                  for a year or a half-year, by list; who is not on it waits for the next one.
Does not say      That nations have agreements with the host: see `legal_cover`. The ceiling is compared with
                  the whole exercise's strength, own troops of the host included; for a ceiling of one
                  exercise, write an authorisation of its own.
Soft unit         One case: an exercise that no authorisation covers.
Undecided         An authorisation has a ceiling, the exercise no strength, and no other one covers it.
Validity          Applies when the exercise has an execution day inside `valid`.
Acts              An exercise that only a list still open can cover yields its act: to be added by
                  `decide_by`.
Real case         Ukraine admitted foreign units by yearly law for a named list: the law for 2022, passed on
                  14 December 2021, named nine exercises and 11,500 foreign troops; that for 2020 was passed
                  in March of the year itself (ostro.info, urdupoint.com). Slovakia's government approves such
                  a list for each half-year and adds to it (info.sk, October 2022).
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import ClassVar, Literal

from pydantic import Field

from exsched.domain.dates import LAST_DAY, Day, Frozen, Period, Validity
from exsched.domain.exercises import Exercise
from exsched.domain.names import Count, ExerciseIds, Name, NationId, Note
from exsched.rulekit.act import Act, Duty
from exsched.rulekit.decisions import Decisions, Lit
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule


class Authorisation(Frozen):
    """One act of the host: what it admits, and when."""

    title: Name
    period: Period = Field(description="no footprint day lies outside")
    exercises: ExerciseIds = Field(default=(), description="the named list")
    strength: Count | None = Field(default=None, description="most troops of one exercise")
    decide_by: Day | None = Field(
        default=None, description="last day on which an exercise can be added; closed if left out"
    )
    paragraph: Name | None = None
    source: Note | None = None

    def names(self, exercise: str, as_of: date) -> bool:
        """Whether the exercise is on the list, or can still be added."""
        return exercise in self.exercises or (self.decide_by is not None and as_of <= self.decide_by)

    def admits(self, strength: int | None) -> bool | None:
        """Whether so many troops are admitted; None when a ceiling meets an unknown strength."""
        if self.strength is None:
            return True
        return None if strength is None else strength <= self.strength


class HostAuthorisation(Rule):
    """The acts by which a host admits foreign forces."""

    rule: Literal["host_authorisation"] = "host_authorisation"
    host: NationId
    authorisations: tuple[Authorisation, ...] = Field(description="one of them covers each exercise")
    to: Name | None = Field(default=None, description="who adds to the list; the host if left out")

    unit: ClassVar[str] = "case"

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        acts = (
            " or ".join(f"{act.title} ({act.period})" for act in self.authorisations) or "an act of its own"
        )
        return f"{self.host} hosts foreign forces only in exercises that {acts} names"

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Forbid what lies outside the period of every authorisation that names and admits the form."""
        d = decisions
        here = sorted(v.id for v in problem.programme.venues.values() if v.host == self.host)
        for key in sorted({key for venue in here for key, _ in problem.could_meet(venue)}):
            line = problem.forms[key]
            others = sorted(problem.nations_of(key) - {self.host})
            foreign = d.any_of([d.takes_part(nation, key) for nation in others])
            outside = [
                d.negation(self._inside(problem, d, key, line, act.period))
                for act in self.authorisations
                if act.names(line.id, problem.programme.as_of) and act.admits(line.strength) is not False
            ]
            d.never([d.hosts(self.host, key), foreign, d.touches(key, self.valid), *outside])

    @staticmethod
    def _inside(problem: Problem, d: Decisions, key: str, line: Exercise, period: Period) -> Lit:
        first, last = period.start + timedelta(line.deploy), period.end - timedelta(line.redeploy)
        if last < first:
            return d.any_of([])
        wrong = []
        if first > problem.programme.horizon.start:
            wrong.append(d.touches(key, Validity(end=first - timedelta(1))))
        if last < LAST_DAY:
            wrong.append(d.touches(key, Validity(start=last + timedelta(1))))
        return d.negation(d.any_of(wrong))

    # -- checker --------------------------------------------------------------------------------------------

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Look for an authorisation of every exercise that brings foreign forces to the host."""
        as_of = problem.programme.as_of
        for held in self._guests(laydown):
            lacks = [self._lacks(act, held, as_of) for act in self.authorisations]
            if [] in lacks:
                continue
            unknown = [act.title for act, why in zip(self.authorisations, lacks, strict=True) if why == [""]]
            if unknown:
                what = f"whether {' or '.join(unknown)} admits {held.id} depends on how many troops come"
                yield Undecided((held.id,), what, f"exercises.{held.id}.strength")
            else:
                yield Violation((held.id,), f"{held.id} in {self.host} is not covered{self._why(lacks)}")

    def _why(self, lacks: list[list[str]]) -> str:
        said = [
            f"{act.title} {' and '.join(filter(None, why))}"
            for act, why in zip(self.authorisations, lacks, strict=True)
        ]
        return f": {'; '.join(said)}" if said else " by any act"

    def _lacks(self, act: Authorisation, held: Held, as_of: date) -> list[str]:
        """Why an act does not cover an exercise; an empty word stands for a strength that is not known."""
        days, admitted = act.period.common(held.footprint), act.admits(held.exercise.strength)
        found = [] if act.names(held.id, as_of) else ["does not name it"]
        found += [] if days == held.footprint else [f"is for {act.period} only"]
        found += [f"admits {act.strength:,} troops"] if admitted is False else []
        return [*found, ""] if admitted is None else found

    def _guests(self, laydown: Laydown) -> Iterator[Held]:
        for held in laydown.held.values():
            foreign = held.participants() - {self.host}
            if self.host in held.hosts and foreign and held.touches(self.valid.period()):
                yield held

    def acts(self, problem: Problem, laydown: Laydown) -> Iterator[Act]:
        """To be added to a list: every exercise that no list names and an open one could."""
        as_of = problem.programme.as_of
        for held in self._guests(laydown):
            fit = [a for a in self.authorisations if not any(self._lacks(a, held, as_of))]
            if fit and not any(held.id in act.exercises for act in fit):
                act = max(fit, key=lambda one: one.decide_by or as_of)
                assert act.decide_by is not None
                yield Act(
                    due=act.decide_by,
                    exercise=held.id,
                    act=f"to be added to {act.title}",
                    to=self.to or self.host,
                    paragraph=act.paragraph or "",
                    duty=Duty.AUTHORISATION,
                )
