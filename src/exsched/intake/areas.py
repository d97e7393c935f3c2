"""Reads the GeoJSON of areas, inline or from a file beside the programme, and says where it is wrong."""

from collections.abc import Iterable
from pathlib import Path as FilePath
from typing import Any

from exsched.geography import FaultKind, read_geojson
from exsched.intake.diagnostic import quoted
from exsched.intake.files import Document, Opener, parse
from exsched.intake.report import Path, Report, Spot
from exsched.intake.source import read_source
from exsched.intake.tree import Map, Mark, Seq, find, key_spot, value_spot

SUFFIXES = (".geojson", ".json", ".yaml", ".yml")
_CODES = {FaultKind.FORM: "E312", FaultKind.RANGE: "E302", FaultKind.SIZE: "E214"}


def read_areas(tree: Map, opener: Opener) -> None:
    """Put in place of every `geojson` the geometries alone; what cannot be read is reported and left out."""
    areas = tree.get("areas")
    by_name = {document.name: document for document in opener.documents}
    read: dict[FilePath, Any] = {}
    for name, body in areas.items() if isinstance(areas, Map) else ():
        said = body.get("geojson") if isinstance(body, Map) else None
        if said is None:
            continue
        mark: Mark = body.marks["geojson"]
        spot = value_spot(mark)
        if isinstance(said, str):
            said, mark = _from_file(by_name[mark[0]], said, spot, opener, read)
        if said is None or not _sound(said, mark, ("areas", name, "geojson"), opener.report):
            del body["geojson"]
        else:
            body["geojson"] = _bare(said)


def _from_file(
    document: Document, wanted: str, spot: Spot, opener: Opener, read: dict[FilePath, Any]
) -> tuple[Any, Mark]:
    """What a file says, each file read once; None after reporting why there is nothing."""
    found = opener.beside(document, wanted, spot, SUFFIXES)
    if found is None:
        return None, (*spot, *spot[1:])
    name, path = found
    if path not in read:
        source = read_source(path, name, opener.report)
        parsed = parse(source, opener.report, opener.nodes) if source else None
        read[path] = parsed.root if parsed else None
        opener.nodes = parsed.nodes if parsed else opener.nodes
    return read[path], (name, 0, 0, 0, 0)


def _sound(body: Any, start: Mark, path: Path, report: Report) -> bool:
    """Whether it is GeoJSON that can be used; each fault is shown where it stands."""
    if not isinstance(body, Map):
        what = f"a GeoJSON object or the name of a file with one is expected, found {quoted(body)}"
        report.error("E312", what, value_spot(start), path=path)
        return False
    _, faults = read_geojson(body)
    for fault in faults:
        at_key = fault.path[-1:] == ("type",)
        mark = find(body, fault.path, start)[1]
        spot = key_spot(mark) if at_key else value_spot(mark)
        report.error(_CODES[fault.kind], fault.message, spot, path=(*path, *fault.path), hint=fault.hint)
    return not faults


def _bare(body: Map) -> dict[str, Any]:
    """The object as plain data without properties and the like, which may hold anything, also nothing."""
    if body["type"] == "FeatureCollection":
        features: Iterable[Any] = body["features"]
        return {"type": "FeatureCollection", "features": [_bare(feature) for feature in features]}
    if body["type"] == "Feature":
        return _bare(body["geometry"])
    return {"type": body["type"], "coordinates": _plain(body["coordinates"])}


def _plain(value: Any) -> Any:
    return [_plain(item) for item in value] if isinstance(value, Seq) else value
