"""The hash of an input: the same for the same content, whatever the files, their order and layout."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from exsched.domain.programme import Programme
from exsched.rulekit.goal import Goal
from exsched.rulekit.problem import Settings
from exsched.rulekit.rule import Rule

LATER = frozenset({"cover"})
"""Sections that came after hashes had been published: an empty one leaves the hash as it was."""


def input_hash(
    programme: Programme, rules: Iterable[Rule], tiers: Iterable[Iterable[Goal]], settings: Settings
) -> str:
    """SHA-256 of the normalised content; entities sorted by id, rules in the order given.

    Inside an entity the planner's order stays, since it can matter: forces go to the first site.
    """
    digest = hashlib.sha256()
    for section in type(programme).model_fields:
        if section not in LATER or getattr(programme, section):
            _add(digest, section, getattr(programme, section))
    for rule in rules:
        digest.update(_line(rule, rule.rule))
    for n, tier in enumerate(tiers):
        for goal in tier:
            digest.update(_line(goal, f"{n} {goal.goal}"))
    digest.update(f"{settings.time_limit} {settings.give_back_permille}".encode())
    return digest.hexdigest()


def _add(digest: Any, section: str, value: Any) -> None:
    digest.update(f"\n{section}".encode())
    if isinstance(value, dict):
        for name in sorted(value):
            digest.update(_line(value[name], name))
    elif isinstance(value, tuple):
        for entry in sorted(_line(entry, "") for entry in value):
            digest.update(entry)
    else:
        digest.update(_line(value, ""))


def _line(value: Any, name: str) -> bytes:
    if isinstance(value, BaseModel):
        text = value.model_dump_json(exclude_defaults=True)
    else:
        text = json.dumps(value, ensure_ascii=False)
    return f"\n{name} {text}".encode()
