"""A force is certified in time before its stand-by begins.

What it says      At least one eligible exercise in which the force is committed is held and ends so many
                  days before `standby_start`: the days from ENDEX to that date lie within `days`, both
                  ends included. Eligible are the exercises that match `where`. The statement applies
                  whatever is held: when no exercise is, it is broken.
Why it exists     A readiness date is promised to others; a force that was not evaluated in time does not
                  go on stand-by, and one evaluated too early has lost its people again.
Does not say      That the force passes, nor which of several exercises certifies it. One exercise can
                  certify several forces.
Where             `exercises`, `kinds`, `domains`, `tags`, `series`, `sponsor`, as in `spacing`. An exercise
                  that says no domains or sponsor, where these are asked for, does not certify.
Soft unit         One deadline missed.
Validity          Applies when `standby_start` lies within `valid`.
History           A past exercise to which the force was committed counts when it ended in time and its
                  kind, tags and series match; one of which that is not known does not count, so that
                  nothing is left undecided.
Real case         STEADFAST JUNCTURE 10 ended on 15 May 2010 and certified forces for a stand-by that
                  began on 1 July: 47 days.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from exsched.domain.dates import Day, Period, Span, Validity
from exsched.domain.names import ForceId
from exsched.rulekit.decisions import Decisions, Lit
from exsched.rulekit.finding import Finding, Violation
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.past import past_matches, past_of_force
from exsched.rulekit.phrases import range_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule
from exsched.rulekit.where import Where

_FARTHEST = 3700
"""Days before stand-by at which an open range ends: longer than any programme."""


class CertificationDeadline(Rule):
    """The days before stand-by within which a certifying exercise ends."""

    rule: Literal["certification_deadline"] = "certification_deadline"
    force: ForceId
    where: Where = Field(default=Where(), description="which exercises certify; all if left out")
    standby_start: Day = Field(description="the first day of stand-by")
    days: Span = Field(description="days from ENDEX to the first day of stand-by")

    unit: ClassVar[str] = "case"

    @model_validator(mode="after")
    def _before(self) -> Self:
        least, most = self.days.least or 0, self.days.most if self.days.most is not None else _FARTHEST
        if not 0 <= least <= most <= _FARTHEST:
            raise ValueError(f"days is a range from 0 to {_FARTHEST}")
        return self

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        sort = f" ({self.where})" if str(self.where) != "any" else ""
        when = f"{range_of(self.days, 'day')} before its stand-by of {self.standby_start}"
        return f"{self.force} is certified by an exercise{sort} that ends {when}"

    def _in_time(self) -> Period:
        """The days on which the exercise may end."""
        most = self.days.most if self.days.most is not None else _FARTHEST
        first = self.standby_start - timedelta(most)
        return Period(start=first, end=self.standby_start - timedelta(self.days.least or 0))

    def _due(self, problem: Problem) -> bool:
        """Whether the statement applies and the past has not met it."""
        if self.standby_start not in self.valid.period():
            return False
        past = past_of_force(problem.programme, self.force)
        return not any(past_matches(self.where, p) and p.dates.end in self._in_time() for p in past)

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Ask for one exercise that meets the deadline."""
        if self._due(problem):
            could = dict.fromkeys(key for key, _ in problem.could_fill(self.force))
            meant = [key for key in could if self.where.matches(problem.forms[key])]
            met = decisions.any_of([self._met(key, decisions) for key in meant])
            decisions.never([decisions.negation(met)])

    def _met(self, key: str, d: Decisions) -> Lit:
        """The force is there, an execution day lies on or after the first day, and none after the last."""
        days = self._in_time()
        late = d.touches(key, Validity(start=days.end + timedelta(1)))
        return d.all_of(
            [d.takes_force(key, self.force), d.touches(key, Validity(start=days.start)), d.negation(late)]
        )

    # -- checker --------------------------------------------------------------------------------------------

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Look for an exercise that ends in time."""
        if not self._due(problem):
            return
        tried = [held for held in laydown.held.values() if self._certifies(held)]
        if any(held.execution.end in self._in_time() for held in tried):
            return
        ends = ", ".join(f"{held.id} ends on {held.execution.end}" for held in tried)
        days = self._in_time()
        sentence = f"no exercise that certifies {self.force} ends on {days}" + (f": {ends}" if ends else "")
        yield Violation(tuple(held.id for held in tried), sentence)

    def _certifies(self, held: Held) -> bool:
        there = any(commitment.force.id == self.force for commitment in held.commitments)
        return there and self.where.matches(held.exercise)
