"""Whose file says what: the nation at the head of the file of each entity and statement."""

from collections.abc import Iterable

from exsched.intake.assemble import SECTIONS, Assembly
from exsched.intake.tree import Map
from exsched.rulekit.problem import Statement

Owners = dict[tuple[str, str], str]
MAIN_FILE = ("programme", "")


def owners_of(assembly: Assembly, statements: Iterable[Statement]) -> Owners:
    """Section and id, and `rules` with the key of each statement, to the owner of the file."""
    found: Owners = {}
    if not assembly.owners:
        return found
    if owner := assembly.owner_of(assembly.main):
        found[MAIN_FILE] = owner
    for section in SECTIONS:
        bodies: Map = assembly.tree.get(section, Map())
        for name in bodies:
            if owner := assembly.owner_of(bodies.marks[name][0]):
                found[section, name] = owner
    for statement in statements:
        owner = assembly.owner_of(statement.place.file) if statement.place else None
        if owner and not statement.fact:
            found["rules", statement.key] = owner
    return found
