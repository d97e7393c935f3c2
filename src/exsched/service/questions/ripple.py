"""What one move touches."""

from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from exsched.domain.dates import Day
from exsched.domain.names import ExerciseId, Nations, VenueId
from exsched.rulekit.problem import Problem
from exsched.service.models.limits import Yes
from exsched.service.questions.asking import MOST_NAMED, OfOneSchedule, Shown, Told


class Ripple(OfOneSchedule):
    """What one move touches, before anything is changed; no solver is asked."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "question": "ripple",
                "schedule": "rel_0123456789abcdef0123456789abcdef",
                "exercise": "polar-fox",
                "to": "2027-06-07",
            }
        }
    )

    question: Literal["ripple"]
    exercise: ExerciseId
    to: Day | None = Field(None, description="its new STARTEX; the length stays")
    at: VenueId | None = Field(None, description="its new venue, for the site that it fits")
    without: Annotated[Nations, Field(max_length=MOST_NAMED)] = ()
    drop: Yes = Field(False, description="it is not held; goes with no other move")

    @model_validator(mode="after")
    def _one_move(self) -> Self:
        moves = (self.to, self.at, self.without)
        if not self.drop and not any(moves):
            raise ValueError("no move is given: to, at, without, or drop")
        if self.drop and any(moves):
            raise ValueError("`drop` goes with no other move")
        return self

    def answer(self, problem: Problem, schedules: tuple[Shown, ...]) -> Told:
        """What is broken, shared, linked and moved by it."""
        from exsched.advising.ripple import Move, ripple  # noqa: PLC0415 - for the question's own process

        move = Move(self.to, self.at, self.without, self.drop)
        try:
            found = ripple(problem, schedules[0].schedule, self.exercise, move)
        except ValueError as trouble:
            return Told.no(str(trouble))
        return Told(found.lines(), found.as_json())
