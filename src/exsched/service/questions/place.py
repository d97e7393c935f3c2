"""Where one exercise could go while all other lines stay."""

from typing import Literal

from pydantic import ConfigDict, Field

from exsched.domain.names import ExerciseId
from exsched.rulekit.problem import Problem
from exsched.service.models.limits import Whole
from exsched.service.questions.asking import OfOneSchedule, Shown, Told


class Place(OfOneSchedule):
    """Where one exercise could go while all other lines stay, best first."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "question": "place",
                "schedule": "rel_0123456789abcdef0123456789abcdef",
                "exercise": "polar-fox",
            }
        }
    )

    question: Literal["place"]
    exercise: ExerciseId
    number: Whole = Field(5, ge=1, le=50, description="places to look for")

    def answer(self, problem: Problem, schedules: tuple[Shown, ...]) -> Told:
        """The places with their cost, or what stands in the way."""
        from exsched.advising.place import Asked, place  # noqa: PLC0415 - loads the solver
        from exsched.advising.place_told import Told as InWords  # noqa: PLC0415 - as above

        asked = Asked(self.exercise, self.number)
        found = InWords(place(problem, schedules[0].schedule, asked, self.limits))
        return Told(found.lines(), found.as_json())
