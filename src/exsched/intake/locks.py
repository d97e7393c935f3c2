"""Locks and names inside an exercise: do they agree with what the exercise says?"""

from collections.abc import Iterable, Iterator

from exsched.domain.exercises import Exercise
from exsched.domain.programme import Programme
from exsched.intake.choices import Choices
from exsched.intake.doubt import Doubt
from exsched.intake.report import Path
from exsched.intake.statements import Said
from exsched.rules.force_need import ForceNeedMet
from exsched.rules.locked_line import LockedLine
from exsched.rules.site_need import SiteNeedMet


def name_doubts(facts: Programme, said: Iterable[Said]) -> Iterator[Doubt]:
    """Names of sites and roles that the exercise does not have."""
    for name, line in facts.exercises.items():
        for role, need in line.forces.items():
            if need.site is not None and need.site not in line.sites:
                yield _unknown(line, "site", need.site, ("exercises", name, "forces", role, "site"))
    for one in said:
        rule, path = one.rule, one.path
        if isinstance(rule, SiteNeedMet) and rule.site not in (line := facts.exercises[rule.exercise]).sites:
            yield _unknown(line, "site", rule.site, (*path, "site"))
        elif (
            isinstance(rule, ForceNeedMet)
            and rule.role not in (line := facts.exercises[rule.exercise]).forces
        ):
            yield _unknown(line, "role", rule.role, (*path, "role"))
        elif isinstance(rule, LockedLine):
            line = facts.exercises[rule.exercise]
            yield from (
                _unknown(line, "site", s, (*path, "sites", s)) for s in rule.sites if s not in line.sites
            )
            yield from (
                _unknown(line, "role", r, (*path, "forces", r)) for r in rule.forces if r not in line.forces
            )


def _unknown(line: Exercise, what: str, name: str, path: Path) -> Doubt:
    known = tuple(line.sites if what == "site" else line.forces)
    return Doubt("E402", f'{line.id} has no {what} "{name}"', path, known, name)


def lock_doubts(facts: Programme, said: Iterable[Said], choices: Choices) -> Iterator[Doubt]:
    """Locks that the exercise's own data rule out; soft and temporary ones are left to the solver."""
    for one in said:
        rule = one.rule
        always = rule.valid.start <= facts.horizon.start and rule.valid.end >= facts.horizon.end
        if isinstance(rule, LockedLine) and rule.cost is None and always:
            line = facts.exercises[rule.exercise]
            for message, part in _faults(facts, line, rule, choices):
                yield Doubt("E504", f"{line.id}: {message}", (*one.path, *part))


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
    if endex is not None and (endex not in facts.horizon or (line.endex_by and endex > line.endex_by)):
        yield f"ENDEX is locked on {endex}, later than {line.endex_by or facts.horizon.end}", ("endex",)
    if startex and endex and not line.days.min <= (days := (endex - startex).days + 1) <= line.days.max:
        wanted = line.days.min if line.days.min == line.days.max else f"{line.days.min} to {line.days.max}"
        yield f"it is locked from {startex} to {endex}: {days} days, allowed are {wanted}", ("endex",)
