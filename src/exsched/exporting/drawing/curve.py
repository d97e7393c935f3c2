"""A load curve: what is used on each day against what there is."""

from collections.abc import Iterator
from datetime import date, timedelta

from markupsafe import Markup

from exsched.domain.dates import Period
from exsched.exporting.drawing.axis import SINGLE_YEARS, Axis
from exsched.exporting.drawing.tag import joined, tag
from exsched.exporting.wording import MONTHS

WIDE, HIGH = 380, 118
_LEFT, _TOP, _FOOT = 46, 10, 20

Steps = tuple[tuple[date, int], ...]
Limits = tuple[tuple[date, int | None], ...]
"""A limit from a day on; None while there is none."""


def curve(period: Period, load: Steps, limit: Limits) -> Markup:
    """Both as steps from a day on, sorted by day; the limit may be empty. Days above it are drawn dark."""
    axis = Axis.over(period.start, period.end, _LEFT, WIDE - _LEFT - 6, least_per_day=0)
    cut = pieces(period, load, limit)
    most = max([1, *(used for _, used, _ in cut), *(allowed or 0 for _, _, allowed in cut)])
    scale = (HIGH - _TOP - _FOOT) / most
    foot = HIGH - _FOOT
    parts = [_frame(axis, most), tag("path", d=_area(axis, load, foot, scale), class_="load")]
    for days, used, allowed in cut:
        if allowed is not None and used > allowed:
            begin, wide = axis.stretch(days)
            high = (used - allowed) * scale
            parts.append(tag("rect", x=begin, y=foot - used * scale, width=wide, height=high, class_="above"))
    if limit:
        parts.append(tag("path", d=_line(axis, cut, foot, scale), class_="limit"))
    return joined(parts)


def pieces(period: Period, load: Steps, limit: Limits) -> list[tuple[Period, int, int | None]]:
    """The period cut where load or limit changes: the days, the load, and the limit if there is one."""
    starts = sorted({period.start} | {day for day, _ in (*load, *limit) if day in period})
    ends = [*(day - timedelta(1) for day in starts[1:]), period.end]
    found, used, allowed = [], dict(load), dict(limit)
    now, most = 0, None
    for start, end in zip(starts, ends, strict=True):
        now, most = used.get(start, now), allowed.get(start, most)
        found.append((Period(start=start, end=end), now, most))
    return found


def _area(axis: Axis, load: Steps, foot: float, scale: float) -> str:
    return f"M{axis.left:.1f} {foot:.1f}{_steps(axis, load, foot, scale)}H{axis.right:.1f}V{foot:.1f}Z"


def _line(axis: Axis, cut: list[tuple[Period, int, int | None]], foot: float, scale: float) -> str:
    path, drawing = "", False
    for days, _, allowed in cut:
        if allowed is not None:
            y = foot - allowed * scale
            begin, wide = axis.stretch(days)
            path += f"{f'V{y:.1f}' if drawing else f'M{begin:.1f} {y:.1f}'}H{begin + wide:.1f}"
        drawing = allowed is not None
    return path


def _steps(axis: Axis, steps: Steps, foot: float, scale: float) -> str:
    return "".join(f"H{axis.x(day):.1f}V{foot - value * scale:.1f}" for day, value in steps)


def _frame(axis: Axis, most: int) -> Markup:
    foot = HIGH - _FOOT
    parts = [
        tag("path", d=f"M{_LEFT} {foot}H{axis.right:.1f}M{_LEFT} {_TOP}H{axis.right:.1f}", class_="month")
    ]
    for value, y in ((most, _TOP + 4), (0, foot + 4)):
        parts.append(tag("text", f"{value:,}", x=_LEFT - 5, y=y, class_="scale"))
    for start, name in _ticks(axis):
        parts.append(tag("path", d=f"M{axis.x(start):.1f} {foot}v4", class_="month"))
        parts.append(tag("text", name, x=axis.x(start) + 2, y=foot + 13, class_="tick"))
    return joined(parts)


def _ticks(axis: Axis) -> Iterator[tuple[date, str]]:
    """Every second or third month by name; every year where there are many months."""
    starts = [month.start for month in axis.months()]
    if len(starts) > SINGLE_YEARS:
        years = [start for start in starts if start.month == 1]
        yield from ((start, str(start.year)) for start in years[:: max(1, len(years) // 6)])
        return
    for start in starts[:: max(1, len(starts) // 6)]:
        yield start, MONTHS[start.month - 1]
