"""Reads GeoJSON (RFC 7946): polygons, lines and points, alone, as features, or as collections of features."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from exsched.geography.points import Point
from exsched.geography.shapes import Line, Polygon, Shape

MOST_POSITIONS = 20_000
_MOST_FAULTS = 20
_CROSSES = 180.0
_ROUND = 360.0

GEOMETRIES = ("LineString", "MultiLineString", "MultiPolygon", "Point", "Polygon")
TYPES = (*GEOMETRIES, "Feature", "FeatureCollection")


class FaultKind(StrEnum):
    """What sort of fault it is."""

    FORM = "form"
    RANGE = "range"
    SIZE = "size"


class Fault(NamedTuple):
    """Why an object is no GeoJSON that can be used, and at which place inside it."""

    path: tuple[str | int, ...]
    kind: FaultKind
    message: str
    hint: str | None = None


def read_geojson(body: Any) -> tuple[Shape, tuple[Fault, ...]]:
    """The shape that a GeoJSON object describes, and what is wrong with it; with faults, what is left of it.

    Elevations and foreign members are passed over. Rings may turn either way (RFC 7946, 3.1.6).
    """
    reader = _Reader()
    reader.object(body, ())
    if not reader.faults and not (reader.polygons or reader.lines or reader.points):
        reader.fault((), "it holds no geometry")
    return Shape(reader.polygons, reader.lines, reader.points), tuple(reader.faults)


class _Reader:
    def __init__(self) -> None:
        self.polygons: list[Polygon] = []
        self.lines: list[Line] = []
        self.points: list[Point] = []
        self.faults: list[Fault] = []
        self._positions = 0

    def fault(
        self, path: tuple[str | int, ...], message: str, hint: str | None = None, kind: str = "form"
    ) -> None:
        """Note one; a file of another kind would give thousands, so only the first are kept."""
        if len(self.faults) < _MOST_FAULTS:
            self.faults.append(Fault(path, FaultKind(kind), message, hint))

    def object(self, body: Any, path: tuple[str | int, ...]) -> None:
        """Read a geometry, a feature, or a collection of features."""
        if not isinstance(body, Mapping):
            self.fault(path, "a GeoJSON object is expected, with `type` and `coordinates`")
            return
        kind = body.get("type")
        if kind == "FeatureCollection":
            for n, feature in enumerate(self._list(body, "features", path)):
                self.object(feature, (*path, "features", n))
        elif kind == "Feature":
            self.object(body.get("geometry"), (*path, "geometry"))
        elif kind in GEOMETRIES:
            self._geometry(str(kind), body, path)
        else:
            what = f"{str(kind)[:40]!r} is not one of {', '.join(TYPES)}" if kind else "`type` is missing"
            self.fault((*path, "type") if kind else path, what)

    def _list(self, body: Mapping[str, Any], key: str, path: tuple[str | int, ...]) -> Sequence[Any]:
        value = body.get(key)
        if isinstance(value, list | tuple):
            return value
        self.fault((*path, key) if key in body else path, f"`{key}` is a list in a {body['type']}")
        return ()

    def _geometry(self, kind: str, body: Mapping[str, Any], path: tuple[str | int, ...]) -> None:
        coordinates, at = self._list(body, "coordinates", path), (*path, "coordinates")
        if not isinstance(body.get("coordinates"), list | tuple):
            return
        if kind == "Point":
            self._keep(self.points, self._position(coordinates, at))
        elif kind == "LineString":
            self._keep(self.lines, self._line(coordinates, at))
        elif kind == "Polygon":
            self._keep(self.polygons, self._polygon(coordinates, at))
        elif kind == "MultiLineString":
            for n, line in enumerate(coordinates):
                self._keep(self.lines, self._line(line, (*at, n)))
        else:
            for n, polygon in enumerate(coordinates):
                self._keep(self.polygons, self._polygon(polygon, (*at, n)))

    @staticmethod
    def _keep(kept: list[Any], found: Any) -> None:
        if found is not None:
            kept.append(found)

    def _polygon(self, rings: Any, path: tuple[str | int, ...]) -> Polygon | None:
        found = self._each(rings, path, self._ring, "a polygon is a list of rings")
        if found is not None and not found:
            self.fault(path, "a polygon has at least one ring")
            return None
        return found

    def _ring(self, positions: Any, path: tuple[str | int, ...]) -> Line | None:
        ring = self._line(positions, path)
        if ring is None:
            return None
        if ring[0] != ring[-1]:
            hint = "write the first position once more at the end"
            self.fault(path, "this ring is not closed: it does not end where it begins", hint)
        elif len(ring) < 4:
            self.fault(path, "a ring has at least 4 positions, the first one once more at the end")
        else:
            return ring
        return None

    def _line(self, positions: Any, path: tuple[str | int, ...]) -> Line | None:
        line: Line | None = self._each(positions, path, self._position, "a line is a list of positions")
        if line is None:
            return None
        if len(line) < 2:
            self.fault(path, "a line has at least 2 positions")
            return None
        for n in range(1, len(line)):
            if _CROSSES < abs(line[n][1] - line[n - 1][1]) < _ROUND:
                hint = "cut it in two there (RFC 7946, 3.1.9), or write a position between"
                self.fault((*path, n), "this edge seems to cross the antimeridian at 180 degrees", hint)
                return None
        return line

    def _each(
        self, values: Any, path: tuple[str | int, ...], read: Callable[..., Any], what: str
    ) -> tuple[Any, ...] | None:
        if not isinstance(values, list | tuple):
            self.fault(path, what)
            return None
        found = [read(value, (*path, n)) for n, value in enumerate(values)]
        return None if any(one is None for one in found) else tuple(found)

    def _position(self, pair: Any, path: tuple[str | int, ...]) -> Point | None:
        self._positions += 1
        if self._positions > MOST_POSITIONS:
            if self._positions == MOST_POSITIONS + 1:
                hint = "simplify the outline; a kilometre is fine enough"
                self.fault(path, f"more than {MOST_POSITIONS:,} positions", hint, "size")
            return None
        if not (isinstance(pair, list | tuple) and len(pair) >= 2 and all(map(_is_number, pair[:2]))):
            self.fault(path, "a position is a list of two numbers: longitude, latitude")
            return None
        lon, lat = float(pair[0]), float(pair[1])
        if abs(lat) <= 90 and abs(lon) <= 180:
            return lat, lon
        self._out_of_range(lon, lat, path)
        return None

    def _out_of_range(self, lon: float, lat: float, path: tuple[str | int, ...]) -> None:
        n, what = (1, f"latitude {lat:g} lies outside -90..90") if abs(lat) > 90 else (0, "")
        what = what or f"longitude {lon:g} lies outside -180..180"
        swapped = abs(lat) <= 180 and abs(lon) <= 90
        hint = "the two are swapped: GeoJSON writes longitude first, then latitude" if swapped else None
        self.fault((*path, n), what, hint, "range")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
