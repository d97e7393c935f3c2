"""What a planner asks for in a question: an exercise held then, there, with them; a rule for one question.

What it says      The exercise is held, and each of these that is given is met: STARTEX in `startex`, one of
                  its sites at `venue`, all of `with_nations` there in whatever role and none of
                  `without_nations`, in the form `form`; with `held: false` it is not held.
Soft unit         One of these that is not met.
Does not appear   In constraint files: a planner who means it for good writes a window, a lock or a
                  participant.
"""

from collections.abc import Iterator
from typing import ClassVar, Literal

from exsched.domain.dates import Period
from exsched.domain.exercises import FULL_FORM, Role
from exsched.domain.names import ExerciseId, Id, NationId, VenueId
from exsched.rulekit.decisions import Decisions
from exsched.rulekit.finding import Finding, Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem, Statement
from exsched.rulekit.rule import Rule

KEY = "~wish"
"""The key of a wish among the statements of a problem; no constraint file can hold it."""


class Wish(Rule):
    """One exercise as it is asked for."""

    rule: Literal["wish"] = "wish"
    exercise: ExerciseId
    held: bool = True
    startex: Period | None = None
    venue: VenueId | None = None
    with_nations: tuple[NationId, ...] = ()
    without_nations: tuple[NationId, ...] = ()
    form: Id | None = None

    unit: ClassVar[str] = "difference"

    def statement(self) -> Statement:
        """The wish as a statement of a problem."""
        return Statement(KEY, self)

    def explain(self, problem: Problem) -> str:
        """The wish as one sentence."""
        del problem
        if not self.held:
            return f"{self.exercise} is not held"
        parts = [
            f"with STARTEX on {self.startex}" if self.startex else "",
            f"at {self.venue}" if self.venue else "",
            f"with {' and '.join(self.with_nations)}" if self.with_nations else "",
            f"without {' and '.join(self.without_nations)}" if self.without_nations else "",
            f"in the form {self.form}" if self.form else "",
        ]
        return " ".join([f"{self.exercise} is held", *(part for part in parts if part)])

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Each part that is given, for itself."""
        d, name = decisions, self.exercise
        if not self.held:
            d.never([d.held(name)])
            return
        d.never([d.negation(d.held(name))])
        held = d.held(name)
        if self.startex:
            d.never([held, d.negation(d.starts_in(name, self.startex))])
        if self.venue:
            d.never([held, d.negation(d.uses(name, [self.venue]))])
        for nation in self.with_nations:
            d.never([held, d.negation(d.takes_part(nation, name, frozenset(Role)))])
        for nation in self.without_nations:
            d.never([held, d.takes_part(nation, name, frozenset(Role))])
        if self.form and len(problem.forms_of(name)) > 1:
            d.never([held, d.negation(d.held(f"{name}/{self.form}"))])

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Compare the line with each part that is given."""
        del problem
        held, me = laydown.held.get(self.exercise), (self.exercise,)
        if held is None or not self.held:
            if (held is None) == self.held:
                yield Violation(me, f"{self.exercise} is {'not ' if held is None else ''}held")
            return
        if self.startex and not self.startex.start <= held.execution.start <= self.startex.end:
            yield Violation(me, f"{self.exercise} starts on {held.execution.start}, not on {self.startex}")
        if self.venue and self.venue not in held.venues:
            yield Violation(me, f"{self.exercise} is not at {self.venue}")
        for nation in self.with_nations:
            if nation not in held.roles:
                yield Violation(me, f"{nation} takes no part in {self.exercise}")
        for nation in self.without_nations:
            if nation in held.roles:
                yield Violation(me, f"{nation} takes part in {self.exercise}")
        if self.form and (held.line.form or FULL_FORM) != self.form:
            yield Violation(me, f"{self.exercise} is not held in the form {self.form}")
