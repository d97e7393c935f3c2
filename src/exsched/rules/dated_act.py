"""An act is due so many days before STARTEX: a notification, a registration, a warning.

What it says      For every exercise concerned, the act is on record in the programme (`acts`), or there is
                  still time for it: its due date, STARTEX less `days`, is not earlier than `as_of`. Due on
                  `as_of` itself is in time.
Concerned         is an exercise that meets every one of these that is given: planned maximum of troops
                  within `strength`, or of troops or equipment at or above one of the numbers of `band` (above
                  it, where the band says `above: true`) and at none of `below`; one of `kinds`, `domains`,
                  `tags`, and none of the tags of `exempt`; a site in one of the areas of `zone`, and in one
                  of `hosts`; one of `parties` taking part in a role other than observer.
Tiers             are one statement each: `band` says where a tier begins and `below` where the next one does.
Duty              says what kind of act it is: notification, registration, listing, clearance, warning,
                  invitation (of observers), authorisation (by the host), conference (of planners).
Why it exists     Confidence-building regimes, manoeuvre laws and warning services all ask for notice,
                  tiered by strength; a date too near to give it is not a date.
Does not say      That the act itself was done well, or in time: what is on record counts as done. Acts due
                  on a fixed date of the year: see `annual_listing`. That observers are looked after: see
                  `observation_duty`. Activities ordered without notice to the troops are no dated act:
                  exempt them by their kind or a tag, and give them a statement of their own with `days: 0`.
                  Thresholds are data: see `models/regimes/`.
Soft unit         One day by which the due date lies before `as_of`.
Undecided         The exercise has no `strength`, no number of `equipment` or no `domains`, where the
                  statement asks for them and nothing else rules it in or out; or its site no position,
                  where that tells whether it lies in the zone. It is then never counted as satisfied, unless
                  the act is on record.
Validity          Applies when the exercise has an execution day inside `valid`.
Acts              Every exercise held and concerned yields its act with duty, due date, addressee and
                  paragraph, on record or open.
Real case         The Vienna Document 2011 asks for notice 42 days ahead of land activities of 9,000 troops
                  or 250 battle tanks. Bavaria asks for 3 to 14 weeks, by strength.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from exsched.domain.dates import Span
from exsched.domain.exercises import Exercise
from exsched.domain.names import Days, Name, Tag
from exsched.rulekit.act import Act, Duty
from exsched.rulekit.band import Sized
from exsched.rulekit.decisions import Decisions, Term
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.phrases import number_of, range_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.regime import ConcernRule


class DatedAct(ConcernRule):
    """What is to be done, for which exercises, how long before STARTEX, and towards whom."""

    rule: Literal["dated_act"] = "dated_act"
    act: Tag = Field(description="the word under which `acts` records it")
    duty: Duty = Field(default=Duty.NOTIFICATION, description="the kind of act")
    days: Days = Field(description="days before STARTEX by which it is due")
    to: Name = Field(description="the addressee")
    strength: Span | None = Field(default=None, description="planned maximum of troops")

    unit: ClassVar[str] = "day"

    @model_validator(mode="after")
    def _one_measure(self) -> Self:
        if self.strength and (self.band or self.below):
            raise ValueError("give either strength, or band and below")
        return self

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        troops = range_of(self.strength, "troop") if self.strength else ""
        only = ", ".join(part for part in (troops, self.only()) if part)
        what = f"{self.act} is due {number_of(self.days, 'day')} before STARTEX to {self.to}{self.cited()}"
        return f"{what}, for {only}" if only else what

    def sized(self, sized: Sized) -> bool | None:
        """Whether it is of the size that is meant."""
        if self.strength is None:
            return super().sized(sized)
        troops = sized.strength
        if troops is None:
            return None
        return not self.strength.short_by(troops) + self.strength.over_by(troops)

    def _numbers_missing(self, line: Exercise) -> list[str]:
        return super()._numbers_missing(line) if self.strength is None else ["strength"]

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Start no earlier than leaves time for the act."""
        d = decisions
        recorded = {act.exercise for act in problem.programme.acts if act.act == self.act}
        earliest = d.day(problem.programme.as_of) + self.days
        for key, when in self.forms_concerned(problem, d):
            if problem.forms[key].id not in recorded:
                d.at_least([Term(1, d.startex(key))], earliest, when)

    # -- checker --------------------------------------------------------------------------------------------

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Compare the due date of each act that is not on record with `as_of`."""
        as_of, recorded = problem.programme.as_of, self._on_record(problem)
        for held in self.held_and_concerned(problem, laydown):
            if held.id in recorded:
                continue
            if missing := self.lacking(problem, held):
                what = f"whether {self.act} is due for {held.id} is not known"
                yield Undecided((held.id,), what, ", ".join(missing))
            elif (late := (as_of - self._due(held)).days) > 0:
                due = f"{self._due(held)}, {number_of(late, 'day')} before {as_of}"
                what = f"{self.act} for {held.id} was due on {due}, and is not on record"
                yield Violation((held.id,), what, late)

    def acts(self, problem: Problem, laydown: Laydown) -> Iterator[Act]:
        """The act of every exercise held and concerned."""
        recorded = self._on_record(problem)
        for held in self.held_and_concerned(problem, laydown):
            if not self.lacking(problem, held):
                on = recorded.get(held.id)
                paragraph = self.paragraph or ""
                yield Act(self._due(held), held.id, self.act, self.to, paragraph, on, self.duty)

    def _on_record(self, problem: Problem) -> dict[str, date]:
        done = sorted(
            (a for a in problem.programme.acts if a.act == self.act), key=lambda a: a.on, reverse=True
        )
        return {act.exercise: act.on for act in done}

    def _due(self, held: Held) -> date:
        return held.execution.start - timedelta(self.days)
