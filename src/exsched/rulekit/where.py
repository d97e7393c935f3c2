"""Which exercises a statement is about: a filter that every rule words in the same way."""

from exsched.domain.dates import Frozen
from exsched.domain.exercises import Exercise, Kind
from exsched.domain.forces import ServiceDomain
from exsched.domain.names import ExerciseIds, Id, Name, Tags


class Where(Frozen):
    """Which exercises are meant; each key that is given must be met, a list by any of its words."""

    exercises: ExerciseIds = ()
    kinds: tuple[Kind, ...] = ()
    domains: tuple[ServiceDomain, ...] = ()
    tags: Tags = ()
    series: Id | None = None
    sponsor: Name | None = None

    def matches(self, line: Exercise) -> bool:
        """Whether an exercise is known to be meant."""
        return self.means(line) is True

    def means(self, line: Exercise) -> bool | None:
        """Whether an exercise is meant; None when it says nothing of the domains or the sponsor asked for.

        An exercise without tags has none, and one without a series is of none.
        """
        if (
            (self.exercises and line.id not in self.exercises)
            or (self.kinds and line.kind not in self.kinds)
            or (self.domains and line.domains and not set(self.domains) & set(line.domains))
            or (self.tags and not set(self.tags) & set(line.tags))
            or (self.series is not None and line.series != self.series)
            or (self.sponsor is not None and line.sponsor is not None and line.sponsor != self.sponsor)
        ):
            return False
        return None if self.missing(line) else True

    def missing(self, line: Exercise) -> tuple[str, ...]:
        """What is asked for and not written in the exercise."""
        lacks = ["domains"] if self.domains and not line.domains else []
        lacks += ["sponsor"] if self.sponsor is not None and line.sponsor is None else []
        return tuple(f"exercises.{line.id}.{key}" for key in lacks)

    def __str__(self) -> str:
        words = [*self.exercises, *self.kinds, *self.domains, *self.tags, self.series, self.sponsor]
        return " ".join(str(word) for word in words if word) or "any"
