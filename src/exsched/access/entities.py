"""What remains of venues, forces and the rest: the viewer's own, and what it needs to read what it sees."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from exsched.access.sight import Seeing
from exsched.domain.exercises import Exercise
from exsched.domain.forces import Force
from exsched.domain.history import PastExercise
from exsched.domain.nations import Agreement
from exsched.domain.periods import NamedPeriod
from exsched.domain.schedule import Line
from exsched.domain.venues import Area, Closure, Pool, Venue
from exsched.intake.choices import Choices
from exsched.intake.shape import EVERYTHING, misses
from exsched.rulekit.rule import Rule

Names = dict[str, set[str]]
"""Kind of thing to the names that are needed of it."""
_SILENT = {"source": None, "notes": None}


def names_needed(
    seeing: Seeing, exercises: Iterable[Exercise], rules: Iterable[Rule], lines: Iterable[Line]
) -> Names:
    """Everything that what is seen names, and the venues and forces that could be chosen for it."""
    needed: Names = {}
    choices = Choices(seeing.problem.programme)
    for line in exercises:
        _note(needed, line)
        for form in line.in_every_form:
            for site in form.sites.values():
                needed.setdefault("venue", set()).update(choices.venues(site))
            for role in form.forces.values():
                needed.setdefault("force", set()).update(choices.forces(role))
    for entity in (*rules, *lines):
        _note(needed, entity)
    return needed


def _note(needed: Names, entity: BaseModel) -> None:
    for _, name, kinds in misses(entity, EVERYTHING):
        for kind in kinds:
            needed.setdefault(kind, set()).add(name)


class Entities:
    """Each section of a projection, sorted by id, so that nothing follows from the order of the files."""

    def __init__(self, seeing: Seeing, needed: Names, tags: frozenset[str] = frozenset()) -> None:
        """`tags` are those of the exercises that are seen; others are in no closure of a foreign venue."""
        self._seeing = seeing
        self._tags = tags
        self._facts = seeing.problem.programme
        self._needed = needed
        self._nation = seeing.viewer.nation

    def nations(self) -> dict[str, Any]:
        """All of them; notes are each nation's own."""
        return {
            name: entity if name == self._nation else entity.model_copy(update=_SILENT)
            for name, entity in sorted(self._facts.nations.items())
        }

    def agreements(self, kinds: Iterable[str]) -> dict[str, Agreement]:
        """The viewer's own, and those of the kinds for which statements ask."""
        asked = set(kinds)
        return {
            name: self._without_source("agreements", entity)
            for name, entity in sorted(self._facts.agreements.items())
            if entity.kind in asked
            or self._nation in self._facts.expand(entity.parties)
            or self._is_needed("agreement", name)
        }

    def venues(self) -> dict[str, Venue]:
        """The viewer's own whole, others without what is their host's own business."""
        return {
            name: venue if venue.host == self._nation else _foreign_venue(venue, self._tags)
            for name, venue in sorted(self._facts.venues.items())
            if venue.host == self._nation or self._is_needed("venue", name)
        }

    def forces(self) -> dict[str, Force]:
        """The viewer's own whole; of others what is asked for when a role is filled."""
        return {
            name: force if force.nation == self._nation else foreign_force(force)
            for name, force in sorted(self._facts.forces.items())
            if force.nation == self._nation or self._is_needed("force", name)
        }

    def areas(self, venues: Mapping[str, Venue]) -> dict[str, Area]:
        """Those that are named, with the venues that are seen; and straits, when the viewer has ships."""
        at_sea = any(
            force.mobility is not None and force.mobility.mode == "sea" and force.nation == self._nation
            for force in self._facts.forces.values()
        )
        return {
            name: self._area(area, venues)
            for name, area in sorted(self._facts.areas.items())
            if self._is_needed("area", name) or (at_sea and area.passage_days)
        }

    def _area(self, area: Area, venues: Mapping[str, Venue]) -> Area:
        own = self._seeing.owns("areas", area.id)
        seen = tuple(name for name in area.venues if name in venues)
        return area.model_copy(update={"venues": seen} | ({} if own else _SILENT))

    def pools(self) -> dict[str, Pool]:
        """Those that what is seen draws on, and the viewer's own."""
        return {
            name: pool if self._seeing.owns("pools", name) else _foreign_pool(pool)
            for name, pool in sorted(self._facts.pools.items())
            if self._seeing.owns("pools", name) or self._is_needed("pool", name)
        }

    def periods(self) -> dict[str, NamedPeriod]:
        """Those that are named, and the viewer's own."""
        return {
            name: period if self._seeing.owns("periods", name) else _foreign_period(period)
            for name, period in sorted(self._facts.periods.items())
            if self._seeing.owns("periods", name) or self._is_needed("period", name)
        }

    def planning(self) -> dict[str, dict[str, int]]:
        """The templates that are named, and the viewer's own."""
        return {
            name: events
            for name, events in sorted(self._facts.planning.items())
            if self._seeing.owns("planning", name) or self._is_needed("planning", name)
        }

    def history(self) -> Iterator[PastExercise]:
        """Past exercises in which the viewer's nation took part, hosted or commanded."""
        for name, past in sorted(self._facts.history.items()):
            if self._nation and self._nation in {past.command, *past.hosts, *past.participants}:
                yield past if self._seeing.owns("history", name) else self._past(past)

    def _past(self, past: PastExercise) -> PastExercise:
        own = {name: n for name, n in (past.forces or {}).items() if self._is_own_force(name)}
        return past.model_copy(
            update=_SILENT
            | {
                "forces": None if past.forces is None else own,
                "holidays_lost": {n: c for n, c in past.holidays_lost.items() if n == self._nation},
                "wishes_refused": {n: c for n, c in past.wishes_refused.items() if n == self._nation},
            }
        )

    def _is_own_force(self, name: str) -> bool:
        return self._facts.forces[name].nation == self._nation

    def _is_needed(self, kind: str, name: str) -> bool:
        return name in self._needed.get(kind, ())

    def _without_source(self, section: str, entity: Agreement) -> Agreement:
        return entity if self._seeing.owns(section, entity.id) else entity.model_copy(update={"source": None})


def _foreign_venue(venue: Venue, tags: frozenset[str]) -> Venue:
    closed = tuple(
        Closure(dates=closure.dates, tags=tuple(tag for tag in closure.tags if tag in tags))
        for closure in venue.closed
        if not closure.tags or not tags.isdisjoint(closure.tags)
    )
    return venue.model_copy(update=_SILENT | {"closed": closed, "cost_per_day": None})


def foreign_force(force: Force) -> Force:
    """What other nations know of a force: nothing of its readiness, its home and its travel."""
    return Force(
        id=force.id,
        name=force.name,
        nation=force.nation,
        domain=force.domain,
        capabilities=force.capabilities,
        elements=force.elements,
        strength=force.strength,
    )


def _foreign_pool(pool: Pool) -> Pool:
    less = tuple(one.model_copy(update={"why": None, "source": None}) for one in pool.less)
    return pool.model_copy(update={"less": less, "source": None})


def _foreign_period(period: NamedPeriod) -> NamedPeriod:
    seen = period.model_copy(update={"why": None, "source": None})
    return seen.resolved(period.dates, period.computed) if period.computed else seen
