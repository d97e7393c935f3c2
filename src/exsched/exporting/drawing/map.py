"""The map: coastlines and no borders, venues as numbered dots, names where they find room."""

import json
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from markupsafe import Markup

from exsched.domain.venues import Point
from exsched.exporting.drawing.letters import width
from exsched.exporting.drawing.projection import Projection, middle
from exsched.exporting.drawing.tag import joined, tag
from exsched.library import models_dir

NARROW, WIDE, TALLEST = 720.0, 1198.0, 800.0
FEW = 14
"""So many places fit a map that has its table beside it."""
LEAST_KM = 400.0
_SIZE = 11.5

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Dot:
    """A place to show."""

    number: int
    name: str
    at: Point
    tooltip: str


@dataclass(frozen=True)
class Map:
    """The drawing and its size."""

    drawing: Markup
    wide: float
    high: float


class _Frame:
    """Where on the sheet a place lies."""

    def __init__(self, points: list[Point]) -> None:
        self.wide = NARROW if len(points) <= FEW else WIDE
        self.projection = Projection(middle(points))
        flat = [spot for point in points if (spot := self.projection.project(*point))]
        east, south = [x for x, _ in flat], [y for _, y in flat]
        across, down = max(east) - min(east), max(south) - min(south)
        wide, tall = max(across * 1.3, LEAST_KM), max(down * 1.2, LEAST_KM * 0.7)
        self.scale = min(self.wide / wide, TALLEST / tall)
        self.high = max(tall * self.scale, 0.55 * self.wide)
        self._left = (min(east) + max(east)) / 2 - self.wide / 2 / self.scale
        self._top = (min(south) + max(south)) / 2 - self.high / 2 / self.scale

    def spot(self, lat: float, lon: float) -> tuple[float, float] | None:
        flat = self.projection.project(lat, lon)
        return flat and ((flat[0] - self._left) * self.scale, (flat[1] - self._top) * self.scale)

    def inside(self, x: float, y: float, margin: float = 0) -> bool:
        return -margin <= x <= self.wide + margin and -margin <= y <= self.high + margin


def draw(dots: list[Dot]) -> Map | None:
    """The map of these places, cut to where they lie; None without any."""
    if not dots:
        return None
    frame = _Frame([dot.at for dot in dots])
    beyond = tag("rect", width=frame.wide, height=frame.high, class_="beyond")
    parts = [beyond, _sea(frame), *_coasts(frame), _graticule(frame), *_places(dots, frame)]
    return Map(joined(parts), frame.wide, frame.high)


@cache
def _coastline() -> tuple[tuple[float, float, float, float], list[list[Point]]]:
    """West, south, east and north of the data, and the rings."""
    path = models_dir() / "reference" / "coastline.json"
    data = json.loads(path.read_text("utf-8"))
    west, south, east, north = data["bounds"]
    return (west, south, east, north), [[(lat, lon) for lon, lat in ring] for ring in data["rings"]]


def _sea(frame: _Frame) -> Markup:
    """The region that the coastline data cover."""
    west, south, east, north = _coastline()[0]
    steps = [n / 24 for n in range(25)]
    edge = [
        *((south, west + (east - west) * n) for n in steps),
        *((south + (north - south) * n, east) for n in steps),
        *((north, east - (east - west) * n) for n in steps),
        *((north - (north - south) * n, west) for n in steps),
    ]
    spots = [spot for lat, lon in edge if (spot := frame.spot(lat, lon))]
    path = "L".join(f"{x:.0f} {y:.0f}" for x, y in spots)
    return tag("path", d=f"M{path}Z", class_="sea") if spots else Markup("")


def _coasts(frame: _Frame) -> list[Markup]:
    paths = [path for ring in _coastline()[1] if (path := _outline(ring, frame))]
    return [tag("path", d="".join(paths), class_="coast")] if paths else []


def _outline(ring: list[Point], frame: _Frame) -> str:
    """The ring as a path, coarser outside the sheet; empty when nothing of it shows."""
    spots = [spot for lat, lon in ring if (spot := frame.spot(lat, lon))]
    if len(spots) < 3 or not _shows(spots, frame):
        return ""
    kept = [spots[0]]
    for x, y in spots[1:]:
        step = max(abs(x - kept[-1][0]), abs(y - kept[-1][1]))
        if step >= (0.7 if frame.inside(x, y, 20) else 40):
            kept.append((x, y))
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept) + "Z" if len(kept) > 2 else ""


def _shows(spots: list[tuple[float, float]], frame: _Frame) -> bool:
    xs, ys = [x for x, _ in spots], [y for _, y in spots]
    big = max(max(xs) - min(xs), max(ys) - min(ys)) >= 1
    return big and max(xs) >= 0 and min(xs) <= frame.wide and max(ys) >= 0 and min(ys) <= frame.high


def _graticule(frame: _Frame) -> Markup:
    every = 5 if frame.scale > 0.15 else 10
    lines = [
        *([(lat, lon) for lon in range(-180, 181, 2)] for lat in range(-80, 81, every)),
        *([(lat, lon) for lat in range(-80, 81, 2)] for lon in range(-180, 180, every)),
    ]
    path = ""
    for line in lines:
        spots = [frame.spot(*point) for point in line]
        for n, (one, other) in enumerate(pairwise(spots)):
            if one and other and (frame.inside(*one, 60) or frame.inside(*other, 60)):
                start = f"M{one[0]:.0f} {one[1]:.0f}"
                path += f"{'' if n and path.endswith(start[1:]) else start}L{other[0]:.0f} {other[1]:.0f}"
    return tag("path", d=path, class_="graticule") if path else Markup("")


def _places(dots: list[Dot], frame: _Frame) -> list[Markup]:
    spots = {dot: spot for dot in dots if (spot := frame.spot(*dot.at))}
    taken: list[Box] = [(x - 5, y - 5, x + 5, y + 5) for x, y in spots.values()]
    marks, texts = [], []
    for dot, (x, y) in spots.items():
        label = _label(dot, x, y, taken, frame)
        taken.append(label.box)
        marks.append(tag("circle", tag("title", dot.tooltip), cx=x, cy=y, r=4.5, class_="venue"))
        left, _, right, foot = label.box
        if label.far:
            marks.insert(
                0, tag("path", d=f"M{x:.1f} {y:.1f}L{(left + right) / 2:.1f} {foot - 6:.1f}", class_="lead")
            )
        at = {"start": left, "middle": (left + right) / 2, "end": right}[label.anchor]
        texts.append(tag("text", label.text, x=at, y=foot - 3, text_anchor=label.anchor, class_="place"))
    return marks + texts


@dataclass(frozen=True)
class _Label:
    """A text in its box; `far` from its dot it needs a line to it."""

    text: str
    box: Box
    anchor: str
    far: bool = False


def _label(dot: Dot, x: float, y: float, taken: list[Box], frame: _Frame) -> _Label:
    """The name with its number where it fits, else the number alone, near or a little way off."""
    name, number = f"{dot.number} {dot.name}", str(dot.number)
    tries = [
        *_around(x, y, name),
        *_around(x, y, number),
        *_around(x, y, number, 12),
        *_around(x, y, number, 26),
    ]
    for label in tries:
        left, top, right, foot = label.box
        whole = frame.inside(left, top) and frame.inside(right, foot)
        if whole and not any(_meet(label.box, other) for other in taken):
            return label
    return next(iter(_around(x, y, number)))


def _around(x: float, y: float, text: str, off: float = 0) -> list[_Label]:
    wide, tall = width(text, _SIZE), _SIZE + 1
    rows = (y - tall / 2, y - tall - 3 - off, y + 3 + off)
    sides: list[tuple[float, str]] = [(x + 7 + off, "start"), (x - 7 - off - wide, "end")]
    found = [
        _Label(text, (left, top, left + wide, top + tall), side, off > 0)
        for top in rows
        for left, side in sides
    ]
    over = ((x - wide / 2, top, x + wide / 2, top + tall) for top in (y - tall - 6 - off, y + 6 + off))
    return found + [_Label(text, box, "middle", off > 0) for box in over]


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
