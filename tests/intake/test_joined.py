"""Submissions that come by themselves, read with the bundle that they belong to."""

from pathlib import Path

import pytest

from exsched.intake import Loaded, load, load_joined
from tests.intake.programmes import a_text, errors

OLD = "owner: ARV\nforces: {old: {name: Old, nation: ARV, domain: land}}\n"
NEW = b"owner: ARV\nforces: {new: {name: New, nation: ARV, domain: land}}\n"


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A programme with a file of Arvania, which includes a second one, and a file of Belmark."""
    (tmp_path / "programme.yaml").write_text(
        a_text("include: [arv.yaml, bmk.yaml]", "exercises: {alpha: {title: A, days: 3}}")
    )
    (tmp_path / "arv.yaml").write_text(OLD + "include: more.yaml\n")
    (tmp_path / "more.yaml").write_text("forces: {more: {name: More, nation: ARV, domain: land}}\n")
    (tmp_path / "bmk.yaml").write_text("owner: BMK\nforces: {bmk: {name: B, nation: BMK, domain: land}}\n")
    return tmp_path


def forces(loaded: Loaded) -> list[str]:
    """The forces of the programme, sorted."""
    assert loaded.problem is not None, "\n".join(d.render() for d in loaded.diagnostics)
    return sorted(loaded.problem.programme.forces)


def test_submission_takes_the_place_of_the_nations_files(bundle: Path) -> None:
    """The bundle's file of that nation is not read, nor what it includes; others are."""
    assert forces(load(bundle)) == ["bmk", "more", "old"]
    loaded = load_joined(bundle, {"ARV": NEW})
    assert forces(loaded) == ["bmk", "new"]
    assert loaded.files == ("programme.yaml", "submissions/ARV.yaml", "bmk.yaml")
    assert loaded.problem is not None
    assert loaded.problem.owners[("forces", "new")] == "ARV"


def test_submission_is_added_when_the_bundle_has_none(bundle: Path) -> None:
    """A nation without a file in the bundle has one now."""
    loaded = load_joined(bundle, {"CAL": b"owner: CAL\nforces: {c: {name: C, nation: CAL, domain: land}}\n"})
    assert forces(loaded) == ["bmk", "c", "more", "old"]


def test_same_submission_gives_the_same_problem(bundle: Path) -> None:
    """Sending what the bundle has changes nothing but the name of the file."""
    (bundle / "arv.yaml").write_text(OLD)
    before, after = load(bundle).problem, load_joined(bundle, {"ARV": OLD.encode()}).problem
    assert before is not None
    assert after is not None
    assert (after.input_hash, after.owners) == (before.input_hash, before.owners)


def test_no_submissions_give_the_bundle(bundle: Path) -> None:
    """Joining nothing is loading."""
    one, other = load_joined(bundle, {}).problem, load(bundle).problem
    assert one == other is not None


def test_submission_belongs_to_its_sender(bundle: Path) -> None:
    """Without a head it is stamped; a head that names another nation is an error, whoever that is."""
    stamped = load_joined(bundle, {"ARV": NEW.split(b"\n", 1)[1]})
    assert stamped.problem is not None
    assert stamped.problem.owners[("forces", "new")] == "ARV"
    wrong = load_joined(bundle, {"ARV": NEW.replace(b"owner: ARV", b"owner: BMK")})
    assert errors(wrong) == [("E211", 'this is ARV\'s submission, but its head says "BMK"')]


def test_submission_speaks_of_its_owner_only(bundle: Path) -> None:
    """Force of another nation: refused with the name that the submission has in messages."""
    loaded = load_joined(
        bundle,
        {"ARV": b"owner: ARV\nforces: {f: {name: F, nation: CAL, domain: land}}\n"},
        {"ARV": "submissions/arvania.yaml"},
    )
    assert [(d.code, str(d.place)) for d in loaded.diagnostics] == [("E215", "submissions/arvania.yaml:2:31")]


def test_submission_includes_nothing(bundle: Path) -> None:
    """It comes without a folder: neither files of the bundle nor of the machine, nor library data."""
    for wanted, code in (("bmk.yaml", "E130"), ("/etc/passwd", "E130"), ("library:regimes/airac", "E216")):
        loaded = load_joined(bundle, {"ARV": NEW + f"include: [{wanted}]\n".encode()})
        assert [found for found, _ in errors(loaded)] == [code], wanted


def test_submission_in_json_is_read_by_its_name(bundle: Path) -> None:
    """A name that ends in .json is read as JSON, so mistakes are shown as in JSON."""
    text = b'{"owner": "ARV", "forces": {"new": {"name": "N", "nation": "ARV", "domain": "land"}}}'
    assert forces(load_joined(bundle, {"ARV": text}, {"ARV": "submissions/ARV.json"})) == ["bmk", "new"]
    broken = load_joined(bundle, {"ARV": text[:-1]}, {"ARV": "submissions/ARV.json"})
    assert broken.refused
    assert {d.place.file for d in broken.diagnostics if d.place} == {"submissions/ARV.json"}


def test_bundle_without_a_main_file_is_told(tmp_path: Path) -> None:
    """A folder that is no programme stays one."""
    assert [code for code, _ in errors(load_joined(tmp_path, {"ARV": NEW}))] == ["E103"]
