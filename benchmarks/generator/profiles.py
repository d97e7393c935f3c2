"""The sorts of exercises: what those of one sort have in common."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Profile:
    """Lengths, strengths and weeks are the least and the most; a site is its name and what it provides."""

    kind: str
    domains: tuple[str, ...]
    tags: tuple[str, ...]
    days: tuple[int, int]
    travel: tuple[int, int]
    strength: tuple[int, int]
    sites: tuple[tuple[str, str], ...]
    roles: tuple[tuple[str, int, int], ...]
    """Capability, elements, least number of nations."""
    draws: tuple[tuple[str, int], ...] = ()
    lift: tuple[tuple[str, int], ...] = ()
    movement: tuple[tuple[str, int], ...] = ()
    planning: str = "ftx"
    weeks: tuple[int, int] = (4, 47)
    worth: int = 40


GRAND = Profile(
    "LIVEX", ("land", "maritime", "air"), ("live-fire", "collective-defence"), (12, 18), (6, 5),
    (7000, 11500), (("land", "live-fire"), ("port", "deep-water")),
    (("brigade", 1, 1), ("battlegroup", 2, 2), ("frigate", 2, 1), ("fighter", 2, 1)),
    (("awacs", 1), ("tankers", 1), ("umpires", 2)), (("rail-wagons", 120),), (("firing", 2),),
    "livex", (8, 42), 150,
)  # fmt: skip
FIELD = Profile(
    "FTX", ("land",), ("field",), (8, 13), (3, 3), (900, 2600), (("land", "manoeuvre"),),
    (("battlegroup", 2, 1), ("engineer", 1, 1)), (("umpires", 1),), (("rail-wagons", 40),), (),
    "ftx", (6, 46), 35,
)  # fmt: skip
FIRE = Profile(
    "LIVEX", ("land",), ("live-fire",), (9, 14), (3, 3), (1800, 4800), (("land", "live-fire"),),
    (("brigade", 1, 1), ("battlegroup", 1, 1)), (("umpires", 1),), (("rail-wagons", 80),), (("firing", 2),),
    "livex", (8, 44), 70,
)  # fmt: skip
NAVAL = Profile(
    "LIVEX", ("maritime",), ("naval", "collective-defence"), (7, 12), (2, 1), (700, 2400),
    (("sea", "gunnery"),), (("frigate", 2, 2), ("minehunter", 1, 1)), (("awacs", 1),), (),
    (("berths", 2),), "livex", (7, 46), 60,
)  # fmt: skip
MINES = Profile(
    "FTX", ("maritime",), ("naval", "mine-warfare"), (6, 10), (2, 1), (200, 600), (("sea", "gunnery"),),
    (("minehunter", 2, 1),), (), (("ferries", 1),), (), "ftx", (10, 44), 30,
)  # fmt: skip
AIR = Profile(
    "LIVEX", ("air",), ("air-combat",), (6, 11), (2, 2), (500, 1700), (("base", "air-combat"),),
    (("fighter", 3, 2), ("transport", 1, 1)), (("tankers", 1),), (), (("flights", 3),), "ftx", (6, 46), 50,
)  # fmt: skip
COMMAND = Profile(
    "CPX", ("joint",), ("command-post",), (5, 9), (1, 1), (150, 800), (("staff", "command-post"),),
    (("staff", 1, 1),), (("umpires", 1),), (), (), "cpx", (4, 48), 45,
)  # fmt: skip
SPECIAL = Profile(
    "FTX", ("special",), ("special",), (7, 12), (2, 1), (150, 420), (("land", "manoeuvre"),),
    (("special", 2, 2), ("transport", 1, 1)), (), (), (), "ftx", (6, 46), 30,
)  # fmt: skip
MEDICS = Profile(
    "FTX", ("medical",), ("medical",), (5, 9), (2, 2), (250, 700), (("land", "manoeuvre"),),
    (("hospital", 1, 1), ("transport", 1, 1)), (), (("rail-wagons", 15),), (), "ftx", (12, 42), 25,
)  # fmt: skip
MIX = (
    FIELD, AIR, NAVAL, COMMAND, FIRE, SPECIAL, FIELD, MINES, COMMAND, AIR, GRAND, FIELD, NAVAL, COMMAND, FIRE,
    MEDICS, FIELD, AIR, MINES, COMMAND,
)  # fmt: skip
"""Dealt out in turn over the series."""
