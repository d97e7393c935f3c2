"""Did a statement matter in a schedule: broken, nearly broken, or out of reach of any single change.

The question asked of the checker is a modest one: would the statement be broken after one change to one line
of the schedule, all else staying as it is? The changes tried are another STARTEX that the exercise's own
window allows, another venue that fits a site, another force that fits a role, one `may` nation more or
fewer, and dropping an exercise that may be dropped. A statement that none of them breaks was not close to
mattering; that a better schedule would not exist without it is not shown, since two changes at once, other
lengths and other forms are not tried.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from time import monotonic

from exsched.domain.exercises import Exercise, HeldIf
from exsched.domain.schedule import Line, Schedule
from exsched.intake.choices import Choices
from exsched.rulekit.finding import Undecided, Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem, Statement


class Reach(StrEnum):
    """How close a schedule came to breaking a statement."""

    BROKEN = "broken"
    OPEN = "open"
    NEAR = "near"
    FAR = "far"
    UNTESTED = "untested"


@dataclass(frozen=True)
class Nearness:
    """How close, and what shows it: the sentence of the breach, or the change that would break it."""

    reach: Reach
    shown_by: str = ""
    cost: int | None = None


def nearness(
    problem: Problem, schedule: Schedule, statements: Iterable[Statement], seconds: float
) -> dict[str, Nearness]:
    """Test each statement by every single change, at most for so many seconds; by the statement's key."""
    until = monotonic() + seconds
    laydown = Laydown(problem, schedule)
    found: dict[str, Nearness] = {}
    left: list[Statement] = []
    for said in statements:
        if now := _as_it_is(problem, laydown, said):
            found[said.key] = now
        else:
            left.append(said)
    for what, other in _changes(problem, schedule):
        if monotonic() > until or not left:
            break
        near = _broken_by(problem, other, left)
        found |= {said.key: Nearness(Reach.NEAR, what) for said in near}
        left = [said for said in left if said.key not in found]
    else:
        return found | {said.key: Nearness(Reach.FAR) for said in left}
    return found | {said.key: Nearness(Reach.UNTESTED) for said in left}


def _as_it_is(problem: Problem, laydown: Laydown, said: Statement) -> Nearness | None:
    findings = list(said.rule.check(problem, laydown))
    breaches = [found for found in findings if isinstance(found, Violation)]
    if breaches:
        price = said.rule.cost
        cost = None if price is None else price * sum(found.amount for found in breaches)
        return Nearness(Reach.BROKEN, breaches[0].sentence, cost)
    unknown = next((found for found in findings if isinstance(found, Undecided)), None)
    return Nearness(Reach.OPEN, unknown.missing) if unknown else None


def _broken_by(problem: Problem, schedule: Schedule, left: Sequence[Statement]) -> list[Statement]:
    laydown = Laydown(problem, schedule)
    return [
        said
        for said in left
        if any(isinstance(found, Violation) for found in said.rule.check(problem, laydown))
    ]


def _changes(problem: Problem, schedule: Schedule) -> Iterator[tuple[str, Schedule]]:
    """Every schedule that differs in one thing, with that thing in words.

    The exercises take turns, so that a limit of time leaves none of them out altogether.
    """
    choices = Choices(problem.programme)
    turns = [
        _of_line(problem.exercises[line.exercise].in_form(line.form), line, choices)
        for line in schedule.lines
        if line.held
    ]
    while turns:
        still = []
        for turn in turns:
            if step := next(turn, None):
                what, other = step
                lines = tuple(other if one.exercise == other.exercise else one for one in schedule.lines)
                yield what, schedule.model_copy(update={"lines": lines})
                still.append(turn)
        turns = still


def _of_line(exercise: Exercise, line: Line, choices: Choices) -> Iterator[tuple[str, Line]]:
    if exercise.held is HeldIf.MAY:
        yield f"dropping {exercise.id}", Line(exercise=exercise.id, held=False)
    yield from _sites(exercise, line, choices)
    yield from _nations(exercise, line)
    yield from _forces(exercise, line, choices)
    length = timedelta(line.execution.days - 1)
    for day in choices.days_near(exercise, line.execution.start):
        if day == line.execution.start:
            continue
        moved = line.model_copy(update={"startex": day, "endex": day + length})
        yield f"moving {exercise.id} to {day}", moved


def _sites(exercise: Exercise, line: Line, choices: Choices) -> Iterator[tuple[str, Line]]:
    for need, venue in line.sites.items():
        for other in choices.venues(exercise.sites[need]) if need in exercise.sites else ():
            if other != venue:
                sites = {**line.sites, need: other}
                yield f"{exercise.id} at {other}", line.model_copy(update={"sites": sites})


def _nations(exercise: Exercise, line: Line) -> Iterator[tuple[str, Line]]:
    for nation, part in exercise.participants.may.items():
        if nation in line.participants:
            kept = {name: role for name, role in line.participants.items() if name != nation}
            yield f"{exercise.id} without {nation}", line.model_copy(update={"participants": kept})
        else:
            more = {**line.participants, nation: part.role}
            yield f"{exercise.id} with {nation}", line.model_copy(update={"participants": more})


def _forces(exercise: Exercise, line: Line, choices: Choices) -> Iterator[tuple[str, Line]]:
    for role, taken in line.forces.items():
        for other in choices.forces(exercise.forces[role]) if role in exercise.forces else ():
            for force, elements in taken.items():
                if other not in taken:
                    rest = {name: number for name, number in taken.items() if name != force}
                    forces = {**line.forces, role: {**rest, other: elements}}
                    what = f"{exercise.id} with {other} in place of {force}"
                    yield what, line.model_copy(update={"forces": forces})
