"""Shapes on the earth: whether a point lies in one, on its border or outside, and how far away it is."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import pairwise

from exsched.geography.points import Piece, Point, distance_km, piece_km, pieces

_TOUCHES = 1e-9
"""Degrees (a tenth of a millimetre): nearer to an edge than this is on it."""
_BESIDE = 1e-7
_EDGE_OF_THE_MAP = 180.0

Line = tuple[Point, ...]
Polygon = tuple[Line, ...]
"""Closed rings: the outer one, then its holes."""


class Position(StrEnum):
    """Where a point lies; on the border counts as inside."""

    INSIDE = "inside"
    BORDER = "on the border"
    OUTSIDE = "outside"

    @property
    def within(self) -> bool:
        """Whether the point belongs to the shape."""
        return self is not Position.OUTSIDE


class Shape:
    """Polygons, lines and points together; each a set of (latitude, longitude).

    Edges are straight in longitude and latitude (RFC 7946, 3.1.1): one along a meridian or parallel stays on
    it. Nothing crosses the antimeridian; what does is cut there in two (RFC 7946, 3.1.9), and the seam is no
    border.
    """

    def __init__(
        self, polygons: Sequence[Polygon] = (), lines: Sequence[Line] = (), points: Sequence[Point] = ()
    ) -> None:
        self.polygons, self.lines, self.points = tuple(polygons), tuple(lines), tuple(points)
        self._positions: dict[Point, Position] = {}
        self._distances: dict[Point, float] = {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Shape) and self._parts() == other._parts()

    def __hash__(self) -> int:
        return hash(self._parts())

    def __repr__(self) -> str:
        return f"Shape({self.polygons!r}, {self.lines!r}, {self.points!r})"

    def _parts(self) -> tuple[object, ...]:
        return self.polygons, self.lines, self.points

    def position(self, at: Point) -> Position:
        """Whether the point lies inside, on the border, or outside; lines and points are all border."""
        if at not in self._positions:
            self._positions[at] = self._position(at)
        return self._positions[at]

    def _position(self, at: Point) -> Position:
        found = {self._seen_from(side) for side in _sides(at)}
        if abs(at[1]) == _EDGE_OF_THE_MAP and found == {Position.BORDER}:
            beside = {self._seen_from((at[0], side)) for side in (180 - _BESIDE, _BESIDE - 180)}
            return Position.INSIDE if beside == {Position.INSIDE} else Position.BORDER
        return next(place for place in Position if place in found)

    def _seen_from(self, at: Point) -> Position:
        found = {_in_polygon(at, polygon) for polygon in self.polygons}
        touched = any(_on_line(at, line) for line in self.lines) or any(_same(at, p) for p in self.points)
        if Position.INSIDE in found:
            return Position.INSIDE
        return Position.BORDER if touched or Position.BORDER in found else Position.OUTSIDE

    def distance_km(self, at: Point) -> float:
        """Km on the ellipsoid to the nearest place of the shape, to a metre; 0 inside and on the border."""
        if at not in self._distances:
            self._distances[at] = 0.0 if self.position(at).within else self._nearest(at)
        return self._distances[at]

    def nearer_than(self, at: Point, km: float) -> bool:
        """Whether the shape comes nearer to the point than so many km; cheap when it is far away."""
        if at not in self._distances and not self.position(at).within:
            away = min((distance_km(at, point) for point in self.points), default=km)
            if away >= km and all(piece.least >= km for piece in self._pieces(at)):
                return False
        return self.distance_km(at) < km

    def _nearest(self, at: Point) -> float:
        best = min((distance_km(at, point) for point in self.points), default=float("inf"))
        for piece in sorted(self._pieces(at)):
            if piece.least >= best:
                break
            best = piece_km(at, piece, best)
        return best

    def _pieces(self, at: Point) -> Iterator[Piece]:
        rings = (ring for polygon in self.polygons for ring in polygon)
        for line in (*rings, *self.lines):
            for start, end in pairwise(line):
                yield from pieces(at, start, end)


def _sides(at: Point) -> Iterator[Point]:
    """The point, and on the antimeridian the same point as it is written on the other side."""
    yield at
    if abs(at[1]) == _EDGE_OF_THE_MAP:
        yield at[0], -at[1]


def _in_polygon(at: Point, polygon: Polygon) -> Position:
    outer, *holes = polygon
    place = _in_ring(at, outer)
    if place is not Position.INSIDE:
        return place
    for hole in holes:
        in_hole = _in_ring(at, hole)
        if in_hole is not Position.OUTSIDE:
            return Position.BORDER if in_hole is Position.BORDER else Position.OUTSIDE
    return Position.INSIDE


def _in_ring(at: Point, ring: Line) -> Position:
    """By counting the edges that a line due east of the point crosses."""
    if _on_line(at, ring):
        return Position.BORDER
    inside = False
    for (north, east), (lat, lon) in pairwise(ring):
        if (north > at[0]) != (lat > at[0]) and at[1] < east + (at[0] - north) * (lon - east) / (lat - north):
            inside = not inside
    return Position.INSIDE if inside else Position.OUTSIDE


def _on_line(at: Point, line: Line) -> bool:
    return any(_on_edge(at, start, end) for start, end in pairwise(line))


def _on_edge(at: Point, start: Point, end: Point) -> bool:
    up, across = end[0] - start[0], end[1] - start[1]
    length = up * up + across * across
    north, east = at[0] - start[0], at[1] - start[1]
    share = min(1.0, max(0.0, (north * up + east * across) / length)) if length else 0.0
    return _same((north, east), (share * up, share * across))


def _same(one: Point, other: Point) -> bool:
    return abs(one[0] - other[0]) <= _TOUCHES and abs(one[1] - other[1]) <= _TOUCHES
