"""Certain nations, or a certain number of them, take part.

What it says      In each of the exercises, if it is held (and has a day within `valid`), every nation of
                  `all_of` takes part, and of the nations in `of` (all nations, if left out) at least
                  `at_least` and at most `at_most`. Roles count as said in `roles`: any but observer, if left
                  out. A nation takes part as soon as it is named, hosts a site or has a force there. Under
                  `participants`, `must` asks for each nation in a role that counts (of a nation meant as
                  observer, in any role), and `count` limits the number.
Why it exists     An exercise without the nation it certifies, or with too few to be multinational, loses its
                  purpose.
Does not say      That the exercise is held: see `must_be_held`.
Soft unit         One nation missing, or one too many.
Real case         When a host left out one nation, two others refused to come without it and the international
                  part of the exercise was dropped.
"""

from collections.abc import Iterator
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from exsched.domain.exercises import COUNTED_ROLES, Role
from exsched.domain.names import Count, ExerciseIds, NationsOrGroups
from exsched.domain.programme import Programme
from exsched.rulekit.decisions import Decisions, Term
from exsched.rulekit.finding import Finding, Violation
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Path, Rule


class RequiredParticipants(Rule):
    """Who must take part, and how many."""

    rule: Literal["required_participants"] = "required_participants"
    exercises: ExerciseIds = Field(min_length=1, description="each is judged by itself")
    all_of: NationsOrGroups = Field(default=(), description="every one of these nations")
    of: NationsOrGroups = Field(default=(), description="the nations that are counted; all if left out")
    at_least: Count | None = None
    at_most: Count | None = None
    roles: tuple[Role, ...] = Field(
        default=tuple(sorted(COUNTED_ROLES)), min_length=1, description="roles that count"
    )

    unit: ClassVar[str] = "nation"

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        least, most = self.at_least, self.at_most
        if not self.all_of and least is None and most is None:
            raise ValueError("required_participants needs one of all_of, at_least, at_most")
        if self.of and least is None and most is None:
            raise ValueError("`of` needs at_least or at_most")
        if least is not None and most is not None and most < least:
            raise ValueError(f"at_least {least} is above at_most {most}; swap the two numbers")
        return self

    @classmethod
    def from_facts(cls, programme: Programme) -> Iterator[tuple[Path, Self]]:
        """One for `must`, one more for each observer under it, and one for `count` of each exercise."""
        for name, exercise in programme.exercises.items():
            who, path = exercise.participants, ("exercises", name, "participants")
            watching = [nation for nation, part in who.must.items() if part.role is Role.OBSERVER]
            if taking_part := tuple(nation for nation in who.must if nation not in watching):
                yield (*path, "must"), cls(exercises=(name,), all_of=taking_part)
            for nation in watching:
                yield (*path, "must", nation), cls(exercises=(name,), all_of=(nation,), roles=tuple(Role))
            if who.count is not None:
                rule = cls(exercises=(name,), at_least=who.count.least, at_most=who.count.most)
                yield (*path, "count"), rule

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        said = [f"{', '.join(sorted(problem.expand(self.all_of)))} must take part"] if self.all_of else []
        of = f" of {', '.join(sorted(problem.expand(self.of)))}" if self.of else ""
        limits = (("at least", self.at_least), ("at most", self.at_most))
        if counts := " and ".join(f"{word} {limit}" for word, limit in limits if limit is not None):
            said.append(f"the number of participants{of} is {counts}")
        return f"in {', '.join(self.exercises)} {' and '.join(said)}"

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Count the nations that take part."""
        d, roles = decisions, frozenset(self.roles)
        required, counted = problem.expand(self.all_of), problem.expand(self.of)
        for name in self.exercises:
            possible, when = problem.nations_of(name), [d.touches(name, self.valid)]
            if required:
                musts = [Term(1, d.takes_part(nation, name, roles)) for nation in sorted(possible & required)]
                d.at_least(musts, len(required), when)
            some = [
                Term(1, d.takes_part(nation, name, roles))
                for nation in sorted(possible)
                if nation in counted or not self.of
            ]
            if self.at_least is not None:
                d.at_least(some, self.at_least, when)
            if self.at_most is not None:
                d.at_most(some, self.at_most, when)

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Look at who takes part in each of the exercises that is held."""
        for name in self.exercises:
            held = laydown.held.get(name)
            if held and held.touches(self.valid.period()):
                yield from self._missing(problem, held)
                yield from self._number(problem, held)

    def _missing(self, problem: Problem, held: Held) -> Iterator[Finding]:
        for nation in sorted(problem.expand(self.all_of) - held.participants(frozenset(self.roles))):
            as_what = f" only as {held.roles[nation].value}" if nation in held.roles else ""
            verb = "takes part" if as_what else "does not take part"
            yield Violation((held.id,), f"{nation} {verb} in {held.id}{as_what}")

    def _number(self, problem: Problem, held: Held) -> Iterator[Finding]:
        there = held.participants(frozenset(self.roles))
        some = there & problem.expand(self.of) if self.of else there
        of = f" of {', '.join(self.of)}" if self.of else ""
        has = f"{held.id} has {number_of(len(some), 'participant')}{of} ({', '.join(sorted(some)) or 'none'})"
        if self.at_least is not None and len(some) < self.at_least:
            missing = self.at_least - len(some)
            yield Violation((held.id,), f"{has} and needs at least {self.at_least}", missing)
        if self.at_most is not None and len(some) > self.at_most:
            beyond = len(some) - self.at_most
            yield Violation((held.id,), f"{has} and may have at most {self.at_most}", beyond)
