"""Venues: where exercises are held, what they offer, and when they are closed."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from exsched.domain.dates import Frozen, Period
from exsched.domain.names import Count, Days, Id, Name, NationId, Nations, Note, Positive, Tags, Venues

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
    source: Note | None = None
    notes: Note | None = None


class Area(Frozen):
    """A named region, given by its venues and by nations whose venues all belong to it."""

    id: Id
    venues: Venues = ()
    nations: Nations = ()
    source: Note | None = None


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
