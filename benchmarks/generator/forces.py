"""The forces of the nations: units, ships and squadrons, with their homes, their rest and their leave."""

from dataclasses import dataclass
from random import Random

from benchmarks.generator.lands import near
from benchmarks.generator.scale import NAMES, Facts, Scale


@dataclass(frozen=True)
class Arm:
    """What the forces of one sort have in common."""

    word: str
    name: str
    domain: str
    strength: int
    elements: int
    recovery: int
    mode: str
    km_per_day: int
    fixed_days: int = 1


ARMS = (
    Arm("battlegroup", "Battlegroups", "land", 700, 2, 10, "road", 400),
    Arm("frigate", "Frigates", "maritime", 180, 3, 8, "sea", 700, 0),
    Arm("fighter", "Fighter detachments", "air", 150, 3, 5, "air", 3000),
    Arm("brigade", "Brigade", "land", 3200, 1, 18, "rail", 600),
    Arm("engineer", "Engineer companies", "land", 120, 2, 7, "road", 400),
    Arm("minehunter", "Minehunters", "maritime", 45, 2, 7, "sea", 500, 0),
    Arm("special", "Special operations teams", "special", 60, 2, 10, "air", 2500),
    Arm("transport", "Transport aircraft", "air", 80, 2, 4, "air", 2500),
    Arm("staff", "Deployable staff", "joint", 150, 1, 6, "mixed", 1500),
    Arm("hospital", "Field hospital", "medical", 200, 1, 14, "road", 400),
)
"""Dealt out in turn over the nations."""


def forces(scale: Scale) -> Facts:
    """Every force by its id."""
    dice = scale.chance("forces")
    found: Facts = {}
    for n in range(scale.forces):
        nation, arm = (n * 7 + n // len(ARMS)) % scale.nations, ARMS[n % len(ARMS)]
        stem = f"{scale.codes[nation].lower()}-{arm.word}"
        name = next(
            name for name in (stem, *(f"{stem}-{k}" for k in range(2, scale.forces))) if name not in found
        )
        found[name] = _force(scale, nation, arm, dice)
    return found


def _force(scale: Scale, nation: int, arm: Arm, dice: Random) -> Facts:
    mobility: Facts = {"mode": arm.mode, "km_per_day": arm.km_per_day}
    facts: Facts = {
        "name": f"{arm.name} of {NAMES[nation]}",
        "nation": scale.codes[nation],
        "domain": arm.domain,
        "strength": arm.strength + 10 * dice.randint(0, 9),
        "home": near(nation, dice, 1.0),
        "capabilities": [arm.word],
        "mobility": mobility | ({"fixed_days": arm.fixed_days} if arm.fixed_days else {}),
        "recovery": arm.recovery,
        "cost_per_day": dice.randint(1, 4),
    }
    facts |= {"elements": arm.elements} if arm.elements > 1 else {}
    if arm.domain == "maritime":
        facts["ship"] = {"kind": arm.word, "tonnes": 600 if arm.word == "minehunter" else 3500}
    if dice.random() < (0.5 if arm.word == "brigade" else 0.12):
        facts["tempo"] = {"days": dice.randrange(90, 150, 10), "within": 365}
    if away := _away(scale, arm, dice):
        facts["away"] = away
    if dice.random() < 0.15:
        facts["standby"] = [_standby(scale, dice)]
    return facts


def _away(scale: Scale, arm: Arm, dice: Random) -> list[Facts]:
    """Summer leave of land forces, yards for ships, operations now and then."""
    found: list[Facts] = []
    week, every = dice.randint(26, 31), dice.random()
    for year in scale.each_year:
        if arm.domain == "land" and every < 0.6:
            found.append({"dates": scale.span(*scale.week(year, week, 3)), "why": "leave"})
        elif arm.elements > 1 and every < 0.5:
            dates = scale.span(*scale.week(year, dice.randint(3, 38), dice.randint(4, 10)))
            found.append({"dates": dates, "available": arm.elements - 1, "why": "maintenance"})
        elif dice.random() < 0.1:
            found.append(
                {"dates": scale.span(*scale.week(year, dice.randint(3, 44), 6)), "why": "operations"}
            )
    return found


def _standby(scale: Scale, dice: Random) -> Facts:
    """Some months of readiness, in which short exercises near home are still possible."""
    first = dice.choice((0, scale.days // 2))
    last = min(scale.days - 1, first + dice.randint(60, 180))
    return {"dates": scale.span(first, last), "role": "readiness", "km": 700, "days": 12}
