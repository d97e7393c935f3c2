"""Why there is no schedule."""

from typing import Literal

from pydantic import ConfigDict, Field

from exsched.rulekit.problem import Problem
from exsched.service.models.limits import Whole
from exsched.service.questions.asking import Question, Shown, Told


class Explain(Question):
    """Why there is no schedule: the smallest sets of statements that cannot hold together."""

    model_config = ConfigDict(json_schema_extra={"example": {"question": "explain", "seconds": 20}})

    question: Literal["explain"]
    most: Whole = Field(5, ge=1, le=50, description="conflicts to look for")

    def answer(self, problem: Problem, schedules: tuple[Shown, ...]) -> Told:
        """The conflicts."""
        from exsched.advising.explain import explain  # noqa: PLC0415 - loads the solver
        from exsched.advising.told import explained, explained_json  # noqa: PLC0415 - loads the solver

        del schedules
        found = explain(problem, self.limits, self.most)
        return Told(explained(problem, found), explained_json(problem, found))
