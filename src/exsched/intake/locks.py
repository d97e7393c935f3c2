"""Locks and names inside an exercise: do they agree with what the exercise says?"""

from collections.abc import Iterator, Mapping

from exsched.domain.exercises import Exercise
from exsched.domain.programme import Programme
from exsched.intake.choices import Choices
from exsched.intake.doubt import Doubt, path_in_form
from exsched.intake.report import Path
from exsched.intake.sorted_rules import Sorted, always
from exsched.rules.duration_bounds import DurationBounds
from exsched.rules.force_need import ForceNeedMet
from exsched.rules.locked_line import LockedLine
from exsched.rules.site_need import SiteNeedMet


def name_doubts(facts: Programme, said: Sorted) -> Iterator[Doubt]:
    """Names of sites and roles that the exercise does not have."""
    lines = facts.exercises
    for name, line in lines.items():
        for form in line.in_every_form:
            for role, need in form.forces.items():
                if need.site is not None and need.site not in form.sites:
                    yield _unknown(form, "site", need.site, (*path_in_form(form, "forces", role), "site"))
        if line.locked and line.locked.form:
            yield from _unknown_form(line, line.locked.form, ("exercises", name, "locked", "form"))
    yield from _names_in_rules(lines, said)


def _names_in_rules(lines: Mapping[str, Exercise], said: Sorted) -> Iterator[Doubt]:
    for path, bounds in said.of(DurationBounds):
        if bounds.form:
            yield from _unknown_form(lines[bounds.exercise], bounds.form, (*path, "form"))
    for path, site in said.of(SiteNeedMet):
        if not any(site.site in form.sites for form in lines[site.exercise].in_every_form):
            yield _unknown(lines[site.exercise], "site", site.site, (*path, "site"))
    for path, filled in said.of(ForceNeedMet):
        if not any(filled.role in form.forces for form in lines[filled.exercise].in_every_form):
            yield _unknown(lines[filled.exercise], "role", filled.role, (*path, "role"))
    for path, lock in said.of(LockedLine):
        line = lines[lock.exercise]
        if lock.form and path[0] == "rules":
            yield from _unknown_form(line, lock.form, (*path, "form"))
        asked = [form for form in line.in_every_form if lock.form in {None, form.form}]
        there = {name for form in asked for name in form.sites}
        filled_by = {name for form in asked for name in form.forces}
        sites = [(*path, "sites", name) for name in lock.sites if name not in there]
        roles = [(*path, "forces", name) for name in lock.forces if name not in filled_by]
        yield from (_unknown(line, "site", str(inner[-1]), inner) for inner in sites)
        yield from (_unknown(line, "role", str(inner[-1]), inner) for inner in roles)


def _unknown_form(line: Exercise, form: str, path: Path) -> Iterator[Doubt]:
    if form not in line.form_names:
        yield Doubt("E402", f'{line.id} has no form "{form}"', path, line.form_names, form)


def _unknown(line: Exercise, what: str, name: str, path: Path) -> Doubt:
    known = tuple(line.sites if what == "site" else line.forces)
    return Doubt("E402", f'{line.id} has no {what} "{name}"', path, known, name)


def lock_doubts(facts: Programme, said: Sorted, choices: Choices) -> Iterator[Doubt]:
    """Locks that the exercise's own data rule out; soft and temporary ones are left to the solver."""
    for path, lock in said.of(LockedLine):
        if lock.cost is None and always(facts, lock):
            line = facts.exercises[lock.exercise]
            if line.forms:
                continue
            for message, part in _faults(facts, line, lock, choices):
                yield Doubt("E504", f"{line.id}: {message}", (*path, *part))


def _faults(
    facts: Programme, line: Exercise, lock: LockedLine, choices: Choices
) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield from _dates(facts, line, lock, choices)
    for site, venue in lock.sites.items():
        if site in line.sites and venue not in choices.venues(line.sites[site]):
            yield f"{venue} is locked for {site}, which it does not fit", ("sites", site)
    if lock.participants is not None:
        locked, possible = set(lock.participants), choices.nations(line)
        for nation in sorted(locked - possible):
            yield f"{nation} is locked, but is not among those who could take part", ("participants", nation)
        for nation in sorted(set(line.participants.must) - locked):
            yield f"{nation} must take part, but is not among the locked participants", ("participants",)
    for role, forces in lock.forces.items():
        if role not in line.forces:
            continue
        for force, elements in forces.items():
            if force not in choices.forces(line.forces[role]):
                yield f"{force} is locked for {role}, which it cannot fill", ("forces", role, force)
            elif elements > facts.forces[force].elements:
                has = facts.forces[force].elements
                yield f"{elements} elements of {force} are locked, which has {has}", ("forces", role, force)


def _dates(
    facts: Programme, line: Exercise, lock: LockedLine, choices: Choices
) -> Iterator[tuple[str, tuple[str, ...]]]:
    startex, endex = lock.startex, lock.endex
    if startex is not None and not any(first <= startex <= last for first, last in choices.starts(line)):
        windows = ", ".join(map(str, line.startex or (facts.horizon,)))
        yield f"STARTEX is locked on {startex}, which its window {windows} does not allow", ("startex",)
    if endex is not None and endex < facts.horizon.start:
        yield f"ENDEX is locked on {endex}, before the horizon {facts.horizon}", ("endex",)
    elif endex is not None and (endex not in facts.horizon or (line.endex_by and endex > line.endex_by)):
        yield f"ENDEX is locked on {endex}, later than {line.endex_by or facts.horizon.end}", ("endex",)
    if startex and endex and not line.days.min <= (days := (endex - startex).days + 1) <= line.days.max:
        wanted = line.days.min if line.days.min == line.days.max else f"{line.days.min} to {line.days.max}"
        yield f"it is locked from {startex} to {endex}: {days} days, allowed are {wanted}", ("endex",)
