"""The lines that a list tries for one exercise: days nearest to the one wanted, the first of each choice."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from random import Random

from exsched.domain.exercises import FULL_FORM, Exercise, ForceNeed, Part
from exsched.domain.schedule import Line
from exsched.intake.choices import Choices
from exsched.rulekit.problem import Problem

Forces = dict[str, dict[str, int]]
"""By role of the exercise, the elements taken of each force."""


def days(problem: Problem, choices: Choices, line: Exercise) -> Iterator[date]:
    """The allowed days, nearest to the one wanted first; a day that is fixed is the only one."""
    if line.locked is not None and line.locked.startex is not None:
        return iter((line.locked.startex,))
    wanted = line.wanted.start if line.wanted else problem.programme.horizon.start
    return iter(choices.days_near(line, wanted))


def sites(choices: Choices, line: Exercise) -> Iterator[dict[str, str]]:
    """The ways to choose a venue for each site; one that is fixed is the only one."""
    fixed = line.locked.sites if line.locked is not None else {}
    able = [(fixed[need],) if need in fixed else choices.venues(site) for need, site in line.sites.items()]
    return (dict(zip(line.sites, chosen, strict=True)) for chosen in product(*able))


def forces(
    problem: Problem,
    choices: Choices,
    line: Exercise,
    barred: set[str],
    luck: Random | None = None,
    first: str | None = None,
) -> Forces | None:
    """The first forces on each list that are not barred, one before all others; with luck in any order.

    None when they are too few.
    """
    fixed = line.locked.forces if line.locked is not None else {}
    found: Forces = {name: dict(fixed[name]) for name in line.forces if name in fixed}
    used = barred.union(*found.values())
    for name, role in line.forces.items():
        if name in found:
            continue
        able = choices.forces(role)
        order = luck.sample(able, len(able)) if luck else sorted(able, key=lambda force: force != first)
        taken = _taken(problem, role, [force for force in order if force not in used])
        if taken is None:
            return None
        used |= taken.keys()
        found[name] = taken
    return found


def _taken(problem: Problem, role: ForceNeed, able: list[str]) -> dict[str, int] | None:
    """As many elements as the role needs, of as many nations as it asks for: room is left for these."""
    need, nations = role.need.least or 0, (role.nations.least if role.nations else None) or 1
    taken: dict[str, int] = {}
    owners: set[str] = set()
    for force in able:
        unit = problem.programme.forces[force]
        room = need - sum(taken.values()) - max(0, nations - len(owners | {unit.nation}))
        if room > 0:
            taken[force] = min(room, unit.elements)
            owners.add(unit.nation)
    enough = sum(taken.values()) >= need and (not need or len(owners) >= nations)
    return taken if enough else None


def line_of(line: Exercise, start: date, at: dict[str, str], taken: Forces, *, guests: bool) -> Line:
    """The line with these choices, at the length wanted; with all who may come, or those only who must."""
    locked = line.locked
    parts = {**line.participants.must, **(line.participants.may if guests else {})}
    if locked is not None and locked.participants is not None:
        parts = {nation: line.part(nation) or Part() for nation in locked.participants}
    length = timedelta((line.days.wanted or line.days.max) - 1)
    fixed = locked.endex if locked is not None and locked.startex is not None else None
    return Line(
        exercise=line.id,
        form=None if line.form == FULL_FORM else line.form,
        startex=start,
        endex=fixed or start + length,
        sites=at,
        participants={nation: part.role for nation, part in parts.items()},
        forces=taken,
    )
