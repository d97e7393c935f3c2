"""What exercises cost, as plain numbers of one exercise, one venue, one force; None where it is not written.

Four sorts of cost are counted:

`exercises`  `cost`, whatever the days, and `cost_per_day` for every execution day. When one of the two is
             written the other is 0; when neither is, the cost is not known.
`sites`      `cost_per_day` of each venue that is used, for every execution day; once for a venue that meets
             several needs.
`forces`     `cost_per_day` of a force for every element and every day of the force's own footprint.
`travel`     `cost_per_km` of a force for every element and every km from its home to the site of its role
             (the first of the exercise when the role names none), there and again back. The way is the
             shortest line on the ellipsoid, rounded to whole kilometres, a half upwards.
"""

from enum import StrEnum

from exsched.domain.exercises import Exercise
from exsched.domain.forces import Force
from exsched.domain.venues import Point
from exsched.geography import distance_km


class Sort(StrEnum):
    """What a cost is for."""

    EXERCISES = "exercises"
    SITES = "sites"
    FORCES = "forces"
    TRAVEL = "travel"


ALL_SORTS = tuple(Sort)


def exercise_rates(line: Exercise) -> tuple[int, int] | None:
    """Cost whatever the days, and cost for an execution day; None when neither is written."""
    if line.cost is None and line.cost_per_day is None:
        return None
    return line.cost or 0, line.cost_per_day or 0


def km_there_and_back(force: Force, at: Point | None) -> int | None:
    """Kilometres from a force's home to a place and back; None when a position is missing."""
    if force.home is None or at is None:
        return None
    return 2 * int(distance_km(force.home, at) + 0.5)
