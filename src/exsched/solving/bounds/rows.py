"""A linear program in whole numbers, and the place where its columns and rows are collected."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from math import gcd
from typing import Any

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Terms = Mapping[int, int]
"""Factors by column."""

OPEN = 2**40
"""A row's limit at or beyond which there is none."""


@dataclass(frozen=True)
class RowBlock:
    """Rows `least <= factors x <= most`, packed: row r owns entries from `starts[r]` to `starts[r + 1]`."""

    starts: Whole
    columns: Whole
    factors: Whole
    least: Whole
    most: Whole

    def __len__(self) -> int:
        return len(self.least)


def block_of(rows: Iterable[tuple[Terms, int, int]]) -> RowBlock:
    """Rows given as terms, least and most."""
    starts, columns, factors, least, most = [0], list[int](), list[int](), list[int](), list[int]()
    for terms, low, high in rows:
        columns.extend(terms.keys())
        factors.extend(terms.values())
        starts.append(len(columns))
        least.append(low)
        most.append(high)
    return RowBlock(*(np.array(part, dtype=np.int64) for part in (starts, columns, factors, least, most)))


def joined(blocks: Iterable[RowBlock]) -> RowBlock:
    """Blocks one below the other."""
    every = list(blocks)
    starts, begin = [np.zeros(1, dtype=np.int64)], 0
    for block in every:
        starts.append(block.starts[1:] + begin)
        begin += int(block.starts[-1])
    return RowBlock(
        np.concatenate(starts),
        *(
            np.concatenate([np.zeros(0, dtype=np.int64), *(getattr(block, name) for block in every)])
            for name in ("columns", "factors", "least", "most")
        ),
    )


class Rows:
    """Columns with their bounds, and rows over them; equal rows are one, rows that cannot bind are none."""

    def __init__(self) -> None:
        self.least: list[int] = []
        self.most: list[int] = []
        self.group: list[int] = []
        """Columns of one group are 0 or more and add up to at most 1; -1 is no group."""
        self._groups = 0
        self._rows: dict[tuple[tuple[int, ...], tuple[int, ...]], tuple[int, int]] = {}
        self.refuted = False
        """Whether some row can be met by nothing."""

    # -- columns --------------------------------------------------------------------------------------------

    def column(self, least: int, most: int, group: int = -1) -> int:
        """A new column."""
        self.least.append(least)
        self.most.append(most)
        self.group.append(group)
        return len(self.least) - 1

    def shares(self, count: int) -> list[int]:
        """New columns from 0 to 1 of which the caller promises that they add up to at most 1."""
        self._groups += 1
        return [self.column(0, 1, self._groups) for _ in range(count)]

    # -- rows -----------------------------------------------------------------------------------------------

    def add(self, terms: Terms, least: int = -OPEN, most: int = OPEN, *, defining: bool = False) -> None:
        """Require `least <= terms <= most`; a row that defines a group is kept in any case."""
        kept = {column: factor for column, factor in terms.items() if factor}
        low, high = (-OPEN, OPEN) if defining else self.activity(kept)
        least, most = (least if least > low else -OPEN), (most if most < high else OPEN)
        if least > high or most < low:
            self.refuted = True
            return
        if least == -OPEN and most == OPEN:
            return
        by = gcd(*kept.values()) or 1
        columns = tuple(sorted(kept))
        if kept and kept[columns[0]] < 0:
            by = -by
            least, most = -most, -least
        size = abs(by)
        factors = tuple(kept[column] // by for column in columns)
        least = least if least == -OPEN else -(-least // size)
        most = most if most == OPEN else most // size
        self._keep(columns, factors, least, most)

    def _keep(self, columns: tuple[int, ...], factors: tuple[int, ...], least: int, most: int) -> None:
        before = self._rows.get((columns, factors), (-OPEN, OPEN))
        least, most = max(before[0], least), min(before[1], most)
        if least > most:
            self.refuted = True
        else:
            self._rows[columns, factors] = least, most

    def add_tight(self, terms: Terms, least: int = -OPEN, most: int = OPEN) -> None:
        """The same for a row of which it is known that it can bind, whose factors are 1 and -1."""
        columns = tuple(sorted(terms))
        factors = tuple(terms[column] for column in columns)
        if factors[0] < 0:
            factors = tuple(-factor for factor in factors)
            least, most = -most, -least
        self._keep(columns, factors, least, most)

    def activity(self, terms: Terms) -> tuple[int, int]:
        """Least and most that a row can be, from the bounds of its columns and their groups."""
        low = high = 0
        lows: dict[int, int] = defaultdict(int)
        highs: dict[int, int] = defaultdict(int)
        for column, factor in terms.items():
            group = self.group[column]
            if group >= 0:
                lows[group] = min(lows[group], factor)
                highs[group] = max(highs[group], factor)
            else:
                ends = factor * self.least[column], factor * self.most[column]
                low += min(ends)
                high += max(ends)
        return low + sum(lows.values()), high + sum(highs.values())

    def block(self, after: int = 0) -> RowBlock:
        """All rows so far, or those after so many."""
        return block_of(
            (dict(zip(columns, factors, strict=True)), low, high)
            for (columns, factors), (low, high) in islice(self._rows.items(), after, None)
        )

    def __len__(self) -> int:
        return len(self._rows)

    def bounds(self) -> tuple[Whole, Whole]:
        """Least and most of every column."""
        return np.array(self.least, dtype=np.int64), np.array(self.most, dtype=np.int64)


def times(block: RowBlock, x: NDArray[Any]) -> NDArray[Any]:
    """The rows' values at x."""
    if not len(block):
        return np.zeros(0, dtype=x.dtype)
    products = block.factors * x[block.columns]
    sums = np.add.reduceat(np.append(products, 0), block.starts[:-1])
    sums[block.starts[:-1] == block.starts[1:]] = 0
    return np.asarray(sums)
