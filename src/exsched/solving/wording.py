"""What a statement speaks of: the exercises that it names, and the venues, forces and pools."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from exsched.rulekit.problem import Problem, Statement


@dataclass(frozen=True)
class Words:
    """A statement, the exercises that it names, and the venues, forces and pools that it names."""

    statement: Statement
    exercises: frozenset[str]
    scarce: frozenset[str]

    @staticmethod
    def of(said: Statement, exercises: Collection[str], scarce: Collection[str]) -> "Words":
        """What a statement speaks of, of all that there is."""
        words = frozenset(_texts(said.rule))
        return Words(said, words.intersection(exercises), words.intersection(scarce))

    def bear_on(self, exercises: frozenset[str], reach: Collection[str]) -> bool:
        """Whether it names no other exercise, and something that these can use, if it names such things."""
        if self.exercises:
            return self.exercises <= exercises
        return not self.scarce or not self.scarce.isdisjoint(reach)


def words_of(problem: Problem) -> Mapping[str, Words]:
    """What each statement of a problem speaks of, by its key."""
    facts = problem.programme
    scarce = frozenset((*facts.venues, *facts.forces, *facts.pools))
    return {said.key: Words.of(said, problem.exercises, scarce) for said in problem.statements}


def reach_of(problem: Problem, exercises: Collection[str]) -> frozenset[str]:
    """The venues, forces and pools that these exercises can use at all, in any of their forms."""
    facts, reach = problem.programme, set[str]()
    for line in (line for line in problem.forms.values() if line.id in exercises):
        sites = (facts.candidates(need) for need in line.sites.values())
        forces = (facts.eligible(need) for need in line.forces.values())
        reach.update(*sites, *forces, line.draws, line.lift)
    return frozenset(reach)


def _texts(value: Any) -> Iterator[str]:
    """Every text in a rule, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _texts(key)
            yield from _texts(part)
    elif isinstance(value, tuple | list | frozenset):
        for part in value:
            yield from _texts(part)
    elif hasattr(value, "__pydantic_fields__"):
        yield from _texts(vars(value))
