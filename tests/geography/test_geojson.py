"""GeoJSON as RFC 7946 has it, and what is said about anything else."""

from typing import Any

import pytest

from exsched.geography import FaultKind, Position, Shape, read_geojson

RING = [[10, 59], [12, 59], [12, 60], [10, 59]]
TURNED = ((59.0, 10.0), (59.0, 12.0), (60.0, 12.0), (59.0, 10.0))
POLYGON = {"type": "Polygon", "coordinates": [RING]}
LINE = {"type": "LineString", "coordinates": [[24, 60], [24, 80.5, 17]]}


def a_feature(geometry: Any) -> dict[str, Any]:
    """A feature with properties that nobody reads."""
    return {"type": "Feature", "id": 7, "properties": None, "geometry": geometry}


@pytest.mark.parametrize(
    ("body", "shape"),
    [
        (POLYGON, Shape([(TURNED,)])),
        (LINE, Shape(lines=[((60.0, 24.0), (80.5, 24.0))])),
        ({"type": "Point", "coordinates": [10, 59]}, Shape(points=[(59.0, 10.0)])),
        ({"type": "MultiPolygon", "coordinates": [[RING], [RING]]}, Shape([(TURNED,), (TURNED,)])),
        (
            {"type": "MultiLineString", "coordinates": [[[1, 2], [3, 4]]]},
            Shape(lines=[((2.0, 1.0), (4.0, 3.0))]),
        ),
        (a_feature(POLYGON), Shape([(TURNED,)])),
        (
            {"type": "FeatureCollection", "features": [a_feature(POLYGON), a_feature(LINE)]},
            Shape([(TURNED,)], [((60.0, 24.0), (80.5, 24.0))]),
        ),
    ],
    ids=lambda value: value.get("type") if isinstance(value, dict) else "",
)
def test_geojson_is_read_longitude_first(body: Any, shape: Shape) -> None:
    """Every kind, alone and wrapped; elevations, ids and properties are passed over."""
    assert read_geojson(body) == (shape, ())


def test_geojson_and_points_of_ours_meet() -> None:
    """`at: [59.3, 11.5]` lies in the polygon whose longitudes are 10 to 12; swapped it does not."""
    shape, _ = read_geojson(POLYGON)
    assert shape.position((59.3, 11.5)) is Position.INSIDE
    assert shape.position((11.5, 59.3)) is Position.OUTSIDE


SWAPPED = "the two are swapped: GeoJSON writes longitude first, then latitude"


@pytest.mark.parametrize(
    ("body", "path", "message", "hint"),
    [
        (None, (), "a GeoJSON object is expected, with `type` and `coordinates`", None),
        ({"coordinates": [1, 2]}, (), "`type` is missing", None),
        ({"type": "Circle"}, ("type",), "'Circle' is not one of LineString, MultiLineString, MultiPolygon, "
         "Point, Polygon, Feature, FeatureCollection", None),
        ({"type": "Polygon"}, (), "`coordinates` is a list in a Polygon", None),
        ({"type": "FeatureCollection", "features": 3}, ("features",), "`features` is a list in a "
         "FeatureCollection", None),
        ({"type": "FeatureCollection", "features": []}, (), "it holds no geometry", None),
        ({"type": "MultiPolygon", "coordinates": []}, (), "it holds no geometry", None),
        (a_feature(None), ("geometry",), "a GeoJSON object is expected, with `type` and `coordinates`", None),
        ({"type": "Polygon", "coordinates": []}, ("coordinates",), "a polygon has at least one ring", None),
        ({"type": "Polygon", "coordinates": [7]}, ("coordinates", 0), "a line is a list of positions", None),
        ({"type": "MultiPolygon", "coordinates": [7]}, ("coordinates", 0), "a polygon is a list of rings",
         None),
        ({"type": "Polygon", "coordinates": [RING[:3]]}, ("coordinates", 0), "this ring is not closed: it "
         "does not end where it begins", "write the first position once more at the end"),
        ({"type": "Polygon", "coordinates": [[[1, 1], [2, 2], [1, 1]]]}, ("coordinates", 0),
         "a ring has at least 4 positions, the first one once more at the end", None),
        ({"type": "LineString", "coordinates": [[1, 1]]}, ("coordinates",), "a line has at least 2 positions",
         None),
        ({"type": "Point", "coordinates": [1]}, ("coordinates",), "a position is a list of two numbers: "
         "longitude, latitude", None),
        ({"type": "Point", "coordinates": ["1", True]}, ("coordinates",), "a position is a list of two "
         "numbers: longitude, latitude", None),
        ({"type": "Point", "coordinates": [59, 110]}, ("coordinates", 1), "latitude 110 lies outside -90..90",
         SWAPPED),
        ({"type": "Point", "coordinates": [190, 110]}, ("coordinates", 1), "latitude 110 lies outside "
         "-90..90", None),
        ({"type": "Point", "coordinates": [180.5, 59]}, ("coordinates", 0), "longitude 180.5 lies outside "
         "-180..180", None),
        ({"type": "LineString", "coordinates": [[170, 60], [-170, 60]]}, ("coordinates", 1), "this edge "
         "seems to cross the antimeridian at 180 degrees",
         "cut it in two there (RFC 7946, 3.1.9), or write a position between"),
    ],
)  # fmt: skip
def test_geojson_that_cannot_be_used_is_told_where(body: Any, path: Any, message: str, hint: str) -> None:
    """One fault, at its place inside the object."""
    _, faults = read_geojson(body)
    assert [(fault.path, fault.message, fault.hint) for fault in faults] == [(path, message, hint)]


def test_geojson_around_the_earth_is_no_crossing() -> None:
    """An edge from 180 W to 180 E bounds what lies around a pole."""
    ring = [[-180, 66], [180, 66], [180, 90], [-180, 90], [-180, 66]]
    assert read_geojson({"type": "Polygon", "coordinates": [ring]})[1] == ()


def test_geojson_tells_every_fault_up_to_twenty() -> None:
    """A file in metres would have thousands."""
    metres = {"type": "LineString", "coordinates": [[500000, 6600000]] * 100}
    faults = read_geojson(metres)[1]
    assert len(faults) == 20
    assert {fault.kind for fault in faults} == {FaultKind.RANGE}


def test_geojson_of_too_many_positions_is_refused() -> None:
    """20,000 are read, one more is not."""
    line = [[n / 1000, 50] for n in range(20_001)]
    assert read_geojson({"type": "LineString", "coordinates": line[:-1]})[1] == ()
    (fault,) = read_geojson({"type": "LineString", "coordinates": line})[1]
    assert (fault.kind, fault.message) == (FaultKind.SIZE, "more than 20,000 positions")
