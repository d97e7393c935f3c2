"""What would have to give way."""

from typing import Literal

from pydantic import ConfigDict, Field

from exsched.rulekit.problem import Problem
from exsched.service.models.limits import Whole
from exsched.service.questions.asking import Question, Shown, Told


class Relax(Question):
    """What it would take: the smallest ways out of an impossible programme, each tried."""

    model_config = ConfigDict(json_schema_extra={"example": {"question": "relax", "most": 3}})

    question: Literal["relax"]
    most: Whole = Field(5, ge=1, le=50, description="ways out to look for")

    def answer(self, problem: Problem, schedules: tuple[Shown, ...]) -> Told:
        """The ways out."""
        from exsched.advising.relax import relax  # noqa: PLC0415 - loads the solver
        from exsched.advising.told import relaxed, relaxed_json  # noqa: PLC0415 - loads the solver

        del schedules
        found = relax(problem, self.limits, self.most)
        return Told(relaxed(problem, found), relaxed_json(problem, found))
