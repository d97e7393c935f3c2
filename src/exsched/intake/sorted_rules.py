"""Statements by the kind of their rule, so that tens of thousands are looked through once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from exsched.domain.programme import Programme
from exsched.intake.report import Path
from exsched.intake.statements import Said
from exsched.rulekit.rule import Rule

R = TypeVar("R", bound=Rule)


class Sorted:
    """Every statement, by kind."""

    def __init__(self, said: Iterable[Said]) -> None:
        self._by_kind: dict[type[Rule], list[Said]] = defaultdict(list)
        for one in said:
            self._by_kind[type(one.rule)].append(one)

    def of(self, kind: type[R]) -> Iterator[tuple[Path, R]]:
        """Path and rule of each statement of a kind, in the order given."""
        for one in self._by_kind.get(kind, ()):
            rule: Any = one.rule
            yield one.path, rule


def always(facts: Programme, rule: Rule) -> bool:
    """Whether a rule applies on every day of the horizon."""
    return rule.valid.start <= facts.horizon.start and rule.valid.end >= facts.horizon.end
