"""Runs the command as planners run it: a process of its own, with real files and streams."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-m", "exsched")

TINY = """\
programme: {id: tiny, title: Tiny programme, horizon: 2027-01-01/2027-01-31}
nations: {ARV: {name: Arvania}, BMK: {name: Belmark}}
venues:
  north: {name: North range, host: ARV, kind: range, takes: {exercises: 1}}
exercises:
  alpha:
    title: ALPHA
    days: 3
    startex: 2027-01-04/2027-01-20
    wanted: 2027-01-11
    sites: {land: north}
    participants: {must: [ARV], may: {BMK: 5}}
  bravo:
    title: BRAVO
    days: 5
    held: may
    worth: 10
    startex: 2027-01-04/2027-01-25
    sites: {land: north}
    participants: {must: [BMK]}
goals: [[hold_exercises], [wanted_dates, wanted_participation]]
"""
"""A programme of two exercises on one range, which solves at once."""

KEPT = """\
exercise,startex,endex,sites,participants,forces
alpha,2027-01-11,2027-01-13,land=north,ARV; BMK,
bravo,2027-01-18,2027-01-22,land=north,BMK,
"""
"""A schedule of it that breaks nothing."""

BROKEN = KEPT.replace("2027-01-18,2027-01-22", "2027-01-12,2027-01-16")
"""The same with both exercises on the range at once."""


def surroundings(**changes: str) -> dict[str, str]:
    """The environment of the command, plain and the same everywhere."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return kept | {"PYTHONPATH": str(ROOT / "src"), "LC_ALL": "C.UTF-8", "TERM": "dumb"} | changes


def exsched(
    *arguments: str,
    cwd: Path | None = None,
    stdin: bytes = b"",
    seconds: float = 90,
    changes: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run one command line to its end."""
    done = subprocess.run(
        [*COMMAND, *arguments],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        env=surroundings(**(changes or {})),
        timeout=seconds,
        check=False,
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")
    )


def tiny(folder: Path) -> str:
    """Write the tiny programme and give its path."""
    file = folder / "tiny.yaml"
    file.write_text(TINY, encoding="utf-8")
    return str(file)


def hard(folder: Path, exercises: int = 150) -> str:
    """Write a programme that keeps the solver busy for minutes, and give its path."""
    lines = [
        TINY[: TINY.index("venues:")].replace("2027-01-01/2027-01-31", "2027-01-01/2027-12-31"),
        "venues:",
        *(
            f"  v{n}: {{name: V{n}, host: ARV, kind: range, takes: {{exercises: 1}}, changeover: 2}}"
            for n in range(4)
        ),
        "exercises:",
    ]
    for n in range(exercises):
        start, days = 1 + n % 9, 5 + (n * 7) % 11
        lines.append(
            f"  e{n:03}: {{title: E{n}, days: {days}, held: may, worth: {1 + (n * 13) % 17}, "
            f"startex: 2027-0{start}-01/2027-11-30, wanted: 2027-0{start}-10, strength: {500 + 37 * n}, "
            f"sites: {{land: [v0, v1, v2, v3]}}, participants: {{must: [ARV], may: {{BMK: 3}}}}}}"
        )
    lines.append("goals: [[hold_exercises, wanted_dates], [{goal: level_load, of: strength, per: nation}]]")
    file = folder / "hard.yaml"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(file)
