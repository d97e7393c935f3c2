"""A comparison as CSV: one row for each figure, with the name of its table, one column per schedule."""

import csv
import io
from collections.abc import Iterator

from exsched.advising.compare import Comparison
from exsched.advising.compare.told import NATIONS, standing, told_act
from exsched.exporting.csv import cell as in_a_cell

_SHARES = ("held", "dates", "sites", "participation", "hosted", "lost", "regret")


def write(found: Comparison) -> bytes:
    """The tables, one below the other; every row begins with the name of its table."""
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(["table", "of", "what", *map(in_a_cell, found.names)])
    for row in rows(found):
        table.writerow([in_a_cell(part) if isinstance(part, str) else part for part in row])
    return text.getvalue().encode()


def rows(found: Comparison) -> Iterator[list[str | int]]:
    """The rows of all tables: the table, of what, what, and a cell for each schedule."""
    courses = found.courses
    yield ["verdict", "", "", *(standing(course) for course in courses)]
    yield from _changes(found)
    for course in courses:
        for sign, acts in (("falls away", course.gone), ("is new", course.come)):
            for act in acts:
                yield [
                    "acts",
                    act.exercise,
                    told_act(act),
                    *(sign if course is one else "" for one in courses),
                ]
    for one in found.matrix.criteria:
        yield ["goals", f"tier {one.tier}", f"{one.name} ({one.unit})", *one.values]
    for balance in found.nations:
        for name, field in zip(NATIONS, _SHARES, strict=True):
            yield ["nations", balance.nation, name, *(_plain(getattr(s, field)) for s in balance.shares)]
    for one in found.matrix.criteria:
        yield ["matrix", f"weight {one.weight}", one.name, *one.scores]
    yield ["matrix", f"of {found.matrix.most}", "sum", *found.matrix.sums]


def _changes(found: Comparison) -> Iterator[list[str | int]]:
    by_name = [{change.exercise: change for change in course.changes} for course in found.courses]
    for name in sorted({name for some in by_name for name in some}):
        cells = [some[name].sentence if name in some else "" for some in by_name]
        yield ["changes", name, "against the first", *cells]


def _plain(value: object) -> str | int:
    """A share as a cell; `3/4` would become a date in a spreadsheet."""
    return value if isinstance(value, int) else str(value).replace("/", " of ")
