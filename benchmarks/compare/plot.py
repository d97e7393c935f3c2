"""Value and bound over time as SVG, one panel for each size.

A curve is the geometric mean, over the instances of the size, of the number at a second to the best number
that any engine ended with on the same instance; it begins when the engine has a schedule on every instance.
Bounds are drawn thin, as the mean of bound to best number.
"""

from collections.abc import Callable, Iterator, Sequence
from math import exp, log

from markupsafe import Markup

from benchmarks.compare.scores import Run, bound_steps, final, steps
from exsched.exporting.drawing.tag import joined, tag

WIDE, HIGH, LEFT, FOOT, TOP = 560, 250, 46, 30, 26
COLOURS = {"exsched": "#0b5394", "plain": "#b45f06", "list": "#38761d"}
MOST = 2.5
"""Ratios above this are drawn at the edge."""
_POINTS = 120

Steps = Sequence[tuple[float, int]]


def svg(runs: list[Run]) -> str:
    """The whole picture."""
    sizes = sorted({run["size"] for run in runs})
    panels = [_panel([r for r in runs if r["size"] == size], n * HIGH) for n, size in enumerate(sizes)]
    high = HIGH * len(sizes)
    box = f"0 0 {WIDE} {high}"
    style = {"font_family": "DejaVu Sans, sans-serif", "font_size": "11"}
    return str(
        tag("svg", *panels, xmlns="http://www.w3.org/2000/svg", viewBox=box, width=WIDE, height=high, **style)
    )


def at(known: Steps, second: float) -> int | None:
    """What is known at a second."""
    return next((number for when, number in reversed(known) if when <= second), None)


def mean_curve(
    runs: Sequence[Run], best: dict[str, int], of: Callable[[Run], Steps]
) -> list[tuple[float, float]]:
    """Seconds and mean ratios, from the first second at which all runs have something."""
    known = [(of(run), best[run["instance"]]) for run in runs if best.get(run["instance"])]
    most = max(run["seconds"] for run in runs)
    found = []
    for second in (most * n / _POINTS for n in range(_POINTS + 1)):
        now = [(at(one, second), ideal) for one, ideal in known]
        logs = [log(value / ideal) for value, ideal in now if value]
        if logs and len(logs) == len(known):
            found.append((second, exp(sum(logs) / len(logs))))
    return found


def _best(runs: Sequence[Run]) -> dict[str, int]:
    ends = [(run["instance"], number) for run in runs if (number := final(run))]
    return {name: min(number for other, number in ends if other == name) for name, _ in ends}


def _panel(runs: list[Run], top: float) -> Markup:
    most = max(run["seconds"] for run in runs)
    parts = [*_frame(f"{runs[0]['size']} exercises", most, top)]
    best = _best(runs)
    for n, engine in enumerate(dict.fromkeys(run["engine"] for run in runs)):
        own = [run for run in runs if run["engine"] == engine]
        colour = COLOURS.get(engine, "#444444")
        for of, width in ((steps, 2.0), (bound_steps, 0.8)):
            points = mean_curve(own, best, of)
            path = _path(points, most, top)
            if path:
                parts.append(tag("path", d=path, fill="none", stroke=colour, stroke_width=width))
        parts.append(tag("text", engine, x=WIDE - 90 * (n + 1), y=top + 16, fill=colour))
    return joined(parts)


def _y(ratio: float, top: float) -> float:
    return top + HIGH - FOOT - min(ratio, MOST) / MOST * (HIGH - FOOT - TOP)


def _path(points: Sequence[tuple[float, float]], most: float, top: float) -> str:
    step = "L".join(
        f"{LEFT + second / most * (WIDE - LEFT - 10):.1f} {_y(ratio, top):.1f}" for second, ratio in points
    )
    return f"M{step}" if step else ""


def _frame(title: str, most: float, top: float) -> Iterator[Markup]:
    yield tag("text", title, x=LEFT, y=top + 16, font_weight="bold")
    for ratio in (0.0, 0.5, 1.0, 1.5, 2.0, 2.5):
        y = _y(ratio, top)
        yield tag("line", x1=LEFT, x2=WIDE - 10, y1=y, y2=y, stroke="#dddddd")
        yield tag("text", f"{ratio:.1f}", x=LEFT - 26, y=y + 4)
    for part in range(5):
        x = LEFT + part / 4 * (WIDE - LEFT - 10)
        yield tag("text", f"{most * part / 4:g} s", x=x + 4, y=top + HIGH - 10, text_anchor="end")
