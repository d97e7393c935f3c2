"""Who shares a force, a venue or a statement with whom in a schedule: the next ring around some exercises."""

from collections.abc import Collection
from typing import Any

from exsched.rulekit.laydown import Laydown

_MOST_NAMED = 6
"""A statement that names more exercises than this binds them all, and makes no two of them neighbours."""


def ring(laydown: Laydown, inside: Collection[str]) -> frozenset[str]:
    """The exercises inside, all that take what one of them could take, and those linked with one."""
    problem = laydown.problem
    forms = [problem.forms[key] for name in inside for key in problem.forms_of(name)]
    facts = problem.programme
    venues = {venue for form in forms for need in form.sites.values() for venue in facts.candidates(need)}
    forces = {force for form in forms for need in form.forces.values() for force in facts.eligible(need)}
    found = set(inside) | linked(laydown, inside)
    for name, held in laydown.held.items():
        if held.venues & venues or any(c.force.id in forces for c in held.commitments):
            found.add(name)
    return frozenset(found)


def linked(laydown: Laydown, inside: Collection[str]) -> set[str]:
    """The exercises that a statement names together with one of these."""
    found: set[str] = set()
    known = laydown.problem.exercises.keys()
    for said in laydown.problem.statements:
        if said.fact:
            continue
        names = {word for word in _words(said.rule.model_dump(exclude_defaults=True)) if word in known}
        if names & set(inside) and len(names) <= _MOST_NAMED:
            found |= names - set(inside)
    return found


def _words(value: Any) -> set[str]:
    if isinstance(value, str):
        return {value}
    if isinstance(value, dict):
        return {word for part in (*value.keys(), *value.values()) for word in _words(part)}
    if isinstance(value, list | tuple | set | frozenset):
        return {word for part in value for word in _words(part)}
    return set()
