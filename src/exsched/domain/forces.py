"""Force elements: who trains, from where, how fast they travel, and when they are away."""

from enum import StrEnum
from functools import lru_cache
from math import ceil

from geographiclib.geodesic import Geodesic
from pydantic import Field

from exsched.domain.dates import Frozen, Period
from exsched.domain.names import Count, Days, Id, Name, NationId, Note, Positive, Tags
from exsched.domain.venues import Point


class ServiceDomain(StrEnum):
    """The domain of operations."""

    LAND = "land"
    MARITIME = "maritime"
    AIR = "air"
    CYBER = "cyber"
    SPACE = "space"
    SPECIAL = "special"
    LOGISTICS = "logistics"
    MEDICAL = "medical"
    JOINT = "joint"


class Mobility(Frozen):
    """How a force travels: days = fixed + distance / speed, rounded up."""

    mode: str = Field(default="road", pattern="^(road|rail|sea|air|mixed)$")
    km_per_day: Positive
    fixed_days: Days = 0


class Away(Frozen):
    """Days on which all of a force, or all but a share of it, cannot be committed."""

    dates: Period
    available: Count = Field(default=0, description="elements that can still be committed")
    why: Name | None = None
    source: Note | None = None


class Force(Frozen):
    """A unit, ship, squadron or staff; or several identical ones (`elements`)."""

    id: Id
    name: Name
    nation: NationId
    domain: ServiceDomain
    strength: Count = Field(default=0, description="troops of one element")
    home: Point | None = Field(default=None, description="latitude, longitude in degrees (WGS 84)")
    capabilities: Tags = ()
    elements: Positive = Field(default=1, le=1000, description="identical, interchangeable elements")
    mobility: Mobility | None = None
    away: tuple[Away, ...] = ()
    recovery: Days = Field(default=0, description="free days after each footprint")
    source: Note | None = None
    notes: Note | None = None


@lru_cache(maxsize=100_000)
def distance_km(one: Point, other: Point) -> float:
    """Length in km of the shortest line on the WGS 84 ellipsoid.

    Source: Karney 2013, doi:10.1007/s00190-012-0578-z.
    """
    metres: float = Geodesic.WGS84.Inverse(*one, *other, Geodesic.DISTANCE)["s12"]
    return metres / 1000


def travel_days(force: Force, at: Point | None) -> int | None:
    """Days a force needs from home to a place; 0 without `mobility`, None when a position is missing."""
    if force.mobility is None:
        return 0
    if force.home is None or at is None:
        return None
    return force.mobility.fixed_days + ceil(distance_km(force.home, at) / force.mobility.km_per_day)
