"""What is already agreed about an exercise stays as it is.

What it says      Each of these that is given is met exactly: the `form` it is held in, `startex`, `endex`,
                  the venue of each site under `sites`, the nations under `participants` (these and no
                  others, in whatever role: observers, and the hosts of the sites, are to be listed too), the
                  force elements of each role under `forces` (these and no others in that role). What is not
                  given stays free.
Why it exists     Ranges are booked, notifications are out, a minister has announced the date.
Does not say      That the exercise is held: see `must_be_held`. A dropped exercise breaks no lock.
Soft unit         One difference: another form, a day by which STARTEX or ENDEX is off, a site, a nation too
                  many or missing, a force element too many or missing.
Validity          Applies when the exercise has an execution day inside `valid`.
Facts             `locked` of an exercise.
Real case         Dates of a large exercise are announced a year ahead; from then on other lines move around
                  it.
"""

from collections.abc import Iterator
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from exsched.domain.dates import Day
from exsched.domain.exercises import FULL_FORM, Locks, Role
from exsched.domain.names import ExerciseId, ForceId, Id, NationId, Positive, VenueId
from exsched.domain.programme import Programme
from exsched.rulekit.decisions import Decisions, Lit, Term
from exsched.rulekit.finding import Finding, Violation
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Path, Rule


class LockedLine(Rule):
    """The parts of an exercise's line that may not be chosen again."""

    rule: Literal["locked_line"] = "locked_line"
    exercise: ExerciseId
    form: Id | None = Field(default=None, description="`full`, or one of the exercise's forms")
    startex: Day | None = None
    endex: Day | None = None
    sites: dict[Id, VenueId] = Field(default_factory=dict, description="site -> venue")
    participants: tuple[NationId, ...] | None = Field(default=None, description="these and no others")
    forces: dict[Id, dict[ForceId, Positive]] = Field(
        default_factory=dict, description="role -> force -> elements"
    )

    unit: ClassVar[str] = "difference"

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        parts = (self.form, self.startex, self.endex, self.sites, self.forces)
        if not any(parts) and self.participants is None:
            raise ValueError("a lock needs one of form, startex, endex, sites, participants, forces")
        return self

    @classmethod
    def from_facts(cls, programme: Programme) -> Iterator[tuple[Path, Self]]:
        """One for `locked` of each exercise."""
        for name, line in programme.exercises.items():
            if line.locked is not None and line.locked != Locks():
                yield ("exercises", name, "locked"), cls(exercise=name, **dict(line.locked))

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        who = ", ".join(sorted(self.participants or ())) or "none"
        parts = [
            f"form {self.form}" if self.form else "",
            f"STARTEX {self.startex}" if self.startex else "",
            f"ENDEX {self.endex}" if self.endex else "",
            *(f"{need} at {venue}" for need, venue in sorted(self.sites.items())),
            f"participants {who}" if self.participants is not None else "",
            *(f"{role} by {_listed(taken)}" for role, taken in sorted(self.forces.items())),
        ]
        return f"{self.exercise} is locked: {', '.join(part for part in parts if part)}"

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Fix every part that is given."""
        d, name = decisions, self.exercise
        when = [d.touches(name, self.valid)]
        if self.form and len(problem.forms_of(name)) > 1:
            d.never([*when, d.negation(d.held(f"{name}/{self.form}"))])
        for value, day in ((d.startex(name), self.startex), (d.endex(name), self.endex)):
            if day:
                d.within([Term(1, value)], [(d.day(day), d.day(day))], when)
        for need, venue in sorted(self.sites.items()):
            d.never([*when, d.negation(d.at_site(name, need, venue))])
        if self.participants is not None:
            for nation in sorted(problem.nations_of(name) | set(self.participants)):
                there = d.takes_part(nation, name, frozenset(Role))
                d.never([*when, d.negation(there) if nation in self.participants else there])
        for role in sorted(self.forces):
            self._post_forces(problem, d, role, when)

    def _post_forces(self, problem: Problem, d: Decisions, role: str, when: list[Lit]) -> None:
        lines = [problem.forms[key] for key in problem.forms_of(self.exercise)]
        needs = [line.forces[role] for line in lines if role in line.forces]
        able = {force for need in needs for force in problem.programme.eligible(need)}
        locked = self.forces[role]
        for force in sorted(able | set(locked)):
            number = locked.get(force, 0)
            d.within([Term(1, d.elements(self.exercise, role, force))], [(number, number)], when)

    # -- checker --------------------------------------------------------------------------------------------

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Compare the line with what is locked, part by part."""
        held = laydown.held.get(self.exercise)
        if held is None or not held.touches(self.valid.period()):
            return
        if self.form and (held.line.form or FULL_FORM) != self.form:
            is_in = held.line.form or FULL_FORM
            yield Violation((held.id,), f"{held.id} is held in form {is_in}, locked is {self.form}")
        for what, is_on, locked in (
            ("STARTEX", held.execution.start, self.startex),
            ("ENDEX", held.execution.end, self.endex),
        ):
            if locked and is_on != locked:
                days = abs((is_on - locked).days)
                yield Violation((held.id,), f"{what} of {held.id} is {is_on}, locked is {locked}", days)
        for need, venue in sorted(self.sites.items()):
            taken = held.line.sites.get(need)
            if taken != venue:
                yield Violation(
                    (held.id,), f"{held.id} has its {need} at {taken or 'no venue'}, locked is {venue}"
                )
        yield from self._check_participants(held)
        yield from self._check_forces(held)

    def _check_participants(self, held: Held) -> Iterator[Finding]:
        if self.participants is None:
            return
        for nation in sorted(set(held.roles) ^ set(self.participants)):
            word = "is not among" if nation in held.roles else "is missing from"
            yield Violation((held.id,), f"{nation} {word} the locked participants of {held.id}")

    def _check_forces(self, held: Held) -> Iterator[Finding]:
        for role, locked in sorted(self.forces.items()):
            taken = held.line.forces.get(role, {})
            off = sum(abs(taken.get(force, 0) - locked.get(force, 0)) for force in {*taken, *locked})
            if off:
                what = f"{held.id} fills {role} with {_listed(taken)}, locked is {_listed(locked)}"
                yield Violation((held.id,), what, off)


def _listed(forces: dict[str, int]) -> str:
    return " and ".join(f"{number} {force}" for force, number in sorted(forces.items())) or "nothing"
