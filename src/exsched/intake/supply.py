"""Supply: is there a venue, a force, a pool and a nation for what an exercise asks?"""

from collections.abc import Iterator
from datetime import timedelta

from exsched.domain.exercises import Exercise, ForceNeed, Role, SiteNeed
from exsched.domain.programme import Programme
from exsched.domain.venues import Venue
from exsched.intake.choices import Choices, Stretch
from exsched.intake.doubt import Doubt, path_in_form, unless_droppable
from exsched.intake.report import Path


def supply_doubts(facts: Programme, choices: Choices) -> Iterator[Doubt]:
    """Every demand that nothing can meet."""
    for line in facts.every_form():
        name = line.id
        starts = choices.starts(line) if line.sites else ()
        for site, need in line.sites.items():
            yield from _site(facts, choices, line, need, path_in_form(line, "sites", site), starts)
        for role, force_need in line.forces.items():
            yield from _force(facts, choices, line, force_need, path_in_form(line, "forces", role))
        for pool, units in line.draws.items():
            there = facts.pools[pool].units
            if units > there:
                what = f"{name} draws {units} of {pool}, which has {there}"
                yield unless_droppable("E507", line, what, ("exercises", name, "draws", pool))
        if line.participants.count is not None:
            yield from _count(choices, line, ("exercises", name, "participants", "count"))


def _site(
    facts: Programme,
    choices: Choices,
    line: Exercise,
    need: SiteNeed,
    path: Path,
    starts: tuple[Stretch, ...],
) -> Iterator[Doubt]:
    venues = [facts.venues[name] for name in choices.venues(need)]
    if not venues:
        yield unless_droppable("E503", line, f"no venue fits the site {path[-1]} of {line.id}", path)
        return
    strength = line.strength if need.strength is None else need.strength
    large = [venue for venue in venues if _takes(venue, strength)]
    if not large:
        most = ", ".join(f"{venue.id} takes {_limit(venue)}" for venue in venues[:5])
        who = line.id if strength is None else f"{line.id} with {strength} troops"
        yield unless_droppable("E507", line, f"no venue for the site {path[-1]} takes {who}: {most}", path)
    elif starts and not any(_opens(venue, line, starts) for venue in large):
        names = ", ".join(venue.id for venue in large[:5])
        verb = "is" if len(large) == 1 else "are"
        what = f"{names} {verb} closed on every day on which {line.id} could be there"
        yield unless_droppable("E508", line, what, path)


def _takes(venue: Venue, strength: int | None) -> bool:
    takes = venue.takes
    return takes.exercises != 0 and (takes.strength is None or strength is None or strength <= takes.strength)


def _limit(venue: Venue) -> str:
    return "no exercise" if venue.takes.exercises == 0 else f"{venue.takes.strength} troops"


def _opens(venue: Venue, line: Exercise, starts: tuple[Stretch, ...]) -> bool:
    blocked = sorted(
        (closure.dates.start - timedelta(line.days.min - 1), closure.dates.end + timedelta(venue.setup))
        for closure in venue.closed
        if not closure.tags or set(closure.tags) & set(line.tags)
    )
    for start, end in starts:
        day = start
        for first, last in blocked:
            if first <= day <= last:
                day = last + timedelta(1)
        if day <= end:
            return True
    return False


def _force(
    facts: Programme, choices: Choices, line: Exercise, need: ForceNeed, path: Path
) -> Iterator[Doubt]:
    forces = [facts.forces[name] for name in choices.forces(need)]
    least = need.need.least or 0
    if least and not forces:
        yield unless_droppable("E505", line, f"no force can fill the role {path[-1]} of {line.id}", path)
        return
    there = sum(force.elements for force in forces)
    if least > there:
        what = (
            f"the role {path[-1]} of {line.id} needs {least} elements, and all that can fill it have {there}"
        )
        yield unless_droppable("E507", line, what, path)
    nations = {force.nation for force in forces}
    wanted = (need.nations.least or 0) if need.nations and least else 0
    if wanted > len(nations):
        what = f"the role {path[-1]} of {line.id} needs {wanted} nations, and {len(nations)} can fill it"
        yield unless_droppable("E507", line, what, path)


def _count(choices: Choices, line: Exercise, path: Path) -> Iterator[Doubt]:
    count, who = line.participants.count, line.participants
    assert count is not None
    watching = {n for n, part in [*who.must.items(), *who.may.items()] if part.role is Role.OBSERVER}
    possible = choices.nations(line) - watching
    if (count.least or 0) > len(possible):
        what = f"{line.id} needs {count.least} nations, and only {len(possible)} could take part"
        yield unless_droppable("E507", line, what, path)
    required = set(who.must) - watching
    if count.most is not None and len(required) > count.most:
        what = f"{line.id} may have {count.most} nations, and {len(required)} must take part"
        yield unless_droppable("E507", line, what, path)
