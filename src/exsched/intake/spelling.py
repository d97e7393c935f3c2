"""The spelling of a problem: constraint files that say the same, and give the same hash when read."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from exsched.intake.normal_form import plain_goal, plain_rule, sections
from exsched.intake.owners import MAIN_FILE
from exsched.intake.strangers import can_be_said, without_strangers
from exsched.rulekit.problem import Problem, Settings, Statement

MAIN = "programme.json"
"""The name of the main file."""
_NOBODY = "common"
_MAIN_ONLY = ("exsched", "programme", "acts", "schedules")


@dataclass
class _File:
    """One constraint file; `stem` is the owner, or what stands for nobody."""

    stem: str
    owner: str | None
    body: dict[str, Any] = field(default_factory=dict)
    rules: list[dict[str, Any]] = field(default_factory=list)


def spell(problem: Problem) -> dict[str, bytes]:
    """File name to content: `programme.json`, and a file for each owner, which the first one includes.

    Rules are told in their order, so an owner whose rules stand between those of others has several files.
    What a fact stands for is said by the fact; dates that a calendar works out are left to it. Nations that
    only the library names are left out, since a file that is not of the library may not name them.
    """
    main, *others = _files(problem)
    names = _names(others)
    written = {name: _bytes(_head(file) | _content(file)) for name, file in zip(names, others, strict=True)}
    head = {key: main.body.pop(key) for key in ("exsched", "programme")} | _head(main)
    if names:
        head["include"] = names
    tiers = {"goals": [[plain_goal(goal) for goal in tier] for tier in problem.tiers]}
    return {MAIN: _bytes(head | _content(main) | tiers | _solve(problem.settings))} | written


def _head(file: _File) -> dict[str, Any]:
    return {"owner": file.owner} if file.owner else {}


def _content(file: _File) -> dict[str, Any]:
    return file.body | ({"rules": file.rules} if file.rules else {})


def _solve(settings: Settings) -> dict[str, Any]:
    whole, tenths = divmod(settings.give_back_permille, 10)
    return {"solve": {"time_limit": settings.time_limit, "give_back": f"{whole}.{tenths}%"}}


def _bytes(body: dict[str, Any]) -> bytes:
    return (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode()


def _names(files: Iterable[_File]) -> list[str]:
    seen: dict[str, int] = {}
    names = []
    for file in files:
        seen[file.stem] = seen.get(file.stem, 0) + 1
        more = f"-{seen[file.stem]}" if seen[file.stem] > 1 else ""
        names.append(f"{file.stem}{more}.json")
    return names


def _files(problem: Problem) -> list[_File]:
    """The main file, then one for each run of rules of one owner, then those of owners without rules."""
    files = [_File("", problem.owners.get(MAIN_FILE))]
    written = [statement for statement in problem.statements if not statement.fact]
    for owner, run in groupby(written, key=lambda s: problem.owners.get(("rules", s.key))):
        if not (len(files) == 1 and owner == files[0].owner):
            files.append(_File(owner or _NOBODY, owner))
        files[-1].rules = [said for statement in run if (said := _said(problem, statement, owner))]
    _share_out(problem, files)
    return files


def _said(problem: Problem, statement: Statement, owner: str | None) -> dict[str, Any] | None:
    """A statement as it is written; None when it speaks of nobody whom the programme has."""
    rule = without_strangers(statement.rule, problem.programme)
    if rule is not statement.rule and not can_be_said(rule):
        return None
    return {key: value for key, value in plain_rule(rule).items() if key != "owner" or value != owner}


def _share_out(problem: Problem, files: list[_File]) -> None:
    """Put each entity into the first file of its owner."""
    first: dict[str | None, _File] = {}
    for file in files:
        first.setdefault(file.owner, file)
    for section, content in sections(problem.programme).items():
        if section in _MAIN_ONLY:
            files[0].body[section] = content
            continue
        for name, body in content.items():
            owner = problem.owners.get((section, name))
            if owner not in first:
                first[owner] = _File(owner or _NOBODY, owner)
                files.append(first[owner])
            first[owner].body.setdefault(section, {})[name] = _unresolved(problem, section, name, body)


def _unresolved(problem: Problem, section: str, name: str, body: Any) -> Any:
    """An entity as a planner would write it: the dates that a calendar works out are not written."""
    if section == "periods" and problem.programme.periods[name].worked_out:
        return {key: value for key, value in body.items() if key != "dates"}
    return body
