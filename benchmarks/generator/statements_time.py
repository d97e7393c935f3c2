"""Statements about days: seasons, feasts, order and rhythm."""

from collections.abc import Iterator

from benchmarks.generator.scale import Facts
from benchmarks.generator.scene import Scene


def of_time(scene: Scene) -> Iterator[Facts]:
    """Every statement about days."""
    yield from _seasons(scene)
    yield from _pairs(scene)
    yield from _groups(scene)
    yield from _series(scene)


def _seasons(scene: Scene) -> Iterator[Facts]:
    dice, scale = scene.dice, scene.scale
    yield {
        "rule": "blackout_period",
        "period": "turn-of-the-year",
        "effect": "nothing",
        "counts": "execution",
    }
    yield {
        "rule": "blackout_period",
        "period": "summer-leave",
        "effect": "nothing",
        "counts": "execution",
        "soft": 3,
    }
    for nation in scene.nations(0.4):
        year, week = dice.choice(scale.each_year), dice.randint(5, 46)
        dates = scale.span(*scale.week(year, week, 2))
        yield {"rule": "blackout_period", "nations": [nation], "dates": dates, "effect": "no_hosting"}
    yield {
        "rule": "observance",
        "period": "ramadan",
        "nations": scene.nations(0.15),
        "effect": "no_live_activity",
    } | {"soft": 2}
    for year in scale.each_year:
        summit = scale.span(*scale.week(year, dice.randint(10, 45), 1))
        yield {
            "rule": "event_avoidance",
            "dates": summit,
            "before": 2,
            "after": 1,
            "nations": scene.nations(0.1),
        }
        far = scale.span(*scale.week(year, dice.randint(20, 40), 2))
        yield {
            "rule": "third_state_exercise",
            "name": f"far exercise {year}",
            "dates": far,
            "buffer": 3,
            "area": "far-region",
            "soft": 2,
        }
        quiet = scale.span(*scale.week(year, dice.randint(24, 34), 3))
        yield {
            "rule": "moratorium",
            "parties": scene.nations(0.1)[:2],
            "area": "inner-sea",
            "dates": quiet,
        } | {
            "kinds": ["LIVEX", "FTX"],
            "exempt_tags": ["medical"],
        }
    for venue in sorted(scene.programme.venues)[:: max(2, len(scene.programme.venues) // 6)]:
        allowed = dice.choice(("03-01/11-15", "04-15/12-31", "01-01/06-15"))
        yield {"rule": "season_window", "venue": venue, "allowed": [allowed], "tags": ["live-fire", "field"]}


def _pairs(scene: Scene) -> Iterator[Facts]:
    dice = scene.dice
    for first, then in scene.neighbours(scene.some(8, 3)):
        apart = (then.execution.start - first.execution.end).days
        gap = dice.choice(("1..", "1..90", "..60") if apart > 0 else ("..60", "..30"))
        yield {"rule": "precedence", "first": first.id, "then": then.id, "gap": gap}
    for one, other in scene.neighbours(scene.some(40)):
        relation = dice.choice(("no_overlap", "both_or_neither"))
        yield {
            "rule": "reciprocal_restraint",
            "one": [one.id],
            "other": [other.id],
            "relation": relation,
            "soft": 8,
        }
    for one, other in scene.neighbours(scene.some(60)):
        yield {"rule": "displaced_exercise", "exercise": one.id, "displaces": other.id}


def _groups(scene: Scene) -> Iterator[Facts]:
    held, dice = scene.held, scene.dice
    for n, (one, other) in enumerate(scene.neighbours(scene.some(12, 4))):
        together = one.execution.overlaps(other.execution)
        relation = ("same_site" if one.venues & other.venues else "overlap") if together else "all_or_none"
        relation = "same_startex" if n % 4 == 0 and one.execution.start == other.execution.start else relation
        yield {"rule": "linked_exercises", "exercises": [one.id, other.id], "relation": relation}
    inside = [
        (parent.id, child.id)
        for n, parent in enumerate(held)
        for child in held[max(0, n - 4) : n + 5]
        if child is not parent
        and parent.execution.start <= child.execution.start
        and child.execution.end <= parent.execution.end
    ]
    else_ = [(held[0].id, held[1].id)]
    for parent, child in dice.sample(inside, min(len(inside), scene.some(60))) or else_:
        yield {"rule": "umbrella", "parent": parent, "children": [child]}
    for _ in range(scene.some(50)):
        start = dice.randrange(max(1, len(held) - 12))
        ids = [one.id for one in held[start : start + 12 : 3]]
        yield {"rule": "spacing", "where": {"exercises": ids}, "days": dice.randint(2, 5), "soft": 2}


def _series(scene: Scene) -> Iterator[Facts]:
    names = sorted({line.series for line in scene.exercises if line.series})
    past = sorted({past.series for past in scene.programme.history.values() if past.series})
    for series in past:
        yield {"rule": "periodicity", "series": series, "every": {"years": 1}, "tolerance": 45}
    for series in [*past[::2], *names[:: max(1, len(names) // 6)]]:
        yield {"rule": "host_rotation", "series": series, "no_repeat_within": 2}
    days = 90
    yield {
        "rule": "programme_freeze",
        "days": days,
        "against": "published",
        **({} if scene.scale.hidden else {"soft": 20}),
    }
