"""What one goal costs another."""

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from exsched.domain.names import UniqueNames
from exsched.rulekit.problem import Problem
from exsched.service.models.limits import Whole
from exsched.service.questions.asking import Mistake, Question, Shown, Told
from exsched.service.questions.compare import GoalName, unknown_goals


class TradeOff(Question):
    """What one goal costs another: schedules from the best for the one to the best for the other."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"question": "trade-off", "between": ["wanted_participation", "wanted_dates"]}
        }
    )

    question: Literal["trade-off"]
    between: Annotated[tuple[GoalName, ...], UniqueNames] = Field(
        min_length=2, max_length=2, description="two goals of the programme"
    )
    points: Whole = Field(5, ge=2, le=50, description="points to look for, both ends included")

    def mistakes(self, problem: Problem) -> Iterable[Mistake]:
        """Goals that there are not."""
        return unknown_goals("between", self.between, problem)

    def answer(self, problem: Problem, schedules: tuple[Shown, ...]) -> Told:
        """The curve."""
        from exsched.advising.trade_off import told, trade_off  # noqa: PLC0415 - loads the solver

        del schedules
        one, other = self.between
        found = trade_off(problem, self.limits, (one, other), self.points)
        return Told(told.lines(found), told.as_json(found))
