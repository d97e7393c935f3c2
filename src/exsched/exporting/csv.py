"""CSV (RFC 4180, UTF-8): one row for each exercise, safe to open in a spreadsheet, and read back by `verify`.

The first columns are those of a schedule typed by hand. Lists in a cell are parted by `;`: sites as
`need=venue`, participants as `NATION` or `NATION=role`, forces as `need=force` or `need=force*elements`.
Dated acts stand in one cell by due date, as `2027-01-12 prior-notification to OSCE (notification, open)`; a
semicolon within an act becomes a comma.
The title of a refused schedule's exercise starts with `REFUSED: `; reading back takes no title from here.
"""

import csv
import io
import unicodedata
from collections import defaultdict
from typing import Any

from exsched.domain.exercises import Exercise, Role
from exsched.domain.schedule import Line
from exsched.exporting.acts import in_a_cell
from exsched.exporting.plain_text import one_line
from exsched.exporting.selection import EVERYTHING, Selection
from exsched.exporting.standing import refusal
from exsched.rulekit.laydown import Held
from exsched.rulekit.verdict import Answer

COLUMNS = (
    *("exercise", "startex", "endex", "sites", "participants", "forces", "form"),
    *("title", "held", "kind", "domains", "state", "days", "footprint_start", "footprint_end"),
    *("hosts", "strength", "draws", "worth", "acts", "verdict", "input_sha256"),
)
_FORMULA = frozenset("=+-@|%")


def write(answer: Answer, selection: Selection = EVERYTHING) -> bytes:
    """The table; exercises that are not held follow those that are."""
    chosen = selection.held(answer)
    text = io.StringIO(newline="")
    table = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\r\n")
    table.writeheader()
    acts: dict[str, list[str]] = defaultdict(list)
    for act in answer.acts:
        acts[act.exercise].append(in_a_cell(act, answer.problem.programme.as_of).replace(";", ","))
    check = {"verdict": answer.verdict.word, "input_sha256": answer.verdict.input_hash}
    for held in chosen:
        due = {"acts": ";".join(acts[held.id])}
        table.writerow(_safe(_named(answer, held.exercise) | _decided(held) | due | check))
    if not selection.narrowed:
        for name in answer.problem.exercises:
            if name not in answer.laydown.held:
                table.writerow(
                    _safe(_named(answer, answer.problem.exercises[name]) | {"held": "false"} | check)
                )
    return text.getvalue().encode()


def _named(answer: Answer, exercise: Exercise) -> dict[str, Any]:
    return {
        "exercise": exercise.id,
        "title": f"{refusal(answer)}{exercise.title}",
        "kind": exercise.kind.value,
        "domains": ";".join(domain.value for domain in exercise.domains),
        "state": exercise.state.value,
        "strength": "" if exercise.strength is None else exercise.strength,
        "worth": exercise.worth,
    }


def _decided(held: Held) -> dict[str, Any]:
    return _cells(held.line) | {
        "held": "true",
        "form": held.line.form or "",
        "startex": held.execution.start,
        "endex": held.execution.end,
        "days": held.execution.days,
        "footprint_start": held.footprint.start,
        "footprint_end": held.footprint.end,
        "hosts": ";".join(sorted(held.hosts)),
        "draws": ";".join(f"{pool}*{units}" for pool, units in sorted(held.exercise.draws.items())),
    }


def _cells(line: Line) -> dict[str, str]:
    return {
        "sites": ";".join(f"{need}={venue}" for need, venue in sorted(line.sites.items())),
        "participants": ";".join(
            nation if role is Role.FULL else f"{nation}={role.value}"
            for nation, role in sorted(line.participants.items())
        ),
        "forces": ";".join(
            f"{need}={force}" if elements == 1 else f"{need}={force}*{elements}"
            for need, taken in sorted(line.forces.items())
            for force, elements in sorted(taken.items())
        ),
    }


def _safe(row: dict[str, Any]) -> dict[str, Any]:
    return {column: cell(value) if isinstance(value, str) else value for column, value in row.items()}


def cell(text: str) -> str:
    """The text, behind an apostrophe when a spreadsheet would take it for a formula, full-width too."""
    line = one_line(text)
    return f"'{line}" if unicodedata.normalize("NFKC", line)[:1] in _FORMULA else line
