"""Areas: what lies in them, what nobody knows, and what ships need to enter them."""

from typing import Any

import pytest
from pydantic import ValidationError

from exsched.domain.programme import Programme
from exsched.domain.venues import Area
from tests.builders import a_programme

BOX = {"type": "Polygon", "coordinates": [[[10, 60], [12, 60], [12, 61], [10, 61], [10, 60]]]}
WHERE = {"inside": [60.5, 11], "border": [60, 11], "outside": [62, 11], "swapped": [11, 60.5], "lost": None}


def an_area(**body: Any) -> Area:
    """An area of its own."""
    return Area.model_validate({"id": "box", **body})


def a_world(**parts: Any) -> Programme:
    """Venues inside, on the border, outside, mistaken and lost."""
    venues = {n: {"name": n, "host": "ARV", "kind": "sea_area", "at": at} for n, at in WHERE.items()}
    return a_programme(**{"venues": venues, "areas": {"box": {"geojson": BOX}}} | parts)


def test_area_holds_what_lies_inside_or_on_its_border() -> None:
    """Longitude first in GeoJSON, latitude first in `at`: a swapped venue is elsewhere."""
    programme = a_world()
    assert programme.venues_in("box") == {"inside", "border"}
    assert programme.unplaced("box") == {"lost"}


def test_area_joins_shape_names_and_nations() -> None:
    """A venue that is named, or whose host is, needs no position."""
    programme = a_world(
        areas={"box": {"geojson": BOX, "venues": ["lost", "outside"]}, "arv": {"nations": ["ARV"]}}
    )
    assert programme.venues_in("box") == {"inside", "border", "lost", "outside"}
    assert programme.venues_in("arv") == set(WHERE)
    assert programme.unplaced("box") == programme.unplaced("arv") == set()


def test_area_is_worked_out_once_and_again_for_other_facts() -> None:
    """The same answer is kept; a copy with other venues or areas gets its own."""
    programme = a_world()
    assert programme.venues_in("box") is programme.venues_in("box")
    moved = programme.model_copy(update={"venues": {"outside": programme.venues["outside"]}})
    assert moved.venues_in("box") == set()
    redrawn = programme.model_copy(update={"areas": {"box": an_area(venues=["outside"])}})
    assert redrawn.venues_in("box") == {"outside"}
    assert programme.venues_in("box") == {"inside", "border"}
    assert a_world() == programme


def test_area_measures_from_its_border() -> None:
    """0 inside; None when the venue or the shape is not known."""
    programme = a_world()
    box, named = programme.areas["box"], an_area(venues=["inside"])
    km = {name: box.km_to(venue) for name, venue in programme.venues.items()}
    assert (km["inside"], km["border"], km["lost"]) == (0, 0, None)
    assert km["outside"] == pytest.approx(111.4, abs=0.1)
    assert [named.km_to(programme.venues[name]) for name in ("inside", "outside")] == [0, None]
    assert [box.nearer_than(programme.venues["outside"], away) for away in (111, 112)] == [False, True]
    assert [box.nearer_than(programme.venues[name], 1) for name in ("inside", "lost")] == [True, False]


def test_area_refuses_what_is_no_geojson() -> None:
    """The first fault is told with its place."""
    with pytest.raises(ValidationError, match=r"coordinates\.1: latitude 95 lies outside -90\.\.90"):
        an_area(geojson={"type": "Point", "coordinates": [10, 95]})
    with pytest.raises(ValidationError, match="`type` is missing"):
        an_area(geojson={})


def a_ship(mode: str = "sea", home: Any = (62.0, 11.0), nation: str = "ARV") -> dict[str, Any]:
    """A force that needs a day and a fixed one for a hundred km or so."""
    mobility = {"mode": mode, "km_per_day": 500, "fixed_days": 1}
    return {"name": "S", "nation": nation, "domain": "maritime", "home": home, "mobility": mobility}


@pytest.mark.parametrize(
    ("force", "venue", "days"),
    [
        (a_ship(), "inside", 4),
        (a_ship(), "border", 4),
        (a_ship("road"), "inside", 2),
        (a_ship("air"), "inside", 2),
        (a_ship(), "outside", 1),
        (a_ship(home=(60.2, 11.0)), "inside", 2),
        (a_ship(home=(60.2, 11.0)), "outside", 2),
        (a_ship(home=None), "inside", None),
        (a_ship(), "lost", None),
        (a_ship() | {"mobility": None}, "inside", 0),
    ],
)
def test_ship_needs_the_passage_days_of_an_area_that_it_enters(
    force: dict[str, Any], venue: str, days: int | None
) -> None:
    """Two days more by sea into the area from outside; nobody else, and not the ships that live there."""
    programme = a_world(areas={"box": {"geojson": BOX, "passage_days": 2}}, forces={"ship": force})
    assert programme.travel_days(programme.forces["ship"], programme.venues[venue]) == days


def test_passages_add_up_and_a_nation_of_the_area_is_at_home_there() -> None:
    """An inner sea behind an outer one; nations of an area need no passage into it."""
    areas = {
        "outer": {"geojson": BOX, "passage_days": 2},
        "inner": {"venues": ["inside"], "passage_days": 3},
        "own": {"nations": ["ARV"], "passage_days": 50},
    }
    programme = a_world(areas=areas, forces={"ship": a_ship()})
    venues, ship = programme.venues, programme.forces["ship"]
    assert [programme.travel_days(ship, venues[name]) for name in ("inside", "border")] == [7, 4]
    assert programme.travel_days(ship, None) is None
