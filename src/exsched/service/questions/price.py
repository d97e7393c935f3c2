"""What statements cost a schedule."""

from typing import Literal

from pydantic import ConfigDict

from exsched.rulekit.problem import Problem
from exsched.service.questions.asking import OfOneSchedule, Shown, Told


class Price(OfOneSchedule):
    """What statements cost: ranked by what the schedule would gain if each were dropped."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"question": "price", "schedule": "sch_0123456789abcdef0123456789abcdef"}
        }
    )

    question: Literal["price"]

    def answer(self, problem: Problem, schedules: tuple[Shown, ...]) -> Told:
        """The statements."""
        from exsched.advising.price import price  # noqa: PLC0415 - loads the solver

        (shown,) = schedules
        if shown.judged(problem).verdict.hard:
            return Told.no("The schedule breaks hard rules, so there is nothing to count from.")
        found = price(problem, shown.schedule, self.limits)
        return Told(found.lines(), found.as_json())
