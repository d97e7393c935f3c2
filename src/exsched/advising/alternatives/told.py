"""Alternatives in words, and for a program to read: what each favours, how far it lies from the others."""

from collections.abc import Iterator
from typing import Any

from exsched.advising.alternatives import Alternatives, Found
from exsched.advising.compare import Comparison, compare
from exsched.exporting.wording import listed, many

_NATIONS = 4
"""Nations named as favoured at most."""
_CHANGES = 15
"""Differences told for each course at most; JSON and the written schedules have all."""


def names(found: Alternatives) -> list[str]:
    """What the courses are called."""
    first = "given" if found.given else "best"
    return [first, *(f"alternative {n}" for n in range(1, len(found.others) + 1))]


def side_by_side(found: Alternatives) -> Comparison:
    """The courses compared."""
    return compare(names(found), [course.answer for course in found.courses])


def lines(found: Alternatives) -> list[str]:
    """The alternatives as text."""
    if found.best is None:
        return [found.why]
    asked, compared = found.asked, side_by_side(found)
    ways = [
        f"dates by {many(asked.days, 'day')} or more" if way == "dates" else way
        for way in sorted(asked.differ_in)
    ]
    told = [
        f"at least {many(asked.least, 'exercise')} differ in {listed(ways)}; "
        f"tiers at most {' · '.join(map(str, found.ceilings))}"
    ]
    for n, course in enumerate(found.courses):
        told += ["", *_course(found, compared, n, course)]
    return [*told, "", *_distances(found), _end(found)]


def _course(found: Alternatives, compared: Comparison, place: int, course: Found) -> Iterator[str]:
    tiers = " · ".join(map(str, course.answer.verdict.tier_values()))
    proof = _proof(found, place, course)
    yield f"{compared.names[place]}: tiers {tiers}; {proof}"
    yield f"  {favours(compared, place)}"
    changes = compared.courses[place].changes
    yield from (f"  {change.sentence}" for change in changes[:_CHANGES])
    if len(changes) > _CHANGES:
        yield f"  and {len(changes) - _CHANGES} more exercises differ; --json shows all"


def _proof(found: Alternatives, place: int, course: Found) -> str:
    if place:
        return "no better one differs as much" if course.proved else "a better one is not ruled out"
    if found.given:
        return "as handed in"
    return "proved best" if course.proved else "the best found, not proved"


def favours(compared: Comparison, place: int) -> str:
    """The goals and nations for which a course is better than every other one."""
    goals = [one.name for one in compared.matrix.criteria if _alone_least(one.values, place)]
    nations = [
        one.nation for one in compared.nations if _alone_least([share.lost for share in one.shares], place)
    ]
    more = f" and {len(nations) - _NATIONS} more" if len(nations) > _NATIONS else ""
    parts = [
        f"best for {listed(goals)}" if goals else "",
        f"loses least for {', '.join(nations[:_NATIONS])}{more}" if nations else "",
    ]
    return "; ".join(filter(None, parts)) or "best for no goal or nation alone"


def _alone_least(values: Any, place: int) -> bool:
    return all(value > values[place] for n, value in enumerate(values) if n != place) and len(values) > 1


def distances(found: Alternatives) -> list[list[int]]:
    """How many exercises differ between each two courses, in the ways that were asked for."""
    problem = found.courses[0].answer.problem
    rules = [found.asked.from_(course.answer.schedule) for course in found.courses]
    return [
        [len(rule.differing(problem, course.answer.laydown)) for course in found.courses] for rule in rules
    ]


def _distances(found: Alternatives) -> Iterator[str]:
    if not found.others:
        return
    yield "exercises that differ, course by course:"
    for name, row in zip(names(found), distances(found), strict=True):
        yield f"  {name:14}  {'  '.join(f'{number:3}' for number in row)}"


def _end(found: Alternatives) -> str:
    if len(found.others) == found.asked.number:
        return "there may be more; --number asks for them"
    if found.exhausted:
        return f"no further course of that kind: {found.why}"
    return f"no further course was found within the limits{f': {found.why}' if found.why else ''}"


def as_json(found: Alternatives) -> dict[str, Any]:
    """The alternatives as JSON values."""
    asked = found.asked
    told: dict[str, Any] = {
        "asked": {
            "number": asked.number,
            "within_percent": asked.within,
            "within_points": asked.points,
            "distance": asked.least,
            "differ_in": sorted(asked.differ_in),
            "days": asked.days,
        },
        "ceilings": list(found.ceilings),
        "exhausted": found.exhausted,
        "why": found.why,
        "courses": [],
    }
    if found.best is None:
        return told
    compared = side_by_side(found)
    told["distances"] = distances(found)
    told["courses"] = [_as_json(compared, n, course) for n, course in enumerate(found.courses)]
    return told


def _as_json(compared: Comparison, place: int, course: Found) -> dict[str, Any]:
    return {
        "name": compared.names[place],
        "tiers": list(course.answer.verdict.tier_values()),
        "proved": course.proved,
        "favours": favours(compared, place),
        "changes": [change.sentence for change in compared.courses[place].changes],
        "certificate": course.answer.verdict.certificate(),
        "lines": [
            line.model_dump(mode="json", exclude_defaults=True) for line in course.answer.schedule.lines
        ],
    }
