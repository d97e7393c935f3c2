"""The tables beside the pictures: every fact of a picture as text."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from exsched.domain.dates import Period
from exsched.domain.exercises import Exercise, Role
from exsched.domain.venues import Venue
from exsched.exporting.selection import Selection
from exsched.exporting.wording import many
from exsched.rulekit.act import PlanningEvent
from exsched.rulekit.laydown import Held
from exsched.rulekit.verdict import Answer


@dataclass(frozen=True)
class Part:
    """A nation in an exercise; the role only where it is not full."""

    nation: str
    role: str


@dataclass(frozen=True)
class Stay:
    """One row of the tables by nation, venue or force."""

    who: str
    code: str
    title: str
    detail: str
    execution: Period
    footprint: Period


def parts(held: Held) -> tuple[Part, ...]:
    """Who takes part."""
    return tuple(
        Part(nation, "" if role is Role.FULL else _role(role)) for nation, role in held.roles.items()
    )


def off_wanted(held: Held) -> str:
    """How far STARTEX lies from the wanted range, in words."""
    wanted, start = held.exercise.wanted, held.execution.start
    if wanted is None:
        return "no wish"
    if start in wanted:
        return "as wanted"
    if start < wanted.start:
        return f"{many((wanted.start - start).days, 'day')} earlier"
    return f"{many((start - wanted.end).days, 'day')} later"


def by_nation(answer: Answer, selection: Selection) -> list[Stay]:
    """Each nation's exercises, with its role and the troops that are known."""
    names = answer.problem.programme.nations
    rows = []
    for held in selection.held(answer):
        for nation, role in held.roles.items():
            if selection.nation in (None, nation):
                troops = held.troops_of(nation)
                words = [
                    *(["host"] if nation in held.hosts else []),
                    *([] if role is Role.HOST else [_role(role)]),
                ]
                detail = " and ".join(words) + (f", {troops:,} troops named" if troops else "")
                who = names[nation].name if nation in names else nation
                rows.append(Stay(who, nation, held.exercise.title, detail, held.execution, held.footprint))
    return sorted(rows, key=lambda row: (row.code, row.execution.start, row.title))


def by_venue(answer: Answer, selection: Selection) -> list[Stay]:
    """Each venue's users, with the days on which it is taken."""
    rows = [
        Stay(
            venue.name, venue.host, held.exercise.title, f"site {need}", held.execution, held.venue_days(need)
        )
        for held in selection.held(answer)
        for need, venue in held.sites.items()
        if selection.venue in (None, venue.id)
    ]
    return sorted(rows, key=lambda row: (row.code, row.who, row.execution.start, row.title))


def by_force(answer: Answer, selection: Selection) -> list[Stay]:
    """Each force's commitments, with its own footprint."""
    rows = [
        Stay(
            c.force.name,
            c.force.nation,
            held.exercise.title,
            _elements(c.elements, c.force.elements, c.travel_known),
            held.execution,
            c.footprint,
        )
        for held in selection.held(answer)
        for c in held.commitments
        if selection.force in (None, c.force.id)
    ]
    return sorted(rows, key=lambda row: (row.code, row.who, row.execution.start, row.title))


def _elements(taken: int, there: int, travel_known: bool) -> str:
    text = f"{taken} of {there} elements" if there > 1 else "the whole force"
    return text if travel_known else f"{text}; travel time not known"


def _role(role: Role) -> str:
    return role.value.replace("_", "-")


@dataclass(frozen=True)
class Planning:
    """Planning events as a grid: the events, earliest first, and for each exercise their weeks."""

    count: int
    past: int
    events: tuple[str, ...]
    rows: tuple[tuple[Held, tuple[PlanningEvent | None, ...]], ...]


def planning(answer: Answer, selection: Selection) -> Planning:
    """The planning events of the exercises that are selected, by STARTEX."""
    found: dict[str, dict[str, PlanningEvent]] = defaultdict(dict)
    for event in answer.planning:
        found[event.exercise][event.event] = event
    templates = answer.problem.programme.planning.values()
    ahead: dict[str, int] = {}
    for template in templates:
        for name, weeks in template.items():
            ahead[name] = max(weeks, ahead.get(name, 0))
    chosen = [held for held in selection.held(answer) if found[held.id]]
    used = {name for held in chosen for name in found[held.id]}
    events = tuple(sorted(used, key=lambda name: (-ahead[name], name)))
    grid = tuple((held, tuple(found[held.id].get(name) for name in events)) for held in chosen)
    today = answer.problem.programme.as_of
    all_events = [event for held in chosen for event in found[held.id].values()]
    return Planning(len(all_events), sum(e.end < today for e in all_events), events, grid)


@dataclass(frozen=True)
class Place:
    """A venue in use, numbered as on the map."""

    number: int
    venue: Venue
    users: tuple[Held, ...]


def places(answer: Answer, selection: Selection) -> list[Place]:
    """Venues in use, by host and name."""
    users: dict[str, list[Held]] = defaultdict(list)
    for held in selection.held(answer):
        for name in sorted(held.venues):
            users[name].append(held)
    venues = answer.problem.programme.venues
    order = sorted(users, key=lambda name: (venues[name].host, venues[name].name))
    return [Place(n, venues[name], tuple(users[name])) for n, name in enumerate(order, 1)]


@dataclass(frozen=True)
class Dropped:
    """An exercise that is not held, and who loses it."""

    exercise: Exercise
    nations: tuple[str, ...]


def dropped(answer: Answer, selection: Selection) -> Iterator[Dropped]:
    """Exercises not held, dearest first; those of a selected nation only, if one is selected."""
    lost = [e for name, e in answer.problem.exercises.items() if name not in answer.laydown.held]
    for exercise in sorted(lost, key=lambda e: (-e.worth, e.id)):
        nations = tuple(sorted(exercise.participants.must))
        if not selection.narrowed or selection.nation in nations:
            yield Dropped(exercise, nations)
