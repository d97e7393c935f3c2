"""A staff's list: exercises in the order in which they are wanted, each where the checker allows it first.

What must be held, and what has been fixed, comes before the rest; then the day that is wanted decides, and
the worth. An exercise goes to the allowed day nearest to the one wanted, to the first venues and forces of
its own lists, with all guests or, where these are in the way, with those only who must come. Nothing is
moved again; what finds no place is not held.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice, product

from benchmarks.peers.concern import Concern
from exsched.domain.exercises import Exercise, HeldIf
from exsched.domain.schedule import Line, Schedule
from exsched.rulekit.finding import Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem, Statement

DAYS, SITES, CHANGES = 90, 3, 8
"""Days, ways of choosing venues, and changes of forces that are tried for one exercise."""


def schedule(problem: Problem, seconds: float) -> Schedule:
    """The list's schedule, or as far as it got in the time."""
    desk = _Desk(problem)
    ends = time.monotonic() + seconds
    for line in _in_turn(problem):
        if time.monotonic() > ends:
            break
        desk.place(line, ends)
    return desk.schedule(())


def _in_turn(problem: Problem) -> list[Exercise]:
    horizon = problem.programme.horizon.start

    def turn(line: Exercise) -> tuple[bool, date, int, str]:
        loose = line.held is HeldIf.MAY and line.locked is None
        return loose, line.wanted.start if line.wanted else horizon, -line.worth, line.id

    return sorted(problem.exercises.values(), key=turn)


@dataclass
class _Desk:
    """The lines so far, and what has been broken since before the first of them."""

    problem: Problem
    lines: list[Line] = field(default_factory=list)

    def __post_init__(self) -> None:
        hard = [said for said in self.problem.statements if said.rule.cost is None]
        empty = Laydown(self.problem, self.schedule(()))
        self.concern = Concern([said for said in hard if not self._breaks(said, empty)])

    def schedule(self, more: tuple[Line, ...]) -> Schedule:
        """All lines and some more."""
        return Schedule(programme=self.problem.programme.programme.id, lines=(*self.lines, *more))

    def _breaks(self, said: Statement, laydown: Laydown) -> bool:
        return any(isinstance(found, Violation) for found in said.rule.check(self.problem, laydown))

    def _first_broken(self, line: Line) -> Statement | None:
        laydown = Laydown(self.problem, self.schedule((line,)))
        for said in self.concern.about(line):
            if self._breaks(said, laydown):
                self.concern.recall(said)
                return said
        return None

    def place(self, line: Exercise, ends: float) -> None:
        """Take the first allowed line, if there is one."""
        for start in islice(_days(self.problem, line), DAYS):
            for sites in islice(_sites(self.problem, line), SITES):
                if time.monotonic() > ends:
                    return
                if self._with_forces(line, start, sites):
                    return

    def _with_forces(self, line: Exercise, start: date, sites: dict[str, str]) -> bool:
        barred: set[str] = set()
        guests = True
        for _ in range(CHANGES):
            forces = _forces(self.problem, line, barred)
            if forces is None:
                return False
            found = _line(line, start, sites, forces, guests)
            broken = self._first_broken(found)
            if broken is None:
                self.lines.append(found)
                return True
            force = getattr(broken.rule, "force", None)
            if force is not None and any(force in taken for taken in forces.values()):
                barred.add(force)
            elif guests and getattr(broken.rule, "venue", None) is None:
                guests = False
            else:
                return False
        return False


def _days(problem: Problem, line: Exercise) -> Iterator[date]:
    """The allowed days, nearest to the one wanted first; a day that is fixed is the only one."""
    if line.locked is not None and line.locked.startex is not None:
        return iter((line.locked.startex,))
    windows = line.startex or (problem.programme.horizon,)
    days = [w.start + timedelta(n) for w in windows for n in range(w.days)]
    wanted = line.wanted.start if line.wanted else days[0]
    return iter(sorted(days, key=lambda day: (abs((day - wanted).days), day)))


def _sites(problem: Problem, line: Exercise) -> Iterator[dict[str, str]]:
    fixed = line.locked.sites if line.locked is not None else {}
    able = [
        (fixed[need],) if need in fixed else problem.programme.candidates(site)
        for need, site in line.sites.items()
    ]
    return (dict(zip(line.sites, chosen, strict=True)) for chosen in product(*able))


def _forces(problem: Problem, line: Exercise, barred: set[str]) -> dict[str, dict[str, int]] | None:
    """The first forces on each list that are not barred; room is left for as many nations as are asked."""
    found: dict[str, dict[str, int]] = {}
    used = set(barred)
    for name, role in line.forces.items():
        need = role.need.least or 0
        nations = (role.nations.least if role.nations else None) or 1
        taken: dict[str, int] = {}
        owners: set[str] = set()
        for force in problem.programme.eligible(role):
            unit = problem.programme.forces[force]
            room = need - sum(taken.values()) - max(0, nations - len(owners | {unit.nation}))
            if force not in used and room > 0:
                taken[force] = min(room, unit.elements)
                owners.add(unit.nation)
        if sum(taken.values()) < need or (need and len(owners) < nations):
            return None
        used |= taken.keys()
        found[name] = taken
    return found


def _line(
    line: Exercise, start: date, sites: dict[str, str], forces: dict[str, dict[str, int]], guests: bool
) -> Line:
    parts = {**line.participants.must, **(line.participants.may if guests else {})}
    return Line(
        exercise=line.id,
        startex=start,
        endex=start + timedelta((line.days.wanted or line.days.max) - 1),
        sites=sites,
        participants={nation: part.role for nation, part in parts.items()},
        forces=forces,
    )
