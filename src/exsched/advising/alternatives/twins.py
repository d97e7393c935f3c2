"""Schedules that differ only by exchanging what nobody can tell apart are one course of action.

Two exercises, or two venues, are twins when exchanging their ids everywhere (in all facts, statements and
goals) gives the same programme, titles and names aside. Forces need no such care: which force comes never
makes another course. Where the look of something depends on the order of a list, the two are not taken for
twins: then a course may be shown that somebody would call the same, never the other way round.
"""

import json
from collections import deque
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from exsched.domain.schedule import Line, Schedule
from exsched.rulekit.problem import Problem

MOST_IMAGES = 24
"""Exchanged schedules that a course is held against at most."""
_MOST_PAIRS = 200

Pair = tuple[str, str]


def twins(problem: Problem) -> list[Pair]:
    """Pairs of exercises, and of venues, that can be exchanged."""
    pairs = list(_alike(problem))[:_MOST_PAIRS]
    if not pairs:
        return []
    whole = _whole(problem)
    before = _settled(whole)
    return [pair for pair in pairs if _settled(_exchanged(whole, pair)) == before]


def images(problem: Problem, schedule: Schedule) -> list[Schedule]:
    """The schedule, and what becomes of it by exchanging twins, once each."""
    pairs = twins(problem)
    found, waiting = {_key(schedule): schedule}, deque([schedule])
    while waiting and len(found) < MOST_IMAGES:
        one = waiting.popleft()
        for pair in pairs:
            other = _with_exchanged(one, pair)
            if _key(other) not in found and len(found) < MOST_IMAGES:
                found[_key(other)] = other
                waiting.append(other)
    return list(found.values())


def _alike(problem: Problem) -> Iterator[Pair]:
    """Pairs that are equal by themselves, but for id and title."""
    facts = problem.programme
    for known in (facts.exercises, facts.venues):
        groups: dict[str, list[str]] = {}
        for name, one in sorted(known.items()):
            groups.setdefault(_text(_untitled(one.model_dump(mode="json"))), []).append(name)
        for names in groups.values():
            yield from combinations(names, 2)


def _untitled(facts: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in facts.items() if key not in {"id", "title", "name"}}


def _whole(problem: Problem) -> Any:
    """All that can matter to a schedule, as plain data; titles and names are left out."""
    facts = problem.programme.model_dump(mode="json")
    for section in ("exercises", "venues"):
        facts[section] = {name: _untitled(one) for name, one in facts[section].items()}
    said = [statement.rule.model_dump(mode="json") for statement in problem.statements]
    goals = [[goal.model_dump(mode="json") for goal in tier] for tier in problem.tiers]
    return {"facts": facts, "said": said, "goals": goals}


def _exchanged(value: Any, pair: Pair) -> Any:
    """The data with both ids exchanged, wherever they stand."""
    if isinstance(value, dict):
        return {_exchanged(key, pair): _exchanged(one, pair) for key, one in value.items()}
    if isinstance(value, list):
        return [_exchanged(one, pair) for one in value]
    if isinstance(value, str) and value in pair:
        return pair[1] if value == pair[0] else pair[0]
    return value


def _settled(whole: Any) -> str:
    """The data in one order: statements, which have none, are sorted."""
    return _text(whole | {"said": sorted(map(_text, whole["said"]))})


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _with_exchanged(schedule: Schedule, pair: Pair) -> Schedule:
    lines = (Line.model_validate(_exchanged(line.model_dump(), pair)) for line in schedule.lines)
    return schedule.model_copy(update={"lines": tuple(lines)})


def _key(schedule: Schedule) -> str:
    return _text(sorted(_text(line.model_dump(mode="json")) for line in schedule.lines if line.held))
