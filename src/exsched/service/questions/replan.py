"""A published schedule meets a change: the fewest changes, and what one exercise could fall back on."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import ConfigDict, Field

from exsched.domain.dates import Day
from exsched.domain.names import ExerciseId, ExerciseIds, ForceId, NationId, VenueId
from exsched.rulekit.problem import Problem
from exsched.service.models.base import Model
from exsched.service.questions.asking import MOST_NAMED, OfOneSchedule, Shown, Told, When

if TYPE_CHECKING:
    from exsched.advising.replan import Asked

_AT_MOST = Field(max_length=MOST_NAMED)


class Withdrawn(Model):
    """A force that cannot go; without `dates` at no time."""

    force: ForceId
    dates: When | None = None


class Closed(Model):
    """A venue that is shut; without `dates` all the time."""

    venue: VenueId
    dates: When | None = None


class Forbidden(Model):
    """Days on which no day of an exercise may lie."""

    exercise: ExerciseId
    dates: When


class Left(Model):
    """A nation that leaves an exercise, or all of them."""

    nation: NationId
    exercise: ExerciseId | None = None


class _Changed(OfOneSchedule):
    """A question about a schedule to which something happens."""

    withdraw: Annotated[tuple[Withdrawn, ...], _AT_MOST] = ()
    close: Annotated[tuple[Closed, ...], _AT_MOST] = ()
    forbid: Annotated[tuple[Forbidden, ...], _AT_MOST] = ()
    cancel: Annotated[ExerciseIds, _AT_MOST] = ()
    leaves: Annotated[tuple[Left, ...], _AT_MOST] = ()
    today: Day | None = Field(None, description="what is near costs more; default: the programme's `as_of`")
    frozen_until: Day | None = Field(None, description="what begins before this day stays exactly")

    def event(self) -> "Asked":
        """What happens, as the question is asked of the planner."""
        from exsched.advising.disruptions import Disruption  # noqa: PLC0415 - for the question's own process
        from exsched.advising.replan import Asked  # noqa: PLC0415 - as above

        happens = Disruption(
            withdraw=tuple((one.force, one.dates) for one in self.withdraw),
            close=tuple((one.venue, one.dates) for one in self.close),
            forbid=tuple((one.exercise, one.dates) for one in self.forbid),
            cancel=self.cancel,
            leaves=tuple((one.nation, one.exercise) for one in self.leaves),
        )
        return Asked(happens, self.today, self.frozen_until)


_EXAMPLE: Any = {
    "schedule": "rel_0123456789abcdef0123456789abcdef",
    "close": [{"venue": "north-range", "dates": "2027-04-26/2027-05-02"}],
}


class Replan(_Changed):
    """What has to change: the fewest changes that make a published schedule hold again."""

    model_config = ConfigDict(json_schema_extra={"example": {"question": "replan"} | _EXAMPLE})

    question: Literal["replan"]

    def answer(self, problem: Problem, schedules: tuple[Shown, ...]) -> Told:
        """The changes, and what each is for."""
        from exsched.advising.replan import replan  # noqa: PLC0415 - for the question's own process
        from exsched.advising.replan_told import Told as Replanned  # noqa: PLC0415 - as above

        told = Replanned(replan(problem, schedules[0].schedule, self.event(), self.limits))
        return Told(told.lines(), told.as_json())


class Fallbacks(_Changed):
    """What an exercise could fall back on: another form, venue or date, and what each costs."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"question": "fallbacks", "exercise": "polar-fox"} | _EXAMPLE}
    )

    question: Literal["fallbacks"]
    exercise: ExerciseId

    def answer(self, problem: Problem, schedules: tuple[Shown, ...]) -> Told:
        """The ways, cheapest first."""
        from exsched.advising.fallbacks import fallbacks  # noqa: PLC0415 - for the question's own process

        ways = fallbacks(problem, schedules[0].schedule, self.exercise, self.event(), self.limits)
        lines = [line for way in ways for line in way.lines()]
        nothing = [f"{self.exercise} is not held in this schedule."]
        document = {"exercise": self.exercise, "fallbacks": [way.as_json() for way in ways]}
        return Told(lines or nothing, document)
