"""Whose decision is what: for every variable and part of the exact model, the exercises it depends on.

A variable that a rule made, such as "these two share a day", belongs to the exercises from which it follows.
Rules make a variable and then the parts that define it, so that the newest variable of a part follows from
the others. A set of exercises is a whole number with one bit for each.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from exsched.solving.anatomy.parts import (
    AllOf,
    Anatomy,
    AnyOf,
    AtMostOne,
    Cumulative,
    Interval,
    Linear,
    NoOverlap,
    Part,
)


@dataclass(frozen=True)
class Owners:
    """By number: exercises of a variable and of a part (bits); by exercise: its variables and its parts."""

    of_variable: list[int]
    of_part: list[int]
    variables: list[list[int]]
    parts: list[list[int]]
    constant: list[bool]

    @property
    def loose(self) -> list[int]:
        """Variables that are open and belong to no exercise."""
        return [
            variable
            for variable, (those, known) in enumerate(zip(self.of_variable, self.constant, strict=True))
            if not those and not known
        ]


def owners(anatomy: Anatomy) -> Owners:
    """Work out who owns what."""
    constant = [len(domain) == 2 and domain[0] == domain[1] for domain in anatomy.domains]
    of_variable = [0] * len(anatomy.domains)
    decided = set[int]()
    for place, variables in enumerate(anatomy.decided):
        for variable in variables:
            if not constant[variable]:
                of_variable[variable] |= 1 << place
                decided.add(variable)
    mentioned = [[v for v in variables_of(part, anatomy.parts) if not constant[v]] for part in anatomy.parts]
    _derive(of_variable, decided, mentioned)
    once: dict[int, int] = {}  # most sets are those of many: each is kept once
    of_part = [
        once.setdefault(those, those)
        for those in (_together(of_variable, variables) for variables in mentioned)
    ]
    of_variable = [once.setdefault(those, those) for those in of_variable]
    count = len(anatomy.decided)
    return Owners(
        of_variable, of_part, _by_exercise(of_variable, count), _by_exercise(of_part, count), constant
    )


def _derive(of_variable: list[int], decided: set[int], mentioned: list[list[int]]) -> None:
    """Give every other variable the owners of what it follows from."""
    defining: dict[int, list[list[int]]] = {}
    using: dict[int, list[list[int]]] = {}
    for variables in mentioned:
        newest = max(variables, default=-1)
        if newest >= 0 and newest not in decided:
            defining.setdefault(newest, []).append(variables)
        for variable in variables:
            if variable not in decided and variable != newest:
                using.setdefault(variable, []).append(variables)
    loose = list[int]()
    for variable in sorted(defining.keys() | using.keys()):
        if variable in defining:
            of_variable[variable] = _joined(of_variable, defining[variable], variable)
        else:
            older = [[v for v in them if v < variable] for them in using[variable]]
            of_variable[variable] = _joined(of_variable, older, variable)
        if not of_variable[variable]:
            loose.append(variable)
    for _ in range(2):  # what follows from nothing, such as a free block of weeks, goes with all it meets
        for variable in loose:
            met = [*defining.get(variable, ()), *using.get(variable, ())]
            of_variable[variable] |= _joined(of_variable, met, variable)


def _joined(of_variable: list[int], groups: Sequence[Sequence[int]], but: int) -> int:
    found = 0
    for variables in groups:
        for variable in variables:
            if variable != but:
                found |= of_variable[variable]
    return found


def _together(of_variable: list[int], variables: Sequence[int]) -> int:
    found = 0
    for variable in variables:
        found |= of_variable[variable]
    return found


def _by_exercise(bits_of: list[int], exercises: int) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in range(exercises)]
    members = cache(lambda those: tuple(places(those)))
    for number, those in enumerate(bits_of):
        for place in members(those):
            found[place].append(number)
    return found


def places(those: int) -> Iterator[int]:
    """The numbers of the exercises in a set."""
    while those:
        lowest = those & -those
        yield lowest.bit_length() - 1
        those ^= lowest


def bits(some: Iterable[int]) -> int:
    """A set of exercises from their numbers."""
    found = 0
    for place in some:
        found |= 1 << place
    return found


def variables_of(part: Part, parts: Sequence[Part]) -> set[int]:
    """Every variable that a part mentions, itself or through its intervals."""
    found = {v if v >= 0 else -v - 1 for v in part.when}
    match part:
        case Linear():
            found.update(part.sum.variables)
        case AnyOf() | AllOf() | AtMostOne():
            found.update(v if v >= 0 else -v - 1 for v in part.literals)
        case Interval():
            found.update(part.start.variables, part.size.variables, part.end.variables)
        case NoOverlap():
            found.update(*(variables_of(parts[number], parts) for number in part.intervals))
        case Cumulative():
            found.update(*(variables_of(parts[number], parts) for number in part.intervals))
            found.update(part.capacity.variables, *(demand.variables for demand in part.demands))
        case _:
            found.update(part.target.variables, *(one.variables for one in part.sums))
    return found
