"""Two locks on one force, or on one venue that takes one exercise, on the same days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations

from exsched.domain.dates import Period
from exsched.domain.exercises import Exercise, HeldIf
from exsched.domain.forces import Force
from exsched.domain.programme import Programme
from exsched.intake.doubt import Doubt
from exsched.intake.report import Path
from exsched.intake.sorted_rules import Sorted, always
from exsched.rules.locked_line import LockedLine


@dataclass(frozen=True)
class _Fixed:
    """An exercise that must be held on days that are locked, at its shortest."""

    line: Exercise
    execution: Period
    path: Path
    lock: LockedLine

    @property
    def footprint(self) -> Period:
        """First arrival to last departure, at the least."""
        return self.execution.longer(self.line.deploy, self.line.redeploy)

    def elements(self, force: str) -> int:
        """Elements of a force that are locked, in the role with most of them."""
        return max((taken.get(force, 0) for taken in self.lock.forces.values()), default=0)


def lock_clash_doubts(facts: Programme, said: Sorted) -> Iterator[Doubt]:
    """Locked exercises that need the same thing at the same time."""
    fixed = list(_fixed(facts, said))
    by_venue: dict[str, list[_Fixed]] = {}
    by_force: dict[str, list[_Fixed]] = {}
    for one in fixed:
        for venue in set(one.lock.sites.values()):
            by_venue.setdefault(venue, []).append(one)
        for force in {force for taken in one.lock.forces.values() for force in taken}:
            by_force.setdefault(force, []).append(one)
    for venue, users in sorted(by_venue.items()):
        if facts.venues[venue].takes.exercises == 1:
            yield from _at_venue(venue, facts.venues[venue].setup, users)
    for force, users in sorted(by_force.items()):
        yield from _of_force(facts.forces[force], users)


def _at_venue(venue: str, setup: int, users: list[_Fixed]) -> Iterator[Doubt]:
    for one, other in _pairs(users):
        if one.execution.longer(setup, 0).overlaps(other.execution.longer(setup, 0)):
            yield _doubt(one, other, f"{venue}, which takes one exercise at a time")


def _of_force(force: Force, users: list[_Fixed]) -> Iterator[Doubt]:
    for one, other in _pairs(users):
        days = [fixed.footprint.longer(0, force.recovery) for fixed in (one, other)]
        asked = one.elements(force.id) + other.elements(force.id)
        if asked > force.elements and days[0].overlaps(days[1]):
            yield _doubt(one, other, f"{asked} elements of {force.id}, which has {force.elements}")


def _pairs(users: list[_Fixed]) -> Iterator[tuple[_Fixed, _Fixed]]:
    return ((one, other) for one, other in combinations(users, 2) if one.line.id != other.line.id)


def _doubt(one: _Fixed, other: _Fixed, what: str) -> Doubt:
    names = f"{one.line.id} and {other.line.id}"
    return Doubt("E509", f"{names} must be held, and are locked on the same days with {what}", other.path)


def _fixed(facts: Programme, said: Sorted) -> Iterator[_Fixed]:
    for path, lock in said.of(LockedLine):
        line = facts.exercises[lock.exercise]
        firm = lock.cost is None and always(facts, lock) and line.held is HeldIf.MUST and not line.forms
        if firm and lock.startex is not None:
            end = lock.endex or lock.startex + timedelta(line.days.min - 1)
            if lock.startex <= end:
                yield _Fixed(line, Period(start=lock.startex, end=end), path, lock)
