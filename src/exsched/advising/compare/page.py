"""A comparison as one page: a timeline for each schedule, the differences drawn, and every table."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from exsched.advising.compare import Comparison, Course
from exsched.advising.compare.matrix import AID
from exsched.advising.compare.told import NATIONS, largest_regret, letters, standing, told_act
from exsched.exporting import EVERYTHING, View
from exsched.exporting.drawing.patterns import hatchings, signs, style
from exsched.exporting.drawing.timeline import LABELS, Bar, Drawing, Row, draw
from exsched.exporting.drawing.timeline_rows import extent, rows
from exsched.exporting.report.spoken import spoken
from exsched.exporting.wording import days, many
from exsched.releasing.changes import Change, Kind
from exsched.rulekit.verdict import Answer

WORDS = {
    Kind.ADDED: "added",
    Kind.REINSTATED: "held again",
    Kind.REMOVED: "removed",
    Kind.CANCELLED: "not held",
    Kind.MOVED: "moved",
    Kind.RESITED: "re-sited",
    Kind.PARTICIPANTS: "nations",
    Kind.FORCES: "forces",
    Kind.FORM: "form",
    Kind.RETITLED: "title",
}


def write(found: Comparison) -> bytes:
    """The page; readable offline and on paper, without script."""
    css = files("exsched.exporting").joinpath("report", "report.css").read_text("utf-8") + style()
    return _template().render(_content(found) | {"css": Markup(css)}).encode()  # noqa: S704 - our own file


@cache
def _template() -> Template:
    rooms = Environment(
        loader=PackageLoader("exsched.advising.compare", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    rooms.filters |= {"many": many, "act": told_act, "standing": standing, "spoken": spoken}
    return rooms.get_template("page.html.j2")


def _content(found: Comparison) -> dict[str, Any]:
    order = _order(found)
    return {
        "header": found.first.answer.problem.programme.programme,
        "courses": letters(found),
        "drawings": [_drawing(found, course, order) for course in found.courses],
        "regrets": [largest_regret(found, n) for n in range(len(found.courses))],
        "tiers": [course.answer.verdict.tier_values() for course in found.courses],
        "nations": found.nations,
        "columns": NATIONS,
        "matrix": found.matrix,
        "aid": AID,
        "labels": LABELS,
        "hatchings": hatchings(),
        "key": [sign for sign in signs() if "observer" not in sign[1]],
        "ghost": next(sign for sign, text in signs() if "observer" in text),
    }


def _order(found: Comparison) -> dict[str, int]:
    """Where each exercise stands in every timeline: as in the first schedule, then what others add."""
    names = [name for course in found.courses for name in _ids(course.answer)]
    return {name: place for place, name in enumerate(dict.fromkeys(names))}


def _ids(answer: Answer) -> list[str]:
    """The exercises in the order of the timeline's rows."""
    held = [one.id for one in EVERYTHING.held(answer)]
    return [*held, *(name for name in answer.problem.exercises if name not in answer.laydown.held)]


def _drawing(found: Comparison, course: Course, order: dict[str, int]) -> Drawing:
    by_name = {change.exercise: change for change in course.changes}
    drawn = dict(zip(_ids(course.answer), rows(course.answer, EVERYTHING, View.EXERCISE), strict=True))
    marked = [
        _marked(drawn[name], by_name.get(name), first=course is found.first)
        for name in sorted(drawn, key=order.__getitem__)
    ]
    ends = [extent(one.answer) for one in found.courses]
    first, last = min(first for first, _ in ends), max(last for _, last in ends)
    return draw(marked, first, last, course.answer.problem.programme.as_of)


def _marked(row: Row, change: Change | None, *, first: bool) -> Row:
    """The row with what became of it: how it differs, and where it lies in the first schedule."""
    if change is None:
        return row if first else replace(row, faint=True)
    note = ", ".join(WORDS[kind] for kind in change.kinds[:2]) + (" …" if len(change.kinds) > 2 else "")
    return replace(row, note=note, bars=(*row.bars, *_ghost(change)), faint=False)


def _ghost(change: Change) -> Iterator[Bar]:
    before = change.before
    if before and (change.after is None or change.after.execution != before.execution):
        told = f"in A: {days(before.execution).rpartition(' ')[0]}"
        yield Bar(before.execution, before.execution, told, change.sentence, "other", watching=True)
