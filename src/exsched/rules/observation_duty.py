"""An exercise of some size has a programme for invited observers.

What it says      An exercise concerned has a programme for observers of at least `days` days (`observers:` of
                  the exercise, or of the form in which it is held). An alert exercise (kind ALERTEX) is
                  exempt unless it lasts longer than `alert_days`; left out, it is as any other.
Concerned         is an exercise that meets every one of these that is given: troops or equipment at one of
                  the numbers of `band` and at none of `below`; `kinds`, `domains`, `tags`, `exempt`; a site
                  in `zone` and in `hosts`; one of `parties` taking part other than as observer.
Why it exists     Seeing is the proof of what was notified; a visit of some days needs escorts, quarters and a
                  place in the programme.
Does not say      When the invitation is due, nor that it went out: see `dated_act`; with the same `act`,
                  `to`, `paragraph`, duty and days before STARTEX both yield one and the same act. How many
                  observers come.
Soft unit         One day by which the observers' programme is too short.
Undecided         The exercise has no `observers`; or no `strength`, no number of `equipment` or no `domains`,
                  where the statement asks for them and nothing else rules it in or out; or its site no
                  position, where that tells whether it lies in the zone.
Validity          Applies when the exercise has an execution day inside `valid`.
Acts              With `act` and `to`, every exercise held, concerned and not exempt yields the invitation:
                  due `notice` days before STARTEX, for an alert exercise on STARTEX.
Real case         The Vienna Document 2011, chapter VI, has observers invited from 13,000 troops. Belarus
                  invited 56 States about a month before an exercise of 12 to 16 September 2025, announced
                  as below that (press reports of August 2025).
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from exsched.domain.exercises import Exercise, Kind
from exsched.domain.names import Days, Name, PositiveDays, Tag
from exsched.rulekit.act import Act, Duty
from exsched.rulekit.decisions import Decisions
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.regime import ConcernRule


class ObservationDuty(ConcernRule):
    """Which exercises must have a programme for observers, and of how many days."""

    rule: Literal["observation_duty"] = "observation_duty"
    days: PositiveDays = Field(description="days of the observers' programme")
    alert_days: Days | None = Field(default=None, description="alert exercises up to this length are exempt")
    act: Tag | None = Field(default=None, description="the word under which `acts` records the invitation")
    to: Name | None = Field(default=None, description="who is invited")
    notice: Days = Field(default=0, description="days before STARTEX by which the invitation is due")

    unit: ClassVar[str] = "day"

    @model_validator(mode="after")
    def _invites_someone(self) -> Self:
        if (self.act is None) != (self.to is None):
            raise ValueError("an invitation needs both act and to")
        return self

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        what = f"a programme of {number_of(self.days, 'day')} for observers is due{self.cited()}"
        said = f"{what}, for {only}" if (only := self.only()) else what
        if self.alert_days is None:
            return said
        return f"{said}; alert exercises of up to {number_of(self.alert_days, 'day')} are exempt"

    def _lacks(self, line: Exercise) -> int:
        return 0 if line.observers is None else max(0, self.days - line.observers)

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Do not hold a form whose observers' programme is too short."""
        d = decisions
        for key, when in self.forms_concerned(problem, d):
            line = problem.forms[key]
            if short := self._lacks(line):
                alert = line.kind is Kind.ALERTEX and self.alert_days is not None
                longer = [d.lasts(key, (self.alert_days or 0) + 1)] if alert else []
                d.never([*when, *longer], weight=short)

    # -- checker --------------------------------------------------------------------------------------------

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Compare the observers' programme of every exercise with what is due."""
        for held in self._observed(problem, laydown):
            missing = self.lacking(problem, held)
            has, who = held.exercise.observers, (held.id,)
            if has is not None and has >= self.days:
                continue
            if missing:
                yield Undecided(
                    who, f"whether observers are due at {held.id} is not known", ", ".join(missing)
                )
            elif has is None:
                what = f"whether {held.id} has a programme for observers is not known"
                yield Undecided(who, what, f"exercises.{held.id}.observers")
            else:
                what = f"{held.id} has {number_of(has, 'day')} for observers, and {self.days} are due"
                yield Violation(who, what, self.days - has)

    def acts(self, problem: Problem, laydown: Laydown) -> Iterator[Act]:
        """The invitation to every exercise that is to be observed."""
        if self.act is None or self.to is None:
            return
        recorded = {a.exercise: a.on for a in reversed(problem.programme.acts) if a.act == self.act}
        for held in self._observed(problem, laydown):
            if not self.lacking(problem, held):
                before = 0 if held.exercise.kind is Kind.ALERTEX else self.notice
                due, on = held.execution.start - timedelta(before), recorded.get(held.id)
                yield Act(due, held.id, self.act, self.to, self.paragraph or "", on, Duty.INVITATION)

    def _observed(self, problem: Problem, laydown: Laydown) -> Iterator[Held]:
        for held in self.held_and_concerned(problem, laydown):
            alert = held.exercise.kind is Kind.ALERTEX and self.alert_days is not None
            if not alert or held.execution.days > (self.alert_days or 0):
                yield held
