"""What the house promises: locked packages, and set-up that explains itself."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import exsched

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.txt", "requirements-dev.txt")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
ADDRESS = re.compile(
    r"://|@|\b(?:[a-z0-9-]+\.)+(?:org|com|net|io|dev|local)\b|--(?:index|extra-index|find-links)"
)


def locked_lines(name: str) -> list[str]:
    """The logical lines: a requirement together with its hashes, comments left out."""
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def locked(name: str) -> list[Requirement]:
    return [Requirement(line.partition(" --hash")[0]) for line in locked_lines(name)]


def pins(name: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for requirement in locked(name):
        found.setdefault(canonicalize_name(requirement.name), set()).add(str(requirement.specifier))
    return found


def declared(group: str) -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lines = project["project"]["dependencies"] if group == "run" else project["dependency-groups"][group]
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize("name", LOCKS)
def test_lock_pins_every_line_with_hashes(name: str) -> None:
    """Nothing is installed whose content was not seen when the lock was written."""
    loose = [line for line in locked_lines(name) if not ("==" in line and HASH.search(line))]
    assert loose == []


@pytest.mark.parametrize("name", LOCKS)
def test_lock_names_no_address(name: str) -> None:
    """The lock says what is installed, never from where: that is for each site to choose."""
    text = (ROOT / name).read_text(encoding="utf-8")
    assert ADDRESS.findall(text) == []


@pytest.mark.parametrize(
    ("group", "name"),
    [("run", "requirements.txt"), ("run", "requirements-dev.txt"), ("dev", "requirements-dev.txt")],
)
def test_lock_covers_pyproject(group: str, name: str) -> None:
    """Every declared dependency is locked, at a version inside its declared range."""
    versions = {
        canonicalize_name(requirement.name): {spec.version for spec in requirement.specifier}
        for requirement in locked(name)
    }
    outside = [
        str(wanted)
        for wanted in declared(group)
        if not any(wanted.specifier.contains(v) for v in versions.get(canonicalize_name(wanted.name), ()))
    ]
    assert outside == []


def test_lock_files_agree() -> None:
    """The tests run with the same packages that the user gets."""
    development = pins("requirements-dev.txt")
    differing = {
        name: versions
        for name, versions in pins("requirements.txt").items()
        if development.get(name) != versions
    }
    assert differing == {}


def test_version_has_one_source() -> None:
    """pyproject.toml reads the version from the package."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["dynamic"] == ["version"]
    assert re.fullmatch(r"\d+\.\d+\.\d+(?:\.dev\d+)?", exsched.__version__)


def x(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "x.py"), *arguments], capture_output=True, text=True, check=False
    )


def test_x_without_command_prints_usage() -> None:
    """A newcomer who types only `python3 x.py` reads what there is."""
    answer = x()
    assert (answer.returncode, answer.stderr) == (0, "")
    for command in ("demo", "run", "test", "check", "lock", "wheelhouse"):
        assert f"\n  {command} " in answer.stdout


def test_x_refuses_unknown_command() -> None:
    """Wrong usage is exit 2, and names the commands."""
    answer = x("dmeo")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "no command 'dmeo'; there are: demo, run, test, check, lock, wheelhouse" in answer.stderr


def test_x_runs_standard_library_only() -> None:
    """x.py starts on a bare Python: isolated, without site packages."""
    answer = subprocess.run(
        [sys.executable, "-I", "-S", str(ROOT / "x.py"), "--help"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (answer.returncode, answer.stderr) == (0, "")
