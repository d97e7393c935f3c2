"""The problem: a programme with its statements and goals, each statement with the place where it was said."""

from collections.abc import Iterable, Mapping
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
    owners: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Section and id to the nation whose file says it; for statements `rules` and their key. The key
    `("programme", "")` has the owner at the head of the main file."""
    places: Mapping[tuple[str | int, ...], Place] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def exercises(self) -> dict[str, Exercise]:
        """Exercises by id, sorted by id."""
        return dict(sorted(self.programme.exercises.items()))

    @cached_property
    def forms(self) -> dict[str, Exercise]:
        """Every form of every exercise, by key: the exercise's id when it has one form, else `id/form`."""
        return {form.key: form for line in self.exercises.values() for form in line.in_every_form}

    def forms_of(self, exercise: str) -> tuple[str, ...]:
        """The keys of an exercise's forms, the full one first."""
        return self._forms_of[exercise]

    @cached_property
    def _forms_of(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for key, line in self.forms.items():
            found[line.id] = (*found.get(line.id, ()), key)
        return found

    def expand(self, names: Iterable[str]) -> frozenset[str]:
        """The nations meant by nations and groups."""
        return self.programme.expand(tuple(names))

    def nations_of(self, exercise: str) -> frozenset[str]:
        """Every nation that could take part: named, hosting a possible site, or owning an eligible force.

        The exercise is an id (in any of its forms) or the key of one form.
        """
        return self._nations_of[exercise]

    @cached_property
    def _nations_of(self) -> dict[str, frozenset[str]]:
        found = {key: self._nations_in(line) for key, line in self.forms.items()}
        for name in self.exercises:
            found[name] = frozenset().union(*(found[key] for key in self.forms_of(name)))
        return found

    def _nations_in(self, line: Exercise) -> frozenset[str]:
        facts = self.programme
        hosts = {facts.venues[v].host for need in line.sites.values() for v in facts.candidates(need)}
        owners = {facts.forces[f].nation for need in line.forces.values() for f in facts.eligible(need)}
        return frozenset({*line.participants.must, *line.participants.may} | hosts | owners)

    @cached_property
    def _could_meet(self) -> dict[str, list[tuple[str, str]]]:
        found: dict[str, list[tuple[str, str]]] = {}
        for key, line in self.forms.items():
            for need, site in line.sites.items():
                for venue in self.programme.candidates(site):
                    found.setdefault(venue, []).append((key, need))
        return found

    def could_meet(self, venue: str) -> list[tuple[str, str]]:
        """Every form of an exercise, and site need, that a venue fits."""
        return self._could_meet.get(venue, [])

    @cached_property
    def _could_fill(self) -> dict[str, list[tuple[str, str]]]:
        found: dict[str, list[tuple[str, str]]] = {}
        for key, line in self.forms.items():
            for need, role in line.forces.items():
                for force in self.programme.eligible(role):
                    found.setdefault(force, []).append((key, need))
        return found

    def could_fill(self, force: str) -> list[tuple[str, str]]:
        """Every form of an exercise, and force role, that a force is eligible for."""
        return self._could_fill.get(force, [])
