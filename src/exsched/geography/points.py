"""Points of the earth, and how far they lie from each other and from straight lines."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from math import asin, ceil, cos, radians, sin, sqrt
from typing import NamedTuple

from geographiclib.geodesic import Geodesic

Point = tuple[float, float]
"""Latitude and longitude in degrees (WGS 84)."""

_MEAN_RADIUS = 6371.0088
_SPHERE_ERROR = 0.007
"""By how much, as a share, a distance on the sphere differs from that on the ellipsoid, or less (0.56 %)."""
_PIECE = 0.5
"""Degrees: on pieces this short, the distance to a point has one lowest place, or the lowest at an end."""
_STEPS = 44
_GOLDEN = (sqrt(5) - 1) / 2


@lru_cache(maxsize=100_000)
def distance_km(one: Point, other: Point) -> float:
    """Length in km of the shortest line on the WGS 84 ellipsoid.

    Source: Karney 2013, doi:10.1007/s00190-012-0578-z.
    """
    metres: float = Geodesic.WGS84.Inverse(*one, *other, Geodesic.DISTANCE)["s12"]
    return metres / 1000


class Piece(NamedTuple):
    """A short part of a line, and a distance in km from some point that no place on it can fall below."""

    least: float
    start: Point
    end: Point


def pieces(at: Point, start: Point, end: Point) -> Iterator[Piece]:
    """A straight line between two positions (RFC 7946, 3.1.1: straight in longitude and latitude), cut up."""
    wide = max(abs(end[0] - start[0]), abs(end[1] - start[1]))
    count = max(1, ceil(wide / _PIECE))
    marks = [_between(start, end, n / count) for n in range(count + 1)]
    away = [_on_sphere(at, mark) for mark in marks]
    for n in range(count):
        one, other = marks[n], marks[n + 1]
        bound = (away[n] + away[n + 1] - _longest(one, other)) / 2
        yield Piece(max(0.0, bound * (1 - _SPHERE_ERROR)), one, other)


def piece_km(at: Point, piece: Piece, best: float) -> float:
    """The distance in km from a point to the nearest place of a piece, to less than a metre.

    Not below `best`, if no place of the piece is nearer than that.
    """

    def away(share: float) -> float:
        return distance_km.__wrapped__(at, _between(piece.start, piece.end, share))

    one, other = distance_km(at, piece.start), distance_km(at, piece.end)
    best = min(best, one, other)
    length = _longest(piece.start, piece.end) * (1 + _SPHERE_ERROR)
    return best if (one + other - length) / 2 >= best else min(best, _lowest(away))


def _lowest(value: Callable[[float], float]) -> float:
    """The lowest value on 0..1 of a function with one lowest place, by golden section."""
    low, high = 0.0, 1.0
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = value(left), value(right)
    for _ in range(_STEPS):
        if at_left <= at_right:
            high, right, at_right = right, left, at_left
            left = high - _GOLDEN * (high - low)
            at_left = value(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + _GOLDEN * (high - low)
            at_right = value(right)
    return min(at_left, at_right)


def _between(start: Point, end: Point, share: float) -> Point:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _on_sphere(one: Point, other: Point) -> float:
    north, south = radians(one[0]), radians(other[0])
    up, across = (south - north) / 2, radians(other[1] - one[1]) / 2
    half = sin(up) ** 2 + cos(north) * cos(south) * sin(across) ** 2
    return 2 * _MEAN_RADIUS * asin(min(1.0, sqrt(half)))


def _longest(one: Point, other: Point) -> float:
    """At or above the length in km of a short straight line, on the sphere."""
    widest = max(cos(radians(one[0])), cos(radians(other[0])))
    if one[0] * other[0] < 0:
        widest = 1.0
    return _MEAN_RADIUS * radians(abs(other[0] - one[0]) + abs(other[1] - one[1]) * widest)
