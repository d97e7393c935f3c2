"""Compares the statements of two programmes, this year's and last year's: what was carried over, and how."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from exsched.domain.programme import Programme
from exsched.intake.expiry import outdated
from exsched.intake.files import LIBRARY
from exsched.intake.loading import Loaded
from exsched.intake.shape import EVERYTHING, misses
from exsched.rulekit.problem import Problem, Statement
from exsched.rulekit.rule import Rule

_AROUND = frozenset({"id", "authority", "valid", "reason", "release", "source", "soft", "hard"})
"""Two statements that differ in these only still say the same thing."""


class Fate(StrEnum):
    """What became of a statement from the old programme to the new one."""

    OUTDATED = "outdated"
    CHANGED = "changed"
    NEW = "new"
    DROPPED = "dropped"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Difference:
    """A field that reads otherwise; None where it is not written."""

    field: str
    old: str | None
    new: str | None


@dataclass(frozen=True)
class Carried:
    """One statement of either programme, or the same one in both."""

    fate: Fate
    old: Statement | None
    new: Statement | None
    differences: tuple[Difference, ...] = ()
    why: str | None = None

    @property
    def said(self) -> Statement:
        """The statement as it stands now, or as it stood."""
        said = self.new or self.old
        assert said is not None
        return said

    @property
    def owner(self) -> str:
        """Who says so; empty when nobody is named."""
        return self.said.rule.owner or ""


def compare(old: Loaded, new: Loaded) -> tuple[Carried, ...]:
    """Every statement written in either programme, those of the library left out; by owner, fate, place.

    Statements are matched by id, else by what they say. An exercise of last year stands for the one of the
    same series this year, when each programme has exactly one of that series.
    """
    assert old.problem is not None
    assert new.problem is not None
    facts, before = new.problem.programme, old.problem.programme
    editions = _editions(before, facts)
    found = [
        _carried(one, other, before, facts, editions)
        for one, other in _pairs(written(old), written(new), editions)
    ]
    order = list(Fate)
    return tuple(sorted(found, key=lambda one: (one.owner, order.index(one.fate), _place(one.said))))


def written(loaded: Loaded) -> list[Statement]:
    """The statements of `rules:` that the planners wrote themselves, outdated ones included."""
    assert loaded.problem is not None
    said = [statement for statement in loaded.problem.statements if not statement.fact]
    return [s for s in (*said, *loaded.outdated) if not (s.place and s.place.file.startswith(LIBRARY))]


def shipped(problem: Problem) -> int:
    """How many statements come from the library."""
    return sum(
        not said.fact and said.place is not None and said.place.file.startswith(LIBRARY)
        for said in problem.statements
    )


def _place(said: Statement) -> tuple[str, int, int, str]:
    place = said.place
    return (place.file, place.line, place.column, said.key) if place else ("", 0, 0, said.key)


def _editions(old: Programme, new: Programme) -> dict[str, str]:
    """The exercise of the new programme that each old one has become."""
    before, after = _only(old), _only(new)
    return {
        name: after[series]
        for series, name in before.items()
        if series in after and name not in new.exercises
    }


def _only(facts: Programme) -> dict[str, str]:
    """By series, its exercise, where there is exactly one."""
    found: dict[str, list[str]] = {}
    for name, line in facts.exercises.items():
        if line.series:
            found.setdefault(line.series, []).append(name)
    return {series: names[0] for series, names in found.items() if len(names) == 1}


def _pairs(
    old: Iterable[Statement], new: Iterable[Statement], editions: dict[str, str]
) -> Iterator[tuple[Statement | None, Statement | None]]:
    left, right = list(old), list(new)
    for by_id in (True, False):
        waiting: dict[str, list[Statement]] = {}
        for one in left:
            key = one.rule.id if by_id else _content(one.rule, editions)
            waiting.setdefault(key or "", []).append(one)
        matched: set[int] = set()
        for other in right:
            key = other.rule.id if by_id else _content(other.rule, {})
            if key and waiting.get(key):
                one = waiting[key].pop(0)
                matched |= {id(one), id(other)}
                yield one, other
        left = [said for said in left if id(said) not in matched]
        right = [said for said in right if id(said) not in matched]
    yield from ((one, None) for one in left)
    yield from ((None, other) for other in right)


def _body(rule: Rule, editions: dict[str, str]) -> dict[str, Any]:
    body: dict[str, Any] = rule.model_dump(mode="json", exclude_defaults=True)
    for path, name, kinds in misses(rule, EVERYTHING):
        if "exercise" in kinds and name in editions:
            _put(body, path, editions[name])
    sets = {
        field: sorted(value) for field, value in body.items() if isinstance(getattr(rule, field), frozenset)
    }
    return body | sets


def _put(body: Any, path: tuple[str | int, ...], value: str) -> None:
    """Replace what lies at a path; a name that is itself a key stays."""
    for part in path[:-1]:
        body = body[part]
    if isinstance(body, list) or isinstance(body.get(path[-1]), str):
        body[path[-1]] = value


def _content(rule: Rule, editions: dict[str, str]) -> str:
    said = {field: value for field, value in _body(rule, editions).items() if field not in _AROUND}
    return json.dumps([rule.rule, said], sort_keys=True)


def _carried(
    one: Statement | None,
    other: Statement | None,
    before: Programme,
    facts: Programme,
    editions: dict[str, str],
) -> Carried:
    differences = tuple(_differences(one, other, before, facts, editions)) if one and other else ()
    why = outdated(other.rule, facts) if other else None
    if why:
        fate = Fate.OUTDATED
    elif one is None or other is None:
        fate = Fate.DROPPED if one else Fate.NEW
    else:
        fate = Fate.CHANGED if differences else Fate.UNCHANGED
    return Carried(fate, one, other, differences, why)


def _differences(
    one: Statement, other: Statement, before: Programme, facts: Programme, editions: dict[str, str]
) -> Iterator[Difference]:
    was = {"rule": one.rule.rule, **_body(one.rule, editions), **_dates(one.rule, before)}
    now = {"rule": other.rule.rule, **_body(other.rule, {}), **_dates(other.rule, facts)}
    for field in dict.fromkeys([*was, *now]):
        if was.get(field) != now.get(field):
            yield Difference(field, _shown(was.get(field)), _shown(now.get(field)))


def _dates(rule: Rule, facts: Programme) -> dict[str, Any]:
    """The dates behind the name of a period, since the name stays when they move."""
    name = getattr(rule, "period", None)
    if not isinstance(name, str) or name not in facts.periods:
        return {}
    return {f"dates of {name}": ", ".join(str(dates) for dates in facts.periods[name].dates)}


def _shown(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False).replace('"', "")
