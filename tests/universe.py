"""Every schedule of a tiny programme, one by one: the referee for what the solver is told."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import product
from typing import NamedTuple

from exsched.domain.exercises import FULL_FORM, Exercise, Role
from exsched.domain.programme import Programme
from exsched.domain.schedule import Line, Schedule
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.problem import Problem

LineKey = tuple[object, ...]
ScheduleKey = tuple[LineKey, ...]


class Choice(NamedTuple):
    """One line that could be chosen, and what it amounts to when it is held."""

    line: Line
    held: Held | None


def key_of(laydown: Laydown) -> ScheduleKey:
    """What is decided, with the participants that follow from it; equal for schedules that mean the same."""
    lines = laydown.schedule.by_exercise
    return tuple(_line_key(laydown, name, lines[name]) for name in laydown.problem.exercises)


def _line_key(laydown: Laydown, name: str, line: Line) -> LineKey:
    if not line.held:
        return (name,)
    forces = tuple(
        (need, tuple(sorted(taken.items()))) for need, taken in sorted(line.forces.items()) if taken
    )
    roles = tuple(laydown.held[name].roles.items())
    return (name, line.form, line.startex, line.endex, tuple(sorted(line.sites.items())), roles, forces)


def laydown_of(problem: Problem, chosen: Sequence[Choice]) -> Laydown:
    """The laydown of these lines; what each line amounts to was worked out before."""
    lines = tuple(choice.line for choice in chosen)
    laydown = Laydown(problem, Schedule(programme=problem.programme.programme.id, lines=lines))
    laydown.__dict__["held"] = {choice.held.id: choice.held for choice in chosen if choice.held}
    return laydown


def every_choice(problem: Problem, name: str, rule: str = "") -> list[Choice]:
    """All lines for one exercise, each with what it amounts to.

    For the rule under test they also say what no other rule needs: any length, any venue, any nation.
    """
    exercise = problem.exercises[name]
    lines = every_line(problem.programme, exercise, rule)
    programme = problem.programme.programme.id
    return [
        Choice(line, Laydown(problem, Schedule(programme=programme, lines=(line,))).held.get(name))
        for line in lines
    ]


def every_laydown(problem: Problem, rule: str = "") -> Iterator[Laydown]:
    """All schedules that a schedule file can express for the programme, within the horizon's days."""
    choices = [every_choice(problem, name, rule) for name in problem.exercises]
    return (laydown_of(problem, chosen) for chosen in product(*choices))


def every_line(programme: Programme, exercise: Exercise, rule: str) -> Iterator[Line]:
    """All lines for one exercise, the dropped one first."""
    yield Line(exercise=exercise.id, held=False)
    for form in exercise.form_names:
        yield from _every_held(programme, exercise.in_form(form), None if form == FULL_FORM else form, rule)


def _every_held(programme: Programme, exercise: Exercise, form: str | None, rule: str) -> Iterator[Line]:
    longest = min(2 * exercise.days.max + 1, programme.horizon.days)
    lengths = (
        range(1, longest + 1)
        if rule == "duration_bounds"
        else range(exercise.days.min, exercise.days.max + 1)
    )
    places = list(_places(programme, exercise, rule))
    who = list(_who(programme, exercise, rule))
    forces = list(_forces(programme, exercise))
    for start, days, sites, nations, taken in product(
        programme.horizon.each_day(), lengths, places, who, forces
    ):
        yield _line(exercise, form, start, days, sites, nations, taken)


def _line(
    exercise: Exercise,
    form: str | None,
    start: date,
    days: int,
    sites: dict[str, str],
    nations: dict[str, Role],
    taken: dict[str, dict[str, int]],
) -> Line:
    return Line(
        exercise=exercise.id,
        form=form,
        startex=start,
        endex=start + timedelta(days - 1),
        sites=sites,
        participants=nations,
        forces=taken,
    )


def _places(programme: Programme, exercise: Exercise, rule: str) -> Iterator[dict[str, str]]:
    options: list[list[str | None]] = []
    for need in exercise.sites.values():
        fitting = list(programme.candidates(need))
        options.append([None, *sorted(programme.venues)] if rule == "site_need" else [*fitting])
    for picked in product(*options):
        yield {need: venue for need, venue in zip(exercise.sites, picked, strict=True) if venue}


def _who(programme: Programme, exercise: Exercise, rule: str) -> Iterator[dict[str, Role]]:
    named = {*exercise.participants.must, *exercise.participants.may}
    asked = sorted(programme.nations if rule == "invited_participants" else named)
    for picked in product([False, True], repeat=len(asked)):
        there = [nation for nation, comes in zip(asked, picked, strict=True) if comes]
        yield {nation: exercise.declared_role(nation) or Role.FULL for nation in there}


def _forces(programme: Programme, exercise: Exercise) -> Iterator[dict[str, dict[str, int]]]:
    slots = [(need, force) for need, role in exercise.forces.items() for force in programme.eligible(role)]
    ranges = [range(programme.forces[force].elements + 1) for _, force in slots]
    for counts in product(*ranges):
        taken: dict[str, dict[str, int]] = {}
        for (need, force), count in zip(slots, counts, strict=True):
            if count:
                taken.setdefault(need, {})[force] = count
        yield taken
