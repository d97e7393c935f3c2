"""How far each exercise can move alone."""

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from exsched.domain.names import ExerciseIds
from exsched.rulekit.problem import Problem
from exsched.service.models.limits import Whole
from exsched.service.questions.asking import MOST_NAMED, Mistake, OfOneSchedule, Shown, Told


class Slack(OfOneSchedule):
    """How far each exercise can move alone, and what stops it; no solver is asked."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"question": "slack", "schedule": "rel_0123456789abcdef0123456789abcdef"}
        }
    )

    question: Literal["slack"]
    loss: Whole = Field(0, ge=0, le=10**9, description="show also what a loss of so many points would allow")
    tier: Whole = Field(0, ge=0, le=100, description="the tier that may lose it; 0 is each")
    only: Annotated[ExerciseIds, Field(max_length=MOST_NAMED, description="these alone; none: all")] = ()

    def mistakes(self, problem: Problem) -> Iterable[Mistake]:
        """Unknown exercises, and a tier that there is not."""
        yield from super().mistakes(problem)
        tiers = tuple(str(number) for number in range(len(problem.tiers) + 1))
        if str(self.tier) not in tiers:
            yield Mistake("tier", "tier", str(self.tier), tiers)

    def answer(self, problem: Problem, schedules: tuple[Shown, ...]) -> Told:
        """Free days, what stops moves, and the busiest forces and venues."""
        from exsched.advising.clock import Clock  # noqa: PLC0415 - for the question's own process
        from exsched.advising.slack import slack  # noqa: PLC0415 - as above

        clock = Clock(self.seconds)
        found = slack(problem, schedules[0].schedule, self.loss, self.tier, self.only, lambda: clock.over)
        return Told(found.lines(), found.as_json())
