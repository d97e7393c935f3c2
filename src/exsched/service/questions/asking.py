"""The base of all questions: limits, the schedules that one names, and what an answer is."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Annotated, Any, NamedTuple, get_args

from pydantic import Field
from pydantic.json_schema import WithJsonSchema

from exsched.checking.judge import judge
from exsched.domain.dates import Period
from exsched.domain.outcome import Outcome
from exsched.domain.schedule import Schedule
from exsched.intake.diagnostic import SHOWN, closest
from exsched.intake.references import OF_KIND
from exsched.intake.shape import misses
from exsched.rulekit.problem import Problem
from exsched.rulekit.verdict import Answer
from exsched.service.models.limits import MOST_SECONDS, Bounds, Whole
from exsched.service.models.reference import Reference
from exsched.solving.limits import Limits

MOST_NAMED = 100
"""Things of one kind that a question may name."""

When = Annotated[Period, WithJsonSchema({"type": "string", "description": "a day, or first/last day"})]


@dataclass(frozen=True)
class Shown:
    """A schedule as whoever asks sees it.

    Args:
        schedule: its lines.
        outcome: how it was made, where that is known and holds.
        projected: whether it is what a nation sees of a whole schedule that is allowed.
    """

    schedule: Schedule
    outcome: Outcome | None = None
    projected: bool = False

    def judged(self, problem: Problem) -> Answer:
        """With its verdict; what seems broken in a projection only lacks what is hidden, and is left out."""
        verdict = judge(problem, self.schedule)
        if self.projected:
            verdict = replace(verdict, broken=tuple(broken for broken in verdict.broken if not broken.hard))
        return Answer(problem, self.schedule, verdict, self.outcome)

    def document(self) -> dict[str, Any]:
        """As it is stored."""
        outcome = self.outcome.model_dump(mode="json") if self.outcome else None
        schedule = self.schedule.model_dump(mode="json")
        return {"schedule": schedule, "outcome": outcome, "projected": self.projected}

    @staticmethod
    def stored(document: dict[str, Any]) -> "Shown":
        """As it was stored."""
        told = document["outcome"]
        outcome = Outcome.model_validate(told, strict=False) if told else None
        schedule = Schedule.model_validate(document["schedule"], strict=False)
        return Shown(schedule, outcome, document["projected"])


class Told(NamedTuple):
    """An answer: for people, and the same as data."""

    lines: list[str]
    answer: dict[str, Any]

    @staticmethod
    def no(sentence: str) -> "Told":
        """The question makes no sense of this schedule, and why."""
        return Told([sentence], {"refused": sentence})


@dataclass(frozen=True)
class Mistake:
    """A name in a question that the asker does not know, and those that it does."""

    field: str
    what: str
    name: str
    known: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """As an entry of a problem document."""
        return {
            "code": "unknown_name",
            "where": {"field": f"body.{self.field}"},
            "message": f"{self.name}: no such {self.what}",
            "known": list(self.known[:SHOWN]),
            "suggestion": closest(self.name, self.known),
        }


class Question(Bounds):
    """What is asked; it is answered from the problem as the asker sees it and from nothing else."""

    question: str
    seconds: Whole = Field(20, ge=1, le=MOST_SECONDS, description="for the whole answer")

    @classmethod
    def name(cls) -> str:
        """What it is called on the wire: the name of the verb."""
        return str(get_args(cls.model_fields["question"].annotation)[0])

    @classmethod
    def summary(cls) -> str:
        """What it asks, in words."""
        return (cls.__doc__ or "").partition("\n")[0]

    @classmethod
    def example(cls) -> dict[str, Any]:
        """One of its kind, for the description of the API."""
        extra = cls.model_config.get("json_schema_extra")
        assert isinstance(extra, dict)
        found = extra["example"]
        assert isinstance(found, dict)
        return found

    @property
    def bounds(self) -> dict[str, int]:
        """Its limits as they are stored."""
        return {name: getattr(self, name) for name in ("seconds", *Bounds.model_fields)}

    @property
    def limits(self) -> Limits:
        """The limits of all that is solved for it."""
        return Limits(self.seconds, self.memory_mb, self.workers, self.seed)

    @property
    def names_schedules(self) -> tuple[str, ...]:
        """Ids of the schedules and releases that it is about."""
        return ()

    def mistakes(self, problem: Problem) -> Iterable[Mistake]:
        """Names that the problem does not know; a question with names of another kind adds those."""
        known = {kind: frozenset(getattr(problem.programme, section)) for kind, section in OF_KIND.items()}
        known["exercise"] = frozenset(problem.exercises)
        for path, name, kinds in misses(self, known):
            names = sorted(frozenset[str]().union(*(known[kind] for kind in kinds)))
            yield Mistake(".".join(map(str, path)), " or ".join(kinds), name, tuple(names))

    def answer(self, problem: Problem, schedules: tuple[Shown, ...]) -> Told:
        """Answer it.

        Args:
            problem: as the asker sees it.
            schedules: those of `names_schedules`, in that order.

        Raises:
            Refused: the solver contradicts itself or the checker.
        """
        raise NotImplementedError


class OfSchedule(Question):
    """A question that may be about a schedule."""

    schedule: Reference | None = Field(
        None, description="id of a schedule, or of a release; left out: the best that is found in time"
    )

    @property
    def names_schedules(self) -> tuple[str, ...]:
        """The one schedule, if any."""
        return () if self.schedule is None else (self.schedule,)


class OfOneSchedule(Question):
    """A question about a schedule."""

    schedule: Reference = Field(description="id of a schedule, or of a release")

    @property
    def names_schedules(self) -> tuple[str, ...]:
        """The schedule."""
        return (self.schedule,)
