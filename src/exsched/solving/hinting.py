"""Start the search from a schedule that is known already."""

from collections.abc import Iterator

from ortools.sat.python.cp_model import IntVar

from exsched.domain.exercises import FULL_FORM, Exercise
from exsched.domain.schedule import Line, Schedule
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem
from exsched.solving.build import Model
from exsched.solving.forms import OneOfForms
from exsched.solving.lines import LineDecisions
from exsched.solving.logic import Number


def hint(model: Model, problem: Problem, schedule: Schedule) -> None:
    """Suggest the schedule's decisions; a value that the model cannot express is left out."""
    for var, value in decided_values(model, problem, schedule):
        least, most = model.decisions.logic.bounds(var)
        if least < most and least <= value <= most:
            model.cp.add_hint(var, value)


def hint_wishes(model: Model, problem: Problem) -> None:
    """Suggest what the planners wish for: held, at the wanted date and length, with all who may come.

    Does nothing when a schedule was suggested before.
    """
    if len(model.cp.proto.solution_hint.vars):
        return
    for what, value in _all_wishes(model, problem):
        least, most = model.decisions.logic.bounds(what)
        if isinstance(what, IntVar) and least < most and least <= value <= most:
            model.cp.add_hint(what, value)


def _all_wishes(model: Model, problem: Problem) -> Iterator[tuple[Number, int]]:
    for name, exercise in problem.exercises.items():
        yield from _frame_wishes(problem, exercise, model.decisions.line(name))
        full, *others = problem.forms_of(name)
        if others:
            yield model.decisions.line(full).held, 1
            yield from ((model.decisions.line(other).held, 0) for other in others)
        yield from _wishes(exercise, model.decisions.lines[full])


def _frame_wishes(
    problem: Problem, exercise: Exercise, decided: LineDecisions | OneOfForms
) -> Iterator[tuple[Number, int]]:
    yield decided.held, 1
    if exercise.wanted is not None:
        yield decided.start, (exercise.wanted.start - problem.programme.horizon.start).days


def _wishes(exercise: Exercise, decided: LineDecisions) -> Iterator[tuple[Number, int]]:
    yield from ((part, 1) for part in decided.named.values())
    yield decided.length, exercise.days.wanted or exercise.days.min
    for sites in decided.at.values():
        yield from ((at, int(place == 0)) for place, at in enumerate(sites.values()))


def decided_variables(model: Model, problem: Problem, exercise: str) -> Iterator[IntVar]:
    """Every decision variable of one exercise, in all its forms."""
    frame = model.decisions.line(exercise)
    numbers: list[Number] = [frame.held, frame.start]
    for key in problem.forms_of(exercise):
        decided = model.decisions.lines[key]
        numbers += [decided.held, decided.length, *decided.named.values()]
        for group in (*decided.at.values(), *decided.counts.values()):
            numbers += group.values()
    yield from (number for number in numbers if isinstance(number, IntVar))


def decided_values(model: Model, problem: Problem, schedule: Schedule) -> Iterator[tuple[IntVar, int]]:
    """The value of every decision variable in a schedule."""
    held = Laydown(problem, schedule).held
    for name, exercise in problem.exercises.items():
        line = schedule.line(name)
        present = frozenset(held[name].roles) if name in held else frozenset()
        for what, value in _frame_values(model, problem, model.decisions.line(name), line):
            if isinstance(what, IntVar):
                yield what, value
        for key, form in zip(problem.forms_of(name), exercise.form_names, strict=True):
            chosen = line.held and (line.form or FULL_FORM) == form
            told = line if chosen else Line(exercise=name, held=False)
            decided = model.decisions.lines[key]
            for what, value in _values(decided, told, present if chosen else frozenset()):
                if isinstance(what, IntVar) and (exercise.forms or what is not decided.held):
                    yield what, value


def _frame_values(
    model: Model, problem: Problem, decided: LineDecisions | OneOfForms, line: Line
) -> Iterator[tuple[Number, int]]:
    yield decided.held, int(line.held)
    first = model.decisions.logic.bounds(decided.start)[0]
    days = (line.startex - problem.programme.horizon.start).days if line.startex else first
    yield decided.start, days


def _values(decided: LineDecisions, line: Line, present: frozenset[str]) -> Iterator[tuple[Number, int]]:
    yield decided.held, int(line.held)
    if line.startex and line.endex:
        yield decided.length, (line.endex - line.startex).days + 1
    for need, sites in decided.at.items():
        yield from ((at, int(line.sites.get(need) == venue)) for venue, at in sites.items())
    for need, counts in decided.counts.items():
        taken = line.forces.get(need, {})
        yield from ((count, taken.get(force, 0)) for force, count in counts.items())
    yield from ((part, int(nation in present)) for nation, part in decided.named.items())
