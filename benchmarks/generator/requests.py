"""What is asked for: series of exercises with their editions, each line as a planner writes it, undated."""

from dataclasses import dataclass
from random import Random

from benchmarks.alliance.sizes import BIRDS, TREES
from benchmarks.generator.politics import Politics
from benchmarks.generator.profiles import MIX, Profile
from benchmarks.generator.scale import Facts, Scale


@dataclass(frozen=True)
class Request:
    """One edition: its line without dates, and the day around which it is wanted."""

    id: str
    series: str
    profile: Profile
    line: Facts
    about: int


@dataclass(frozen=True)
class World:
    """What an exercise can ask for."""

    scale: Scale
    politics: Politics
    venues: Facts
    forces: Facts

    def offering(self, what: str) -> list[str]:
        """The venues that provide something."""
        return [name for name, venue in self.venues.items() if what in venue["provides"]]

    def able(self, capability: str) -> list[str]:
        """The forces that can fill a role."""
        return [name for name, force in self.forces.items() if capability in force["capabilities"]]


def requests(world: World) -> list[Request]:
    """As many editions as the size asks for: every series once a year, until there are enough."""
    scale = world.scale
    pairs = [f"{tree}-{bird}" for tree in TREES for bird in BIRDS]
    series = -(-scale.exercises // scale.years)
    names = scale.chance("names").sample(pairs, series)
    numbers = range(scale.exercises)
    return [_edition(world, names[n % series], n % series, scale.each_year[n // series]) for n in numbers]


def _edition(world: World, series: str, number: int, year: int) -> Request:
    scale, profile = world.scale, MIX[number % len(MIX)]
    dice = scale.chance(f"series {series}")
    week = dice.randint(*profile.weeks)
    line = _line(world, series, profile, year, dice)
    about = scale.week(year, week, 1)[0] + dice.randint(0, 3)
    return Request(f"{series}-{year % 100}", series, profile, line, about)


def _line(world: World, series: str, profile: Profile, year: int, dice: Random) -> Facts:
    """The facts are those of the series; the dice are thrown in the same order for every edition."""
    lead, partner, guests = _nations(world, profile, dice)
    least, most = sorted((dice.randint(*profile.days), dice.randint(*profile.days)))
    flexible = most > least and dice.random() < 0.4
    line: Facts = {
        "title": f"{series.replace('-', ' ').upper()} {year % 100}",
        "series": series,
        "kind": profile.kind,
        "domains": list(profile.domains),
        "sponsor": lead if dice.random() < 0.6 else "Alliance staff",
        "command": lead,
        "tags": list(profile.tags),
        "worth": profile.worth + dice.randint(0, 20),
        "days": {"min": least, "max": most, "wanted": most} if flexible else most,
        "deploy": profile.travel[0],
        "redeploy": profile.travel[1],
        "strength": dice.randrange(*profile.strength, 50),
        "sites": _sites(world, profile, lead, dice),
        "participants": _participants(lead, partner, guests, dice),
        "forces": _roles(world, profile, [lead, partner, *guests], dice),
    }
    line |= {"draws": dict(profile.draws)} if profile.draws else {}
    line |= {"lift": dict(profile.lift)} if profile.lift else {}
    line |= {"movements": dict(profile.movement)} if profile.movement else {}
    line |= {"cost": dice.randint(0, 40), "cost_per_day": dice.randint(1, 9), "observers": dice.randint(1, 2)}
    line |= {"planning": profile.planning, "objectives": dice.sample(("fires", "logistics", "command"), 1)}
    return line | ({"forms": {"reduced": _reduced(line)}} if dice.random() < 0.15 else {})


def _nations(world: World, profile: Profile, dice: Random) -> tuple[str, str, list[str]]:
    """A lead, a partner that can be seen with it, and guests; three to ten with those of the forces."""
    politics = world.politics
    able = [code for code in world.scale.codes if politics.lets(code, profile.kind, profile.tags)]
    lead = dice.choice(able)
    partners = [code for code in able if code != lead and politics.agrees([code], [lead])]
    partner = dice.choice(partners)
    others = [code for code in world.scale.codes if code not in {lead, partner}]
    return lead, partner, dice.sample(others, dice.randint(2, 6))


def _sites(world: World, profile: Profile, lead: str, dice: Random) -> Facts:
    """One to eight venues for each need, those of the lead among them."""
    found: Facts = {}
    for need, what in profile.sites:
        able = world.offering(what)
        own = [name for name in able if world.venues[name]["host"] == lead]
        others = [name for name in able if name not in own]
        more = dice.sample(others, min(len(others), dice.randint(1, 6)))
        names = [*own[:2], *more]
        found[need] = names if len(names) > 1 else names[0]
    return found


def _participants(lead: str, partner: str, guests: list[str], dice: Random) -> Facts:
    troops = {code: dice.randrange(40, 240, 20) for code in (lead, partner, *guests)}
    facts: Facts = {
        "must": {code: {"strength": troops[code]} for code in (lead, partner)},
        "may": {code: {"worth": dice.randint(1, 9), "strength": troops[code]} for code in guests},
    }
    return facts | ({"count": "3.."} if dice.random() < 0.2 else {})


def _roles(world: World, profile: Profile, invited: list[str], dice: Random) -> Facts:
    """Each role with its candidates: forces of nations that are invited, and some of others."""
    found: Facts = {}
    for capability, need, nations in profile.roles:
        able = world.able(capability)
        near = [name for name in able if world.forces[name]["nation"] in invited]
        others = [name for name in able if name not in near]
        names = [*near[:3], *dice.sample(others, min(len(others), dice.randint(1, 3)))]
        role: Facts = {"need": need, "any_of": names}
        if nations > 1 and len({world.forces[name]["nation"] for name in names}) >= nations:
            role["nations"] = f"{nations}.."
        found[capability] = role
    return found


def _reduced(line: Facts) -> Facts:
    """A smaller way of holding it: half the strength, the first role only, no live fire."""
    first = next(iter(line["forces"]))
    return {
        "loses": line["worth"] // 3,
        "strength": line["strength"] // 2,
        "tags": [tag for tag in line["tags"] if tag != "live-fire"],
        "forces": {first: line["forces"][first]},
    }
