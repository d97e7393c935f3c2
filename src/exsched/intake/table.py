"""Reads a schedule from CSV (RFC 4180): one row for each exercise, lists in a cell parted by semicolons.

Spreadsheets that part columns by semicolons are read too; a list in a cell may then use commas.
"""

import csv
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from exsched.domain.dates import FIRST_DAY, LAST_DAY, parse_day
from exsched.intake.diagnostic import quoted
from exsched.intake.report import Report
from exsched.intake.source import Source
from exsched.intake.tree import Map, Mark, Seq, value_spot

COLUMNS = ("exercise", "startex", "endex", "sites", "participants", "forces", "form", "held")
EXPORTED = (
    *("title", "kind", "domains", "state", "days", "footprint_start", "footprint_end"),
    *("hosts", "strength", "draws", "worth", "acts", "verdict", "input_sha256"),
)
"""Columns that `exsched export csv` adds; what they say is derived again."""
_LISTS = ("sites", "participants", "forces")
_DATES = ("startex", "endex")
_DAY_ZERO = date(1899, 12, 30)
"""Spreadsheets count days from here."""
_HELD = {"": True, "true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def read_table(source: Source, programme: str, report: Report) -> Map | None:
    """The same tree as that of a YAML schedule; None when the columns are not those of a schedule."""
    rows = _rows(source, report)
    header = next(rows, None)
    if header is None or not _header(header[1], source, report):
        return None
    columns = [name.strip() for name in header[1]]
    lines = Seq()
    for number, cells in rows:
        if len(cells) != len(columns):
            what = f"line {number + 1} has {len(cells)} fields, {len(columns)} are expected"
            hint = (
                "columns are parted by semicolons here: part the entries of a list by commas, or put the "
                "cell in quotes"
            )
            parted = _delimiter(source) == ";"
            report.error("E213", what, (source.name, number, 0), hint=hint if parted else None)
            continue
        body = _line(dict(zip(columns, cells, strict=True)), source, number, report)
        if body:
            lines.append(body)
            lines.marks.append((source.name, number, 0, number, 0))
    body = Map()
    top: Mark = (source.name, 0, 0, 0, 0)
    body.put("programme", programme, top)
    body.put("lines", lines, top)
    return body


def _rows(source: Source, report: Report) -> Iterator[tuple[int, list[str]]]:
    lines = source.text.splitlines(keepends=True)
    reader = csv.reader(lines, strict=True, delimiter=_delimiter(source))
    number = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield number, cells
            number = reader.line_num
    except csv.Error as error:
        line = source.lines[number] if number < len(source.lines) else ""
        report.error(
            "E112", f"a quote in line {number + 1}: {error}", (source.name, number, max(line.find('"'), 0))
        )


def _delimiter(source: Source) -> str:
    head = source.lines[0] if source.lines else ""
    return ";" if ";" in head and "," not in head else ","


def _header(names: list[str], source: Source, report: Report) -> bool:
    seen: set[str] = set()
    for name in map(str.strip, names):
        spot = (source.name, 0, max(source.lines[0].find(name), 0))
        if name not in COLUMNS and name not in EXPORTED:
            report.error("E203", f"unknown column {quoted(name)}", spot, known=COLUMNS, meant=name)
        elif name in seen:
            report.error("E202", f"the column {quoted(name)} is given twice", spot)
        seen.add(name)
    if "exercise" not in seen and not report.broken:
        report.error("E204", "the column `exercise` is missing", (source.name, 0, 0), known=COLUMNS)
    return not report.broken


def _line(cells: dict[str, str], source: Source, number: int, report: Report) -> Map | None:
    body = Map()
    for column, cell in cells.items():
        text = cell.strip()
        mark = _mark(source, number, text)
        value: Any = text
        if column == "held":
            if text.lower() not in _HELD:
                spot = (source.name, number, mark[2])
                report.error(
                    "E305", f"{quoted(text)} is neither true nor false", spot, known=("true", "false")
                )
                return None
            value = _HELD.get(text.lower(), True)
        elif column in _LISTS:
            value = _list(source, number, text)
        elif column in _DATES and text:
            _date(text, mark, report)
        elif column in EXPORTED and column != "input_sha256":
            continue
        if value != "":
            body.put(column, value, mark)
    if "exercise" not in body:
        report.error("E204", "the row names no exercise", (source.name, number, 0))
        return None
    return body


def _date(text: str, mark: Mark, report: Report) -> None:
    """Say what is wrong with a date; the cell is kept, so that the rest of its row is checked too."""
    try:
        parse_day(text)
    except ValueError as error:
        what, hint = str(error), "write YYYY-MM-DD; in a spreadsheet, format the column that way"
        if re.fullmatch(r"[0-9]{5}", text):
            day = _DAY_ZERO + timedelta(int(text))
            if FIRST_DAY <= day <= LAST_DAY:
                what = f"{text} is a spreadsheet's number for {day}"
                hint = f"write {day}, or format the column as YYYY-MM-DD before saving"
        report.error("E303", what, value_spot(mark), hint=hint)


def _list(source: Source, number: int, cell: str) -> Seq:
    entries = Seq()
    for part in re.split("[;,]", cell):
        if text := part.strip():
            entries.append(text)
            entries.marks.append(_mark(source, number, text))
    return entries


def _mark(source: Source, number: int, text: str) -> Mark:
    """Where a cell or an entry stands; a cell that spans lines is found at its row."""
    line = source.lines[number] if number < len(source.lines) else ""
    whole = re.search(rf"(?<![\w.-]){re.escape(text)}(?![\w.-])", line) if text else None
    column = whole.start() if whole else max(line.find(text), 0)
    return source.name, number, column, number, column
