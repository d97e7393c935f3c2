"""Best known makespans, from tables beside the instances: PSPLIB's `j30opt.sm`, `j60hrs.sm`, or CSV."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

_TABLE = re.compile(r"([a-z]+\d+)(opt|hrs|lb|ub)?\.(sm|mm)", re.IGNORECASE)


def best_known(folder: Path) -> dict[str, int]:
    """Instance name to the least makespan that any table of the folder gives it.

    A table of PSPLIB has rows of parameter, instance, makespan; `j30opt.sm` speaks of
    `j30<parameter>_<instance>`. A CSV has the instance's name in its first column and the makespan in its
    second. Files with lower bounds (`lb`) hold no makespans, and are left out.
    """
    found: dict[str, int] = {}
    for path in sorted(folder.iterdir()):
        for name, value in _entries(path):
            found[name] = min(value, found.get(name, value))
    return found


def _entries(path: Path) -> Iterator[tuple[str, int]]:
    if path.suffix.lower() == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                if len(row) >= 2 and row[1].strip().isdigit():
                    yield row[0].strip().removesuffix(".sm").removesuffix(".mm"), int(row[1])
        return
    named = _TABLE.fullmatch(path.name)
    if named is None or named[2] is None or named[2].lower() == "lb":
        return
    for line in path.read_text(encoding="ascii", errors="replace").splitlines():
        fields = line.split()
        if len(fields) >= 3 and all(field.isdigit() for field in fields[:3]):
            yield f"{named[1].lower()}{fields[0]}_{fields[1]}", int(fields[2])
