"""Schedules side by side."""

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from exsched.domain.names import UniqueNames
from exsched.rulekit.problem import Problem
from exsched.service.models.limits import Whole
from exsched.service.models.reference import Reference
from exsched.service.questions.asking import MOST_NAMED, Mistake, Question, Shown, Told

Weight = Annotated[Whole, Field(ge=0, le=1_000_000)]
GoalName = Annotated[str, Field(max_length=80)]


class Compare(Question):
    """What differs between schedules, what each goal and nation gets, and how they rank."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "question": "compare",
                "schedules": ["sch_0123456789abcdef0123456789abcdef", "rel_0123456789abcdef0123456789abcdef"],
            }
        }
    )

    question: Literal["compare"]
    schedules: Annotated[tuple[Reference, ...], UniqueNames] = Field(
        min_length=2, max_length=9, description="ids of schedules or releases, compared with the first"
    )
    weights: dict[GoalName, Weight] = Field(
        {}, max_length=MOST_NAMED, description="of goals in the decision matrix; 1 where none is given"
    )

    @property
    def names_schedules(self) -> tuple[str, ...]:
        """All of them."""
        return self.schedules

    def mistakes(self, problem: Problem) -> Iterable[Mistake]:
        """Weights of goals that there are not."""
        return unknown_goals("weights", self.weights, problem)

    def answer(self, problem: Problem, schedules: tuple[Shown, ...]) -> Told:
        """The comparison."""
        from exsched.advising.compare import compare, told  # noqa: PLC0415 - for the question's own process

        answers = [shown.judged(problem) for shown in schedules]
        found = compare(self.schedules, answers, self.weights)
        return Told(told.lines(found), told.as_json(found))


def unknown_goals(field: str, names: Iterable[str], problem: Problem) -> Iterable[Mistake]:
    """Those that are no goal of the problem."""
    from exsched.advising.compare.matrix import goal_names  # noqa: PLC0415 - few requests need it

    known = goal_names(problem)
    return [Mistake(field, "goal", name, known) for name in names if name not in known]
