"""Costs as the checker counts them, from plain dates and names."""

from collections.abc import Iterator
from dataclasses import dataclass

from exsched.rulekit.costs import Sort, exercise_rates, km_there_and_back
from exsched.rulekit.laydown import Commitment, Held


@dataclass(frozen=True)
class Item:
    """One cost of an exercise that is held; the amount is None when `missing` is not written.

    `whose` is the nation of the force, or the host of the venue; for the exercise itself nobody.
    """

    sort: Sort
    exercise: str
    whose: str | None
    amount: int | None
    missing: str


def items_of(held: Held) -> Iterator[Item]:
    """Everything that an exercise costs."""
    rates, days = exercise_rates(held.exercise), held.execution.days
    whole = rates and rates[0] + rates[1] * days
    yield Item(Sort.EXERCISES, held.id, None, whole, f"the cost of {held.id}")
    for venue in sorted({venue.id: venue for venue in held.sites.values()}.values(), key=lambda v: v.id):
        rent = None if venue.cost_per_day is None else venue.cost_per_day * days
        yield Item(Sort.SITES, held.id, venue.host, rent, f"the cost_per_day of {venue.id}")
    for commitment in held.commitments:
        yield from _of_force(held, commitment)


def _of_force(held: Held, commitment: Commitment) -> Iterator[Item]:
    force, elements = commitment.force, commitment.elements
    upkeep = None
    if force.cost_per_day is not None:
        upkeep = elements * commitment.footprint.days * force.cost_per_day
    yield Item(Sort.FORCES, held.id, force.nation, upkeep, f"the cost_per_day of {force.id}")
    if force.cost_per_km is None:
        yield Item(Sort.TRAVEL, held.id, force.nation, None, f"the cost_per_km of {force.id}")
        return
    role = held.exercise.forces.get(commitment.need)
    site = held.sites.get((role and role.site) or next(iter(held.exercise.sites), ""))
    km = 0 if force.cost_per_km == 0 else km_there_and_back(force, site.at if site else None)
    fares = None if km is None else elements * km * force.cost_per_km
    yield Item(Sort.TRAVEL, held.id, force.nation, fares, f"the way of {force.id} to {held.id}")
