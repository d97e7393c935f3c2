"""The desk: the lines so far, and whether one more fits beside them by the checker's own rules."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from random import Random

from exsched.domain.exercises import FULL_FORM, Exercise
from exsched.domain.schedule import Line, Schedule
from exsched.intake.choices import Choices
from exsched.rulekit.finding import Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem, Statement
from exsched.solving.listing.concern import Concern
from exsched.solving.listing.trying import Forces, days, forces, line_of, sites

SITES, CHANGES = 3, 12
"""Ways of choosing venues, and changes of forces, that are tried on one day."""

GUESSES = 3
"""Choices of forces that are looked at on one day when others have to make room."""

Broken = tuple[Statement, Violation]


@dataclass
class Desk:
    """Lines are placed one after the other.

    What is broken while nothing is held (a demand, a freeze) is no line's fault, but none may make it worse.
    Unless `strict`, what names an exercise that is not held is left for later: it may be in order by then.
    """

    problem: Problem
    over: Callable[[], bool]
    strict: bool = False

    def __post_init__(self) -> None:
        self.choices = Choices(self.problem.programme)
        self.laydown = Laydown(self.problem, Schedule(programme=self.problem.programme.programme.id))
        hard = [said for said in self.problem.statements if said.rule.cost is None]
        broken = {said.key: [*self._breaches(said, self.laydown)] for said in hard}
        self._concern = Concern(self.problem, hard)
        self.demands = {said.key: said for said in hard if broken[said.key]}
        self._owed = {key: _amount(broken[key]) for key in self.demands}
        self.asked = {name for found in broken.values() for one in found for name in one.exercises}
        """What is named by statements that are broken while nothing is held: it may have to be."""
        references = self.problem.programme.schedules.values()
        lines = [line for reference in references for line in reference.lines]
        self.published = {line.exercise: line for line in lines if line.held and self._is_known(line)}
        self._luck = Random(0)  # noqa: S311 - a search, not a secret

    def _is_known(self, line: Line) -> bool:
        """Whether the programme still has all that a published line names."""
        facts, exercise = self.problem.programme, self.problem.exercises.get(line.exercise)
        return (
            exercise is not None
            and (line.form or FULL_FORM) in exercise.form_names
            and facts.venues.keys() >= {*line.sites.values()}
            and all(facts.forces.keys() >= taken.keys() for taken in line.forces.values())
        )

    def place(self, exercise: Exercise, tries: int) -> bool:
        """Take the first line that fits: as it was published, or else on one of so many days, in any form."""
        if was := self.published.get(exercise.id):
            beside = self.laydown.beside(was)
            if not any(self._broken(beside, exercise.id)):
                return self._take(beside)
        for form in exercise.in_every_form:
            for day, at in self._spots(form, tries):
                if fitting := self._fitting(form, day, at):
                    return self._take(fitting)
        return False

    def serve(self, said: Statement, lines: Iterable[Exercise], tries: int) -> None:
        """Place one of the lines so that less is missing of what a statement demands."""
        force = getattr(said.rule, "force", None)
        able = {key for key, _ in self.problem.could_fill(force)} if force else set()
        forms = [form for line in lines for form in line.in_every_form if not force or form.key in able]
        for form in forms if self._owed[said.key] else ():
            for day, at in self._spots(form, tries) if form.id not in self.laydown.held else ():
                taken = forces(self.problem, self.choices, form, set(), first=force)
                if taken is not None:
                    beside = self.laydown.beside(line_of(form, day, at, taken, guests=False))
                    served = _amount(self._breaches(said, beside)) < self._owed[said.key]
                    if served and not any(self._broken(beside, form.id)):
                        self._take(beside)
                        return

    def _take(self, laydown: Laydown) -> bool:
        self.laydown = laydown
        self._owed = {key: _amount(self._breaches(said, laydown)) for key, said in self.demands.items()}
        return True

    def make_room(self, exercise: Exercise, tries: int, price: Callable[[str], int]) -> set[str] | None:
        """Take the line for which the cheapest others have to go, and give these; None when nothing helps."""
        best: tuple[int, Laydown, set[str]] | None = None
        for form in exercise.in_every_form:
            for day, at in self._spots(form, tries):
                for beside in self._guesses(form, day, at):
                    broken = [found.exercises for _, found in self._broken(beside, exercise.id)]
                    away = {name for names in broken for name in names} - {exercise.id}
                    cost = sum(map(price, away))
                    if all(len(names) > 1 for names in broken) and (best is None or cost < best[0]):
                        best = cost, beside, away
        if best is None:
            return None
        _, beside, away = best
        self._take(beside.without(away))
        return away

    def asked_for(self, exercise: str) -> set[str]:
        """What is not held and should be, now that the exercise is."""
        held = self.laydown.held
        about = self._concern.about(held[exercise])
        breaches = (found for said in about for found in self._breaches(said, self.laydown))
        return {name for found in breaches for name in found.exercises if name not in held}

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

    def _fitting(self, form: Exercise, day: date, at: dict[str, str]) -> Laydown | None:
        """The laydown with the line there, with other forces or no guests where these are in the way."""
        barred, guests, luck = set[str](), True, None
        for _ in range(CHANGES):
            taken = forces(self.problem, self.choices, form, barred, luck)
            if taken is None:
                return None
            beside = self.laydown.beside(line_of(form, day, at, taken, guests=guests))
            broken = next(self._broken(beside, form.id), None)
            if broken is None:
                return beside
            said, found = broken
            self._concern.recall(said)
            if blamed := self._blamed(said, form, taken):
                barred.add(self._luck.choice(blamed))
            elif getattr(said.rule, "venue", None) is not None:
                return None
            elif guests and form.participants.may:
                guests = False
            elif form.forces and found.exercises == (form.id,):
                luck = self._luck
            else:
                return None
        return None

    def _guesses(self, form: Exercise, day: date, at: dict[str, str]) -> Iterator[Laydown]:
        """The laydown with the line there, with the first forces and with some others; without guests."""
        for luck in (None, *(self._luck for _ in range(GUESSES if form.forces else 0))):
            taken = forces(self.problem, self.choices, form, set(), luck)
            if taken is not None:
                yield self.laydown.beside(line_of(form, day, at, taken, guests=False))

    def _blamed(self, said: Statement, form: Exercise, taken: Forces) -> list[str]:
        """The forces that a statement is about, or that bring in a nation it is about."""
        rule = said.rule
        named = getattr(rule, "nations", None) or [getattr(rule, "nation", None)]
        nations = self.problem.expand([name for name in named if name]) - form.participants.must.keys()
        units = self.problem.programme.forces
        return [
            force
            for elements in taken.values()
            for force in elements
            if force == getattr(rule, "force", None) or units[force].nation in nations
        ]

    def _broken(self, laydown: Laydown, exercise: str) -> Iterator[Broken]:
        """What the exercise breaks there, as far as it can be told."""
        for said in self._concern.about(laydown.held[exercise]):
            breaches = [*self._breaches(said, laydown)]
            if _amount(breaches) > self._owed.get(said.key, 0):
                for found in breaches:
                    if self.strict or all(name in laydown.held for name in found.exercises):
                        yield said, found

    def _breaches(self, said: Statement, laydown: Laydown) -> Iterator[Violation]:
        for found in said.rule.check(self.problem, laydown):
            if isinstance(found, Violation):
                yield found


def _amount(breaches: Iterable[Violation]) -> int:
    return sum(found.amount for found in breaches)
