"""The programme: the whole input except its rules and goals."""

from datetime import date
from typing import Annotated, Any
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, Strict

from exsched.domain.dates import Day, Frozen, Period
from exsched.domain.exercises import Exercise, ForceNeed, Periods, SiteNeed
from exsched.domain.forces import Force
from exsched.domain.names import ExerciseId, Id, Name, NationsOrGroups, Note, Positive, Tag
from exsched.domain.nations import Agreement, Nation
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


class NamedPeriod(Frozen):
    """Named dates that rules can point to."""

    id: Id
    dates: Periods = Field(min_length=1)
    why: Name | None = None
    source: Note | None = None


class ActOnRecord(Frozen):
    """A dated act that has been done: a notification given, a clearance received."""

    act: Tag
    exercise: ExerciseId
    on: Day
    source: Note | None = None


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

    @property
    def horizon(self) -> Period:
        """The days that the programme covers."""
        return self.programme.horizon

    @property
    def as_of(self) -> date:
        """The date at which lead times are judged; the first day of the horizon if none is given."""
        return self.programme.as_of or self.programme.horizon.start

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
        """The venues that belong to an area, by name or by host."""
        region = self.areas[area]
        hosted = {v.id for v in self.venues.values() if v.host in region.nations}
        return frozenset(region.venues) | hosted

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
