"""Which statements a further line can break: all but those about other exercises, venues and forces."""

from collections.abc import Iterable, Iterator

from exsched.domain.schedule import Line
from exsched.rulekit.problem import Statement

_EXERCISES = ("exercise", "exercises", "first", "then", "one", "other", "parent", "children", "displaces")
_ONLY_THESE = frozenset({"consensus", "required_participants", "linked_exercises", "precedence", "umbrella"})


class Concern:
    """Statements by what they are about; those that were broken last are told first."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self._about: dict[str, list[Statement]] = {}
        self._general: list[Statement] = []
        self._recent: list[str] = []
        for said in statements:
            names = _names(said)
            for name in names:
                self._about.setdefault(name, []).append(said)
            if not names:
                self._general.append(said)

    def about(self, line: Line) -> Iterator[Statement]:
        """What a line that is added to others could break."""
        forces = {force for taken in line.forces.values() for force in taken}
        own = (line.exercise, *line.sites.values(), *sorted(forces))
        able = {said.key: said for name in own for said in self._about.get(name, ())}
        able |= {said.key: said for said in self._general}
        first = [key for key in reversed(self._recent) if key in able]
        yield from (able.pop(key) for key in first)
        yield from able.values()

    def recall(self, said: Statement) -> None:
        """This one was broken."""
        if said.key in self._recent:
            self._recent.remove(said.key)
        self._recent = [*self._recent[-19:], said.key]


def _names(said: Statement) -> set[str]:
    """The ids of which the line must have one; none for statements about nations, areas and pools."""
    rule = said.rule
    for field in ("venue", "force"):
        if (value := getattr(rule, field, None)) is not None:
            return {value}
    if not said.fact and rule.rule not in _ONLY_THESE:
        return set()
    found: set[str] = set()
    for field in _EXERCISES:
        value = getattr(rule, field, None)
        if isinstance(value, str):
            found.add(value)
        elif isinstance(value, tuple):
            found |= {*value}
    return found
