"""Places on the earth: distances on the ellipsoid, polygons and lines, and GeoJSON that describes them.

Points are (latitude, longitude) in degrees on WGS 84 everywhere in exsched. Only GeoJSON (RFC 7946) writes
longitude first; `read_geojson` turns that round, and nothing else ever sees it.
"""

from exsched.geography.geojson import Fault, FaultKind, read_geojson
from exsched.geography.points import Point, distance_km
from exsched.geography.shapes import Polygon, Position, Shape

__all__ = ["Fault", "FaultKind", "Point", "Polygon", "Position", "Shape", "distance_km", "read_geojson"]
