"""Try every schedule of a small programme, and let the checker judge each: a proof that needs no reasoning.

A schedule is one line for each exercise: not held, or a form, a STARTEX in the horizon, a length, sites,
nations, and elements of forces. Lines that break a hard rule on their own are in no schedule that is allowed;
neither are lines that together break a rule that no further line can repair.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice, product

from exsched.checking.judge import judge
from exsched.domain.exercises import FULL_FORM, Exercise, Role
from exsched.domain.programme import Programme
from exsched.domain.schedule import Line, Schedule
from exsched.proof.growing import OF_ONE_LINE, REPAIRABLE
from exsched.proof.numbers import TooLarge
from exsched.rulekit.finding import Violation
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.problem import Problem, Statement

MOST_LINES = 5_000
"""Lines of one exercise that are worth writing down."""
MOST_SCHEDULES = 5_000
"""Schedules, whole or begun, that are worth judging."""


@dataclass(frozen=True)
class Tried:
    """How many lines of each exercise are allowed alone, how many schedules were judged, the best values."""

    lines: tuple[int, ...]
    judged: int
    best: tuple[int, ...] | None


def try_all(problem: Problem, stop: Callable[[], bool] = lambda: False) -> Tried:
    """Try every schedule; `best` is None when none is allowed.

    Raises:
        TooLarge: there are more than is worth trying.
        InterruptedError: `stop` said so.
    """
    return _Trial(problem, stop).run()


@dataclass(frozen=True)
class _Choice:
    """A line, and what it amounts to when it is held."""

    line: Line
    held: Held | None


class _Trial:
    def __init__(self, problem: Problem, stop: Callable[[], bool]) -> None:
        self.problem, self.stop, self.judged = problem, stop, 0
        hard = [said for said in problem.statements if said.rule.cost is None]
        self.alone = [said for said in hard if said.rule.rule in OF_ONE_LINE]
        self.final = [said for said in hard if said.rule.rule in REPAIRABLE]
        self.joint = [said for said in hard if said.rule.rule not in OF_ONE_LINE | REPAIRABLE]
        self.choices = [self._allowed(name) for name in problem.exercises]

    def run(self) -> Tried:
        best = min((values for values in self._grow([])), default=None)
        return Tried(tuple(map(len, self.choices)), self.judged, best)

    def _allowed(self, name: str) -> list[_Choice]:
        lines = list(islice(every_line(self.problem.programme, self.problem.exercises[name]), MOST_LINES + 1))
        if len(lines) > MOST_LINES:
            raise TooLarge(f"more than {MOST_LINES:,} lines for {name}")
        about = [said for said in self.alone if getattr(said.rule, "exercise", name) in {name, None}]
        choices = [_Choice(line, self._laydown([line]).held.get(name)) for line in lines]
        return [choice for choice in choices if not self._breaks(about, self._of([choice]))]

    def _grow(self, chosen: list[_Choice]) -> Iterator[tuple[int, ...]]:
        laydown = self._of(chosen)
        self._count()
        if chosen and self._breaks(self.joint, laydown):
            return
        if len(chosen) == len(self.choices):
            if not self._breaks(self.final, laydown):
                verdict = judge(self.problem, laydown.schedule)
                assert verdict.allowed, "a rule was broken that the parts of the schedule had kept"
                yield verdict.tier_values()
            return
        for choice in self.choices[len(chosen)]:
            yield from self._grow([*chosen, choice])

    def _count(self) -> None:
        self.judged += 1
        if self.judged > MOST_SCHEDULES:
            raise TooLarge(f"more than {MOST_SCHEDULES:,} schedules to try")
        if self.stop():
            raise InterruptedError

    def _laydown(self, lines: list[Line]) -> Laydown:
        return Laydown(
            self.problem, Schedule(programme=self.problem.programme.programme.id, lines=tuple(lines))
        )

    def _of(self, chosen: list[_Choice]) -> Laydown:
        """The laydown of these lines; what each amounts to was worked out before."""
        laydown = self._laydown([choice.line for choice in chosen])
        laydown.__dict__["held"] = {choice.held.id: choice.held for choice in chosen if choice.held}
        return laydown

    def _breaks(self, statements: list[Statement], laydown: Laydown) -> bool:
        return any(
            isinstance(found, Violation)
            for said in statements
            for found in said.rule.check(self.problem, laydown)
        )


def every_line(programme: Programme, exercise: Exercise) -> Iterator[Line]:
    """Every line that a schedule can hold for one exercise, the dropped one first."""
    yield Line(exercise=exercise.id, held=False)
    for name in exercise.form_names:
        form = exercise.in_form(name)
        # without a hard rule about its length, a form may last longer or shorter than is written
        longest = min(2 * form.days.max + 1, programme.horizon.days)
        days = [(day, length) for day in programme.horizon.each_day() for length in range(1, longest + 1)]
        for (start, length), sites, nations, forces in product(
            days, list(_places(programme, form)), list(_who(form)), list(_forces(programme, form))
        ):
            yield Line(
                exercise=exercise.id,
                form=None if name == FULL_FORM else name,
                startex=start,
                endex=start + timedelta(length - 1),
                sites=sites,
                participants=nations,
                forces=forces,
            )


def _places(programme: Programme, form: Exercise) -> Iterator[dict[str, str]]:
    options = [[None, *programme.candidates(need)] for need in form.sites.values()]
    for picked in product(*options):
        yield {need: venue for need, venue in zip(form.sites, picked, strict=True) if venue}


def _who(form: Exercise) -> Iterator[dict[str, Role]]:
    asked = sorted({*form.participants.must, *form.participants.may})
    for picked in product([False, True], repeat=len(asked)):
        there = [nation for nation, comes in zip(asked, picked, strict=True) if comes]
        yield {nation: form.declared_role(nation) or Role.FULL for nation in there}


def _forces(programme: Programme, form: Exercise) -> Iterator[dict[str, dict[str, int]]]:
    slots = [(need, force) for need, role in form.forces.items() for force in programme.eligible(role)]
    for counts in product(*(range(programme.forces[force].elements + 1) for _, force in slots)):
        taken: dict[str, dict[str, int]] = {}
        for (need, force), count in zip(slots, counts, strict=True):
            if count:
                taken.setdefault(need, {})[force] = count
        yield taken
