"""The pictures of the report, ready to be placed."""

from dataclasses import dataclass

from markupsafe import Markup

from exsched.exporting.drawing import curve
from exsched.exporting.drawing import map as charts
from exsched.exporting.drawing.timeline import Drawing, sheets
from exsched.exporting.drawing.timeline_rows import extent, rows
from exsched.exporting.loads import AREA, NATION, NATIONAL, POOL, TIGHT, VENUE, Load
from exsched.exporting.report.tables import Place
from exsched.exporting.selection import Selection, View
from exsched.exporting.wording import days
from exsched.rulekit.verdict import Answer

SHEET = 600.0
"""Height of one piece of a timeline, so that it fits a landscape page with its months."""

MOST_STEPS = 3000
"""A table of more steps than this shows only those that are near their limit."""


@dataclass(frozen=True)
class Picture:
    """A drawing with its size in CSS pixels."""

    drawing: Markup
    wide: float
    high: float


@dataclass(frozen=True)
class LoadFigure:
    """A load that has a limit: its name and its curve."""

    load: Load
    name: str
    what: str
    picture: Picture
    tight: bool


def timeline(answer: Answer, selection: Selection, view: View) -> list[Drawing]:
    """One timeline, in pieces that each fit a page."""
    return sheets(rows(answer, selection, view), *extent(answer), answer.problem.programme.as_of, SHEET)


def load_figures(answer: Answer, found: tuple[Load, ...]) -> list[LoadFigure]:
    """Every load that has a limit, nearest to it first."""
    return [_load(answer, load) for load in found if any(limit is not None for _, limit in load.limit)]


def _load(answer: Answer, load: Load) -> LoadFigure:
    picture = Picture(curve.curve(load.period, load.load, load.limit), curve.WIDE, curve.HIGH)
    return LoadFigure(load, _name(answer, load), load.subject[2], picture, load.share >= TIGHT)


@dataclass(frozen=True)
class Steps:
    """Whether the table of steps is whole, and what it is called."""

    whole: bool
    said: str


def steps(found: list[LoadFigure]) -> Steps:
    """Every step of every curve; of very many, those from three quarters of their limit on."""
    if sum(len(figure.load.pieces) for figure in found) <= MOST_STEPS:
        return Steps(whole=True, said="every curve, step by step")
    return Steps(whole=False, said="the steps from three quarters of their limit on")


def national(answer: Answer, found: tuple[Load, ...]) -> list[tuple[str, list[Load | None]]]:
    """Each nation's loads in the order of `NATIONAL`, with a limit or without."""
    by_subject = {load.subject: load for load in found}
    codes = sorted({who for kind, who, _ in by_subject if kind == NATION})
    names = answer.problem.programme.nations
    return [(names[code].name, [by_subject.get((NATION, code, what)) for what in NATIONAL]) for code in codes]


def _name(answer: Answer, load: Load) -> str:
    facts = answer.problem.programme
    kind, who, _ = load.subject
    if kind == AREA:
        return who
    if kind == POOL:
        return facts.pools[who].name or who
    return facts.venues[who].name if kind == VENUE else facts.nations[who].name


def site_map(places: list[Place]) -> Picture | None:
    """The map of the venues in use whose position is known; None when there are none."""
    dots = []
    for place in places:
        if place.venue.at:
            users = "; ".join(f"{held.exercise.title} {days(held.execution)}" for held in place.users)
            dots.append(
                charts.Dot(place.number, place.venue.name, place.venue.at, f"{place.venue.name}: {users}")
            )
    drawn = charts.draw(dots)
    return Picture(drawn.drawing, drawn.wide, drawn.high) if drawn else None
