"""A trade-off in words, as a table, and for a program to read."""

import csv
import io
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from exsched.advising.trade_off import Point, TradeOff
from exsched.exporting.csv import cell
from exsched.exporting.wording import counted, many


def lines(found: TradeOff) -> list[str]:
    """The curve as text."""
    if not found.points:
        return [found.why]
    (one, other), (unit, second) = found.goals, found.units
    wide = max(len(one), 12)
    told = [
        *_kept(found),
        f"    {one:>{wide}}  {other}",
        f"    {f'({unit})':>{wide}}  ({second})",
    ]
    told += [
        f"{n:3} {p.values[0]:>{wide},}  {p.values[1]:,}  {proof(p)}" for n, p in enumerate(found.points, 1)
    ]
    return [*told, *_prices(found), *_end(found)]


def proof(point: Point) -> str:
    """How far the point may be believed to lie on the curve."""
    if point.proved:
        return "proved: nothing is better in one and no worse in the other"
    bound = "" if point.bound is None else f", bound {point.bound:,}"
    return f"the best found, not proved{bound}"


def _kept(found: TradeOff) -> Iterator[str]:
    if found.kept:
        sure = "proved best" if found.kept_proved else "the best found, not proved"
        yield f"tiers before both stay at {' · '.join(map(str, found.kept))} ({sure})"


def _prices(found: TradeOff) -> Iterator[str]:
    for n, (left, right) in enumerate(pairwise(found.points), 1):
        more = counted(right.values[0] - left.values[0], found.units[0])
        less = counted(left.values[1] - right.values[1], found.units[1])
        yield f"from {n} to {n + 1}: {more} of {found.goals[0]} more, {less} of {found.goals[1]} less"


def _end(found: TradeOff) -> Iterator[str]:
    if len(found.points) == 1 and found.points[0].proved:
        yield "one schedule is the best for both: there is nothing to trade"
    if not found.complete:
        why = f": {found.why}" if found.why else ""
        shown = many(len(found.points), "point")
        yield f"there may be more points, time was up ({shown} shown){why}"


def as_json(found: TradeOff) -> dict[str, Any]:
    """The curve as JSON values."""
    return {
        "between": [
            {"goal": goal, "unit": unit} for goal, unit in zip(found.goals, found.units, strict=True)
        ],
        "kept_tiers": list(found.kept),
        "kept_proved": found.kept_proved,
        "complete": found.complete,
        "why": found.why,
        "points": [
            {
                "values": list(point.values),
                "proved": point.proved,
                "bound": point.bound,
                "tiers": list(point.answer.verdict.tier_values()),
                "certificate": point.answer.verdict.certificate(),
            }
            for point in found.points
        ],
    }


def as_csv(found: TradeOff) -> bytes:
    """One row for each point."""
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(["point", *map(cell, found.goals), "proved", "bound"])
    for n, point in enumerate(found.points, 1):
        bound = "" if point.bound is None else point.bound
        table.writerow([n, *point.values, str(point.proved).lower(), bound])
    return text.getvalue().encode()
