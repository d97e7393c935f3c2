"""A published schedule as statements and goals: its lines kept, its changes counted."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from exsched.advising.barred import Barred
from exsched.advising.kept_forces import KeptForces
from exsched.advising.wish import Wish
from exsched.domain.programme import ReferenceSchedule
from exsched.domain.schedule import Line, Schedule
from exsched.goals.stability import Stability, States
from exsched.rulekit.goal import Goal
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem, Statement
from exsched.rulekit.rule import Rule
from exsched.rules.locked_line import LockedLine
from exsched.rules.must_be_held import MustBeHeld

NEAR = ((30, 4), (90, 2))
"""A line that begins within so many days of today weighs so many times more; what is farther, once."""
STATES = States(idea=1)
"""As the goal's own, but for ideas: to change one costs a little, so that none changes for nothing."""


def kept(laydown: Laydown, name: str) -> Iterator[Statement]:
    """Statements that keep one line of the schedule as it is."""
    held = laydown.held.get(name)
    if held is None:
        yield Statement(f"~kept {name}", Wish(exercise=name, held=False))
        return
    line, start = held.line, held.execution.start
    lock = LockedLine(
        exercise=name,
        form=held.exercise.form,
        startex=start,
        endex=held.execution.end,
        sites=line.sites,
        participants=tuple(held.roles),
        forces={role: line.forces.get(role, {}) for role in held.exercise.forces},
    )
    yield Statement(f"~held {name}", MustBeHeld(exercise=name))
    yield Statement(f"~kept {name}", lock)


def all_kept(laydown: Laydown, names: Iterable[str]) -> tuple[Statement, ...]:
    """Statements that keep all of these lines."""
    return tuple(said for name in names for said in kept(laydown, name))


def with_statements(problem: Problem, more: Iterable[Statement]) -> Problem:
    """The problem with some statements more."""
    return replace(problem, statements=(*problem.statements, *more))


def named(key: str, rules: Iterable[Rule]) -> tuple[Statement, ...]:
    """Rules made for one question as statements, whose keys sort after all that files can hold."""
    return tuple(Statement(f"~{key} {n}", rule) for n, rule in enumerate(rules, 1))


def after(laydown: Laydown, first: date, names: Iterable[str]) -> tuple[Statement, ...]:
    """Statements that let nothing begin, deploy included, before a day."""
    start = laydown.problem.programme.horizon.start
    if first <= start:
        return ()
    rules = []
    for name in names:
        deploy = max(form.deploy for form in laydown.problem.exercises[name].in_every_form)
        days = {"start": start, "end": first + timedelta(deploy - 1)}
        rules.append(Barred.model_validate({"exercise": name, "days": days}))
    return named("frozen", rules)


def with_changes_counted(problem: Problem, lines: Iterable[Line], today: date) -> Problem:
    """The problem whose first tier counts what changes of these lines, the nearer the dearer."""
    bands: dict[int, list[Line]] = {}
    for line in lines:
        if line.held:
            bands.setdefault(_factor(line, today), []).append(line)
    schedules = dict(problem.programme.schedules)
    tier: list[Goal] = []
    for factor, some in sorted(bands.items()):
        name = f"published-{factor}"
        schedules[name] = ReferenceSchedule(id=name, lines=tuple(some))
        tier.append(Stability(against=name, states=STATES, weight=factor))
        tier.append(KeptForces(against=name, weight=factor))
    programme = problem.programme.model_copy(update={"schedules": schedules})
    tiers = (tuple(tier), *problem.tiers) if tier else problem.tiers
    exact = replace(problem.settings, give_back_permille=0)  # a change is never the price of a later tier
    return replace(problem, programme=programme, tiers=tiers, settings=exact)


def _factor(line: Line, today: date) -> int:
    ahead = (line.execution.start - today).days
    return next((factor for days, factor in NEAR if ahead <= days), 1)


def moved(schedule: Schedule, *lines: Line) -> Schedule:
    """The schedule with these lines in place of its own."""
    by_name = schedule.by_exercise | {line.exercise: line for line in lines}
    return schedule.model_copy(update={"lines": tuple(by_name[name] for name in sorted(by_name))})
