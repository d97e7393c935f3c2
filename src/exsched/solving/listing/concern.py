"""Which statements a further line can break: all but those about other exercises, venues, forces, nations.

That is a guess by what a statement names, made so that most need not be looked at for each line that is
tried; the checker judges the whole list at the end.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from exsched.rulekit.laydown import Held
from exsched.rulekit.problem import Problem, Statement

_EXERCISES = ("exercise", "exercises", "first", "then", "one", "other", "parent", "children", "displaces")
_ONLY_THESE = frozenset({"consensus", "required_participants", "linked_exercises", "precedence", "umbrella"})
_RECALLED = 20


class Concern:
    """Statements by what they are about; those that were broken last are told first."""

    def __init__(self, problem: Problem, statements: Iterable[Statement]) -> None:
        self._about: dict[str, list[Statement]] = {}
        self._general: list[Statement] = []
        self._recent: list[str] = []
        for said in statements:
            names = _names(problem, said)
            for name in names:
                self._about.setdefault(name, []).append(said)
            if not names:
                self._general.append(said)

    def about(self, held: Held) -> Iterator[Statement]:
        """What an exercise that is held beside others could break."""
        forces = sorted({commitment.force.id for commitment in held.commitments})
        own = (held.id, *sorted(held.venues), *forces, *held.roles)
        able = {said.key: said for name in own for said in self._about.get(name, ())}
        able |= {said.key: said for said in self._general}
        first = [key for key in reversed(self._recent) if key in able]
        yield from [able.pop(key) for key in first]
        yield from able.values()

    def recall(self, said: Statement) -> None:
        """This one was broken."""
        if said.key in self._recent:
            self._recent.remove(said.key)
        self._recent = [*self._recent[1 - _RECALLED :], said.key]


def _names(problem: Problem, said: Statement) -> set[str]:
    """The ids of which the line must have one; none for statements about areas, pools and everybody."""
    rule = said.rule
    if thing := getattr(rule, "venue", None) or getattr(rule, "force", None):
        return {thing}
    if nations := getattr(rule, "nations", ()) or _one(getattr(rule, "nation", None)):
        return {*problem.expand(nations)}
    if not said.fact and rule.rule not in _ONLY_THESE:
        return set()
    return {name for field in _EXERCISES for name in _one(getattr(rule, field, None))}


def _one(value: Any) -> tuple[str, ...]:
    """The ids in a field that holds one, several or none."""
    return (value,) if isinstance(value, str) else tuple(value or ())
