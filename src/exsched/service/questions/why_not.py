"""Why an exercise is not then, not there, not with them."""

from collections.abc import Iterable
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from exsched.advising.wish import Wish
from exsched.domain.names import ExerciseId, Id, NationId, UniqueNames, VenueId
from exsched.rulekit.problem import Problem
from exsched.service.models.limits import Yes
from exsched.service.questions.asking import MOST_NAMED, Mistake, OfSchedule, Shown, Told, When

Some = Annotated[tuple[NationId, ...], UniqueNames, Field(max_length=MOST_NAMED)]


class WhyNot(OfSchedule):
    """Why an exercise is not as somebody wishes: what forbids it, or what it would cost."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"question": "why-not", "exercise": "polar-fox", "startex": "2027-05-03/2027-05-31"}
        }
    )

    question: Literal["why-not"]
    exercise: ExerciseId
    held: Yes = Field(True, description="`false` asks why it is held, and goes with no other wish")
    startex: When | None = None
    venue: VenueId | None = Field(None, description="one of its sites is at this venue")
    with_nations: Some = ()
    without_nations: Some = ()
    form: Id | None = None

    @model_validator(mode="after")
    def _one_wish(self) -> Self:
        wished = (self.startex, self.venue, self.with_nations, self.without_nations, self.form)
        if self.held and not any(wished):
            raise ValueError(
                "nothing is wished for: startex, venue, with_nations, without_nations, form, or held false"
            )
        if not self.held and any(wished):
            raise ValueError("`held: false` goes with no other wish about the exercise")
        return self

    @property
    def wish(self) -> Wish:
        """The wish as a rule."""
        return Wish(
            exercise=self.exercise,
            held=self.held,
            startex=self.startex,
            venue=self.venue,
            with_nations=self.with_nations,
            without_nations=self.without_nations,
            form=self.form,
        )

    def mistakes(self, problem: Problem) -> Iterable[Mistake]:
        """Unknown names, the form's too."""
        yield from super().mistakes(problem)
        exercise = problem.exercises.get(self.exercise)
        if exercise is not None and self.form is not None and self.form not in exercise.form_names:
            yield Mistake("form", "form", self.form, tuple(exercise.form_names))

    def answer(self, problem: Problem, schedules: tuple[Shown, ...]) -> Told:
        """What clashes with the wish, or its cost."""
        from exsched.advising.told import answered, answered_json  # noqa: PLC0415 - loads the solver
        from exsched.advising.why_not import why_not  # noqa: PLC0415 - loads the solver

        schedule, outcome = (schedules[0].schedule, schedules[0].outcome) if schedules else (None, None)
        found = why_not(problem, self.wish, self.limits, schedule, outcome)
        return Told(answered(problem, found), answered_json(problem, found))
