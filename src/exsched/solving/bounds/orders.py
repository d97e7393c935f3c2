"""One start day after another: for each step of days a row could be written; only broken ones are."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from exsched.solving.bounds.rows import Real, Whole

_TOUCH = 1e-4


@dataclass(frozen=True, eq=False)
class Order:
    """Not both: the one among its first n shares, and the other among its first `late[n]`.

    Shares stand in the order in which they pull the sum down; `slack` terms and constant are 0 while all
    other conditions hold, and 1 or more otherwise.
    """

    one: Whole
    other: Whole
    late: Whole
    slack: tuple[dict[int, int], int]

    def broken(self, x: Real) -> Iterator[tuple[dict[int, int], int]]:
        """Terms and most of the row that a point breaks most."""
        room = 1 + self.slack[1] + sum(factor * float(x[column]) for column, factor in self.slack[0].items())
        before = np.append(0.0, np.cumsum(x[self.other]))
        over = np.cumsum(x[self.one]) + before[self.late] - room
        if float(over.max(initial=0.0)) > _TOUCH:
            yield self.row(int(over.argmax()))

    def row(self, n: int) -> tuple[dict[int, int], int]:
        """Terms and most of one row."""
        columns = np.concatenate([self.one[: n + 1], self.other[: int(self.late[n])]])
        terms = dict.fromkeys(columns.tolist(), 1)
        for column, factor in self.slack[0].items():
            terms[column] = terms.get(column, 0) - factor
        return terms, 1 + self.slack[1]


def order_of(
    one: tuple[list[int], Whole],
    other: tuple[list[int], Whole],
    least: int,
    slack: tuple[dict[int, int], int],
) -> Order | None:
    """Of two bases the columns and the most that each slot gives to a sum of at least `least`."""
    first, second = np.argsort(one[1], kind="stable"), np.argsort(other[1], kind="stable")
    given, rest = one[1][first], other[1][second]
    late = np.searchsorted(rest, least - given, side="left")
    useful = late > 0
    if not useful.any():
        return None
    columns = np.array(one[0], dtype=np.int64)[first], np.array(other[0], dtype=np.int64)[second]
    keep = int(np.flatnonzero(useful)[-1]) + 1
    return Order(columns[0][:keep], columns[1], late[:keep].astype(np.int64), slack)
