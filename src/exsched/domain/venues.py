"""Venues: where exercises are held, what they offer, and when they are closed."""

from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any

from pydantic import AfterValidator, Field
from pydantic.json_schema import WithJsonSchema

from exsched.domain.dates import Frozen, Period
from exsched.domain.names import Count, Days, Id, Name, NationId, Nations, Note, Positive, Tag, Tags, Venues
from exsched.geography import Shape, read_geojson

Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]
Point = tuple[Latitude, Longitude]


class VenueKind(StrEnum):
    """What sort of place it is."""

    TRAINING_AREA = "training_area"
    RANGE = "range"
    PORT = "port"
    AIRBASE = "airbase"
    AIRSPACE = "airspace"
    SEA_AREA = "sea_area"
    HQ = "hq"
    SIMULATION_CENTRE = "simulation_centre"
    CYBER_RANGE = "cyber_range"


class Takes(Frozen):
    """What a venue holds at the same time."""

    exercises: Count | None = Field(default=None, description="users at once; 0 means closed")
    strength: Count | None = Field(default=None, description="troops at once")


class Closure(Frozen):
    """Days on which a venue (or, with `tags`, only such exercises there) is shut."""

    dates: Period
    tags: Tags = Field(default=(), description="only exercises with one of these tags; empty means all")
    why: Name | None = None
    source: Note | None = None


class Quota(Frozen):
    """The most of one kind of movement (shots, flights, berths) that a venue allows."""

    per_day: Count | None = None
    per_month: Count | None = Field(default=None, description="calendar month")
    per_year: Count | None = Field(default=None, description="calendar year")


class Venue(Frozen):
    """A training area, range, port, air base, sea area, headquarters or centre."""

    id: Id
    name: Name
    host: NationId = Field(description="the nation on whose soil, or off whose coast, it lies")
    kind: VenueKind
    at: Point | None = Field(default=None, description="latitude, longitude in degrees (WGS 84)")
    provides: Tags = ()
    takes: Takes = Takes()
    setup: Days = Field(default=0, description="days taken before STARTEX")
    changeover: Days = Field(default=0, description="empty days between two users")
    closed: tuple[Closure, ...] = ()
    days_per_year: Count | None = Field(default=None, description="cap on days in use per calendar year")
    movements: dict[Tag, Quota] = Field(default_factory=dict, description="quotas by kind of movement")
    cost_per_day: Count | None = Field(default=None, description="currency units per execution day")
    source: Note | None = None
    notes: Note | None = None


def _readable(body: dict[str, Any]) -> dict[str, Any]:
    _, faults = read_geojson(body)
    if faults:
        where = ".".join(map(str, faults[0].path))
        raise ValueError(f"{where}: {faults[0].message}" if where else faults[0].message)
    return body


GeoJson = Annotated[
    dict[str, Any],
    AfterValidator(_readable),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "object"}]}),
]
"""A geometry, feature or collection of RFC 7946: longitude first. In a file, also the name of a file."""


class Area(Frozen):
    """A named region: what lies on or inside a shape, venues by name, and all venues of some nations."""

    id: Id
    venues: Venues = ()
    nations: Nations = ()
    geojson: GeoJson | None = Field(
        default=None,
        description="polygon or line (RFC 7946, longitude first), or the name of a file with one",
    )
    passage_days: Days = Field(
        default=0, description="days that a ship from outside needs for the strait, in each direction"
    )
    source: Note | None = None
    notes: Note | None = None

    @cached_property
    def shape(self) -> Shape | None:
        """The polygons and lines of `geojson`."""
        return None if self.geojson is None else read_geojson(self.geojson)[0]

    def holds(self, venue: Venue) -> bool | None:
        """Whether a venue belongs to the area; None when that hangs on a position that is not known."""
        if venue.id in self.venues or venue.host in self.nations:
            return True
        if self.shape is None:
            return False
        return None if venue.at is None else self.shape.position(venue.at).within

    def km_to(self, venue: Venue) -> float | None:
        """Km from a venue to the area, 0 inside; None when shape or position is not known."""
        if self.holds(venue):
            return 0.0
        return None if self.shape is None or venue.at is None else self.shape.distance_km(venue.at)

    def nearer_than(self, venue: Venue, km: float) -> bool:
        """Whether a venue is known to lie nearer to the area than so many km; cheap when it is far away."""
        if self.holds(venue):
            return km > 0
        return self.shape is not None and venue.at is not None and self.shape.nearer_than(venue.at, km)

    def is_home_of(self, nation: str, home: Point | None) -> bool:
        """Whether a force of the nation has its home in the area, as far as its home is known."""
        if nation in self.nations:
            return True
        return self.shape is not None and home is not None and self.shape.position(home).within


class PoolLess(Frozen):
    """Units of a pool that are not there on these days."""

    dates: Period
    units: Positive
    why: Name | None = None
    source: Note | None = None


class Pool(Frozen):
    """Shared, countable means that are not worth naming one by one."""

    id: Id
    name: Name | None = None
    units: Count
    less: tuple[PoolLess, ...] = ()
    source: Note | None = None
