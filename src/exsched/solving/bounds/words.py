"""The words in which rows are written: literals and variables of a model as terms over columns."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from exsched.solving.anatomy import Anatomy, Sum
from exsched.solving.bounds.days import Days
from exsched.solving.bounds.meaning import Literal, Meaning
from exsched.solving.bounds.rows import Rows


@dataclass
class Expression:
    """Terms over columns, and a constant."""

    terms: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    constant: int = 0


class Words:
    """An anatomy, what it means, and the rows that are written about it."""

    def __init__(self, anatomy: Anatomy, width: int) -> None:
        self.anatomy, self.rows = anatomy, Rows()
        self.meaning = Meaning(anatomy)
        self.days = Days(self.meaning, self.rows, width)

    def _add_literal(self, to: Expression, literal: Literal, by: int = 1) -> None:
        fixed = self.meaning.fixed(self.meaning.name(literal))
        if fixed is not None:
            to.constant += by * fixed
            return
        column, factor, constant = self.days.literal_column(literal)
        to.terms[column] += by * factor
        to.constant += by * constant

    def _add_variable(self, to: Expression, variable: int, by: int) -> None:
        least, most = self.meaning.ends(variable)
        if least == most:
            to.constant += by * least
        elif self.meaning.is_switch(variable):
            self._add_literal(to, variable, by)
        else:
            to.terms[self.days.column(variable)] += by

    def _sum(self, terms: Iterable[tuple[int, int]], constant: int = 0) -> Expression:
        found = Expression(constant=constant)
        for variable, factor in terms:
            self._add_variable(found, variable, factor)
        return found

    def _tier(self, tier: Sum) -> tuple[dict[int, int], int]:
        terms, constant = self.meaning.affine(tier)
        found = self._sum(terms.items(), constant)
        return dict(found.terms), found.constant

    def _at_least(self, of: Expression, least: int) -> None:
        self.rows.add(of.terms, least - of.constant)
