"""Names that a file of the library would give: a forgotten `include:` is one mistake, not dozens."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from exsched.intake.report import Path
from exsched.library import library_file, library_names

ENOUGH = 3
"""So many different names that one file of the library has are taken for a forgotten include."""
_SECTION = re.compile(r"([a-z]+):")
_ENTRY = re.compile(r'  "?([A-Za-z0-9][\w.-]*)"?:')
Name = tuple[str, str]
"""The section that a thing stands in, and its id."""


class Unknown(NamedTuple):
    """A name that names nothing: where, what, and the sections that it could stand in."""

    path: Path
    name: str
    kinds: tuple[str, ...]
    sections: tuple[str, ...]

    @property
    def names(self) -> frozenset[Name]:
        """What a file would have to hold."""
        return frozenset((section, self.name) for section in self.sections)


class Forgotten(NamedTuple):
    """A file of the library that would give several of the names that are missing."""

    file: str
    missing: tuple[Unknown, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The different names, in the order in which they are used."""
        return tuple(dict.fromkeys(one.name for one in self.missing))


def forgotten(missing: Sequence[Unknown], included: frozenset[str]) -> Iterator[Forgotten]:
    """The files that were probably meant to be included, the one with most of the names first."""
    left = list(missing)
    while left:
        found = [
            Forgotten(file, tuple(one for one in left if one.names & held_by(file)))
            for file in library_names()
            if file not in included
        ]
        best = max(found, key=lambda one: (len(one.names), -len(held_by(one.file))), default=None)
        if best is None or len(best.names) < ENOUGH:
            return
        yield best
        left = [one for one in left if one not in best.missing]


@cache
def held_by(file: str) -> frozenset[Name]:
    """The sections and ids of a file of the library, read by their indentation."""
    path = library_file(file)
    found, section = set(), ""
    for line in path.read_text(encoding="utf-8").splitlines() if path else ():
        if head := _SECTION.match(line):
            section = head[1]
        elif entry := _ENTRY.match(line):
            found.add((section, entry[1]))
    return frozenset(found)
