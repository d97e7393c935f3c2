"""From the solver's values to lines of a schedule."""

from collections.abc import Callable
from datetime import timedelta

from exsched.domain.exercises import FULL_FORM, Role
from exsched.domain.schedule import Line, Schedule
from exsched.rulekit.problem import Problem
from exsched.solving.decisions import SolverDecisions
from exsched.solving.lines import LineDecisions
from exsched.solving.logic import Number

Value = Callable[[Number], int]
"""The value that the solver gave to an expression."""


def schedule_of(problem: Problem, decisions: SolverDecisions, value: Value) -> Schedule:
    """The schedule that the values stand for, one line for each exercise."""
    lines = tuple(_line_of(problem, decisions, name, value) for name in problem.exercises)
    return Schedule(programme=problem.programme.programme.id, lines=lines)


def _line_of(problem: Problem, decisions: SolverDecisions, name: str, value: Value) -> Line:
    """The line of an exercise, in the form that was chosen."""
    for key, form in zip(problem.forms_of(name), problem.exercises[name].form_names, strict=True):
        line = decisions.lines[key]
        if value(line.held):
            return _line(problem, line, None if form == FULL_FORM else form, value)
    return Line(exercise=name, held=False)


def _line(problem: Problem, line: LineDecisions, form: str | None, value: Value) -> Line:
    name = line.exercise.id
    startex = problem.programme.horizon.start + timedelta(value(line.start))
    forces = {
        need: taken
        for need, counts in line.counts.items()
        if (taken := {force: n for force, count in counts.items() if (n := value(count))})
    }
    return Line(
        exercise=name,
        form=form,
        startex=startex,
        endex=startex + timedelta(value(line.length) - 1),
        sites={need: venue for need, sites in line.at.items() for venue, at in sites.items() if value(at)},
        participants=_participants(problem, line, forces, value),
        forces=forces,
    )


def _participants(
    problem: Problem, line: LineDecisions, forces: dict[str, dict[str, int]], value: Value
) -> dict[str, Role]:
    facts, exercise = problem.programme, line.exercise
    venues = [venue for sites in line.at.values() for venue, at in sites.items() if value(at)]
    roles = {facts.venues[venue].host: Role.HOST for venue in venues}
    roles |= {facts.forces[force].nation: Role.FULL for taken in forces.values() for force in taken}
    roles |= {nation: Role.FULL for nation, part in line.named.items() if value(part)}
    return {nation: exercise.declared_role(nation) or roles[nation] for nation in sorted(roles)}
