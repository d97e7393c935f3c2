"""A multinational exercise takes the place of a national one in the same year.

What it says      The exercise and the one that it displaces are not both held in one calendar year. Each
                  belongs to the year of its STARTEX.
Why it exists     The same troops, range and money serve either, and the nation counts the one for the
                  other.
Does not say      That either is held, or that they would clash on any day. Exercises of past years, under
                  `history`, are not looked at.
Soft unit         One year in which both are held.
Validity          Applies when both have an execution day inside `valid`.
Real case         In 2015 the African Standby Force's AMANI AFRICA II took the place of the South African
                  army's yearly SEBOKA at its Combat Training Centre (defenceWeb, 2015).
"""

from collections.abc import Iterator
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from exsched.domain.names import ExerciseId
from exsched.rulekit.calendars import Per, calendar_periods
from exsched.rulekit.decisions import Decisions
from exsched.rulekit.finding import Finding, Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule


class DisplacedExercise(Rule):
    """Two exercises of which one year sees one at most."""

    rule: Literal["displaced_exercise"] = "displaced_exercise"
    exercise: ExerciseId
    displaces: ExerciseId = Field(description="the exercise, mostly a national one, whose place it takes")

    unit: ClassVar[str] = "year"

    @model_validator(mode="after")
    def _two(self) -> Self:
        if self.exercise == self.displaces:
            raise ValueError(f"{self.exercise} cannot displace itself")
        return self

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        return f"{self.exercise} displaces {self.displaces} in the year in which it is held"

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Forbid both in each year."""
        d, both = decisions, (self.exercise, self.displaces)
        inside = [d.touches(name, self.valid) for name in both]
        for year in calendar_periods(problem.programme.horizon, Per.YEAR):
            d.never([*inside, *(d.starts_in(name, year) for name in both)])

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Compare the years of the two."""
        one, other = laydown.held.get(self.exercise), laydown.held.get(self.displaces)
        valid = self.valid.period()
        if one is None or other is None or not (one.touches(valid) and other.touches(valid)):
            return
        year = one.execution.start.year
        if other.execution.start.year == year:
            yield Violation((one.id, other.id), f"{one.id} displaces {other.id}, and both are held in {year}")
