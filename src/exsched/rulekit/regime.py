"""What rules of regimes share: the place in the text, which exercises they concern, and whose these are."""

from collections.abc import Iterator
from enum import StrEnum

from pydantic import Field

from exsched.domain.exercises import Exercise, Kind
from exsched.domain.forces import ServiceDomain
from exsched.domain.history import PastExercise
from exsched.domain.names import Areas, Count, Name, NationsOrGroups, Tags
from exsched.rulekit.band import Band, Sized, number_in
from exsched.rulekit.decisions import Decisions, Lit
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule


class RegimeRule(Rule):
    """A rule whose numbers stand in a treaty, a law or a notice."""

    paragraph: Name | None = Field(default=None, description="where the regime says so")
    checked: bool = Field(default=False, description="the number was compared with the official text")


class ConcernRule(RegimeRule):
    """A rule about exercises of some size, sort, place and parties; each key that is given must be met."""

    band: Band | None = Field(default=None, description="exercises that reach one of these numbers")
    below: Band | None = Field(default=None, description="exercises that reach none of these numbers")
    kinds: tuple[Kind, ...] = ()
    domains: tuple[ServiceDomain, ...] = ()
    tags: Tags = ()
    exempt: Tags = Field(default=(), description="exercises with one of these tags are not concerned")
    zone: Areas = Field(default=(), description="a site lies in one of these areas")
    hosts: NationsOrGroups = Field(default=(), description="a site lies in one of these")
    parties: NationsOrGroups = Field(default=(), description="one of these takes part")

    # -- the exercise's own facts ---------------------------------------------------------------------------

    def sized(self, sized: Sized) -> bool | None:
        """Whether it is of the size that is meant; None when numbers that are not known leave it open."""
        reached = self.band.reached(sized) if self.band else True
        beyond = self.below.reached(sized) if self.below else False
        if reached is False or beyond is True:
            return False
        return None if reached is None or beyond is None else True

    def concerns(self, line: Exercise) -> bool | None:
        """Whether an exercise is concerned as far as its own facts go; None when they are missing."""
        if not self.sort(line) or self.sized(line) is False:
            return False
        if self.domains and line.domains and not set(line.domains) & set(self.domains):
            return False
        return None if self.missing(line) else True

    def sort(self, line: Exercise | PastExercise) -> bool:
        """Whether it is of the kind, and has the tags, that are meant."""
        if self.kinds and line.kind not in self.kinds:
            return False
        if self.tags and not set(self.tags) & set(line.tags):
            return False
        return not set(self.exempt) & set(line.tags)

    def missing(self, line: Exercise) -> list[str]:
        """What is not written and would be needed to say whether the exercise is concerned."""
        lacks = self._numbers_missing(line) if self.sized(line) is None else []
        if self.domains and not line.domains:
            lacks.append("domains")
        return [f"exercises.{line.id}.{key}" for key in lacks]

    def _numbers_missing(self, line: Exercise) -> list[str]:
        asked = {name for band in (self.band, self.below) if band for name in band.thresholds()}
        unknown = sorted(name for name in asked if number_in(line, name) is None)
        fields = {"strength" if name == "troops" else "equipment" for name in unknown}
        return sorted(fields, reverse=True)

    def only(self) -> str:
        """Who is concerned, in words; empty when every exercise is."""
        parts = (
            self.band.said() if self.band else "",
            f"not {self.below.said()}" if self.below else "",
            "/".join(self.kinds),
            "/".join(self.domains),
            "/".join(self.tags),
            f"not {'/'.join(self.exempt)}" if self.exempt else "",
            f"in {'/'.join((*self.zone, *self.hosts))}" if self.zone or self.hosts else "",
            f"with {'/'.join(self.parties)}" if self.parties else "",
        )
        return ", ".join(part for part in parts if part)

    def cited(self) -> str:
        """The paragraph in brackets, or nothing."""
        return f" ({self.paragraph})" if self.paragraph else ""

    def _venues(self, problem: Problem) -> frozenset[str]:
        return frozenset().union(*(problem.programme.venues_in(area) for area in self.zone))

    def _unplaced(self, problem: Problem) -> frozenset[str]:
        return frozenset().union(*(problem.programme.unplaced(area) for area in self.zone))

    # -- solver ---------------------------------------------------------------------------------------------

    def forms_concerned(self, problem: Problem, decisions: Decisions) -> Iterator[tuple[str, list[Lit]]]:
        """The forms concerned, each with what must hold: days in `valid`, place and parties."""
        d, venues = decisions, self._venues(problem)
        hosts, parties = problem.expand(self.hosts), problem.expand(self.parties)
        for key, line in problem.forms.items():
            if not self.concerns(line):
                continue
            could = problem.nations_of(key)
            when = [d.touches(key, self.valid)]
            if self.zone:
                when.append(d.uses(key, venues))
            if self.hosts:
                when.append(d.any_of([d.hosts(nation, key) for nation in sorted(hosts & could)]))
            if self.parties:
                when.append(d.any_of([d.takes_part(nation, key) for nation in sorted(parties & could)]))
            yield key, when

    # -- checker --------------------------------------------------------------------------------------------

    def lacking(self, problem: Problem, held: Held) -> list[str]:
        """What is not written and would be needed to say whether an exercise held is concerned."""
        nowhere: frozenset[str] = frozenset()
        if self.zone and not held.venues & self._venues(problem):
            nowhere = held.venues & self._unplaced(problem)
        return [*self.missing(held.exercise), *(f"venues.{name}.at" for name in sorted(nowhere))]

    def held_and_concerned(self, problem: Problem, laydown: Laydown) -> Iterator[Held]:
        """The exercises held that are concerned, or could be, as far as is known."""
        venues = self._venues(problem) | self._unplaced(problem)
        hosts, parties = problem.expand(self.hosts), problem.expand(self.parties)
        for held in laydown.held.values():
            if (
                held.touches(self.valid.period())
                and self.concerns(held.exercise) is not False
                and (not self.zone or held.venues & venues)
                and (not self.hosts or held.hosts & hosts)
                and (not self.parties or held.participants() & parties)
            ):
                yield held


class CountedBy(StrEnum):
    """Whose an exercise is."""

    HOST = "host"
    COMMAND = "command"


class StateCap(ConcernRule):
    """A limit for each of some States on the exercises that it hosts, or that are held under its command."""

    nations: NationsOrGroups = Field(min_length=1, description="each of these by itself")
    most: Count = Field(description="exercises")
    by: CountedBy = Field(default=CountedBy.HOST, description="on its soil, or under its command")

    def whose(self) -> str:
        """How the exercises are counted, in words."""
        return "hosts" if self.by is CountedBy.HOST else "commands"

    # -- solver ---------------------------------------------------------------------------------------------

    def forms_of_states(
        self, problem: Problem, decisions: Decisions
    ) -> dict[str, list[tuple[str, list[Lit]]]]:
        """For each State the forms that could count, each with what makes it count."""
        found: dict[str, list[tuple[str, list[Lit]]]] = {n: [] for n in sorted(problem.expand(self.nations))}
        for key, when in self.forms_concerned(problem, decisions):
            command = problem.forms[key].command
            if self.by is CountedBy.COMMAND and command in found:
                found[command].append((key, when))
            elif self.by is CountedBy.HOST:
                for nation in sorted(problem.nations_of(key) & found.keys()):
                    found[nation].append((key, [*when, decisions.hosts(nation, key)]))
        return found

    # -- checker --------------------------------------------------------------------------------------------

    def held_of_states(self, problem: Problem, laydown: Laydown) -> dict[str, list[tuple[Held, str]]]:
        """For each State the exercises that count, each with what is missing to be sure (or nothing)."""
        nations = problem.expand(self.nations)
        found: dict[str, list[tuple[Held, str]]] = {}
        for held in self.held_and_concerned(problem, laydown):
            lacks = self.lacking(problem, held)
            states = held.hosts
            if self.by is CountedBy.COMMAND:
                command = held.exercise.command
                states = frozenset({command}) if command else held.participants()
                lacks += [] if command else [f"exercises.{held.id}.command"]
            for nation in sorted(states & nations):
                found.setdefault(nation, []).append((held, ", ".join(lacks)))
        return dict(sorted(found.items()))
