"""What was before: last year's editions, acts on record, and the part of the plan that was published."""

from collections.abc import Iterable
from datetime import date, timedelta

from benchmarks.generator.requests import Request
from benchmarks.generator.scale import FIRST_YEAR, Facts, Scale
from benchmarks.generator.statements_regimes import LARGE, LISTED
from exsched.domain.programme import Programme
from exsched.domain.schedule import Line

FROZEN = 90
"""Days after `as_of` of which the plan was published."""


def history(scale: Scale, asked: list[Request], plan: dict[str, Line], facts: Programme) -> Facts:
    """Last year's edition of some series, held about a year before the first of the programme."""
    dice = scale.chance("history")
    firsts = asked[: -(-scale.exercises // scale.years)]
    found: Facts = {}
    for one in sorted(dice.sample(firsts, min(len(firsts), 6 + scale.exercises // 60)), key=lambda r: r.id):
        held = plan[one.id]
        about = held.startex or scale.day(one.about)
        first = min(about - timedelta(365 + dice.randint(-10, 10)), date(FIRST_YEAR - 1, 12, 5))
        venues = [*held.sites.values()] or [
            facts.candidates(next(iter(facts.exercises[one.id].sites.values())))[0]
        ]
        found[f"{one.series}-{(FIRST_YEAR - 1) % 100}"] = {
            "series": one.series,
            "kind": one.line["kind"],
            "tags": one.line["tags"],
            "dates": f"{first}/{first + timedelta(6)}",
            "deploy": one.line["deploy"],
            "redeploy": one.line["redeploy"],
            "hosts": sorted({facts.venues[name].host for name in venues}),
            "participants": [*one.line["participants"]["must"]],
            "command": one.line["command"],
            "forces": {},
            "strength": one.line["strength"],
        }
    return found


def acts(asked: Iterable[Request]) -> list[Facts]:
    """The large exercises of the first year stand on the list that has closed."""
    year = f"-{FIRST_YEAR % 100}"
    return [
        {"act": LISTED, "exercise": one.id, "on": f"{FIRST_YEAR - 1}-11-10"}
        for one in asked
        if one.line["strength"] >= LARGE and one.id.endswith(year)
    ]


def published(as_of: str, lines: Iterable[Line]) -> Facts:
    """The first weeks of the plan, as they were announced."""
    last = date.fromisoformat(as_of) + timedelta(FROZEN)
    near = [line for line in lines if line.startex is not None and line.startex <= last]
    return {"published": {"lines": [_plain(line) for line in near]}}


def _plain(line: Line) -> Facts:
    return line.model_dump(mode="json", exclude_defaults=True)
