"""The areas of the library: whole outlines, on the right side of the places that everybody knows."""

from itertools import pairwise

import pytest

from exsched.domain.venues import Area
from exsched.geography import Point, Position
from exsched.intake import load_text
from exsched.library import library_names

HEAD = "programme: {id: tiny, title: Tiny, horizon: 2027-01-01/2027-12-31}\n"
NAMES = [name for name in library_names() if name.startswith("areas/")]
PLACES: dict[str, Point] = {
    "Constanta": (44.17, 28.65),
    "Varna": (43.2, 27.92),
    "Odesa": (46.49, 30.73),
    "Samsun": (41.3, 36.34),
    "Batumi": (41.65, 41.64),
    "Istanbul": (41.02, 28.98),
    "Golcuk": (40.73, 29.8),
    "Canakkale": (40.15, 26.4),
    "Izmir": (38.43, 27.13),
    "Souda": (35.49, 24.12),
    "Thessaloniki": (40.63, 22.93),
    "Kiel": (54.33, 10.14),
    "Gdynia": (54.53, 18.55),
    "Tallinn": (59.45, 24.75),
    "Stockholm": (59.33, 18.1),
    "Karlskrona": (56.16, 15.59),
    "Wilhelmshaven": (53.53, 8.13),
    "Bergen": (60.39, 5.32),
    "Kirkenes": (69.73, 30.05),
    "Porsanger": (70.07, 24.97),
    "Setermoen": (68.86, 18.34),
    "Ivalo": (68.61, 27.4),
}
INSIDE = {
    "black-sea": {"Constanta", "Varna", "Odesa", "Samsun", "Batumi"},
    "turkish-straits": {"Istanbul", "Golcuk", "Canakkale"},
    "aegean": {"Izmir", "Souda", "Thessaloniki"},
    "baltic-sea": {"Kiel", "Gdynia", "Tallinn", "Stockholm", "Karlskrona"},
    "east-finnmark": {"Kirkenes", "Porsanger"},
    "meridian-24-east": set(),
}


def an_area(name: str) -> Area:
    """An area of the library."""
    loaded = load_text(f"{HEAD}include: library:{name}\n")
    assert loaded.problem is not None, [d.render() for d in loaded.diagnostics]
    return loaded.problem.programme.areas[name.removeprefix("areas/")]


def test_library_has_these_areas() -> None:
    """None is left out below."""
    assert {name.removeprefix("areas/") for name in NAMES} == set(INSIDE)


@pytest.mark.parametrize("name", NAMES)
def test_area_holds_the_ports_that_belong_to_it(name: str) -> None:
    """Its own ports and no others; a swapped outline would hold none."""
    area = an_area(name)
    assert area.shape
    found = {place for place, at in PLACES.items() if area.shape.position(at).within}
    assert found == INSIDE[area.id]


@pytest.mark.parametrize("name", NAMES)
def test_area_says_where_it_is_from_and_that_it_is_coarse(name: str) -> None:
    """Source and note."""
    area = an_area(name)
    assert area.source
    assert area.notes


@pytest.mark.parametrize("name", NAMES)
def test_outline_does_not_cross_itself(name: str) -> None:
    """No two edges of a ring cross."""
    shape = an_area(name).shape
    assert shape
    for polygon in shape.polygons:
        for ring in polygon:
            edges = list(pairwise(ring))
            assert [(a, b) for n, a in enumerate(edges) for b in edges[n + 2 :] if _cross(*a, *b)] == []


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def test_meridian_is_the_western_border_of_the_area_east_of_it() -> None:
    """A place on 24 E is on both; one west of it is on neither."""
    line, area = an_area("areas/meridian-24-east").shape, an_area("areas/east-finnmark").shape
    assert line
    assert area
    where = [[shape.position(at) for shape in (line, area)] for at in ((70.0, 24.0), (70.0, 23.9))]
    assert where == [[Position.BORDER, Position.BORDER], [Position.OUTSIDE, Position.OUTSIDE]]
