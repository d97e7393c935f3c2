"""The problem: a programme with its statements and goals, each statement with the place where it was said."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from exsched.domain.exercises import Exercise
from exsched.domain.programme import Programme
from exsched.rulekit.goal import Goal
from exsched.rulekit.rule import Rule


@dataclass(frozen=True, order=True)
class Place:
    """A position in a constraint file; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True)
class Statement:
    """A rule as it was said: under which key, where, and whether as a fact on an entity."""

    key: str
    rule: Rule
    place: Place | None = None
    fact: bool = False


@dataclass(frozen=True)
class Settings:
    """How to solve; seconds, and what a later tier may take back from an earlier one (in thousandths)."""

    time_limit: int = 60
    give_back_permille: int = 0


@dataclass(frozen=True)
class Problem:
    """All that solver and checker need to know; `input_hash` is the SHA-256 of the normalised input."""

    programme: Programme
    statements: tuple[Statement, ...] = ()
    tiers: tuple[tuple[Goal, ...], ...] = ()
    settings: Settings = Settings()
    input_hash: str = ""
    places: dict[tuple[str | int, ...], Place] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def exercises(self) -> dict[str, Exercise]:
        """Exercises by id, sorted by id."""
        return dict(sorted(self.programme.exercises.items()))

    def expand(self, names: Iterable[str]) -> frozenset[str]:
        """The nations meant by nations and groups."""
        return self.programme.expand(tuple(names))

    def nations_of(self, exercise: str) -> frozenset[str]:
        """Every nation that could take part: named, hosting a possible site, or owning an eligible force."""
        line = self.exercises[exercise]
        facts = self.programme
        hosts = {facts.venues[v].host for need in line.sites.values() for v in facts.candidates(need)}
        owners = {facts.forces[f].nation for need in line.forces.values() for f in facts.eligible(need)}
        return frozenset(line.participants.must) | frozenset(line.participants.may) | hosts | owners
