"""The programme: the whole input except its rules and goals."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Annotated, Any
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, Strict

from exsched.domain.dates import Day, Frozen, Period
from exsched.domain.exercises import Exercise, ForceNeed, SiteNeed
from exsched.domain.forces import Force, travel_days
from exsched.domain.history import PastExercise
from exsched.domain.names import ExerciseId, Id, Name, NationsOrGroups, Note, Positive, Tag, VenueId
from exsched.domain.nations import Agreement, Nation
from exsched.domain.periods import NamedPeriod
from exsched.domain.schedule import Line
from exsched.domain.venues import Area, Pool, Venue

FORMAT_VERSION = 1
"""The version of the programme file that this release reads and writes."""


def _known_version(value: int) -> int:
    if value != FORMAT_VERSION:
        raise ValueError(
            f"format version {value} is not supported; this release reads version {FORMAT_VERSION}"
        )
    return value


def _known_zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError(f"{value!r} is not a time zone of the IANA database")
    return value


class Header(Frozen):
    """What the programme is and which days it covers."""

    id: Id
    title: Name
    horizon: Period = Field(description="no footprint day may lie outside")
    as_of: Day | None = Field(default=None, description="the date at which lead times are judged")
    time_zone: Annotated[str, Strict(), AfterValidator(_known_zone)] = "UTC"
    organiser: Name = "Exercise planning cell"
    source: Note | None = None
    notes: Note | None = None


class ActOnRecord(Frozen):
    """A dated act that has been done: a notification given, a clearance received."""

    act: Tag
    exercise: ExerciseId
    on: Day
    source: Note | None = None


class ReferenceSchedule(Frozen):
    """An earlier schedule of the same programme: what was published, or agreed."""

    id: Id
    lines: tuple[Line, ...] = ()
    source: Note | None = None


class CoverBlock(Frozen):
    """A venue taken on paper, fixed when it is written: shown to some nations, never worked out."""

    id: Id
    venue: VenueId
    dates: Period
    text: Name = "Reserved"
    release: NationsOrGroups = Field(min_length=1, description="the nations that see the block")


def _named(value: Any) -> Any:
    """Give every entity of a mapping its own key as `id`."""
    if not isinstance(value, dict):
        return value
    return {key: {"id": key, **body} if isinstance(body, dict) else body for key, body in value.items()}


WithIds = BeforeValidator(_named)


class Programme(Frozen):
    """Exercises, nations, forces, venues, dates: everything that is fact rather than rule."""

    exsched: Annotated[int, Strict(), AfterValidator(_known_version)] = FORMAT_VERSION
    programme: Header
    groups: dict[Id, NationsOrGroups] = Field(default_factory=dict)
    nations: Annotated[dict[Id, Nation], WithIds] = Field(default_factory=dict)
    agreements: Annotated[dict[Id, Agreement], WithIds] = Field(default_factory=dict)
    areas: Annotated[dict[Id, Area], WithIds] = Field(default_factory=dict)
    venues: Annotated[dict[Id, Venue], WithIds] = Field(default_factory=dict)
    forces: Annotated[dict[Id, Force], WithIds] = Field(default_factory=dict)
    pools: Annotated[dict[Id, Pool], WithIds] = Field(default_factory=dict)
    periods: Annotated[dict[Id, NamedPeriod], WithIds] = Field(default_factory=dict)
    planning: dict[Id, dict[Name, Positive]] = Field(
        default_factory=dict, description="templates: event -> weeks before STARTEX"
    )
    exercises: Annotated[dict[Id, Exercise], WithIds] = Field(default_factory=dict)
    acts: tuple[ActOnRecord, ...] = Field(default=(), description="dated acts that are on record")
    history: Annotated[dict[Id, PastExercise], WithIds] = Field(
        default_factory=dict, description="exercises of past years"
    )
    schedules: Annotated[dict[Id, ReferenceSchedule], WithIds] = Field(
        default_factory=dict, description="earlier schedules of this programme, to compare with"
    )
    cover: Annotated[dict[Id, CoverBlock], WithIds] = Field(
        default_factory=dict, description="deliberate blocks of venues, shown to some nations"
    )

    @property
    def horizon(self) -> Period:
        """The days that the programme covers."""
        return self.programme.horizon

    @property
    def as_of(self) -> date:
        """The date at which lead times are judged; the first day of the horizon if none is given."""
        return self.programme.as_of or self.programme.horizon.start

    @property
    def data_versions(self) -> dict[str, str]:
        """Name and version of the calendar data that its periods were worked out from."""
        found: dict[str, str] = {}
        for period in self.periods.values():
            found |= period.computed.data if period.computed else {}
        return dict(sorted(found.items()))

    def every_form(self) -> Iterator[Exercise]:
        """Every exercise in each of its forms."""
        for line in self.exercises.values():
            yield from line.in_every_form

    def expand(self, names: tuple[str, ...]) -> frozenset[str]:
        """The nations meant by nations and groups, groups of groups included."""
        found: set[str] = set()
        seen: set[str] = set()
        todo = list(names)
        while todo:
            name = todo.pop()
            if name in self.groups and name not in seen:
                seen.add(name)
                todo += self.groups[name]
            elif name not in self.groups:
                found.add(name)
        return frozenset(found)

    def venues_in(self, area: str) -> frozenset[str]:
        """The venues that belong to an area: by name, by host, or because they lie in its shape."""
        return self._placed_in(area)[0]

    def unplaced(self, area: str) -> frozenset[str]:
        """The venues of which nobody knows whether they belong to an area, for want of a position."""
        return self._placed_in(area)[1]

    def _placed_in(self, area: str) -> tuple[frozenset[str], frozenset[str]]:
        region, known = self.areas[area], self._placed.get(area)
        if known is None or known[0] is not region or known[1] is not self.venues:
            held = {name: region.holds(venue) for name, venue in self.venues.items()}
            inside = frozenset(name for name, holds in held.items() if holds) | frozenset(region.venues)
            unknown = frozenset(name for name, holds in held.items() if holds is None)
            known = self._placed[area] = (region, self.venues, inside, unknown)
        return known[2], known[3]

    @cached_property
    def _placed(self) -> dict[str, tuple[Area, dict[str, Venue], frozenset[str], frozenset[str]]]:
        """What was worked out before, with the facts that it holds for: a changed copy shares this."""
        return {}

    def travel_days(self, force: Force, venue: Venue | None) -> int | None:
        """Days a force needs from home to a venue (or to an unknown one); None when a position is missing.

        A ship adds the passage days of every area that it has to enter.
        """
        days = travel_days(force, venue.at if venue else None)
        if days is None or venue is None or force.mobility is None or force.mobility.mode != "sea":
            return days
        return days + sum(
            area.passage_days
            for area in self.areas.values()
            if area.passage_days and area.holds(venue) and not area.is_home_of(force.nation, force.home)
        )

    def candidates(self, need: SiteNeed) -> tuple[str, ...]:
        """The venues that fit a site need, in the planner's order (`any_of` first, else by id)."""
        names = need.any_of or tuple(sorted(self.venues))
        hosts = self.expand(need.hosts)
        inside = self.venues_in(need.area) if need.area else None
        return tuple(
            name
            for name in names
            if set(need.provides) <= set(self.venues[name].provides)
            and (not need.hosts or self.venues[name].host in hosts)
            and (inside is None or name in inside)
        )

    def eligible(self, need: ForceNeed) -> tuple[str, ...]:
        """The forces that may fill a role, in the planner's order (`any_of` first, else by id)."""
        names = need.any_of or tuple(sorted(self.forces))
        of = self.expand(need.of)
        return tuple(
            name
            for name in names
            if (need.capability is None or need.capability in self.forces[name].capabilities)
            and (need.domain is None or self.forces[name].domain is need.domain)
            and (not need.of or self.forces[name].nation in of)
        )
