"""What is shared: pools, named periods, agreements, areas, planning templates."""

from benchmarks.generator.lands import box, centre_of
from benchmarks.generator.scale import Facts, Scale

SEA = (0, 1)
"""The nations, by number, around the inner sea behind the strait; all others come in from outside."""


def pools(scale: Scale) -> Facts:
    """Enablers and lift: what everybody asks for and few own, in proportion to the exercises of a year."""
    busy = scale.exercises / scale.years
    dice = scale.chance("pools")
    awacs, tankers = 2 + round(busy / 90), 3 + round(busy / 60)
    first = dice.randint(60, 120)
    return {
        "awacs": {"name": "Early-warning aircraft", "units": awacs}
        | {"less": [{"dates": scale.span(first, first + 40), "units": 1, "why": "operations"}]},
        "tankers": {"name": "Tanker aircraft", "units": tankers},
        "rail-wagons": {"name": "Rail wagons", "units": 300 + 10 * round(busy)},
        "ferries": {"name": "Ferries", "units": 3 + round(busy / 40)},
        "umpires": {"name": "Umpire teams", "units": 4 + round(busy / 25)},
    }


def periods() -> Facts:
    """Days that rules point to; one of them is worked out from a calendar."""
    return {
        "summer-leave": {"every_year": "07-20/08-10", "why": "summer leave"},
        "turn-of-the-year": {"every_year": "12-20/01-06", "why": "turn of the year"},
        "ramadan": {"observance": "ramadan"},
    }


def agreements(scale: Scale) -> Facts:
    """Cover for guests: all are bound to all, the last nation by a treaty of its own."""
    *old, late = scale.codes
    return {
        "alliance-sofa": {"kind": "SOFA", "parties": old},
        "accession-sofa": {"kind": "SOFA", "parties": [late, *old], "valid": f"{scale.first}/.."},
    }


def groups(scale: Scale) -> Facts:
    """Regional groups of nations that lie beside each other."""
    codes, size = scale.codes, 5
    parts = [codes[n : n + size] for n in range(0, len(codes) - size + 1, size)]
    return {f"region-{n}": part for n, part in enumerate(parts, 1)}


def areas(scale: Scale) -> Facts:
    """The inner sea, a border, a demilitarised strip, disputed waters, and the land of a region."""
    lat, lon = centre_of(2)
    strip = [[lon + 1.2, lat - 1.9], [lon + 1.9, lat - 1.9], [lon + 1.9, lat + 1.9], [lon + 1.2, lat + 1.9]]
    border = [[lon - 2.4, lat - 2], [lon - 2.4, lat + 2]]
    return {
        "inner-sea": {
            "geojson": {"type": "MultiPolygon", "coordinates": [[box(n)] for n in SEA]},
            "passage_days": 1,
        },
        "border": {"geojson": {"type": "LineString", "coordinates": border}},
        "quiet-strip": {"geojson": {"type": "Polygon", "coordinates": [[*strip, strip[0]]]}},
        "disputed-waters": {"geojson": {"type": "Polygon", "coordinates": [box(3, 1.1)]}},
        "far-region": {"nations": scale.codes[-3:]},
    }


PLANNING: Facts = {
    "livex": {"IPC": 52, "MPC": 30, "FPC": 12, "MEL/MIL": 8},
    "ftx": {"IPC": 36, "MPC": 20, "FPC": 6},
    "cpx": {"IPC": 40, "MPC": 26, "FPC": 8},
}
