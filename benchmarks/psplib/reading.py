"""Read the files of PSPLIB: `.sm` with one mode for each job, `.mm` with several (MMLIB writes the same).

Source of the format: R. Kolisch and A. Sprecher, PSPLIB - A project scheduling problem library, European
Journal of Operational Research 96 (1997), 205-216.
"""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.psplib.instance import Activity, Instance, Mode

MARK = "ProGen-style, not PSPLIB"
"""Stands in the first lines of files that were generated here."""


def read(path: Path) -> Instance:
    """The instance of a file.

    Raises:
        ValueError: a section is missing, or a row does not fit the others.
    """
    return parse(path.read_text(encoding="ascii", errors="replace"), path.stem)


def parse(text: str, name: str) -> Instance:
    """The instance that a file's text describes."""
    lines = text.splitlines()
    renewable, nonrenewable = _count(lines, "- renewable"), _count(lines, "- nonrenewable")
    if _count(lines, "- doubly constrained"):
        raise ValueError(f"{name}: doubly constrained resources are not read")
    followers = {row[0]: tuple(row[3:]) for row in _rows(lines, "PRECEDENCE RELATIONS")}
    modes = _modes(lines, renewable, nonrenewable)
    levels = next(iter(_rows(lines, "RESOURCEAVAILABILITIES")), [])
    if not followers or followers.keys() != modes.keys() or len(levels) != renewable + nonrenewable:
        raise ValueError(f"{name}: precedence relations, requests and availabilities do not fit together")
    jobs = tuple(Activity(number, tuple(modes[number]), followers[number]) for number in sorted(followers))
    made = MARK if any(MARK in line for line in lines[:4]) else ""
    return Instance(name, jobs, tuple(levels[:renewable]), tuple(levels[renewable:]), made)


def _count(lines: list[str], word: str) -> int:
    line = next((line for line in lines if line.strip().startswith(word)), ":  0")
    return int(line.split(":")[1].split()[0])


def _rows(lines: list[str], section: str) -> Iterator[list[int]]:
    """The rows of whole numbers under a heading, until the line of asterisks."""
    start = next((n for n, line in enumerate(lines) if line.startswith(section)), len(lines))
    for line in lines[start + 1 :]:
        if line.startswith("***"):
            return
        fields = line.split()
        if fields and all(field.isdigit() for field in fields):
            yield [int(field) for field in fields]


def _modes(lines: list[str], renewable: int, nonrenewable: int) -> dict[int, list[Mode]]:
    """A further mode of the same job has a row that leaves the job's number out."""
    found: dict[int, list[Mode]] = {}
    job = 0
    width = renewable + nonrenewable
    for row in _rows(lines, "REQUESTS/DURATIONS"):
        job = row[0] if len(row) == width + 3 else job
        said = row[-(width + 2) :]
        if len(row) not in {width + 2, width + 3}:
            raise ValueError(f"job {job}: a row of requests has {len(row)} numbers")
        found.setdefault(job, []).append(
            Mode(said[1], tuple(said[2 : 2 + renewable]), tuple(said[2 + renewable :]))
        )
    return found
