"""An exercise starts inside its window, and ends in time.

What it says      STARTEX lies in one of the `startex` ranges, and ENDEX is not later than `endex_by`. Both
                  ends of a range are allowed days.
Why it exists     Seasons, parliamentary mandates, ship programmes and earlier agreements leave only some
                  dates.
Does not say      That every execution day lies in a range: the ranges are for STARTEX alone, so that one
                  window serves every length of the exercise. Preferred dates: see the goal `wanted_dates`.
Soft unit         One day from STARTEX to the nearest range, and one day of ENDEX after `endex_by`.
Facts             `startex` and `endex_by` of an exercise, one statement for each.
Real case         Winter exercises in the High North start between mid February and mid March: earlier there
                  is too little daylight, later too little snow.
"""

from collections.abc import Iterator
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from exsched.domain.dates import Day
from exsched.domain.exercises import Periods
from exsched.domain.names import ExerciseId
from exsched.domain.programme import Programme
from exsched.rulekit.decisions import Decisions, Term
from exsched.rulekit.finding import Finding, Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Path, Rule


class ExerciseWindow(Rule):
    """The days on which an exercise may start, and the day by which it must end."""

    rule: Literal["exercise_window"] = "exercise_window"
    exercise: ExerciseId
    startex: Periods = Field(default=(), description="allowed STARTEX ranges; any day if left out")
    endex_by: Day | None = Field(default=None, description="latest ENDEX")

    unit: ClassVar[str] = "day"

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.startex and self.endex_by is None:
            raise ValueError("a window needs startex or endex_by")
        return self

    @classmethod
    def from_facts(cls, programme: Programme) -> Iterator[tuple[Path, Self]]:
        """One for `startex` and one for `endex_by` of each exercise."""
        for name, line in programme.exercises.items():
            if line.startex:
                yield ("exercises", name, "startex"), cls(exercise=name, startex=line.startex)
            if line.endex_by:
                yield ("exercises", name, "endex_by"), cls(exercise=name, endex_by=line.endex_by)

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        starts = f"starts on {self._ranges()}" if self.startex else ""
        ends = f"ends by {self.endex_by}" if self.endex_by else ""
        return f"{self.exercise} {' and '.join(part for part in (starts, ends) if part)}"

    def _ranges(self) -> str:
        return " or ".join(str(period) for period in self.startex)

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Confine STARTEX to the ranges and ENDEX to the days up to the last."""
        d = decisions
        when = [d.touches(self.exercise, self.valid)]
        if self.startex:
            ranges = [(d.day(period.start), d.day(period.end)) for period in self.startex]
            d.within([Term(1, d.startex(self.exercise))], ranges, when)
        if self.endex_by:
            d.at_most([Term(1, d.endex(self.exercise))], d.day(self.endex_by), when)

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Measure how far STARTEX lies from the nearest range, and ENDEX after the last day."""
        held = laydown.held.get(self.exercise)
        if held is None or not held.touches(self.valid.period()):
            return
        start, end = held.execution.start, held.execution.end
        off = min((max((p.start - start).days, (start - p.end).days, 0) for p in self.startex), default=0)
        if off:
            yield Violation(
                (held.id,),
                f"{held.id} starts on {start}, {number_of(off, 'day')} outside {self._ranges()}",
                off,
            )
        if self.endex_by and end > self.endex_by:
            late = (end - self.endex_by).days
            yield Violation(
                (held.id,), f"{held.id} ends on {end}, {number_of(late, 'day')} after {self.endex_by}", late
            )
