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
from exsched.domain.exercises import FULL_FORM
from exsched.domain.names import ExerciseId, Id, PositiveDays
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
    form: Id | None = Field(default=None, description="only when held in this form; `full` is its own")
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
        """One for `days` of each exercise, and of each of its forms."""
        for name, line in programme.exercises.items():
            form = FULL_FORM if line.forms else None
            bounds = cls(exercise=name, form=form, min=line.days.min, max=line.days.max)
            yield ("exercises", name, "days"), bounds
            for other, own in line.forms.items():
                least = own.days or line.days
                path: Path = ("exercises", name, "forms", other)
                yield path, cls(exercise=name, form=other, min=least.min, max=least.max)

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        form = f" in form {self.form}" if self.form else ""
        return f"{self.exercise}{form} lasts {self._bounds()}"

    def _bounds(self) -> str:
        return range_of(Span(least=self.min, most=self.max), "day")

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Confine the length."""
        name = self.exercise
        key = f"{name}/{self.form}" if self.form and len(problem.forms_of(name)) > 1 else name
        when = [decisions.touches(key, self.valid)]
        decisions.within([Term(1, decisions.length(key))], [(self.min, self.max)], when)

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Count the execution days that are missing or too many."""
        held = laydown.held.get(self.exercise)
        if held is None or not held.touches(self.valid.period()):
            return
        if self.form and (held.line.form or FULL_FORM) != self.form:
            return
        days = held.execution.days
        off = max((self.min or days) - days, days - (self.max or days))
        if off > 0:
            yield Violation(
                (held.id,), f"{held.id} lasts {number_of(days, 'day')} instead of {self._bounds()}", off
            )
