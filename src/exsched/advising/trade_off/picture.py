"""A trade-off as a picture: the points over both goals, joined by steps, proved ones filled."""

from collections.abc import Iterator

from markupsafe import Markup

from exsched.advising.trade_off import Point, TradeOff
from exsched.advising.trade_off.told import proof
from exsched.exporting.drawing.letters import width
from exsched.exporting.drawing.patterns import style
from exsched.exporting.drawing.tag import joined, tag

WIDE, HIGH = 640, 420
_LEFT, _RIGHT, _TOP, _FOOT = 84, 40, 70, 58
_INK, _LINE, _POINT = "#1b2733", "#b8c2cc", "#1f4e8c"


class _Scale:
    """Where a value lies between two ends of an axis; ends of equal values lie in the middle."""

    def __init__(self, values: list[int], begin: float, end: float) -> None:
        self.least, self.most = min(values), max(values)
        self.begin, self.end = begin, end

    def __call__(self, value: int) -> float:
        if self.least == self.most:
            return (self.begin + self.end) / 2
        return self.begin + (value - self.least) * (self.end - self.begin) / (self.most - self.least)


def draw(found: TradeOff, title: str) -> bytes:
    """The picture, which stands alone; there has to be a point."""
    x = _Scale([point.values[0] for point in found.points], _LEFT + 16, WIDE - _RIGHT - 16)
    y = _Scale([point.values[1] for point in found.points], HIGH - _FOOT - 16, _TOP + 16)
    first, second = found.goals
    picture = tag(
        "svg",
        tag("title", f"{title}: {first} against {second}"),
        tag("style", Markup(style())),  # noqa: S704 - our own file
        tag("rect", width=WIDE, height=HIGH, fill="#ffffff"),
        tag("text", title, x=16, y=28, font_size="16", font_weight="bold"),
        tag(
            "text",
            f"{second} ({found.units[1]}) over {first} ({found.units[0]}); small is better",
            x=16,
            y=47,
        ),
        *_frame(found, x, y),
        tag("path", d=_steps(found, x, y), fill="none", stroke=_POINT, stroke_width=1.6),
        *(_dot(point, x, y) for point in found.points),
        xmlns="http://www.w3.org/2000/svg",
        width=WIDE,
        height=HIGH,
        viewBox=f"0 0 {WIDE} {HIGH}",
        class_="drawing",
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{picture}\n'.encode()


def _steps(found: TradeOff, x: _Scale, y: _Scale) -> str:
    """Along the points: until the first goal gives more, the second stays as it is."""
    begin, *rest = [(x(point.values[0]), y(point.values[1])) for point in found.points]
    return f"M{begin[0]:.1f} {begin[1]:.1f}" + "".join(f"H{across:.1f}V{up:.1f}" for across, up in rest)


def _dot(point: Point, x: _Scale, y: _Scale) -> Markup:
    across, up = x(point.values[0]), y(point.values[1])
    fill = _POINT if point.proved else "#ffffff"
    told = tag("title", f"{point.values[0]:,} and {point.values[1]:,}; {proof(point)}")
    return tag("circle", told, cx=across, cy=up, r=5, fill=fill, stroke=_POINT, stroke_width=1.6)


def _frame(found: TradeOff, x: _Scale, y: _Scale) -> Iterator[Markup]:
    foot, right = HIGH - _FOOT, WIDE - _RIGHT
    yield tag("path", d=f"M{_LEFT} {_TOP}V{foot}H{right}", fill="none", stroke=_LINE)
    free = -1e9
    for value in sorted({point.values[0] for point in found.points}):
        half = width(f"{value:,}", 11) / 2
        if x(value) - half > free:
            free = x(value) + half + 6
            yield _number(f"{value:,}", x(value), foot + 18, "middle")
    free = 1e9
    for value in sorted({point.values[1] for point in found.points}):
        if y(value) + 8 < free:
            free = y(value) - 8
            yield _number(f"{value:,}", _LEFT - 8, y(value) + 4, "end")
    signs = (("proved", _POINT), ("not proved", "#ffffff"))
    for n, (text, fill) in enumerate(signs):
        dot = tag("circle", cx=_LEFT + 8 + 110 * n, cy=HIGH - 16, r=5, fill=fill, stroke=_POINT)
        yield joined([dot, tag("text", text, x=_LEFT + 18 + 110 * n, y=HIGH - 12)])


def _number(text: str, x: float, y: float, anchor: str) -> Markup:
    return tag("text", text, x=x, y=y, text_anchor=anchor, fill=_INK)
