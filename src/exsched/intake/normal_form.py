"""The normal form: a whole problem as JSON bytes, the same bytes for the same problem, and back again.

Sections are sorted by id; inside an entity the planner's order stays, since it can matter. Kept are
statements with key, place and mark of a fact, dates that a calendar worked out, owners, settings and the hash
of the input. Places of entities are not kept: they are for messages of the intake alone.
"""

import json
from typing import Any

from pydantic import BaseModel

from exsched.domain.dates import Period
from exsched.domain.periods import Computed, NamedPeriod
from exsched.domain.programme import Programme
from exsched.goals import GOALS
from exsched.rulekit.goal import Goal
from exsched.rulekit.problem import Place, Problem, Settings, Statement
from exsched.rulekit.rule import Rule
from exsched.rules import RULES

VERSION = 1
"""The version of the normal form that is written and read."""


def write_problem(problem: Problem) -> bytes:
    """A problem as bytes; equal problems give equal bytes."""
    return json.dumps(_problem(problem), ensure_ascii=False, separators=(",", ":")).encode()


def read_problem(data: bytes) -> Problem:
    """The problem that was written.

    Raises:
        ValueError: when the bytes are not a normal form of this version.
    """
    body = json.loads(data)
    if not isinstance(body, dict) or body.get("normal_form") != VERSION:
        raise ValueError(f"not a normal form of version {VERSION}")
    return Problem(
        programme=_read_programme(body["programme"]),
        statements=tuple(_read_statement(entry) for entry in body["statements"]),
        tiers=tuple(tuple(_read_goal(goal) for goal in tier) for tier in body["tiers"]),
        settings=Settings(**body["settings"]),
        input_hash=body["input_hash"],
        owners={(section, name): owner for section, name, owner in body["owners"]},
    )


def plain(entity: BaseModel) -> dict[str, Any]:
    """An entity as plain data, without what is as if it were left out."""
    data: dict[str, Any] = entity.model_dump(mode="json", exclude_defaults=True)
    return data


def plain_rule(rule: Rule) -> dict[str, Any]:
    """A rule as plain data, its name first."""
    return {"rule": rule.rule} | plain(rule)


def plain_goal(goal: Goal) -> dict[str, Any]:
    """A goal as plain data, its name first."""
    return {"goal": goal.goal} | plain(goal)


def sections(programme: Programme) -> dict[str, Any]:
    """The sections of a programme as plain data, each sorted by id; empty ones are left out."""
    found: dict[str, Any] = {"exsched": programme.exsched, "programme": plain(programme.programme)}
    for section in Programme.model_fields:
        content = getattr(programme, section)
        if section in found or not content:
            continue
        if isinstance(content, dict):
            found[section] = {name: _entry(content[name]) for name in sorted(content)}
        else:
            found[section] = sorted((plain(entry) for entry in content), key=json.dumps)
    return found


def _entry(value: Any) -> Any:
    """An entity without its id, which is its key; or a plain value as it is."""
    if not isinstance(value, BaseModel):
        return value
    data = plain(value)
    data.pop("id", None)
    return data


def _problem(problem: Problem) -> dict[str, Any]:
    periods = problem.programme.periods
    return {
        "normal_form": VERSION,
        "programme": sections(problem.programme)
        | {"computed": {n: _computed(c) for n in sorted(periods) if (c := periods[n].computed)}},
        "statements": [_statement(statement) for statement in problem.statements],
        "tiers": [[plain_goal(goal) for goal in tier] for tier in problem.tiers],
        "settings": vars(problem.settings),
        "owners": [[*key, owner] for key, owner in sorted(problem.owners.items())],
        "input_hash": problem.input_hash,
    }


def _computed(known: Computed) -> dict[str, Any]:
    return {
        "uncertain": [str(period) for period in known.uncertain],
        "data": dict(sorted(known.data.items())),
    }


def _statement(statement: Statement) -> dict[str, Any]:
    place = statement.place
    return {
        "key": statement.key,
        "fact": statement.fact,
        "place": [place.file, place.line, place.column] if place else None,
        "said": plain_rule(statement.rule),
    }


def _read_programme(body: dict[str, Any]) -> Programme:
    computed = body.pop("computed")
    periods: dict[str, Any] = body.pop("periods", {})
    resolved = {name: _read_period(name, data, computed.get(name)) for name, data in periods.items()}
    return Programme.model_validate(body | {"periods": resolved})


def _read_period(name: str, body: dict[str, Any], known: dict[str, Any] | None) -> NamedPeriod:
    if known is None:
        return NamedPeriod.model_validate({"id": name} | body)
    dates = tuple(Period.model_validate(text) for text in body.pop("dates", ()))
    uncertain = tuple(Period.model_validate(text) for text in known["uncertain"])
    period = NamedPeriod.model_validate({"id": name} | body)
    return period.resolved(dates, Computed(uncertain=uncertain, data=known["data"]))


def _read_statement(body: dict[str, Any]) -> Statement:
    said, place = body["said"], body["place"]
    rule: Rule = RULES[said["rule"]].model_validate(said)
    return Statement(body["key"], rule, Place(*place) if place else None, fact=body["fact"])


def _read_goal(body: dict[str, Any]) -> Goal:
    goal: Goal = GOALS[body["goal"]].model_validate(body)
    return goal
