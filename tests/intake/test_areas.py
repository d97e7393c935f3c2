"""The GeoJSON of areas, inline and from files beside the programme."""

import json
from pathlib import Path

import pytest

from exsched.intake import Loaded, Severity, load, load_text
from tests.intake.programmes import HEAD, a_loaded, a_problem, errors

RING = [[10, 60], [12, 60], [12, 61], [10, 61], [10, 60]]
POLYGON = {"type": "Polygon", "coordinates": [RING]}
FEATURES = {
    "type": "FeatureCollection",
    "name": None,
    "features": [{"type": "Feature", "properties": {"held": None}, "geometry": POLYGON}],
}


def with_files(folder: Path, programme: str, **files: str) -> Loaded:
    """A programme in a folder with further files (`_` stands for `.` and `__` for `/` in their names)."""
    (folder / "programme.yaml").write_text(HEAD + programme)
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return load(folder)


def test_area_is_read_inline() -> None:
    """As a mapping of YAML; integers and decimals."""
    problem = a_problem(f"areas: {{box: {{geojson: {json.dumps(POLYGON)}, passage_days: 1}}}}")
    shape = problem.programme.areas["box"].shape
    assert shape
    assert shape.position((60.5, 11.5)).within
    assert problem.programme.unplaced("box") == {"north"}


@pytest.mark.parametrize("indent", [None, "\t"])
def test_area_is_read_from_a_file(tmp_path: Path, indent: str | None) -> None:
    """Features are unwrapped, properties dropped, empty values in them nobody's business; tabs are JSON."""
    text = json.dumps(FEATURES, indent=indent)
    loaded = with_files(tmp_path, "areas: {box: {geojson: maps/box.geojson}}\n", maps__box_geojson=text)
    assert loaded.problem is not None, [d.render() for d in loaded.diagnostics]
    area = loaded.problem.programme.areas["box"]
    assert area.geojson == {"type": "FeatureCollection", "features": [POLYGON]}
    assert loaded.files == ("programme.yaml", "maps/box.geojson")


def test_area_is_read_from_the_folder_of_the_file_that_names_it(tmp_path: Path) -> None:
    """As includes are."""
    loaded = with_files(
        tmp_path,
        "include: maps/areas.yaml\n",
        maps__areas_yaml="areas: {box: {geojson: box.json}, again: {geojson: box.json}}\n",
        maps__box_json=json.dumps(POLYGON),
    )
    assert loaded.problem is not None, [d.render() for d in loaded.diagnostics]
    assert set(loaded.problem.programme.areas) == {"box", "again"}


def test_area_changes_the_hash_of_the_input() -> None:
    """Another outline is another input; a file and the same outline inline are the same."""
    moved = json.dumps(POLYGON).replace("61", "62")
    one, other = (f"areas: {{box: {{geojson: {text}}}}}" for text in (json.dumps(POLYGON), moved))
    assert a_problem(one).input_hash != a_problem(other).input_hash


def test_area_from_text_without_a_folder_is_refused() -> None:
    """Nothing is read from wherever the program happens to run."""
    found = errors(load_text(HEAD + "areas: {box: {geojson: box.geojson}}\n"))
    assert [code for code, _ in found] == ["E130"]


@pytest.mark.parametrize(
    "name",
    ["../box.geojson", "/etc/box.geojson", "maps\\\\box.geojson", "C:box.geojson", "box.kml", "link.geojson"],
)
def test_area_file_outside_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    """The same safety as for includes, links included."""
    folder = tmp_path / "inner"
    folder.mkdir()
    (tmp_path / "box.geojson").write_text(json.dumps(POLYGON))
    (folder / "link.geojson").symlink_to(tmp_path / "box.geojson")
    loaded = with_files(folder, f'areas: {{box: {{geojson: "{name}"}}}}\n')
    assert [code for code, _ in errors(loaded)] == ["E130"]


def test_area_file_that_is_missing_or_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each with its own code."""
    monkeypatch.setattr("exsched.intake.source.MOST_BYTES", 2000)
    loaded = with_files(
        tmp_path,
        "areas: {one: {geojson: one.geojson}, two: {geojson: two.geojson}}\n",
        two_geojson=json.dumps(POLYGON) + " " * 2000,
    )
    assert [code for code, _ in errors(loaded)] == ["E105", "E131"]


def test_area_of_too_many_positions_is_refused() -> None:
    """An outline is no survey."""
    line = [[n / 1000, 50] for n in range(20_001)]
    found = a_loaded(f"areas: {{box: {{geojson: {{type: LineString, coordinates: {line}}}}}}}")
    assert errors(found) == [("E214", "more than 20,000 positions")]


def test_area_faults_stand_where_they_are_in_the_file(tmp_path: Path) -> None:
    """File, line and column of the position; the hint says that the two are swapped."""
    text = '{"type": "Polygon",\n "coordinates": [[[10, 60],\n  [60, 110], [12, 61], [10, 60]]]}\n'
    loaded = with_files(tmp_path, "areas: {box: {geojson: box.geojson}}\n", box_geojson=text)
    (found,) = [d for d in loaded.diagnostics if d.severity is Severity.ERROR]
    assert (str(found.place), found.path) == ("box.geojson:3:8", "areas.box.geojson.coordinates[0][1][1]")
    assert found.hint == "the two are swapped: GeoJSON writes longitude first, then latitude"
    assert loaded.problem is None
