"""bundle, replay and place as a planner types them."""

import json
import zipfile
from pathlib import Path

import pytest

from exsched.archiving.manifest import NAME, Manifest, digest
from exsched.archiving.packing import zipped
from tests.commands.process import BROKEN, KEPT, exsched, tiny


@pytest.fixture
def typed(tmp_path: Path) -> tuple[str, str]:
    """The tiny programme and a schedule of it, typed by hand."""
    schedule = tmp_path / "kept.csv"
    schedule.write_text(KEPT, encoding="utf-8")
    return tiny(tmp_path), str(schedule)


@pytest.fixture
def solved(tmp_path: Path) -> tuple[str, str]:
    """The same programme, and its schedule as the solver made it, to be repeated to the byte."""
    programme, schedule = tiny(tmp_path), str(tmp_path / "best.json")
    done = exsched("solve", programme, "--reproducible", "--time-limit", "10", "-o", schedule)
    assert done.returncode == 0, done.stderr
    return programme, schedule


def rewritten(archive: Path, name: str, old: bytes, new: bytes, *, honest: bool) -> None:
    """Change a member, with or without its hash in the manifest."""
    with zipfile.ZipFile(archive) as whole:
        members = {entry.filename: whole.read(entry) for entry in whole.infolist()}
    assert old in members[name]
    members[name] = members[name].replace(old, new)
    if honest:
        said = Manifest.model_validate_json(members[NAME], strict=False)
        hashes = said.members | {name: digest(members[name])}
        members[NAME] = said.model_copy(update={"members": hashes}).as_bytes()
    archive.write_bytes(zipped(members))


def test_run_is_repeated_to_the_byte(solved: tuple[str, str], tmp_path: Path) -> None:
    """And the archive itself is the same when written again."""
    one, other = tmp_path / "one.zip", tmp_path / "other.zip"
    for file in (one, other):
        assert exsched("bundle", *solved, "-o", str(file)).returncode == 0
    assert one.read_bytes() == other.read_bytes()
    done = exsched("replay", str(one), "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["run"]["word"] == "same"


def test_what_is_typed_by_hand_is_verified_only(typed: tuple[str, str], tmp_path: Path) -> None:
    """There is no run to repeat."""
    archive = str(tmp_path / "typed.zip")
    told = exsched("bundle", *typed, "-o", archive)
    assert "it can be verified, not solved again" in told.stdout
    done = exsched("replay", archive)
    assert done.returncode == 0, done.stderr
    assert "schedule: allowed, as the archive says" in done.stdout
    assert "the schedule does not say how it was made" in done.stdout


def test_refused_schedule_stays_refused(tmp_path: Path) -> None:
    """An archive keeps what was, not what ought to be."""
    programme, schedule, archive = tiny(tmp_path), tmp_path / "broken.csv", str(tmp_path / "broken.zip")
    schedule.write_text(BROKEN, encoding="utf-8")
    assert "schedule: refused" in exsched("bundle", programme, str(schedule), "-o", archive).stdout
    assert "schedule: refused, as the archive says" in exsched("replay", archive).stdout


@pytest.mark.parametrize(
    ("member", "old", "new", "honest", "code", "said"),
    [
        ("programme/tiny.yaml", b"days: 5", b"days: 4", False, 4, "programme/tiny.yaml was changed"),
        ("programme/tiny.yaml", b"days: 5", b"days: 4", True, 4, "does not mean what it meant"),
        ("programme/tiny.yaml", b"exercises:", b"exercise:", True, 3, "refused"),
        ("schedule/schedule.csv", b"2027-01-11", b"2027-01-10", True, 4, "says otherwise than the archive"),
        ("certificate.json", b'"allowed"', b'"refused"', True, 4, "says otherwise than the archive"),
        (NAME, b'"made": null', b'"made": {"status": "optimal", "evidence": "E4"}', False, 4, "say alike"),
        (NAME, b"exsched bundle 1", b"exsched bundle 2", False, 3, "no bundle"),
    ],
)
def test_changed_archive_is_found_out(
    typed: tuple[str, str],
    tmp_path: Path,
    member: str,
    old: bytes,
    new: bytes,
    honest: bool,
    code: int,
    said: str,
) -> None:
    """Also when the hashes were made to fit."""
    archive = tmp_path / "a.zip"
    assert exsched("bundle", *typed, "-o", str(archive)).returncode == 0
    rewritten(archive, member, old, new, honest=honest)
    done = exsched("replay", str(archive))
    assert (done.returncode, said in done.stderr) == (code, True), done.stdout + done.stderr


def test_what_is_no_archive_is_told(tmp_path: Path) -> None:
    """A text file, a folder, nothing at all."""
    (tmp_path / "text.zip").write_text("programme: {}", encoding="utf-8")
    for name, code in (("text.zip", 3), (".", 3), ("nothing.zip", 2)):
        assert exsched("replay", str(tmp_path / name)).returncode == code


def test_place_is_found_for_what_is_not_held(typed: tuple[str, str], tmp_path: Path) -> None:
    """The schedule written with it verifies; for a nation the sentence stands below."""
    kept, new = tmp_path / "kept.csv", str(tmp_path / "new.json")
    kept.write_text("\n".join(KEPT.splitlines()[:2]) + "\n", encoding="utf-8")
    done = exsched("place", *typed, "bravo", "--number", "1", "-o", new, "--json", "--time-limit", "30")
    assert done.returncode == 0, done.stderr
    (found,) = json.loads(done.stdout)["places"]
    assert (found["sites"], found["proved"], found["costs"]) == ({"land": "north"}, True, [-10, 0])
    assert exsched("verify", typed[0], new).returncode == 0
    seen = exsched("place", *typed, "bravo", "--number", "1", "--viewer", "BMK", "--time-limit", "30")
    assert seen.stdout.rstrip().endswith("As far as BMK may know; the scheduling authority may know of more.")


def test_place_of_no_exercise_is_wrong_usage(typed: tuple[str, str]) -> None:
    """The names that would do are told."""
    done = exsched("place", *typed, "brava")
    assert (done.returncode, "exercises: alpha, bravo" in done.stderr) == (2, True), done.stderr
