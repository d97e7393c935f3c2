"""Distances on the ellipsoid: known values, and lines against sampling."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exsched.geography import Point, Shape, distance_km

OSLO, MADRID = (59.9139, 10.7522), (40.4168, -3.7038)
NEAR = st.tuples(st.floats(-85, 85), st.floats(-180, 180))


def sampled_km(at: Point, line: tuple[Point, ...], count: int = 4000) -> float:
    """The distance to the nearest of many places on a line that is straight in longitude and latitude."""
    return min(
        distance_km(at, (one[0] + (two[0] - one[0]) * n / count, one[1] + (two[1] - one[1]) * n / count))
        for one, two in pairwise(line)
        for n in range(count + 1)
    )


@pytest.mark.parametrize(
    ("one", "other", "km"),
    [
        (OSLO, MADRID, 2389.87),
        ((40.6, -73.8), (51.6, -0.5), 5551.76),
        ((0.0, 0.0), (0.0, 1.0), 111.32),
        ((0.0, 0.0), (1.0, 0.0), 110.57),
        ((90.0, 0.0), (-90.0, 0.0), 20003.93),
        ((0.0, 179.5), (0.0, -179.5), 111.32),
    ],
)
def test_distance_between_points_is_that_on_the_ellipsoid(one: Point, other: Point, km: float) -> None:
    """Two cities, the manual's own example, a degree each way, a meridian, and across 180; either way."""
    assert round(distance_km(one, other), 2) == km
    assert distance_km(other, one) == pytest.approx(distance_km(one, other))


def test_distance_to_a_meridian_is_that_to_its_nearest_place() -> None:
    """A degree east of 24 E on the equator; beyond the end of the line the end is nearest."""
    line = Shape(lines=[((-10.0, 24.0), (10.0, 24.0))])
    assert line.distance_km((0.0, 25.0)) == pytest.approx(distance_km((0.0, 24.0), (0.0, 25.0)), abs=1e-6)
    assert line.distance_km((12.0, 24.0)) == pytest.approx(distance_km((10.0, 24.0), (12.0, 24.0)), abs=1e-6)


def test_distance_to_a_parallel_follows_the_parallel() -> None:
    """RFC 7946, 3.1.1: the edge keeps its latitude, where a great circle would bend towards the pole."""
    line = Shape(lines=[((60.0, 0.0), (60.0, 40.0))])
    assert line.position((60.0, 20.0)).within
    assert line.distance_km((61.0, 20.0)) == pytest.approx(distance_km((60.0, 20.0), (61.0, 20.0)), abs=1e-3)


def test_distance_reaches_across_the_antimeridian() -> None:
    """A line at 179 E is two degrees from a point at 179 W."""
    line = Shape(lines=[((-5.0, 179.0), (5.0, 179.0))])
    assert line.distance_km((0.0, -179.0)) == pytest.approx(
        distance_km((0.0, 179.0), (0.0, -179.0)), abs=1e-6
    )


@pytest.mark.parametrize(
    ("at", "line"),
    [
        ((69.7, 30.1), ((68.0, 28.0), (69.0, 29.5), (70.2, 31.0))),
        ((40.0, -3.0), ((60.0, 24.0), (80.0, 24.0))),
        ((85.0, 100.0), ((80.0, 20.0), (82.0, 60.0))),
        ((-33.0, 151.0), ((55.0, 10.0), (54.0, 20.0))),
        ((41.2, 29.0), ((41.0, 28.0), (41.5, 31.0), (40.0, 31.0), (41.0, 28.0))),
    ],
)
def test_distance_to_a_line_agrees_with_sampling(at: Point, line: tuple[Point, ...]) -> None:
    """No sampled place lies nearer, and one lies almost as near."""
    found, sampled = Shape(lines=[line]).distance_km(at), sampled_km(at, line)
    assert found <= sampled + 1e-6
    assert sampled - found < 0.02


@settings(max_examples=25, deadline=None)
@given(NEAR, NEAR, st.floats(-3, 3), st.floats(-3, 3))
def test_distance_to_any_segment_agrees_with_sampling(
    at: Point, start: Point, up: float, east: float
) -> None:
    """Wherever point and segment lie."""
    end = (start[0] + up, min(180.0, max(-180.0, start[1] + east)))
    found, sampled = Shape(lines=[(start, end)]).distance_km(at), sampled_km(at, (start, end), 300)
    assert found <= sampled + 1e-6
    assert sampled - found < 3


@settings(max_examples=50, deadline=None)
@given(NEAR, NEAR, st.floats(1, 4000))
def test_nearer_than_says_what_the_distance_says(at: Point, start: Point, km: float) -> None:
    """Far shapes are put aside without a distance, and never wrongly."""
    line = [(start, (start[0] + 2, start[1]))]
    assert Shape(lines=line).nearer_than(at, km) == (Shape(lines=line).distance_km(at) < km)
    assert Shape(points=[start]).nearer_than(at, km) == (distance_km(at, start) < km)
