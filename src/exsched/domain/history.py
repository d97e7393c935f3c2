"""History: exercises of past years, for rolling caps, intervals between editions and the equity ledger."""

from pydantic import Field

from exsched.domain.dates import Frozen, Period
from exsched.domain.exercises import Equipment, Kind
from exsched.domain.names import Count, Days, ForceId, Id, Name, NationId, Nations, Note, Positive, Tags


class PastExercise(Frozen):
    """An exercise that was held before the horizon began; what is left out is not known."""

    id: Id
    title: Name | None = None
    series: Id | None = None
    kind: Kind = Kind.OTHER
    tags: Tags = ()
    dates: Period = Field(description="STARTEX to ENDEX")
    deploy: Days = 0
    redeploy: Days = 0
    hosts: Nations = Field(default=(), description="nations on whose soil it was held")
    participants: Nations = Field(default=(), description="nations that took part other than as observers")
    command: NationId | None = None
    forces: dict[ForceId, Positive] | None = Field(
        default=None, description="elements committed; `{}` = none of the programme's, left out = not known"
    )
    strength: Count | None = None
    equipment: Equipment = Equipment()
    holidays_lost: dict[NationId, Count] = Field(
        default_factory=dict, description="holidays of a nation on which it exercised"
    )
    wishes_refused: dict[NationId, Count] = Field(
        default_factory=dict, description="wishes of a nation that were not met"
    )
    source: Note | None = None
    notes: Note | None = None

    @property
    def footprint(self) -> Period:
        """First arrival to last departure."""
        return self.dates.longer(self.deploy, self.redeploy)
