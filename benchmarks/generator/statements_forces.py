"""Statements about forces and about what a nation can carry: readiness, tempo, rest, money, staffs."""

from collections.abc import Iterator
from datetime import timedelta

from benchmarks.generator.scale import Facts
from benchmarks.generator.scene import Scene


def of_forces(scene: Scene) -> Iterator[Facts]:
    """Every statement about forces."""
    yield from _readiness(scene)
    yield from _rest(scene)
    yield from _loads(scene)


def _readiness(scene: Scene) -> Iterator[Facts]:
    """A force is certified by an exercise to which the plan sends it, some weeks before its stand-by."""
    dice = scene.dice
    sent = [(held, one.force.id) for held in scene.held for one in held.commitments]
    for held, force in dice.sample(sent, min(len(sent), max(2, scene.scale.forces // 20))):
        begins = held.execution.end + timedelta(dice.randint(20, 60))
        yield {
            "rule": "certification_deadline",
            "force": force,
            "standby_start": str(begins),
            "days": "10..120",
        } | {
            "where": {"kinds": [held.exercise.kind.value]},
            **({} if scene.scale.hidden else {"soft": 30}),
        }
    for force in sorted(scene.programme.forces)[:: max(4, scene.scale.forces // 8)]:
        first = dice.randrange(scene.scale.days // 2)
        dates = scene.scale.span(first, first + 60)
        yield {"rule": "standby_exclusion", "force": force, "dates": dates, "km": 1500, "days": 15}
    for nation in scene.nations(0.15):
        first = dice.randrange(scene.scale.days // 2)
        yield {
            "rule": "surge_reserve",
            "nation": nation,
            "percent": 25,
            "dates": scene.scale.span(first, first + 90),
        }
    first = dice.randrange(scene.scale.days // 2)
    yield {
        "rule": "surge_reserve",
        "pool": "tankers",
        "percent": 30,
        "dates": scene.scale.span(first, first + 60),
    }


def _rest(scene: Scene) -> Iterator[Facts]:
    single = sorted(force.id for force in scene.programme.forces.values() if force.elements == 1)
    for force in single[:: max(2, len(single) // 8)]:
        yield {"rule": "dwell_ratio", "force": force, "ratio": 2}
    for force in single[1 :: max(2, len(single) // 8)]:
        yield {"rule": "white_space", "force": force, "weeks": 20, "block": 3}
        yield {"rule": "tempo_cap", "force": force, "days": 20, "within": 180}
        yield {"rule": "exercise_count_cap", "force": force, "max": 1, "per": "quarter"}
    for nation in scene.nations(0.2):
        yield {"rule": "white_space", "nation": nation, "weeks": 2, "block": 1}
    for nation in scene.nations(0.1):
        yield {"rule": "tempo_cap", "nation": nation, "days": 30, "within": 180}


def _loads(scene: Scene) -> Iterator[Facts]:
    """What a nation hosts, sends and pays at once or in a year."""
    for nation in scene.scale.codes:
        yield {"rule": "host_load", "nation": nation, "exercises": 1, "reason": "host nation support"}
        yield {"rule": "abroad_load", "nation": nation, "exercises": 2, "reason": "tempo"}
    for nation in scene.nations(0.3):
        yield {"rule": "host_load", "nation": nation, "strength": 3000, "reason": "host nation support"}
    for nation in scene.nations(0.3):
        yield {"rule": "host_load", "nation": nation, "per_year": 1, "reason": "staff"}
    for nation in scene.nations(0.2):
        yield {"rule": "exercise_count_cap", "nation": nation, "max": 3, "per": "year", "reason": "staff"}
    for nation in scene.nations(0.25):
        yield {
            "rule": "budget_ceiling",
            "nation": nation,
            "ceiling": 100,
            "reason": "budget",
            "counts": ["exercises", "sites", "forces"],
            "pays": {"exercises": "command", "sites": "host"},
        }
    events: Facts = {"rule": "planning_event_capacity", "events": ["FPC"], "soft": 4}
    yield events | {"sponsor": "Alliance staff", "most": 1 + scene.some(80)}
    yield events | {"planning": "livex", "most": 1 + scene.some(60)}
