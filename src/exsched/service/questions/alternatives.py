"""Other courses of action."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from exsched.domain.names import UniqueNames
from exsched.rulekit.problem import Problem
from exsched.service.models.limits import Whole
from exsched.service.questions.asking import OfSchedule, Shown, Told

WayName = Literal["dates", "sites", "participants", "held"]


class Alternatives(OfSchedule):
    """What else: courses of action that truly differ and are not much worse than the best."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"question": "alternatives", "number": 2, "within": 10, "seconds": 60}}
    )

    question: Literal["alternatives"]
    number: Whole = Field(3, ge=1, le=9, description="courses besides the first")
    within: Whole = Field(5, ge=0, le=1000, description="per cent that each tier may give back")
    within_points: Whole = Field(
        0, ge=0, le=10**9, description="and so many points; a tier of 0 stays 0 else"
    )
    distance: Whole = Field(0, ge=0, le=100_000, description="exercises that differ; 0 is a tenth of them")
    differ_in: Annotated[tuple[WayName, ...], UniqueNames] = Field(
        ("dates", "sites", "participants", "held"), min_length=1, description="what counts"
    )
    days: Whole = Field(7, ge=1, le=3700, description="by how much STARTEX has to move to count")

    def answer(self, problem: Problem, schedules: tuple[Shown, ...]) -> Told:
        """The courses found."""
        from exsched.advising.alternatives import Asked, alternatives, told  # noqa: PLC0415 - loads the solver
        from exsched.advising.differs import Way  # noqa: PLC0415 - as above

        best = schedules[0] if schedules else None
        if best is not None and not best.judged(problem).verdict.allowed:
            return Told.no("The schedule breaks hard rules, so nothing can be measured by it.")
        least = self.distance or max(1, len(problem.exercises) // 10)
        ways = frozenset(map(Way, self.differ_in))
        asked = Asked(self.number, self.within, self.within_points, least, ways, self.days)
        found = alternatives(problem, self.limits, asked, best.schedule if best else None)
        return Told(told.lines(found), told.as_json(found))
