"""The views of several nations put together, as if they showed each other theirs."""

from collections.abc import Iterable, Mapping
from typing import Any

from exsched.domain.exercises import Exercise
from exsched.domain.programme import Programme
from exsched.domain.schedule import Line
from exsched.rulekit.problem import Statement
from exsched.rulekit.verdict import Answer

SECTIONS = (
    *("agreements", "areas", "venues", "forces", "pools"),
    *("periods", "planning", "history", "exercises"),
)
"""The parts of a programme in which views differ."""


def merged(section: str, programmes: Iterable[Programme]) -> dict[str, Any]:
    """The things of one kind that any of the views holds; of two versions the one that says more."""
    found: dict[str, Any] = {}
    for programme in programmes:
        for name, thing in getattr(programme, section).items():
            other = found.get(name)
            found[name] = thing if other is None or other == thing else _fuller(other, thing)
    return dict(sorted(found.items()))


def _fuller(one: Any, other: Any) -> Any:
    if isinstance(one, Exercise):
        both = {
            part: getattr(one.participants, part) | getattr(other.participants, part)
            for part in ("must", "may")
        }
        forces, sites = one.forces | other.forces, one.sites | other.sites
        people = one.participants.model_copy(update=both)
        return one.model_copy(update={"participants": people, "forces": forces, "sites": sites})
    return max((one, other), key=lambda thing: len(thing.model_dump_json(exclude_defaults=True)))


def lines_of(views: tuple[Answer, ...]) -> tuple[Line, ...]:
    """The lines that any of the views holds, put together."""
    found: dict[str, Line] = {}
    for line in (line for view in views for line in view.schedule.lines):
        other = found.get(line.exercise)
        found[line.exercise] = _both(other, line) if other else line
    return tuple(found[name] for name in sorted(found))


def _both(one: Line, other: Line) -> Line:
    def union(name: str) -> Mapping[str, Any]:
        said: Mapping[str, Any] = getattr(one, name) | getattr(other, name)
        return said

    forces = {need: one.forces.get(need, {}) | other.forces.get(need, {}) for need in union("forces")}
    return one.model_copy(
        update={"sites": union("sites"), "participants": union("participants"), "forces": forces}
    )


def written_in(views: tuple[Answer, ...]) -> list[Statement]:
    """The rules that anybody wrote and the attacker may be told of, each once."""
    found: list[Statement] = []
    for statement in (s for view in views for s in view.problem.statements if not s.fact):
        if all(statement.rule != other.rule for other in found):
            found.append(statement)
    return found
