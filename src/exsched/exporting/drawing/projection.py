"""Lambert azimuthal equal-area projection, on a sphere: true areas around a centre.

Source: J. P. Snyder, Map Projections: A Working Manual (USGS Professional Paper 1395, 1987), 24-2 to 24-4.
"""

from collections.abc import Iterable
from math import atan2, cos, degrees, hypot, radians, sin, sqrt

from exsched.domain.venues import Point

EARTH = 6371.0
"""Radius in km."""


class Projection:
    """From latitude and longitude to km east and south of the centre."""

    def __init__(self, centre: Point) -> None:
        self._lat, self._lon = radians(centre[0]), radians(centre[1])
        self._sin, self._cos = sin(self._lat), cos(self._lat)

    def project(self, lat: float, lon: float) -> tuple[float, float] | None:
        """East and south in km; None on the far side of the earth."""
        phi, turn = radians(lat), radians(lon) - self._lon
        near = self._sin * sin(phi) + self._cos * cos(phi) * cos(turn)
        if near < 0:
            return None
        k = EARTH * sqrt(2 / (1 + near))
        return k * cos(phi) * sin(turn), -k * (self._cos * sin(phi) - self._sin * cos(phi) * cos(turn))


def middle(points: Iterable[Point]) -> Point:
    """The mean of the points on the sphere; right across the date line as well."""
    x = y = z = 0.0
    for lat, lon in points:
        x += cos(radians(lat)) * cos(radians(lon))
        y += cos(radians(lat)) * sin(radians(lon))
        z += sin(radians(lat))
    return degrees(atan2(z, hypot(x, y))), degrees(atan2(y, x))
