"""An exercise stands on a list that closes on a fixed day of an earlier year.

What it says      An exercise concerned that starts in some year is listed by `deadline` (month and day) of
                  the year before, or of the second year before (`years_before: 2`): the act is on record in
                  the programme (`acts`), or the deadline is not earlier than `as_of`. The deadline itself is
                  in time. The year is that of STARTEX.
Concerned         is an exercise that meets every one of these that is given: troops or equipment at one of
                  the numbers of `band` and at none of `below`; `kinds`, `domains`, `tags`, `exempt`; a site
                  in `zone` and in `hosts`; one of `parties` taking part other than as observer.
Why it exists     Annual calendars and yearly lists of permitted exercises close once; what is thought of
                  later waits for the next year.
Does not say      That the act was done in time: what is on record counts as done. Acts due so many days
                  before STARTEX: see `dated_act`.
Soft unit         One exercise that is not on the list.
Undecided         The exercise has no `strength`, no number of `equipment` or no `domains`, where the
                  statement asks for them and nothing else rules it in or out; or its site no position,
                  where that tells whether it lies in the zone; unless the act is on record.
Validity          Applies when the exercise has an execution day inside `valid`.
Acts              Every exercise held and concerned yields its listing with the deadline, on record or open.
Real case         The Vienna Document 2011 asks for the calendar of next year's notifiable activities by 15
                  November, and allows none of more than 40,000 troops that was not announced by 15 November
                  two years before (chapter VII; paras 68 and 69). Ukraine's parliament admitted foreign
                  units by a yearly law to a named list of exercises: nine for 2022.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field, Strict

from exsched.domain.dates import Period
from exsched.domain.names import Name, Tag
from exsched.rulekit.act import Act, Duty
from exsched.rulekit.decisions import Decisions
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.problem import Problem
from exsched.rulekit.regime import ConcernRule


def _every_year(value: str) -> str:
    found = re.fullmatch(r"(\d{2})-(\d{2})", value)
    try:
        date(2027, int(found[1]), int(found[2])) if found else date.fromisoformat(value)
    except ValueError:
        found = None
    if not found:
        raise ValueError("a day of every year is written month-day, such as 11-15")
    return value


class AnnualListing(ConcernRule):
    """Which exercises must stand on which list, and when it closes."""

    rule: Literal["annual_listing"] = "annual_listing"
    act: Tag = Field(description="the word under which `acts` records it")
    duty: Duty = Field(default=Duty.LISTING, description="the kind of act")
    to: Name = Field(description="the addressee")
    deadline: Annotated[str, Strict(), AfterValidator(_every_year)] = Field(
        description="month and day of the last day, such as 11-15"
    )
    years_before: Literal[1, 2] = 1

    unit: ClassVar[str] = "exercise"

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        when = "the year before" if self.years_before == 1 else "the second year before"
        what = f"{self.act} is due by {self.deadline} of {when} STARTEX to {self.to}{self.cited()}"
        return f"{what}, for {only}" if (only := self.only()) else what

    def _deadline_for(self, year: int) -> date:
        month, day = map(int, self.deadline.split("-"))
        return date(year - self.years_before, month, day)

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Do not start in a year whose list was closed before `as_of`."""
        d, facts = decisions, problem.programme
        recorded = {act.exercise for act in facts.acts if act.act == self.act}
        closed = [
            Period(start=date(year, 1, 1), end=date(year, 12, 31))
            for year in range(facts.horizon.start.year, facts.horizon.end.year + 1)
            if self._deadline_for(year) < facts.as_of
        ]
        for key, when in self.forms_concerned(problem, d):
            for year in closed if problem.forms[key].id not in recorded else ():
                d.never([d.starts_in(key, year), *when])

    # -- checker --------------------------------------------------------------------------------------------

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Look for exercises whose list was closed before `as_of` without them."""
        as_of, recorded = problem.programme.as_of, self._on_record(problem)
        for held in self.held_and_concerned(problem, laydown):
            if held.id in recorded:
                continue
            due = self._due(held)
            if missing := self.lacking(problem, held):
                what = f"whether {self.act} is due for {held.id} is not known"
                yield Undecided((held.id,), what, ", ".join(missing))
            elif due < as_of:
                year = held.execution.start.year
                what = f"{self.act} for {held.id} in {year} was due by {due}, before {as_of}"
                yield Violation((held.id,), f"{what}, and is not on record")

    def acts(self, problem: Problem, laydown: Laydown) -> Iterator[Act]:
        """The listing of every exercise held and concerned."""
        recorded = self._on_record(problem)
        for held in self.held_and_concerned(problem, laydown):
            if not self.lacking(problem, held):
                on, paragraph = recorded.get(held.id), self.paragraph or ""
                yield Act(self._due(held), held.id, self.act, self.to, paragraph, on, self.duty)

    def _on_record(self, problem: Problem) -> dict[str, date]:
        done = [a for a in problem.programme.acts if a.act == self.act]
        return {act.exercise: act.on for act in sorted(done, key=lambda a: a.on, reverse=True)}

    def _due(self, held: Held) -> date:
        return self._deadline_for(held.execution.start.year)
