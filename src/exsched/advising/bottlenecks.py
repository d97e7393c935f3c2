"""Which resources are scarce: forces and venues by the days in use in their busiest stretch."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from exsched.domain.dates import Period
from exsched.rulekit.laydown import Laydown

STRETCH = 90
"""Days of the stretch that is looked at."""


@dataclass(frozen=True)
class Bottleneck:
    """One force or venue: days in use in its busiest stretch, and by how many exercises."""

    kind: str
    name: str
    stretch: Period
    used: int
    exercises: int

    @property
    def percent(self) -> int:
        """Days in use as a share of the stretch."""
        return 100 * self.used // self.stretch.days

    @property
    def sentence(self) -> str:
        """The resource in words."""
        by = "exercise" if self.exercises == 1 else "exercises"
        return (
            f"{self.kind} {self.name}: in use on {self.used} of {self.stretch.days} days ({self.percent} %) "
            f"of {self.stretch}, by {self.exercises} {by}"
        )

    def as_json(self) -> dict[str, Any]:
        """The same as JSON values."""
        return {
            "kind": self.kind,
            "name": self.name,
            "stretch": str(self.stretch),
            "used": self.used,
            "percent": self.percent,
            "exercises": self.exercises,
        }


def bottlenecks(laydown: Laydown) -> tuple[Bottleneck, ...]:
    """Forces and venues that more than one exercise takes in a year, the busiest first."""
    found = list(_all(laydown))
    shared = [one for one in found if one.exercises > 1]
    return tuple(sorted(shared, key=lambda one: (-one.percent, -one.exercises, one.kind, one.name)))


def _all(laydown: Laydown) -> Iterator[Bottleneck]:
    facts = laydown.problem.programme
    for force in facts.forces:
        stays = [one.footprint for one in laydown.commitments_of(force)]
        if stays:
            yield _busiest("force", force, stays, facts.horizon)
    for venue in facts.venues:
        days = [
            held.venue_days(need)
            for held in laydown.users_of(venue)
            for need, site in held.sites.items()
            if site.id == venue
        ]
        if days:
            yield _busiest("venue", venue, days, facts.horizon)


def _busiest(kind: str, name: str, stays: list[Period], horizon: Period) -> Bottleneck:
    used: set[date] = {day for stay in stays for day in stay.each_day() if day in horizon}
    last = max(horizon.start, horizon.end - timedelta(STRETCH - 1))
    starts = [day for day in sorted(used) if day <= last] or [last]
    best = max(starts, key=lambda start: (_inside(used, start), -start.toordinal()))
    stretch = Period(start=best, end=min(horizon.end, best + timedelta(STRETCH - 1)))
    there = sum(stay.overlaps(stretch) for stay in stays)
    return Bottleneck(kind, name, stretch, _inside(used, best), there)


def _inside(used: set[date], start: date) -> int:
    end = start + timedelta(STRETCH - 1)
    return sum(start <= day <= end for day in used)
