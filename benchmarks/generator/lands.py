"""The nations, each in its own square of an empty ocean, and the venues that they host."""

from dataclasses import dataclass
from random import Random

from benchmarks.generator.scale import NAMES, Facts, Scale

COLUMNS, HEIGHT, WIDTH = 8, 4.0, 5.0
NORTH, WEST = -18.0, -36.0


@dataclass(frozen=True)
class Sort:
    """What the venues of one sort have in common."""

    word: str
    name: str
    kind: str
    provides: tuple[str, ...]
    exercises: int
    strength: int
    setup: int
    changeover: int
    movement: str = ""


SORTS = (
    Sort("fields", "manoeuvre area", "training_area", ("manoeuvre", "live-fire"), 2, 12000, 1, 3, "firing"),
    Sort("sea", "coastal waters", "sea_area", ("gunnery",), 2, 9000, 0, 0),
    Sort("air", "main air base", "airbase", ("air-combat",), 2, 6000, 1, 2, "flights"),
    Sort("centre", "joint simulation centre", "simulation_centre", ("command-post",), 1, 3000, 3, 3),
    Sort("port", "naval port", "port", ("deep-water", "gunnery"), 2, 7000, 0, 1, "berths"),
    Sort("range", "firing range", "range", ("live-fire", "air-combat"), 1, 6000, 1, 4, "firing"),
    Sort("woods", "forest training area", "training_area", ("manoeuvre",), 1, 5000, 0, 3),
    Sort("net", "cyber range", "cyber_range", ("command-post", "cyber"), 1, 2000, 2, 2),
)
"""Dealt out in turn, so that even ten venues offer everything that is asked for."""


def centre_of(number: int) -> tuple[float, float]:
    """The middle of a nation's square."""
    return NORTH - HEIGHT * (number // COLUMNS), WEST + WIDTH * (number % COLUMNS)


def near(number: int, dice: Random, reach: float = 1.4) -> list[float]:
    """A place somewhere in a nation, latitude first."""
    return [round(middle + dice.uniform(-reach, reach), 2) for middle in centre_of(number)]


def box(number: int, reach: float = 1.9) -> list[list[float]]:
    """The outline of a nation's square as a ring of RFC 7946, longitude first."""
    lat, lon = centre_of(number)
    west, east, south, north = lon - reach, lon + reach, lat - reach, lat + reach
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def nations(scale: Scale) -> Facts:
    """Every nation by its code."""
    return {code: {"name": name} for code, name in zip(scale.codes, NAMES, strict=False)}


def venues(scale: Scale) -> Facts:
    """Every venue by its id: sorts in turn, hosts in turn, so that each nation gets its share."""
    dice = scale.chance("venues")
    hosts = list(range(scale.nations))
    dice.shuffle(hosts)
    found: Facts = {}
    for n in range(scale.venues):
        host, sort = hosts[(n + n // len(SORTS)) % len(hosts)], SORTS[n % len(SORTS)]
        stem = f"{scale.codes[host].lower()}-{sort.word}"
        name = next(
            name for name in (stem, *(f"{stem}-{k}" for k in range(2, scale.venues))) if name not in found
        )
        found[name] = _venue(scale, host, sort, dice)
    return found


def _venue(scale: Scale, host: int, sort: Sort, dice: Random) -> Facts:
    facts: Facts = {
        "name": f"{NAMES[host]}, {sort.name}",
        "host": scale.codes[host],
        "kind": sort.kind,
        "at": near(host, dice),
        "provides": list(sort.provides),
        "takes": {"exercises": sort.exercises, "strength": sort.strength},
        "cost_per_day": dice.randint(1, 9),
    }
    facts |= {"setup": sort.setup} if sort.setup else {}
    facts |= {"changeover": sort.changeover} if sort.changeover else {}
    if sort.word == "range" and dice.random() < 0.7:
        facts["days_per_year"] = dice.randrange(120, 200, 10)
    if sort.movement and dice.random() < 0.2:
        facts["movements"] = {sort.movement: {"per_year": dice.randrange(200, 500, 50)}}
    if closed := _closed(scale, sort, dice):
        facts["closed"] = closed
    return facts


def _closed(scale: Scale, sort: Sort, dice: Random) -> list[Facts]:
    """Nesting on land, maintenance on ranges and at bases; every year anew."""
    if sort.kind in {"sea_area", "cyber_range"}:
        return []
    why = "nesting season" if sort.kind == "training_area" else "maintenance"
    week, weeks = dice.randint(10, 40), dice.randint(1, 4)
    return [
        {"dates": scale.span(*scale.week(year, week + dice.randint(0, 2), weeks)), "why": why}
        for year in scale.each_year
    ]
