"""What an archive asks for is held to what a command line can ask for, and laid out in one folder only."""

from pathlib import Path

import pytest

from exsched.archiving.manifest import FORMAT, Manifest
from exsched.archiving.opening import NoBundle, Opened
from exsched.archiving.packing import library_hashes
from exsched.archiving.replaying import differences, laid_out, limits, loaded, other_library
from exsched.checking.judge import judge
from exsched.domain.outcome import Evidence, Outcome, Status
from exsched.solving.limits import Limits
from tests.builders import a_problem, a_schedule

FAIR: dict[str, int | float | str | bool] = {"seconds": 20, "workers": 1, "memory_mb": 4096}


def made(seed: int = 7, **changes: int | float | str) -> Outcome:
    """A schedule made under these limits."""
    return Outcome(
        status=Status.OPTIMAL,
        evidence=Evidence.CLAIMED,
        seed=seed,
        reproducible=True,
        parameters=FAIR | changes,
    )


def a_manifest(main: str = "programme/a.yaml", library: dict[str, str] | None = None) -> Manifest:
    """A manifest of nothing."""
    return Manifest(
        format=FORMAT,
        programme="a",
        main=main,
        schedule="schedule/schedule.csv",
        input_sha256="",
        library=library or {},
        written_with="exsched",
        members={},
    )


def test_limits_are_those_of_the_run() -> None:
    """Number by number, an integer as an integer: the schedule file shows it so."""
    found = limits(made())
    assert found == Limits(seconds=20, memory_mb=4096, workers=1, seed=7, reproducible=True)
    assert isinstance(found.seconds, int)


@pytest.mark.parametrize(
    "outcome",
    [made(seconds=10**9), made(workers=10**6), made(memory_mb=1), made(seconds="long"), made(seed=-1)],
)
def test_limits_beyond_a_command_line_are_refused(outcome: Outcome) -> None:
    """An archive from elsewhere takes no more of a machine than its owner could ask for."""
    with pytest.raises(NoBundle, match="it asks for"):
        limits(outcome)


def test_member_that_is_file_and_folder_is_refused() -> None:
    """It cannot be laid out."""
    members = {"programme/a": b"", "programme/a/b": b""}
    with pytest.raises(NoBundle, match="laid out"), laid_out(Opened(a_manifest(), members)):
        pass


def test_folder_is_gone_afterwards() -> None:
    """And holds nothing but the members while it is there."""
    with laid_out(Opened(a_manifest(), {"programme/a.yaml": b"x"})) as folder:
        found = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    assert (found, folder.exists()) == (["programme/a.yaml"], False)


@pytest.mark.parametrize("main", ["certificate.json", "programme/x/a.yaml", "schedule/schedule.csv"])
def test_main_file_is_where_it_is_packed(tmp_path: Path, main: str) -> None:
    """A file of another kind is no programme."""
    with pytest.raises(NoBundle, match="main file"):
        loaded(tmp_path, a_manifest(main))


@pytest.mark.parametrize("certificate", [b"", b"[]", b"{}", b"\xff"])
def test_certificate_that_says_nothing_differs(certificate: bytes) -> None:
    """It is never taken for agreement."""
    verdict = judge(a_problem(exercises={}), a_schedule())
    archive = Opened(a_manifest(), {"certificate.json": certificate})
    assert len(differences(archive, verdict)) == 8


def test_other_library_is_named() -> None:
    """With those that are not there any more."""
    name = "library:areas/baltic-sea"
    same = library_hashes((name,))
    assert other_library(a_manifest(library=same)) == []
    gone = {name: "0", "library:areas/nowhere": "1"}
    assert other_library(a_manifest(library=gone)) == [*gone]
