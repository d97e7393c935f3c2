"""Measure how long `explain` takes to find the one reason why a programme is impossible.

Usage: `python -m benchmarks.explaining [SIZE …] [--plant NAME …] [--seconds S] [--json FILE]`.

A plant of tests/impossible is joined to a generated programme of each size that has a schedule. For each:
seconds from the call to the conflict (`first`) and to knowing that nothing else stands in the way (`clock`),
both with the start of its processes; seconds of processor time of all of it;
seconds to build the ordinary model, for comparison; whether the conflict is the planted one. The clock of a
machine that does other things as well says little: the load is written beside it.
"""

import argparse
import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

from exsched.advising.explain import explain
from exsched.solving.build import build
from exsched.solving.limits import Limits
from tests.impossible.corpus import expected, planted

PLANTS = ("one-range", "host-load", "tempo-of-six")
"""Two clashes of dates, and one of load."""


def measure(name: str, size: int, seconds: float) -> dict[str, Any]:
    """Explain one programme."""
    problem = planted(name, f"{size}-1")
    before, begun = _processor(), time.perf_counter()
    first: list[float] = []
    found = explain(
        problem, Limits(seconds=seconds), most=1, told=lambda _: first.append(time.perf_counter() - begun)
    )
    clock, processor = time.perf_counter() - begun, _processor() - before
    building = time.process_time()
    build(problem)
    return {
        "plant": name,
        "exercises": len(problem.exercises),
        "statements": len(problem.statements),
        "first": round(first[0], 2) if first else None,
        "clock": round(clock, 2),
        "processor": round(processor, 2),
        "ordinary_build": round(time.process_time() - building, 2),
        "load": round(os.getloadavg()[0], 1),
        "conflict": len(found.conflicts[0].keys) if found.conflicts else None,
        "planted_one": bool(found.conflicts) and found.conflicts[0].keys in expected()[name].conflicts,
        "evidence": found.conflicts[0].evidence.value if found.conflicts else None,
        "complete": found.complete,
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
    }


def _processor() -> float:
    """Seconds of processor time of this process and of those that it has waited for."""
    mine, theirs = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return mine.ru_utime + mine.ru_stime + theirs.ru_utime + theirs.ru_stime


def main() -> int:
    """Print a line for each; with `--json` write all figures to a file."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0] if __doc__ else None)
    parser.add_argument("sizes", nargs="*", type=int, default=[20, 100, 300])
    parser.add_argument("--plant", nargs="+", default=PLANTS, choices=sorted(expected()))
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    runs = []
    for size in options.sizes:
        for name in options.plant:
            runs.append(measure(name, size, options.seconds))
            print(json.dumps(runs[-1]), flush=True)
    if options.json:
        options.json.write_text(json.dumps({"runs": runs}, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
