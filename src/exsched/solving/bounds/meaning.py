"""What the literals and variables of an exact model say about start days, read from its constraints alone.

Nothing here is needed for soundness: whatever is not recognised keeps its own variable and its constraints.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from exsched.solving.anatomy import AllOf, Anatomy, AnyOf, AtMostOne, Largest, Linear, Sum

Literal = int
Affine = tuple[dict[int, int], int]
"""Factors by variable, and a constant."""


def negated(literal: Literal) -> Literal:
    """The opposite of a literal."""
    return -literal - 1


def variable_of(literal: Literal) -> int:
    """The variable of a literal."""
    return literal if literal >= 0 else -literal - 1


@dataclass
class Meaning:
    """Definitions and implications found in an anatomy."""

    anatomy: Anatomy
    alias: dict[Literal, Literal] = field(default_factory=dict)
    """Literals that are another literal under a later name; both signs are entered."""
    both: dict[Literal, tuple[Literal, ...]] = field(default_factory=dict)
    """Literals that are true exactly when all of some earlier ones are."""
    below: dict[Literal, tuple[Sum, int]] = field(default_factory=dict)
    """Literals that are true exactly when a sum is at or below a limit; their opposites are not entered."""
    equal: dict[int, Affine] = field(default_factory=dict)
    """Variables that are a sum of earlier ones."""
    largest: dict[int, tuple[int, tuple[Sum, ...]]] = field(default_factory=dict)
    """Variables that are, times 1 or -1, the largest of some sums of earlier ones."""
    under: dict[tuple[Literal, int], tuple[int, int]] = field(default_factory=dict)
    """Least and most of a variable while a literal is true."""
    implied: dict[Literal, set[Literal]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        self._read_implications()
        self._read_reified()
        self._read_conjunctions()
        self._read_equalities()
        self._closures: dict[Literal, frozenset[Literal]] = {}
        self._affine: dict[int, Affine] = {}

    # -- domains --------------------------------------------------------------------------------------------

    def ends(self, variable: int) -> tuple[int, int]:
        """Least and most of a variable."""
        domain = self.anatomy.domains[variable]
        return domain[0], domain[-1]

    def fixed(self, literal: Literal) -> bool | None:
        """Whether a literal is always true, always false, or open (None)."""
        least, most = self.ends(variable_of(literal))
        if least != most:
            return None
        return bool(least) == (literal >= 0)

    def is_switch(self, variable: int) -> bool:
        """Whether it is 0 or 1."""
        least, most = self.ends(variable)
        return least >= 0 and most <= 1

    # -- reading --------------------------------------------------------------------------------------------

    def _imply(self, one: Literal, other: Literal) -> None:
        self.implied[one].add(other)
        self.implied[negated(other)].add(negated(one))

    def _read_implications(self) -> None:
        for part in self.anatomy.parts:
            if isinstance(part, AllOf) and len(part.when) == 1:
                for literal in part.literals:
                    self._imply(part.when[0], literal)
            elif isinstance(part, AnyOf):
                clause = (*map(negated, part.when), *part.literals)
                if len(clause) == 2:
                    self._imply(negated(clause[0]), clause[1])

    def _read_reified(self) -> None:
        """A literal that bounds a sum from above, while its opposite bounds it from below by one more."""
        sides: dict[tuple[Sum, int], dict[Literal, tuple[int, int]]] = defaultdict(dict)
        for part in self.anatomy.parts:
            if isinstance(part, Linear) and len(part.when) == 1 and len(part.ranges) == 2:
                literal = part.when[0]
                sides[part.sum, variable_of(literal)][literal] = (part.ranges[0], part.ranges[1])
                if len(part.sum.variables) == 1 and part.sum.factors[0] == 1:
                    self._bound_under(literal, part.sum, part.ranges)
        for (of, variable), found in sides.items():
            if len(found) == 2 and variable > max(of.variables, default=-1):
                least, most = self.range_of(of)
                for literal, (low, high) in found.items():
                    other = found[negated(literal)]
                    if low <= least and other[0] == high + 1 and other[1] >= most:
                        self._enter_below(literal, of, high)

    def _bound_under(self, literal: Literal, of: Sum, ranges: tuple[int, ...]) -> None:
        variable = of.variables[0]
        least, most = self.under.get((literal, variable), self.ends(variable))
        low, high = ranges[0] - of.constant, ranges[-1] - of.constant
        self.under[literal, variable] = max(least, low), min(most, high)

    def _enter_below(self, literal: Literal, of: Sum, limit: int) -> None:
        if limit == 0 and len(of.variables) == 1 and self.range_of(of) == (0, 1):
            self._enter_alias(literal, negated(of.variables[0]))  # it can only say that the switch is off
        else:
            self.below[literal] = (of, limit)

    def _enter_alias(self, literal: Literal, meant: Literal) -> None:
        meant = self.name(meant)
        self.alias[literal], self.alias[negated(literal)] = meant, negated(meant)

    def _read_conjunctions(self) -> None:
        for part in self.anatomy.parts:
            if not isinstance(part, AnyOf):
                continue
            clause = (*map(negated, part.when), *part.literals)
            if len(clause) < 2:
                continue
            literal = max(clause, key=variable_of)
            rest = tuple(negated(other) for other in clause if other != literal)
            if literal in self.both or literal in self.alias:
                continue
            if self.implied[literal].issuperset(rest) and all(
                variable_of(r) < variable_of(literal) for r in rest
            ):
                if len(rest) == 1:
                    self._enter_alias(literal, rest[0])
                else:
                    self.both[literal] = rest

    def _read_equalities(self) -> None:
        for part in self.anatomy.parts:
            if isinstance(part, Linear) and not part.when and len(part.ranges) == 2:
                if part.ranges[0] == part.ranges[1]:
                    self._enter_equal(part.sum, part.ranges[0])
            elif isinstance(part, Largest) and not part.when and len(part.target.variables) == 1:
                variable, factor = part.target.variables[0], part.target.factors[0]
                earlier = all(v < variable for of in part.sums for v in of.variables)
                if factor in {1, -1} and not part.target.constant and earlier:
                    self.largest.setdefault(variable, (factor, part.sums))

    def _enter_equal(self, of: Sum, value: int) -> None:
        last = max(range(len(of.variables)), key=lambda n: of.variables[n], default=None)
        if last is None or len(of.variables) < 2 or of.factors[last] not in {1, -1}:
            return
        variable, sign = of.variables[last], of.factors[last]
        if variable in self.equal or of.variables.count(variable) > 1 or self.is_switch(variable):
            return
        terms: dict[int, int] = defaultdict(int)
        for other, factor in zip(of.variables, of.factors, strict=True):
            if other != variable:
                terms[other] -= sign * factor
        self.equal[variable] = dict(terms), sign * (value - of.constant)

    # -- questions ------------------------------------------------------------------------------------------

    def name(self, literal: Literal) -> Literal:
        """The earliest name of a literal."""
        return self.alias.get(literal, literal)

    def closure(self, literal: Literal) -> frozenset[Literal]:
        """All that a literal implies, step by step, itself included."""
        if literal not in self._closures:
            found, todo = {literal}, [literal]
            while todo:
                one = todo.pop()
                for other in (*self.implied.get(one, ()), *self.both.get(one, ()), self.name(one)):
                    if other not in found:
                        found.add(other)
                        todo.append(other)
            self._closures[literal] = frozenset(found)
        return self._closures[literal]

    def range_of(self, of: Sum) -> tuple[int, int]:
        """Least and most of a sum, from the domains of its variables."""
        least = most = of.constant
        for variable, factor in zip(of.variables, of.factors, strict=True):
            low, high = self.ends(variable)
            least += min(factor * low, factor * high)
            most += max(factor * low, factor * high)
        return least, most

    def affine(self, of: Sum) -> Affine:
        """A sum over variables that are no sums themselves."""
        terms: dict[int, int] = defaultdict(int)
        constant = of.constant
        for variable, factor in zip(of.variables, of.factors, strict=True):
            inner, more = self._affine_of(variable)
            constant += factor * more
            for other, by in inner.items():
                terms[other] += factor * by
        return {variable: factor for variable, factor in terms.items() if factor}, constant

    def _affine_of(self, variable: int) -> Affine:
        if variable not in self._affine:
            if variable in self.equal:
                terms, constant = self.equal[variable]
                inner = self.affine(Sum(tuple(terms), tuple(terms.values()), constant))
            else:
                inner = {variable: 1}, 0
            self._affine[variable] = inner
        return self._affine[variable]

    @cached_property
    def exclusive(self) -> dict[Literal, set[int]]:
        """For each literal the numbers of the parts that allow only one of theirs."""
        found: dict[Literal, set[int]] = defaultdict(set)
        for number, part in enumerate(self.anatomy.parts):
            if isinstance(part, AtMostOne) and not part.when:
                for literal in part.literals:
                    found[self.name(literal)].add(number)
        return found

    def disjoint(self, literals: Iterable[Literal]) -> bool:
        """Whether one constraint says that at most one of these is true."""
        common: set[int] | None = None
        for literal in literals:
            mine = self.exclusive.get(self.name(literal), set())
            common = mine if common is None else common & mine
            if not common:
                return False
        return True
