"""Rows between the joint columns of one base: a share of a literal's day is a share of what it implies."""

from collections import defaultdict

from exsched.solving.anatomy import Anatomy, AnyOf
from exsched.solving.bounds.days import Base, Days
from exsched.solving.bounds.meaning import Literal, Meaning, negated

_ALONE = -1
"""In place of a constraint's number, for a literal that none excludes from others."""


def link(anatomy: Anatomy, days: Days) -> None:
    """Write the rows for every base."""
    singles: dict[int, dict[Literal, list[int]]] = defaultdict(dict)
    for (key, variable), columns in days.joints.items():
        if len(key) == 1:
            singles[variable][next(iter(key))] = columns
    for variable, base in days.bases.items():
        _Links(days, base, singles[variable]).write()
    _cover(anatomy, days, singles)


class _Links:
    def __init__(self, days: Days, base: Base, singles: dict[Literal, list[int]]) -> None:
        self.days, self.base, self.singles = days, base, singles
        self.meaning: Meaning = days.meaning
        self.root = days.joint(frozenset(), base)

    def write(self) -> None:
        """Each share below the shares of what it implies at once; those that exclude each other together."""
        families: dict[tuple[Literal | None, int], list[Literal]] = defaultdict(list)
        for literal in self.singles:
            if literal != self.base.held:
                for above in self._above(literal):
                    for number in self.meaning.exclusive.get(literal, {_ALONE}):
                        families[above, number].append(literal)
        covered = set[tuple[Literal | None, Literal]]()
        for (above, number), members in sorted(families.items(), key=lambda item: -len(item[1])):
            new = [m for m in members if (above, m) not in covered]
            covered |= {(above, m) for m in new}
            together = number != _ALONE and len(members) > 1 and new
            for group in [members] if together else [[member] for member in new]:
                for slot in range(self.base.slots):
                    self._row({self.singles[m][slot]: 1 for m in group}, above, slot)
        for (key, variable), columns in list(self.days.joints.items()):
            if variable == self.base.variable and len(key) > 1:
                self._of_several(list(key), columns)

    def _above(self, literal: Literal) -> list[Literal | None]:
        """The nearest literals with shares here that it implies; None for the day itself."""
        closure = self.meaning.closure(literal)
        found = [other for other in self.singles if other != literal and other in closure]
        nearest: list[Literal | None] = [
            o for o in found if not any(o != p and o in self.meaning.closure(p) for p in found)
        ]
        return nearest or [None]

    def _row(self, terms: dict[int, int], above: Literal | None, slot: int) -> None:
        if above is not None:
            self.days.rows.add_tight({**terms, self.singles[above][slot]: -1}, most=0)
        elif self.base.held is None or slot > 0:
            self.days.rows.add_tight({**terms, self.root[slot]: -1}, most=0)
        else:  # the first day is also the day of a base that is absent
            self.days.rows.add_tight({**terms, **dict.fromkeys(self.root[1:], 1)}, most=1)

    def _of_several(self, key: list[Literal], columns: list[int]) -> None:
        known = [literal for literal in key if literal in self.singles]
        above: list[Literal | None] = [*known] if known else [None]
        held = self.base.held
        if not known and held is not None and any(held in self.meaning.closure(each) for each in key):
            above = [held]
        for literal in above:
            for slot in range(self.base.slots):
                self._row({columns[slot]: 1}, literal, slot)


def _cover(anatomy: Anatomy, days: Days, singles: dict[int, dict[Literal, list[int]]]) -> None:
    """A literal that implies that one of several holds: on each day its share is below the sum of theirs."""
    where: dict[Literal, list[int]] = defaultdict(list)
    for variable, known in singles.items():
        for literal in known:
            where[literal].append(variable)
    for part in anatomy.parts:
        if isinstance(part, AnyOf):
            clause = {days.meaning.name(each) for each in (*map(negated, part.when), *part.literals)}
            for literal in clause:
                for variable in where.get(negated(literal), ()):
                    others = clause - {literal}
                    if (
                        others
                        and negated(literal) not in others
                        and all(other in singles[variable] for other in others)
                    ):
                        for slot, column in enumerate(singles[variable][negated(literal)]):
                            terms = {singles[variable][other][slot]: 1 for other in others}
                            days.rows.add_tight({**terms, column: -1}, 0)
