"""Statements about nations and places: conditions, parties, seas, borders, hosts' laws."""

from collections.abc import Iterator
from datetime import timedelta

from benchmarks.generator.scale import Facts
from benchmarks.generator.scene import Scene


def of_politics(scene: Scene) -> Iterator[Facts]:
    """Every statement about nations beyond the reservations that were there from the start."""
    yield from _participation(scene)
    yield from _places(scene)
    yield from _hosts(scene)


def _participation(scene: Scene) -> Iterator[Facts]:
    dice, facts = scene.dice, scene.programme
    several = [held for held in scene.held if len(held.participants()) > 3]
    for held in dice.sample(several, min(len(several), scene.some(15, 2))):
        of = sorted(held.participants())
        yield {"rule": "required_participants", "exercises": [held.id], "of": of, "at_least": min(3, len(of))}
    for held in dice.sample(several, min(len(several), scene.some(20, 2))):
        guests = sorted(held.participants() - {*held.exercise.participants.must})
        firm = [*held.exercise.participants.must]
        if guests:
            yield {
                "rule": "conditional_participation",
                "nation": guests[0],
                "where": {"exercises": [held.id]},
            } | {"only_if": {"present": [dice.choice([*firm, *guests[1:]])]}}
    for nation in scene.nations(0.1):
        yield {
            "rule": "conditional_participation",
            "nation": nation,
            "only_if": {"strength": "..6000"},
            "where": {"kinds": ["LIVEX"]},
        }
    one, other = min(sorted(pair) for pair in scene.politics.apart)
    yield {"rule": "incompatible_participants", "nations": [one, other], "owner": one} | {
        "scope": "same_area",
        "area": "disputed-waters",
    }
    members = sorted(facts.groups)[0]
    ids = [held.id for held in scene.held[:: max(1, len(scene.held) // 4)]]
    yield {"rule": "consensus", "members": [members], "exercises": ids, "deadline": f"{scene.scale.first}"}
    objecting = facts.groups[members][-1]
    refused = [line.id for line in scene.exercises if line.id not in scene.plan.held][:1]
    yield {
        "rule": "consensus",
        "members": [members],
        "exercises": refused or ids[:1],
        "deadline": f"{scene.scale.first + timedelta(20)}",
        "objections": [objecting],
    }
    yield {"rule": "legal_cover", "kind": "SOFA", "reason": "law"}


def _places(scene: Scene) -> Iterator[Facts]:
    nations, codes = scene.nations(0.1), scene.scale.codes
    waters = scene.programme.venues_in("disputed-waters")
    there = frozenset[str]().union(*(held.participants() for held in scene.held if held.venues & waters))
    outside = [code for code in codes[4:] if code not in there] or codes[-1:]
    yield {"rule": "disputed_area", "nations": outside[:2], "area": "disputed-waters", "scope": "own_forces"}
    yield {"rule": "disputed_area", "nations": nations[:1], "area": "disputed-waters"}
    yield {
        "rule": "national_geographic_limit",
        "nation": codes[2],
        "area": "quiet-strip",
        "domains": ["land"],
    }
    strip = scene.programme.venues_in("quiet-strip")
    known = sorted(held.id for held in scene.held if held.venues & strip)
    yield {"rule": "demilitarised_area", "area": "quiet-strip", "exercises": known[:12], "tags": ["medical"]}
    for km, troops in ((60, 5000), (15, 1500)):
        yield {"rule": "border_standoff", "line": "border", "km": km, "band": {"troops": troops}}
    littoral, strait = codes[:2], {"rule": "strait_tonnage", "sea": "inner-sea"}
    for limit, number in (("passage_ships", 3), ("sea_tonnes", 12000), ("state_tonnes", 7000)):
        yield strait | {"littoral": littoral, "owner_of_strait": littoral[:1], limit: number}
    yield {"rule": "strait_stay", "sea": "inner-sea", "littoral": littoral, "days": 10}


def _hosts(scene: Scene) -> Iterator[Facts]:
    """A parliament names the exercises for which it admits foreign forces: those of the plan, and more."""
    scale, dice = scene.scale, scene.dice
    for host in scene.nations(0.08):
        there = [held for held in scene.held if host in held.hosts]
        could = [line.id for line in scene.exercises if _may_go(scene, line.id, host)]
        named = sorted({*(held.id for held in there), *dice.sample(could, len(could) // 2)})
        most = max((held.exercise.strength or 0 for held in there), default=5000)
        law: Facts = {"title": "Yearly law", "period": scale.span(0, scale.days - 1), "strength": most}
        yield {"rule": "host_authorisation", "host": host} | {"authorisations": [law | {"exercises": named}]}


def _may_go(scene: Scene, name: str, host: str) -> bool:
    facts = scene.programme
    needs = facts.exercises[name].sites.values()
    return any(facts.venues[venue].host == host for need in needs for venue in facts.candidates(need))
