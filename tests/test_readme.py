"""README.md shows what works: its commands run, its programme is the example, its links lead somewhere."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.process import ROOT, surroundings
from tests.readme_commands import commands

README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what the commands use, with `exsched` on the path."""
    place = tmp_path_factory.mktemp("checkout")
    shutil.copytree(ROOT / "examples", place / "examples")
    programs = place / "bin"
    programs.mkdir()
    (programs / "exsched").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m exsched "$@"\n')
    (programs / "exsched").chmod(0o755)
    return place


def test_readme_commands_run(checkout: Path) -> None:
    """Every block of commands runs as it stands, one after the other."""
    here = surroundings()
    here["PATH"] = f"{checkout / 'bin'}:{here['PATH']}"
    for script in commands(README):
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=checkout,
            capture_output=True,
            text=True,
            env=here,
            check=False,
        )
        assert done.returncode == 0, done.stderr


def test_readme_shows_the_smallest_example() -> None:
    """The programme shown is the one that ships, but for the line that helps editors."""
    shown = re.findall(r"^```yaml\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    shipped = (ROOT / "examples" / "first-steps" / "programme.yaml").read_text(encoding="utf-8")
    lines = [line for line in shipped.splitlines() if not line.startswith("# yaml-language-server")]
    assert shown == ["\n".join(lines) + "\n"]


def test_readme_links_lead_somewhere() -> None:
    """Every file that is linked or shown is there."""
    linked = re.findall(r"\]\(([^)]+)\)", README)
    assert [name for name in linked if not (ROOT / name).exists()] == []


def test_readme_names_the_two_commands() -> None:
    """A newcomer needs no others."""
    assert [word for word in ("python3 x.py demo", "python3 x.py test") if f"$ {word}\n" not in README] == []
