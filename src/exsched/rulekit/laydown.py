"""The laydown: what a finished schedule amounts to, in plain dates and names; checks and reports read it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from exsched.domain.dates import Period
from exsched.domain.exercises import COUNTED_ROLES, Exercise, Role
from exsched.domain.forces import Force
from exsched.domain.schedule import Line, Schedule
from exsched.domain.venues import Venue
from exsched.rulekit.act import PlanningEvent
from exsched.rulekit.problem import Problem


@dataclass(frozen=True)
class Commitment:
    """Elements of a force committed to an exercise, with the force's own footprint."""

    exercise: str
    need: str
    force: Force
    elements: int
    footprint: Period
    travel_known: bool


@dataclass(frozen=True)
class Held:
    """One exercise that is held."""

    exercise: Exercise
    line: Line
    execution: Period
    footprint: Period
    sites: dict[str, Venue]
    roles: dict[str, Role]
    commitments: tuple[Commitment, ...]

    @property
    def id(self) -> str:
        """The exercise's id."""
        return self.exercise.id

    @property
    def venues(self) -> frozenset[str]:
        """Ids of the venues used."""
        return frozenset(venue.id for venue in self.sites.values())

    @property
    def hosts(self) -> frozenset[str]:
        """Nations on whose soil a site lies."""
        return frozenset(venue.host for venue in self.sites.values())

    def takes_part(self, nation: str, roles: frozenset[Role] = COUNTED_ROLES) -> bool:
        """Whether the nation takes part in one of these roles."""
        return self.roles.get(nation) in roles

    def participants(self, roles: frozenset[Role] = COUNTED_ROLES) -> frozenset[str]:
        """Nations taking part in one of these roles."""
        return frozenset(nation for nation, role in self.roles.items() if role in roles)

    def venue_days(self, need: str, after: int = 0) -> Period:
        """Days on which a site is taken: STARTEX - setup .. ENDEX + after."""
        return self.execution.longer(self.sites[need].setup, after)

    def troops_of(self, nation: str) -> int:
        """Troops a nation brings: its forces here, and what is written for it."""
        part = self.exercise.part(nation)
        named = part.strength if part and nation in self.roles else 0
        return named + sum(
            c.elements * c.force.strength for c in self.commitments if c.force.nation == nation
        )

    def strength_at(self, venues: Collection[str]) -> int | None:
        """Troops at some venues, taken together; None when that is not written.

        What the site needs there say, added up; the whole exercise, once, when one of them says nothing.
        """
        here = [self.exercise.sites.get(need) for need, venue in self.sites.items() if venue.id in venues]
        own = [need.strength for need in here if need and need.strength is not None]
        return sum(own) if len(own) == len(here) else self.exercise.strength

    def touches(self, period: Period) -> bool:
        """Whether an execution day lies in the period."""
        return self.execution.overlaps(period)


class Laydown:
    """A schedule read against its programme. Unknown ids must have been refused before."""

    def __init__(self, problem: Problem, schedule: Schedule) -> None:
        self.problem = problem
        self.schedule = schedule

    def beside(self, line: Line) -> "Laydown":
        """The laydown with one line more, of an exercise that is held; all else is shared, not read again."""
        lines = (*(one for one in self.schedule.lines if one.exercise != line.exercise), line)
        other = Laydown(self.problem, self.schedule.model_copy(update={"lines": lines}))
        form = self.problem.exercises[line.exercise].in_form(line.form)
        other.held = dict(sorted({**self.held, line.exercise: self._held(form, line)}.items()))
        return other

    def without(self, exercises: Collection[str]) -> "Laydown":
        """The laydown without some exercises; all else is shared, not read again."""
        lines = tuple(one for one in self.schedule.lines if one.exercise not in exercises)
        other = Laydown(self.problem, self.schedule.model_copy(update={"lines": lines}))
        other.held = {name: held for name, held in self.held.items() if name not in exercises}
        return other

    @cached_property
    def held(self) -> dict[str, Held]:
        """The exercises held, by id, sorted by id."""
        lines = self.schedule.by_exercise
        return {
            name: self._held(exercise.in_form(lines[name].form), lines[name])
            for name, exercise in self.problem.exercises.items()
            if name in lines and lines[name].held
        }

    def _held(self, exercise: Exercise, line: Line) -> Held:
        facts = self.problem.programme
        execution = line.execution
        footprint = execution.longer(exercise.deploy, exercise.redeploy)
        sites = {need: facts.venues[venue] for need, venue in sorted(line.sites.items())}
        commitments = tuple(self._commitments(exercise, line, sites, footprint))
        roles = self._roles(exercise, line, sites, commitments)
        return Held(exercise, line, execution, footprint, sites, roles, commitments)

    def _commitments(
        self, exercise: Exercise, line: Line, sites: dict[str, Venue], footprint: Period
    ) -> Iterator[Commitment]:
        travel: dict[str, list[int | None]] = {}
        for need, taken in line.forces.items():
            for name in taken:
                travel.setdefault(name, []).append(self._travel(exercise, need, sites, name))
        for need, taken in sorted(line.forces.items()):
            for name, elements in sorted(taken.items()):
                more = max(days or 0 for days in travel[name])
                own = Period(
                    start=min(footprint.start, line.execution.start - timedelta(more)),
                    end=max(footprint.end, line.execution.end + timedelta(more)),
                )
                force = self.problem.programme.forces[name]
                yield Commitment(exercise.id, need, force, elements, own, None not in travel[name])

    def _travel(self, exercise: Exercise, need: str, sites: dict[str, Venue], force: str) -> int | None:
        role = exercise.forces.get(need)
        first = next(iter(exercise.sites), None)
        site = sites.get((role.site if role else None) or first or "")
        return self.problem.programme.travel_days(self.problem.programme.forces[force], site)

    @staticmethod
    def _roles(
        exercise: Exercise, line: Line, sites: dict[str, Venue], commitments: tuple[Commitment, ...]
    ) -> dict[str, Role]:
        roles = {venue.host: Role.HOST for venue in sites.values()}
        roles |= {c.force.nation: Role.FULL for c in commitments}
        present = {**line.participants, **roles}
        return {nation: exercise.declared_role(nation) or present[nation] for nation in sorted(present)}

    def planning(self) -> Iterator[PlanningEvent]:
        """Planning events of every exercise held: Monday to Friday, so many weeks before STARTEX."""
        for held in self.held.values():
            template = self.problem.programme.planning.get(held.exercise.planning or "", {})
            for event, weeks in template.items():
                day = held.execution.start - timedelta(weeks=weeks)
                monday = day - timedelta(day.weekday())
                yield PlanningEvent(monday, monday + timedelta(4), held.id, event)

    @cached_property
    def _by_force(self) -> dict[str, list[Commitment]]:
        found: dict[str, list[Commitment]] = {}
        for held in self.held.values():
            for commitment in held.commitments:
                found.setdefault(commitment.force.id, []).append(commitment)
        return {name: sorted(c, key=lambda c: (c.footprint.start, c.exercise)) for name, c in found.items()}

    def commitments_of(self, force: str) -> list[Commitment]:
        """All commitments of a force, by start of footprint."""
        return self._by_force.get(force, [])

    @cached_property
    def _by_venue(self) -> dict[str, list[Held]]:
        found: dict[str, list[Held]] = {}
        for held in self.held.values():
            for venue in sorted(held.venues):
                found.setdefault(venue, []).append(held)
        return found

    def users_of(self, venue: str) -> list[Held]:
        """The exercises held with a site at a venue, by id."""
        return self._by_venue.get(venue, [])


def busiest(uses: list[tuple[Period, int]], within: Period) -> Iterator[tuple[date, int]]:
    """The load of every day on which a use begins or ends its stay, clipped to `within`; sorted by day."""
    change: dict[date, int] = {}
    for period, amount in uses:
        if common := period.common(within):
            change[common.start] = change.get(common.start, 0) + amount
            after = common.end + timedelta(1)
            change[after] = change.get(after, 0) - amount
    load = 0
    for day in sorted(change):
        load += change[day]
        yield day, load
