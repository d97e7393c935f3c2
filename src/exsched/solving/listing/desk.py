"""The desk: the lines so far, and whether one more fits beside them by the checker's own rules."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from random import Random

from exsched.domain.exercises import Exercise
from exsched.domain.schedule import Line, Schedule
from exsched.intake.choices import Choices
from exsched.rulekit.finding import Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem, Statement
from exsched.solving.listing.concern import Concern
from exsched.solving.listing.trying import days, forces, line_of, sites

SITES, CHANGES = 3, 12
"""Ways of choosing venues, and changes of forces, that are tried on one day."""

Broken = tuple[Statement, Violation]


@dataclass
class Desk:
    """Lines are placed one after the other.

    What is broken before the first line is no line's fault; what names an exercise that is still to come may
    be in order once that is placed.
    """

    problem: Problem
    over: Callable[[], bool]
    to_come: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.choices = Choices(self.problem.programme)
        self.laydown = Laydown(self.problem, Schedule(programme=self.problem.programme.programme.id))
        hard = [said for said in self.problem.statements if said.rule.cost is None]
        kept = [said for said in hard if not any(self._breaches(said, self.laydown))]
        self._concern = Concern(self.problem, kept)
        self._luck = Random(0)  # noqa: S311 - a search, not a secret

    def place(self, exercise: Exercise, tries: int) -> bool:
        """Take the first line that fits, within so many days; in its full form, or else in another one."""
        return any(
            self._fits(form, *spot) for form in exercise.in_every_form for spot in self._spots(form, tries)
        )

    def make_room(self, exercise: Exercise, tries: int, price: Callable[[str], int]) -> set[str] | None:
        """Take the line for which the cheapest others have to go, and give these; None when nothing helps."""
        best: tuple[int, Laydown, set[str]] | None = None
        for form in exercise.in_every_form:
            for day, at in self._spots(form, tries):
                taken = forces(self.problem, self.choices, form, set()) or {}
                beside = self.laydown.beside(line_of(form, day, at, taken, guests=False))
                broken = [found for _, found in self._broken(beside, exercise.id)]
                away = {name for found in broken for name in found.exercises} - {exercise.id}
                cost = sum(map(price, away))
                if all(len(found.exercises) > 1 for found in broken) and (best is None or cost < best[0]):
                    best = cost, beside, away
        if best is None:
            return None
        _, beside, away = best
        self.laydown = beside.without(away)
        return away

    def schedule(self) -> Schedule:
        """All lines, each with everybody who takes part; what found no place is not held."""
        held = self.laydown.held
        lines = tuple(
            held[name].line.model_copy(update={"participants": held[name].roles})
            if name in held
            else Line(exercise=name, held=False)
            for name in self.problem.exercises
        )
        return self.laydown.schedule.model_copy(update={"lines": lines})

    def _spots(self, form: Exercise, tries: int) -> Iterator[tuple[date, dict[str, str]]]:
        for day in islice(days(self.problem, self.choices, form), tries):
            for at in islice(sites(self.choices, form), SITES):
                if self.over():
                    return
                yield day, at

    def _fits(self, form: Exercise, day: date, at: dict[str, str]) -> bool:
        """Take the line there, with other forces or without guests where these are in the way."""
        barred, guests, luck = set[str](), True, None
        for _ in range(CHANGES):
            taken = forces(self.problem, self.choices, form, barred, luck)
            if taken is None:
                return False
            beside = self.laydown.beside(line_of(form, day, at, taken, guests=guests))
            broken = next(self._broken(beside, form.id), None)
            if broken is None:
                self.laydown = beside
                return True
            said, found = broken
            self._concern.recall(said)
            force = getattr(said.rule, "force", None)
            if force is not None and any(force in elements for elements in taken.values()):
                barred.add(force)
            elif getattr(said.rule, "venue", None) is not None:
                return False
            elif guests and form.participants.may:
                guests = False
            elif form.forces and found.exercises == (form.id,):
                luck = self._luck
            else:
                return False
        return False

    def _broken(self, laydown: Laydown, exercise: str) -> Iterator[Broken]:
        """What the exercise breaks there, as far as it can be told while others are to come."""
        for said in self._concern.about(laydown.held[exercise]):
            for found in self._breaches(said, laydown):
                if self.to_come.isdisjoint(found.exercises):
                    yield said, found

    def _breaches(self, said: Statement, laydown: Laydown) -> Iterator[Violation]:
        for found in said.rule.check(self.problem, laydown):
            if isinstance(found, Violation):
                yield found
