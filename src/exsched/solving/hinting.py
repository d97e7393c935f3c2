"""Start the search from a schedule that is known already."""

from collections.abc import Iterator

from ortools.sat.python.cp_model import IntVar

from exsched.domain.exercises import Exercise
from exsched.domain.schedule import Line, Schedule
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem
from exsched.solving.build import Model
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
    for name, decided in model.decisions.lines.items():
        for what, value in _wishes(problem, problem.exercises[name], decided):
            least, most = model.decisions.logic.bounds(what)
            if isinstance(what, IntVar) and least < most and least <= value <= most:
                model.cp.add_hint(what, value)


def _wishes(problem: Problem, exercise: Exercise, decided: LineDecisions) -> Iterator[tuple[Number, int]]:
    yield decided.held, 1
    yield from ((part, 1) for part in decided.named.values())
    if exercise.wanted is not None:
        yield decided.start, (exercise.wanted.start - problem.programme.horizon.start).days
    yield decided.length, exercise.days.wanted or exercise.days.min
    for sites in decided.at.values():
        yield from ((at, int(place == 0)) for place, at in enumerate(sites.values()))


def decided_values(model: Model, problem: Problem, schedule: Schedule) -> Iterator[tuple[IntVar, int]]:
    """The value of every decision variable in a schedule."""
    held = Laydown(problem, schedule).held
    for name, decided in model.decisions.lines.items():
        present = frozenset(held[name].roles) if name in held else frozenset()
        for what, value in _values(problem, decided, schedule.line(name), present):
            if isinstance(what, IntVar):
                yield what, value


def _values(
    problem: Problem, decided: LineDecisions, line: Line, present: frozenset[str]
) -> Iterator[tuple[Number, int]]:
    yield decided.held, int(line.held)
    if line.startex and line.endex:
        yield decided.start, (line.startex - problem.programme.horizon.start).days
        yield decided.length, (line.endex - line.startex).days + 1
    for need, sites in decided.at.items():
        yield from ((at, int(line.sites.get(need) == venue)) for venue, at in sites.items())
    for need, counts in decided.counts.items():
        taken = line.forces.get(need, {})
        yield from ((count, taken.get(force, 0)) for force, count in counts.items())
    yield from ((part, int(nation in present)) for nation, part in decided.named.items())
