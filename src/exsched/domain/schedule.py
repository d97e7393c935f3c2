"""The schedule: an answer to a programme, ours or typed by hand."""

from typing import Self

from pydantic import Field, model_validator

from exsched.domain.dates import Day, Frozen, Period
from exsched.domain.exercises import Role
from exsched.domain.names import ExerciseId, ForceId, Id, NationId, Positive, VenueId


class Line(Frozen):
    """What is decided about one exercise; a dropped one has `held: false` and nothing else."""

    exercise: ExerciseId
    held: bool = True
    form: Id | None = Field(default=None, description="the form it is held in; the full one if left out")
    startex: Day | None = None
    endex: Day | None = None
    sites: dict[Id, VenueId] = Field(default_factory=dict)
    participants: dict[NationId, Role] = Field(default_factory=dict)
    forces: dict[Id, dict[ForceId, Positive]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _dates_fit(self) -> Self:
        if not self.held:
            return self
        if self.startex is None or self.endex is None:
            raise ValueError(f"{self.exercise} is held: it needs startex and endex")
        if self.endex < self.startex:
            raise ValueError(f"{self.exercise}: ENDEX {self.endex} lies before STARTEX {self.startex}")
        return self

    @property
    def execution(self) -> Period:
        """STARTEX to ENDEX; only for a line that is held."""
        assert self.startex is not None and self.endex is not None
        return Period(start=self.startex, end=self.endex)


class Schedule(Frozen):
    """One line for each exercise; an exercise without a line is not held."""

    programme: Id
    lines: tuple[Line, ...] = ()

    def line(self, exercise: str) -> Line:
        """The line of an exercise."""
        return self.by_exercise.get(exercise) or Line(exercise=exercise, held=False)

    @property
    def by_exercise(self) -> dict[str, Line]:
        """Lines by exercise id."""
        return {line.exercise: line for line in self.lines}
