"""An exercise lasts neither shorter nor longer than allowed.

What it says      Execution, from STARTEX to ENDEX with both days counted, takes at least `min` and at most
                  `max` days.
Why it exists     Training objectives need a least time; mandates, leave and range bookings allow a most.
Does not say      Anything about deployment and redeployment. The preferred length is `days.wanted` of the
                  exercise, which the goal `wanted_dates` counts.
Soft unit         One day too few or too many.
Facts             `days` of an exercise.
Real case         Rotations at a combat training centre take a fixed number of training days, set by the
                  centre.
"""

from collections.abc import Iterator
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from exsched.domain.dates import Span
from exsched.domain.names import ExerciseId, PositiveDays
from exsched.domain.programme import Programme
from exsched.rulekit.decisions import Decisions, Term
from exsched.rulekit.finding import Finding, Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.phrases import number_of, range_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Path, Rule


class DurationBounds(Rule):
    """The least and the most execution days of an exercise."""

    rule: Literal["duration_bounds"] = "duration_bounds"
    exercise: ExerciseId
    min: PositiveDays | None = Field(default=None, description="least execution days")
    max: PositiveDays | None = Field(default=None, description="most execution days")

    unit: ClassVar[str] = "day"

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.min is None and self.max is None:
            raise ValueError("duration bounds need min or max")
        if self.min is not None and self.max is not None and self.max < self.min:
            raise ValueError(f"min {self.min} is above max {self.max}; swap the two numbers")
        return self

    @classmethod
    def from_facts(cls, programme: Programme) -> Iterator[tuple[Path, Self]]:
        """One for `days` of each exercise."""
        for name, line in programme.exercises.items():
            yield ("exercises", name, "days"), cls(exercise=name, min=line.days.min, max=line.days.max)

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        return f"{self.exercise} lasts {self._bounds()}"

    def _bounds(self) -> str:
        return range_of(Span(least=self.min, most=self.max), "day")

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Confine the length."""
        when = [decisions.touches(self.exercise, self.valid)]
        decisions.within([Term(1, decisions.length(self.exercise))], [(self.min, self.max)], when)

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Count the execution days that are missing or too many."""
        held = laydown.held.get(self.exercise)
        if held is None or not held.touches(self.valid.period()):
            return
        days = held.execution.days
        off = max((self.min or days) - days, days - (self.max or days))
        if off > 0:
            yield Violation(
                (held.id,), f"{held.id} lasts {number_of(days, 'day')} instead of {self._bounds()}", off
            )
