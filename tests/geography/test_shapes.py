"""Whether points lie inside shapes, on their border, or outside."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exsched.geography import Point, Position, Shape

INSIDE, BORDER, OUTSIDE = Position.INSIDE, Position.BORDER, Position.OUTSIDE


def box(south: float, west: float, north: float, east: float) -> tuple[Point, ...]:
    """A closed ring between two parallels and two meridians."""
    return (south, west), (south, east), (north, east), (north, west), (south, west)


BAY = Shape([(box(10, 20, 20, 40), box(14, 28, 16, 32))])


@pytest.mark.parametrize(
    ("at", "place"),
    [
        ((12, 25), INSIDE),
        ((15, 30), OUTSIDE),
        ((15, 28), BORDER),
        ((14, 30), BORDER),
        ((10, 20), BORDER),
        ((10, 33), BORDER),
        ((10.000001, 33), INSIDE),
        ((9.999999, 33), OUTSIDE),
        ((20, 41), OUTSIDE),
        ((25, 12), OUTSIDE),
    ],
)
def test_position_in_a_polygon_with_a_hole(at: Point, place: Position) -> None:
    """A hole is outside, its edge is border, and latitude is never taken for longitude."""
    assert BAY.position(at) is place
    assert place.within is (place is not OUTSIDE)


def test_position_on_a_slanting_border_is_seen() -> None:
    """Decimal fractions on a line are on it."""
    shape = Shape([(((0, 0), (3, 0.9), (3, 0), (0, 0)),)])
    assert [shape.position((n / 10, 3 * n / 100)) for n in range(31)] == [BORDER] * 31


def test_position_at_a_corner_seen_from_the_west_is_counted_once() -> None:
    """A line through corners does not lose count."""
    diamond = Shape([(((0, 10), (5, 15), (10, 10), (5, 5), (0, 10)),)])
    assert [diamond.position((5, lon)) for lon in (4, 5, 10, 15, 16)] == [
        OUTSIDE,
        BORDER,
        INSIDE,
        BORDER,
        OUTSIDE,
    ]


def test_line_is_all_border() -> None:
    """A point on the line is in the area, and the answer says how."""
    line = Shape(lines=[((60, 24), (80, 24))])
    assert [line.position(at) for at in ((70, 24), (70, 24.1), (59, 24))] == [BORDER, OUTSIDE, OUTSIDE]
    assert str(line.position((70, 24))) == "on the border"


def test_shape_cut_at_the_antimeridian_is_whole() -> None:
    """RFC 7946, 3.1.9: the two halves share a seam that is no border, but for its ends."""
    strait = Shape([(box(60, 170, 70, 180),), (box(60, -180, 70, -170),)])
    where = [(65, 175), (65, -175), (65, 180), (65, -180), (60, 180), (60, -180), (65, 169), (65, 0)]
    assert [strait.position(at) for at in where] == [
        INSIDE,
        INSIDE,
        INSIDE,
        INSIDE,
        BORDER,
        BORDER,
        OUTSIDE,
        OUTSIDE,
    ]
    assert [strait.distance_km(at) for at in where[:6]] == [0.0] * 6
    half = Shape([(box(60, 170, 70, 180),)])
    assert [half.position((65, lon)) for lon in (180, -180)] == [BORDER, BORDER]


def test_shape_around_a_pole_reaches_it() -> None:
    """All that lies north of 66 N."""
    north = Shape([(box(66, -180, 90, 180),)])
    assert [north.position(at) for at in ((67, 0), (89.9, 180), (66, 12), (65, 12))] == [
        INSIDE,
        INSIDE,
        BORDER,
        OUTSIDE,
    ]


@settings(deadline=None)
@given(st.floats(-89, 89), st.floats(-179, 179))
def test_position_in_a_box_is_plain_comparison(lat: float, lon: float) -> None:
    """Counting crossings agrees with comparing numbers."""
    inside = 10 < lat < 20 and 20 < lon < 40
    border = not inside and 10 <= lat <= 20 and 20 <= lon <= 40
    if min(abs(lat - 10), abs(lat - 20), abs(lon - 20), abs(lon - 40)) > 1e-6:
        expected = INSIDE if inside else BORDER if border else OUTSIDE
        assert Shape([(box(10, 20, 20, 40),)]).position((lat, lon)) is expected


@settings(max_examples=30, deadline=None)
@given(st.floats(-89, 89), st.floats(-179, 179))
def test_distance_is_nothing_exactly_within(lat: float, lon: float) -> None:
    """0 inside and on the border, more outside."""
    away = Shape([(box(10, 20, 20, 40),)])
    assert (away.distance_km((lat, lon)) == 0) is away.position((lat, lon)).within


def test_shapes_of_the_same_places_are_equal() -> None:
    """What was asked of them before does not matter."""
    one, other = Shape(points=[(1, 2)]), Shape(points=[(1, 2)])
    one.position((1, 2))
    assert (one == other, hash(one) == hash(other), one == Shape()) == (True, True, False)
    assert repr(one) == "Shape((), (), ((1, 2),))"
