"""Exercises that are held in a lesser form, and what is other in it than in the full one."""

from collections.abc import Iterator
from dataclasses import dataclass

from exsched.domain.exercises import Exercise
from exsched.domain.schedule import Schedule
from exsched.exporting.acts import named
from exsched.exporting.selection import Selection
from exsched.exporting.wording import many
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.verdict import Answer


@dataclass(frozen=True)
class Lesser:
    """One exercise that is not held in full."""

    title: str
    form: str
    changes: tuple[str, ...]
    loses: int


def lesser(answer: Answer, selection: Selection) -> Iterator[Lesser]:
    """The exercises selected that are held in another form than their own."""
    for held in selection.held(answer):
        if held.line.form:
            full = answer.problem.exercises[held.id]
            changes = (*_changes(full, held), *_spared(answer, full, held)) or ("nothing that is written",)
            yield Lesser(full.title, held.line.form, changes, held.exercise.loses)


def _changes(full: Exercise, held: Held) -> Iterator[str]:
    form = held.exercise
    if form.title != full.title:
        yield f"title: {form.title}"
    if form.kind is not full.kind:
        yield f"{form.kind.value} instead of {full.kind.value}"
    if form.days != full.days:
        yield f"{many(held.execution.days, 'day')} instead of {_days(full)}"
    if form.strength != full.strength:
        yield f"{_troops(form)} instead of {_troops(full)}"
    for what, own, other in (("sites", form.sites, full.sites), ("force roles", form.forces, full.forces)):
        if own != other:
            yield f"{what}: {', '.join(own) or 'none'} instead of {', '.join(other) or 'none'}"
    if form.tags != full.tags:
        yield f"activity: {', '.join(form.tags) or 'none'} instead of {', '.join(full.tags) or 'none'}"
    for what, mine, theirs in (("draws", form.draws, full.draws), ("lift", form.lift, full.lift)):
        if mine != theirs:
            yield f"{what}: {_units(mine)} instead of {_units(theirs)}"
    if (form.deploy, form.redeploy) != (full.deploy, full.redeploy):
        yield f"{form.deploy + form.redeploy} travel days instead of {full.deploy + full.redeploy}"
    if form.equipment != full.equipment:
        yield f"equipment: {_equipment(form)} instead of {_equipment(full)}"


def _spared(answer: Answer, full: Exercise, held: Held) -> Iterator[str]:
    """Dated acts that the full form would need on the same days, and this one does not."""
    line = held.line.model_copy(
        update={
            "form": None,
            "sites": {need: venue for need, venue in held.line.sites.items() if need in full.sites},
            "forces": {role: taken for role, taken in held.line.forces.items() if role in full.forces},
        }
    )
    in_full = Laydown(answer.problem, Schedule(programme=answer.schedule.programme, lines=(line,)))
    needed = {
        (named(act), act.to)
        for said in answer.problem.statements
        for act in said.rule.acts(answer.problem, in_full)
        if act.exercise == held.id
    }
    needed -= {(named(act), act.to) for act in answer.acts if act.exercise == held.id}
    yield from (f"no need of {act} to {to}" for act, to in sorted(needed))


def _days(line: Exercise) -> str:
    days = line.days
    return str(days.min) if days.min == days.max else f"{days.min} to {days.max}"


def _units(taken: dict[str, int]) -> str:
    return ", ".join(f"{pool} {units}" for pool, units in sorted(taken.items())) or "none"


def _equipment(line: Exercise) -> str:
    known = line.equipment.model_dump(exclude_none=True)
    return ", ".join(f"{number:,} {what}" for what, number in known.items()) or "not given"


def _troops(line: Exercise) -> str:
    return "troops not given" if line.strength is None else f"{line.strength:,} troops"
