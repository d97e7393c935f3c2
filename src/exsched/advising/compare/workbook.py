"""A comparison as a workbook (XLSX): a sheet for each table, a column for each schedule, no formulas."""

import io
from collections.abc import Iterable
from datetime import UTC, datetime, time
from itertools import groupby
from typing import Any

import xlsxwriter

from exsched.advising.compare import Comparison
from exsched.advising.compare.table import rows

_HEADS = {"verdict": "as the checker sees it", "changes": "exercise", "acts": "exercise", "nations": "nation"}
_MOST_LETTERS = 32_767
"""What a cell holds, by the format's own limit."""
_WIDTHS = (18, 34, 40)
"""Columns, in letters: of what, what of it, and each schedule's."""


def write(found: Comparison) -> bytes:
    """The workbook; the same comparison gives the same bytes."""
    file = io.BytesIO()
    as_text = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, {"in_memory": True, **as_text}) as book:
        book.set_properties({"title": "Schedules compared", "created": _day(found)})
        for name, group in groupby(rows(found), key=lambda row: str(row[0])):
            _sheet(book, name, found, [row[1:] for row in group])
    return file.getvalue()


def _day(found: Comparison) -> datetime:
    """The day of the programme, for a workbook has to have one: not that of the clock."""
    return datetime.combine(found.first.answer.problem.programme.as_of, time(), UTC).replace(tzinfo=None)


def _sheet(book: Any, name: str, found: Comparison, table: Iterable[list[str | int]]) -> None:
    sheet, bold = book.add_worksheet(name), book.add_format({"bold": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for place, head in enumerate([_HEADS.get(name, "of"), "", *found.names]):
        sheet.write_string(0, place, head[:_MOST_LETTERS], bold)
        sheet.set_column(place, place, _WIDTHS[min(place, 2)])
    for number, row in enumerate(table, 1):
        for place, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(number, place, cell, wrapped)
            else:
                sheet.write_string(number, place, cell[:_MOST_LETTERS], wrapped)
    sheet.freeze_panes(1, 2)
