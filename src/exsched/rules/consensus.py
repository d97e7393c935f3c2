"""An exercise is held only with the consent of all members of a group.

What it says      No member of `members` has an objection to the exercise on record (`objections`). With
                  `procedure: express`, every member's consent is on record as well (`consents`) once the
                  deadline has passed; with `silence`, whoever has not objected by then has consented. The
                  deadline is compared with the programme's `as_of`; on the day itself it is not yet over.
Why it exists     Alliances and groups of States decide on their exercises together; most by silence.
Does not say      That members take part: see `required_participants`. Objections of others do not count.
Soft unit         One nation that objects, or whose consent is missing after the deadline.
Validity          Applies when the exercise has an execution day inside `valid`.
Acts              Until the deadline, every exercise held has its act: the end of silence, or the consents
                  that are missing.
Real case         NATO's training and exercise policy MC 0458/3 was approved in 2014 by silence procedure
                  (docslib.org/doc/7502494). The ASEAN exercise of 2023 changed its site after one member had
                  raised concern (Reuters, June 2023).
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from exsched.domain.dates import Day
from exsched.domain.names import ExerciseIds, Name, NationsOrGroups
from exsched.rulekit.act import Act, Duty
from exsched.rulekit.decisions import Decisions
from exsched.rulekit.finding import Finding, Violation
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule


class Procedure(StrEnum):
    """How a member consents."""

    SILENCE = "silence"
    EXPRESS = "express"


class Consensus(Rule):
    """Who decides together, by when, and what has been said so far."""

    rule: Literal["consensus"] = "consensus"
    members: NationsOrGroups = Field(min_length=1, description="who decides; groups stand for their nations")
    exercises: ExerciseIds = Field(min_length=1, description="each is decided on by itself")
    deadline: Day = Field(description="last day for an objection, or for a consent")
    procedure: Procedure = Procedure.SILENCE
    objections: NationsOrGroups = Field(default=(), description="who has objected, as is on record")
    consents: NationsOrGroups = Field(default=(), description="who has consented, as is on record")
    to: Name | None = Field(default=None, description="who asks for it; the members if left out")

    unit: ClassVar[str] = "nation"

    @model_validator(mode="after")
    def _one_voice(self) -> Self:
        if both := sorted({*self.objections} & {*self.consents}):
            raise ValueError(f"{', '.join(both)} listed under objections and under consents")
        return self

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        how = "by silence until" if self.procedure is Procedure.SILENCE else "expressly by"
        who, what = ", ".join(self.members), ", ".join(self.exercises)
        return f"{what} may be held if {who} consent {how} {self.deadline}"

    def _objecting(self, problem: Problem) -> list[str]:
        return sorted(problem.expand(self.members) & problem.expand(self.objections))

    def _silent(self, problem: Problem) -> list[str]:
        """Members whose express consent is not on record."""
        heard = problem.expand(self.consents) | problem.expand(self.objections)
        return sorted(problem.expand(self.members) - heard) if self.procedure is Procedure.EXPRESS else []

    def _against(self, problem: Problem) -> list[str]:
        over = problem.programme.as_of > self.deadline
        return sorted([*self._objecting(problem), *(self._silent(problem) if over else [])])

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Forbid the exercises to which somebody has not consented."""
        if against := self._against(problem):
            for name in self.exercises:
                decisions.never([decisions.touches(name, self.valid)], weight=len(against))

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Look for objections and missing consents of every exercise that is held."""
        objecting = self._objecting(problem)
        silent = [nation for nation in self._against(problem) if nation not in objecting]
        for held in self._held(laydown):
            if objecting:
                what = f"{held.id} is held in spite of the objection of {', '.join(objecting)}"
                yield Violation((held.id,), what, len(objecting))
            if silent:
                what = f"{held.id} is held without the consent of {', '.join(silent)}, due {self.deadline}"
                yield Violation((held.id,), what, len(silent))

    def _held(self, laydown: Laydown) -> Iterator[Held]:
        for name in self.exercises:
            held = laydown.held.get(name)
            if held and held.touches(self.valid.period()):
                yield held

    def acts(self, problem: Problem, laydown: Laydown) -> Iterator[Act]:
        """Until the deadline: the end of silence, or the consents still missing."""
        silent = self._silent(problem)
        by_silence = self.procedure is Procedure.SILENCE
        if problem.programme.as_of > self.deadline or not (by_silence or silent):
            return
        what = "end of silence" if by_silence else f"consent of {', '.join(silent)}"
        to = self.to or ", ".join(self.members)
        for held in self._held(laydown):
            yield Act(self.deadline, held.id, what, to, "", duty=Duty.AUTHORISATION)
