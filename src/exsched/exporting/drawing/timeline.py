"""A timeline: rows of bars over months and weeks, with windows, closures, marks, and tooltips in words."""

from dataclasses import dataclass, replace
from datetime import date

from markupsafe import Markup

from exsched.domain.dates import Period
from exsched.exporting.drawing.axis import HEAD, SINGLE_YEARS, Axis
from exsched.exporting.drawing.letters import fitted, width
from exsched.exporting.drawing.tag import joined, tag

LABELS, WIDE = 228, 964
"""Widths of the column of names and of the chart, in CSS pixels: together they fit a page 1280 wide."""
SMALL = 10.5
SINGLE, STACKED = 20.0, 16.0
"""Heights of a lane: of the only one, and of one among several."""


@dataclass(frozen=True)
class Bar:
    """One stay: the footprint, and the execution inside it."""

    footprint: Period
    execution: Period
    label: str
    tooltip: str
    colour: str
    staff: bool = False
    watching: bool = False


@dataclass(frozen=True)
class Mark:
    """A small sign on one day: `event` (planning), `act` (dated act, open) or `done` (on record)."""

    day: date
    sign: str
    tooltip: str


@dataclass(frozen=True)
class Row:
    """One row; `shut` is hatched, `allowed` and `wanted` are windows for STARTEX."""

    name: str
    note: str = ""
    bars: tuple[Bar, ...] = ()
    shut: tuple[tuple[Period, str], ...] = ()
    allowed: tuple[Period, ...] = ()
    wanted: tuple[Period, ...] = ()
    marks: tuple[Mark, ...] = ()
    faint: bool = False


@dataclass(frozen=True)
class Drawing:
    """The two halves of a timeline, both from the top left: names, and chart."""

    names: Markup
    chart: Markup
    wide: float
    high: float
    year: str = ""
    """The year that is drawn, where each has a drawing of its own."""


@dataclass(frozen=True)
class _Placed:
    """A bar in its lane; `side` is where its label has room: inside, right or left."""

    bar: Bar
    lane: int
    side: str


@dataclass(frozen=True)
class _Layout:
    """The bars of a row, stacked so that neither bars nor their labels touch."""

    placed: tuple[_Placed, ...]
    lane: float
    high: float


def draw(rows: list[Row], first: date, last: date, today: date | None = None) -> Drawing:
    """All rows over the months from `first` to `last`; `today` is drawn as a line where it lies inside."""
    axis = Axis.over(first, last, 0, WIDE)
    names: list[Markup] = []
    chart: list[Markup] = []
    backs: list[Markup] = []
    top = float(HEAD)
    for n, row in enumerate(rows):
        layout = _lay(row, axis)
        high = layout.high
        band = {"y": top, "height": high, "class_": "band odd" if n % 2 else "band"}
        names += [tag("rect", x=0, width=LABELS, **band), _name(row, top, high)]
        backs.append(tag("rect", x=0, width=axis.wide, **band))
        chart += [_under(row, axis, top, high), *_stays(layout, axis, top), *_marks(row, layout, axis, top)]
        top += high
    lines = [axis.grid(HEAD, top), *chart, axis.head(0), _today(axis, top, today)]
    return Drawing(joined(names), joined(backs + lines), axis.wide, top + 1)


def sheets(rows: list[Row], first: date, last: date, today: date | None, high: float) -> list[Drawing]:
    """The same, cut between rows into drawings not higher than `high`, each with its own months.

    Many months are cut into calendar years, each with the rows that have something to show in it.
    """
    axis = Axis.over(first, last, 0, WIDE)
    if len(list(axis.months())) <= SINGLE_YEARS:
        return [draw(part, first, last, today) for part in _cut(rows, axis, high)]
    found: list[Drawing] = []
    for year in range(first.year, last.year + 1):
        days = Period(start=max(first, date(year, 1, 1)), end=min(last, date(year, 12, 31)))
        seen = [row for whole in rows if (row := _within(whole, days))]
        axis = Axis.over(days.start, days.end, 0, WIDE)
        found += [
            replace(draw(part, days.start, days.end, today), year=str(year))
            for part in _cut(seen, axis, high)
        ]
    return found


def _cut(rows: list[Row], axis: Axis, high: float) -> list[list[Row]]:
    cut: list[list[Row]] = []
    left = 0.0
    for row in rows:
        tall = _lay(row, axis).high
        if tall > left:
            cut.append([])
            left = high - HEAD
        cut[-1].append(row)
        left -= tall
    return cut


def _within(row: Row, days: Period) -> Row | None:
    """The row with its bars on these days; None when it has none, or could not have had any."""
    bars = tuple(bar for bar in row.bars if bar.footprint.overlaps(days))
    open_ = not row.bars and (not row.allowed or any(period.overlaps(days) for period in row.allowed))
    return replace(row, bars=bars) if bars or open_ else None


def _name(row: Row, top: float, high: float) -> Markup:
    middle = top + min(high, SINGLE + 6) / 2 + 4
    room = LABELS - 14 - (width(row.note, 9.5) + 6 if row.note else 0)
    name = fitted(row.name, 11.5, room)
    full = tag("title", f"{row.name} {row.note}".strip())
    shown = tag("text", full, name, x=6, y=middle, class_="name faint" if row.faint else "name")
    if not row.note:
        return shown
    return shown + tag("text", row.note, x=LABELS - 8, y=middle, class_="note")


def _under(row: Row, axis: Axis, top: float, high: float) -> Markup:
    """What lies behind the bars: closures, and the windows for STARTEX at the foot of the row."""
    parts = []
    for period, why in row.shut:
        begin, wide = axis.stretch(period)
        if wide > 0:
            parts.append(
                tag("rect", tag("title", why), x=begin, y=top, width=wide, height=high, class_="shut")
            )
    foot = top + high - 3
    for periods, kind, thick in ((row.allowed, "allowed", 1.4), (row.wanted, "wanted", 3)):
        for period in periods:
            begin, wide = axis.stretch(period)
            title = tag("title", f"STARTEX {kind}: {period}")
            parts.append(
                tag("rect", title, x=begin, y=foot - thick / 2, width=max(wide, 2), height=thick, class_=kind)
            )
    return joined(parts)


def _lay(row: Row, axis: Axis) -> _Layout:
    ends: list[float] = []
    placed = []
    for bar in sorted(row.bars, key=lambda bar: (bar.footprint.start, bar.label)):
        spans = _sides(bar, axis)
        free = ((n, side) for n, end in enumerate(ends) for side in spans if spans[side][0] >= end + 4)
        lane, side = next(free, (len(ends), next(iter(spans))))
        ends[lane : lane + 1] = [spans[side][1]]
        placed.append(_Placed(bar, lane, side))
    tall = STACKED if len(ends) > 1 else SINGLE
    return _Layout(tuple(placed), tall, max(1, len(ends)) * tall + (4 if len(ends) > 1 else 6))


def _sides(bar: Bar, axis: Axis) -> dict[str, tuple[float, float]]:
    """Where the label may stand, best first, and from where to where bar and label then reach."""
    text_wide = width(bar.label, SMALL) + 6
    begin, wide = axis.stretch(bar.footprint)
    end = begin + wide
    if not bar.watching and text_wide <= axis.stretch(bar.execution)[1]:
        return {"inside": (begin, end)}
    sides = {"right": (begin, end + text_wide), "left": (begin - text_wide, end)}
    free = {side: span for side, span in sides.items() if span[0] >= axis.left and span[1] <= axis.right}
    return free or sides


def _stays(layout: _Layout, axis: Axis, top: float) -> list[Markup]:
    tall = layout.lane - (6 if layout.lane == SINGLE else 4)
    return [_bar(p.bar, axis, (top + p.lane * layout.lane + 3, tall), p.side) for p in layout.placed]


def _marks(row: Row, layout: _Layout, axis: Axis, top: float) -> list[Markup]:
    middle = top + layout.lane / 2 + 3
    return [_mark(mark, axis, middle) for mark in row.marks if mark.day in axis.period]


def _bar(bar: Bar, axis: Axis, band: tuple[float, float], side: str) -> Markup:
    y, tall = band
    begin, wide = axis.stretch(bar.footprint)
    run, run_wide = axis.stretch(bar.execution)
    box = {"x": run, "y": y, "width": max(run_wide, 2), "height": tall}
    parts = [tag("title", bar.tooltip)]
    if bar.footprint != bar.execution:
        parts.append(tag("rect", x=begin, y=y + 3, width=wide, height=tall - 6, class_=f"foot {bar.colour}"))
    parts.append(tag("rect", **box, rx=1.5, class_=f"run {bar.colour}{' watching' * bar.watching}"))
    if bar.staff and not bar.watching:
        parts.append(tag("rect", **box, class_="staff"))
    x = {"inside": run + run_wide / 2, "right": begin + wide + 3, "left": begin - 3}[side]
    parts.append(tag("text", bar.label, x=x, y=y + tall / 2 + 3.6, class_=f"label {side}"))
    return tag("g", *parts, class_="bar")


def _mark(mark: Mark, axis: Axis, y: float) -> Markup:
    x = axis.x(mark.day) + axis.per_day / 2
    shape = "l4 4l-4 4l-4 -4z" if mark.sign == "event" else "l4.5 8h-9z"
    return tag(
        "path", tag("title", mark.tooltip), d=f"M{x:.1f} {y - 4:.1f}{shape}", class_=f"mark {mark.sign}"
    )


def _today(axis: Axis, bottom: float, today: date | None) -> Markup:
    if today is None or today not in axis.period:
        return Markup("")
    x = axis.x(today)
    return tag("path", d=f"M{x:.1f} {HEAD - 4}V{bottom:.0f}", class_="today") + tag(
        "text", "as of", x=x + 3, y=HEAD - 6 + 14, class_="today-name"
    )
