"""When each exercise may start, is wanted, and must be held: written around a plan, or around a wish."""

from random import Random

from benchmarks.generator.requests import Request
from benchmarks.generator.scale import Facts, Scale
from exsched.domain.schedule import Line

MARGIN = 9
"""Days at both ends of the horizon in which nothing starts, for the travel of forces."""


def dated(scale: Scale, request: Request, planned: Line) -> Facts:
    """The line of an exercise with its dates.

    With a hidden plan, the windows hold the day of the plan, and a third of what it holds must be held.
    Without one the windows lie around the day that is wanted, and everything may be dropped.
    """
    dice = scale.chance(f"dates {request.id}")
    around = scale.hidden and planned.held
    anchor = scale.number(planned.startex) if around and planned.startex else request.about
    length = request.line["days"] if isinstance(request.line["days"], int) else request.line["days"]["max"]
    least, most = MARGIN, scale.days - length - request.line["redeploy"] - MARGIN
    anchor = min(max(anchor, least), most)
    ranges = _ranges(dice, anchor, least, most)
    last = ranges[-1][1]
    wanted = min(max(anchor + dice.randint(-12, 12), ranges[0][0]), last)
    facts: Facts = {
        "state": dice.choices(("requested", "agreed", "announced", "committed"), (6, 3, 1, 1))[0],
        "held": "must" if around and dice.random() < 0.35 else "may",
        "startex": [scale.span(*one) for one in ranges],
        "wanted": scale.span(wanted, min(last, wanted + dice.randint(0, 4))),
    }
    if dice.random() < 0.1:
        facts["endex_by"] = str(scale.day(last + length - 1))
    if around and facts["state"] == "committed" and dice.random() < 0.5:
        facts["locked"] = {"startex": str(planned.startex), "sites": dict(planned.sites)}
    return request.line | facts


def _ranges(dice: Random, anchor: int, least: int, most: int) -> list[tuple[int, int]]:
    """Some weeks to some months around a day, with up to two holes; the day itself lies in none of them."""
    first = max(least, anchor - dice.randint(6, 50))
    last = min(most, anchor + dice.randint(6, 50))
    found: list[tuple[int, int]] = []
    start = first
    for _ in range(dice.choices((0, 1, 2), (4, 4, 2))[0]):
        hole = start + dice.randint(4, 30)
        end = hole + dice.randint(4, 14)
        if end >= last or hole <= anchor <= end:
            continue
        found.append((start, hole - 1))
        start = end + 1
    return [*found, (start, last)]
