"""Force elements: who trains, from where, how fast they travel, and when they are away."""

from enum import StrEnum
from math import ceil

from pydantic import Field

from exsched.domain.dates import Frozen, Period
from exsched.domain.names import Count, Days, Id, Name, NationId, Note, Positive, PositiveDays, Tag, Tags
from exsched.domain.venues import Point
from exsched.geography import distance_km


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


class Tempo(Frozen):
    """At most so many footprint days in any stretch of so many days."""

    days: Days
    within: PositiveDays


class Standby(Frozen):
    """Days on which a force is held ready: it is not committed, but within what is allowed here."""

    dates: Period
    role: Name | None = None
    km: Count | None = Field(default=None, description="it may still go so far from home")
    days: Days | None = Field(
        default=None, description="it may still be away so many of these days at a time"
    )
    source: Note | None = None


class Ship(Frozen):
    """What the law of straits asks of a ship: its class and standard displacement."""

    kind: Tag = Field(description="carrier, submarine, frigate, auxiliary …; rules ask by this word")
    tonnes: Positive


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
    tempo: Tempo | None = None
    standby: tuple[Standby, ...] = ()
    ship: Ship | None = Field(default=None, description="of one element")
    cost_per_day: Count | None = Field(default=None, description="currency units, one element, footprint day")
    cost_per_km: Count | None = Field(
        default=None, description="currency units, one element, km from home to the site, one way"
    )
    source: Note | None = None
    notes: Note | None = None


def travel_days(force: Force, at: Point | None) -> int | None:
    """Days a force needs from home to a place; 0 without `mobility`, None when a position is missing.

    Days for the passage of a strait come on top: see `Programme.travel_days`.
    """
    if force.mobility is None:
        return 0
    if force.home is None or at is None:
        return None
    return force.mobility.fixed_days + ceil(distance_km(force.home, at) / force.mobility.km_per_day)
