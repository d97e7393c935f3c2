"""A second formulation of an exact model, made without the first: yes/no columns for days and values.

Every kind of constraint is written exactly, by big-M rows over whole-number columns; what cannot be said so,
or only with too many columns, ends the attempt. Nothing here knows what the relaxation knows, so that a
mistake in the one does not come back in the other.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from exsched.solving.anatomy import (
    AllOf,
    Anatomy,
    AnyOf,
    AtMostOne,
    Cumulative,
    Interval,
    Largest,
    Linear,
    NoOverlap,
    Part,
    Product,
    Sum,
)
from exsched.solving.bounds.rows import OPEN, Rows

_MOST_COLUMNS = 60_000
_MOST_VALUES = 4_000
Row = tuple[dict[int, int], int]
"""Terms and a constant."""


class CannotSay(Exception):
    """The model has a part that this formulation has no exact rows for, or would be too large."""


class Exact:
    """All columns and rows; column n is variable n, further columns are helpers."""

    def __init__(self, anatomy: Anatomy) -> None:
        """Translate everything.

        Raises:
            CannotSay: some part has no exact rows here.
        """
        self.anatomy, self.rows = anatomy, Rows()
        self._values: dict[int, dict[int, int]] = {}
        self._ranges: dict[int, tuple[int, ...]] = {}
        for domain in anatomy.domains:
            self.rows.column(domain[0], domain[-1])
        for variable, domain in enumerate(anatomy.domains):
            if len(domain) > 2:
                self._in_ranges(({variable: 1}, 0), domain, [])
        for part in anatomy.parts:
            self._part(part)
            if len(self.rows.least) > _MOST_COLUMNS:
                raise CannotSay

    def of(self, said: Sum, by: int = 1) -> Row:
        """A sum as terms over columns."""
        terms: dict[int, int] = defaultdict(int)
        for variable, factor in zip(said.variables, said.factors, strict=True):
            terms[variable] += by * factor
        return dict(terms), by * said.constant

    # -- rows -----------------------------------------------------------------------------------------------

    def _when(self, row: Row, when: Iterable[Row]) -> None:
        """The row is 0 or more when all of `when`, each 0 or 1, are 1."""
        terms, constant = defaultdict(int, row[0]), row[1]
        low = self.rows.activity(terms)[0] + constant
        if low >= 0:
            return
        for one, less in when:
            constant += -low * (1 - less)
            for column, factor in one.items():
                terms[column] += low * factor
        self.rows.add(terms, -constant)

    def _literal(self, literal: int) -> Row:
        return ({literal: 1}, 0) if literal >= 0 else ({-literal - 1: -1}, 1)

    def _literals(self, literals: Iterable[int]) -> list[Row]:
        return [self._literal(literal) for literal in literals]

    def _in_ranges(self, row: Row, ranges: tuple[int, ...], when: list[Row]) -> None:
        """The row lies in one of the ranges: a switch for each."""
        terms, constant = row
        pairs = list(zip(ranges[::2], ranges[1::2], strict=True))
        picks = [[]] if len(pairs) == 1 else [[({self.rows.column(0, 1): 1}, 0)] for _ in pairs]
        if len(pairs) > 1:
            self._when(_total([pick[0] for pick in picks], -1), when)
        for (low, high), pick in zip(pairs, picks, strict=True):
            if low > -OPEN:
                self._when((terms, constant - low), [*when, *pick])
            if high < OPEN:
                self._when((_times(terms, -1), high - constant), [*when, *pick])

    def _part(self, part: Part) -> None:
        when = self._literals(part.when)
        if isinstance(part, AnyOf):
            self._when(_total(self._literals(part.literals), -1), when)
        elif isinstance(part, AllOf):
            for literal in self._literals(part.literals):
                self._when((literal[0], literal[1] - 1), when)
        elif isinstance(part, AtMostOne):
            terms, constant = _total(self._literals(part.literals), 0)
            self._when((_times(terms, -1), 1 - constant), when)
        elif isinstance(part, Linear):
            self._in_ranges(self.of(part.sum), part.ranges, when)
        else:
            self._of_numbers(part, when)

    def _of_numbers(self, part: Part, when: list[Row]) -> None:
        if isinstance(part, Interval):
            self._when(self.of(part.size), when)
            self._equal(_plus(self.of(part.start), self.of(part.size), self.of(part.end, -1)), when)
        elif isinstance(part, Largest):
            picks: list[Row] = [({self.rows.column(0, 1): 1}, 0) for _ in part.sums]
            self._when(_total(picks, -1), when)
            for pick, said in zip(picks, part.sums, strict=True):
                self._when(_plus(self.of(part.target), self.of(said, -1)), when)
                self._when(_plus(self.of(said), self.of(part.target, -1)), [*when, pick])
        elif isinstance(part, Product):
            self._product(part, when)
        elif isinstance(part, NoOverlap | Cumulative):
            self._load(part, when)

    def _equal(self, row: Row, when: list[Row]) -> None:
        self._when(row, when)
        self._when((_times(row[0], -1), -row[1]), when)

    def _product(self, part: Product, when: list[Row]) -> None:
        """For each value of the one factor, the target is so many times the other."""
        if len(part.sums) != 2:
            raise CannotSay
        one, other = part.sums
        for value, chosen in self._each_value(one):
            self._equal(_plus(self.of(part.target), self.of(other, -value)), [*when, chosen])

    def _each_value(self, said: Sum) -> Iterator[tuple[int, Row]]:
        if not said.variables:
            yield said.constant, ({}, 1)
        elif len(said.variables) == 1:
            for value, column in self._switches(said.variables[0]).items():
                yield said.factors[0] * value + said.constant, ({column: 1}, 0)
        else:
            raise CannotSay

    def _switches(self, variable: int) -> dict[int, int]:
        """A column for each value of a variable, of which one is 1."""
        if variable not in self._values:
            domain = self.anatomy.domains[variable]
            values = [v for a, b in zip(domain[::2], domain[1::2], strict=True) for v in range(a, b + 1)]
            if len(values) > _MOST_VALUES:
                raise CannotSay
            found = {value: self.rows.column(0, 1) for value in values}
            self._values[variable] = found
            self.rows.add(dict.fromkeys(found.values(), 1), 1, 1)
            self.rows.add({**{column: value for value, column in found.items()}, variable: -1}, 0, 0)
        return self._values[variable]

    # -- days -----------------------------------------------------------------------------------------------

    def _ends(self, said: Sum) -> tuple[int, int]:
        low, high = self.rows.activity(self.of(said)[0])
        return low + said.constant, high + said.constant

    def _at_most(self, said: Sum, limit: int) -> Row:
        """1 when the sum, of one variable, is at or below the limit, else 0."""
        low, high = self._ends(said)
        if high <= limit or low > limit:
            return {}, int(high <= limit)
        chosen = [row for value, row in self._each_value(said) if value <= limit]
        return _total(chosen, 0)

    def _load(self, part: NoOverlap | Cumulative, when: list[Row]) -> None:
        intervals = [self.anatomy.parts[number] for number in part.intervals]
        one = Sum((), (), 1)
        demands = [one] * len(intervals) if isinstance(part, NoOverlap) else list(part.demands)
        room: Row = ({}, 1) if isinstance(part, NoOverlap) else self.of(part.capacity)
        moving = set[int]()
        marks = set[int]()
        for interval in intervals:
            assert isinstance(interval, Interval)
            if isinstance(part, NoOverlap) and self._ends(interval.size)[0] < 1:
                raise CannotSay  # one of no length counts there, and has no day
            first, last = self._ends(interval.start)[0], self._ends(interval.end)[1]
            marks |= {first, last}
            if interval.start.variables or interval.end.variables:
                moving |= set(range(first, last))
        for day in sorted(moving | marks):
            uses = [
                self._use(interval, demand, day)
                for interval, demand in zip(intervals, demands, strict=True)
                if isinstance(interval, Interval)
            ]
            terms, constant = _plus(*(use for use in uses if use is not None))
            self._when(_plus(room, (_times(terms, -1), -constant)), when)
            if len(self.rows.least) > _MOST_COLUMNS:
                raise CannotSay

    def _use(self, interval: Interval, demand: Sum, day: int) -> Row | None:
        """At or above the demand when the interval is there on the day, else 0 or more."""
        most = self._ends(demand)[1]
        if most <= 0 and demand.variables:
            raise CannotSay
        begun, over = self._at_most(interval.start, day), self._at_most(interval.end, day)
        if begun == ({}, 0) or over == ({}, 1) or most <= 0:
            return None
        there = [*self._literals(interval.when), begun, (_times(over[0], -1), 1 - over[1])]
        if all(not terms and constant == 1 for terms, constant in there):
            return self.of(demand)
        column = self.rows.column(0, most)
        terms, constant = self.of(demand, -1)
        self._when((defaultdict(int, {**terms, column: terms.get(column, 0) + 1}), constant), there)
        return {column: 1}, 0


def _times(terms: dict[int, int], by: int) -> dict[int, int]:
    return {column: by * factor for column, factor in terms.items()}


def _plus(*rows: Row) -> Row:
    terms: dict[int, int] = defaultdict(int)
    for part, _ in rows:
        for column, factor in part.items():
            terms[column] += factor
    return dict(terms), sum(constant for _, constant in rows)


def _total(rows: Iterable[Row], constant: int) -> Row:
    return _plus(({}, constant), *rows)
