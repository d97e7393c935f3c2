"""Two sides do alike: both hold theirs or neither does, or they do not hold them at once.

What it says      `one` and `other` are the exercises of two sides. With `both_or_neither`, when one side
                  holds one of its exercises, the other holds one of its own. With `no_overlap`, no exercise
                  of one side shares an execution day with one of the other.
Why it exists     A restraint holds only while both keep it: one side drops its exercise because the other
                  drops its own, or shifts it so that both do not stand face to face.
Does not say      That each exercise of a side is held: to tie single exercises to each other use
                  `linked_exercises` with `all_or_none`.
Soft unit         One case: one side holds and the other does not; or two exercises that share a day.
Validity          Applies to exercises that have an execution day inside `valid`; for `both_or_neither`, one
                  that is held must have one, and any exercise of the other side answers it.
Real case         In 2023 Greece and Turkey each suspended one large exercise in the Aegean, KATAIGIS and
                  SEAWOLF, in a reciprocal gesture (Notícias ao Minuto, 2023).
"""

from collections.abc import Iterator
from enum import StrEnum
from itertools import product
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from exsched.domain.names import ExerciseIds
from exsched.rulekit.decisions import Decisions
from exsched.rulekit.finding import Finding, Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule


class Restraint(StrEnum):
    """What the two sides owe each other."""

    BOTH_OR_NEITHER = "both_or_neither"
    NO_OVERLAP = "no_overlap"


class ReciprocalRestraint(Rule):
    """The exercises of two sides and what they owe each other."""

    rule: Literal["reciprocal_restraint"] = "reciprocal_restraint"
    one: ExerciseIds = Field(min_length=1, description="exercises of one side")
    other: ExerciseIds = Field(min_length=1, description="exercises of the other side")
    relation: Restraint = Restraint.BOTH_OR_NEITHER

    unit: ClassVar[str] = "case"
    soft_by_default: ClassVar[bool] = True

    @model_validator(mode="after")
    def _two_sides(self) -> Self:
        if both := sorted({*self.one} & {*self.other}):
            raise ValueError(f"{', '.join(both)} stands on both sides")
        return self

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        sides = " and ".join("/".join(side) for side in (self.one, self.other))
        if self.relation is Restraint.NO_OVERLAP:
            return f"{sides} are not held at the same time"
        return f"{sides} are both held, or neither of them"

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Answer each side by the other, or keep every two of them apart."""
        d = decisions
        if self.relation is Restraint.BOTH_OR_NEITHER:
            for side, facing in ((self.one, self.other), (self.other, self.one)):
                begun = d.any_of([d.touches(name, self.valid) for name in side])
                d.never([begun, d.negation(d.any_of([d.held(name) for name in facing]))])
            return
        for one, other in product(self.one, self.other):
            d.never([d.touches(one, self.valid), d.touches(other, self.valid), d.same_days(one, other)])

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """See which side holds what, and when."""
        valid, held = self.valid.period(), laydown.held
        ours, theirs = (
            [held[name] for name in side if name in held and held[name].touches(valid)]
            for side in (self.one, self.other)
        )
        if self.relation is Restraint.BOTH_OR_NEITHER:
            for begun, facing in ((ours, self.other), (theirs, self.one)):
                if begun and not any(name in held for name in facing):
                    which = tuple(h.id for h in begun)
                    what = f"{', '.join(which)} is held and nothing of {', '.join(facing)}"
                    yield Violation((*which, *facing), what)
            return
        for one, other in product(ours, theirs):
            if days := one.execution.common(other.execution):
                yield Violation((one.id, other.id), f"{one.id} and {other.id} are both held on {days.start}")
