"""One exercise comes before another, at a stated distance.

What it says      STARTEX of `then` less ENDEX of `first` lies within `gap`, in days. A gap of 1 is the very
                  next day; `30..` leaves at least 29 empty days between; `..60` lets `then` start 60 days
                  after at the latest, or earlier, even before `first` ends.
Why it exists     A planning part precedes its live part; a crew certifies before it deploys; staffs need
                  time to write down lessons before they meet again.
Does not say      That either exercise is held: the statement applies only when both are. To tie them
                  together, add `linked_exercises` with `all_or_none`.
Soft unit         One day by which the gap is missed.
Validity          Applies when both have an execution day inside `valid`.
Real case         An EU crisis-management exercise ran its planning phase months before its live phase.
"""

from collections.abc import Iterator
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from exsched.domain.dates import Span
from exsched.domain.names import ExerciseId
from exsched.rulekit.decisions import Decisions, Term
from exsched.rulekit.finding import Finding, Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.phrases import number_of, range_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule


class Precedence(Rule):
    """The days from the end of one exercise to the start of another."""

    rule: Literal["precedence"] = "precedence"
    first: ExerciseId
    then: ExerciseId
    gap: Span = Field(default=Span(least=1), description="days from ENDEX of `first` to STARTEX of `then`")

    unit: ClassVar[str] = "day"

    @model_validator(mode="after")
    def _two(self) -> Self:
        if self.first == self.then:
            raise ValueError(f"{self.first} cannot come before itself")
        return self

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        return f"{self.then} starts {range_of(self.gap, 'day')} after {self.first} ends"

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Confine the difference of the two days."""
        d = decisions
        gap = [Term(1, d.startex(self.then)), Term(-1, d.endex(self.first))]
        when = [d.touches(self.first, self.valid), d.touches(self.then, self.valid)]
        d.within(gap, [(self.gap.least, self.gap.most)], when)

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Count the days between the two."""
        first, then = laydown.held.get(self.first), laydown.held.get(self.then)
        valid = self.valid.period()
        if first is None or then is None or not (first.touches(valid) and then.touches(valid)):
            return
        days = (then.execution.start - first.execution.end).days
        off = self.gap.short_by(days) + self.gap.over_by(days)
        if off:
            has, agreed = f"{number_of(abs(days), 'day')} after", range_of(self.gap, "day")
            if days < 0:
                has, agreed = f"{number_of(-days, 'day')} before", f"{agreed} after"
            sentence = f"{then.id} starts {has} {first.id} ends, not {agreed}"
            yield Violation((first.id, then.id), sentence, off)
