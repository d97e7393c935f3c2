"""Measure the main job on real examples.

Usage: `python benchmarks/measure.py [EXAMPLE …] [--seconds S] [--json FILE]`.

For each example: seconds to load and lint the files, to build the model, to the first checked schedule;
value and bound of every tier over time; peak memory of the solver's process. Machines are noisy: compare
ratios within one run, not seconds between runs.
"""

import argparse
import json
import platform
import resource
import sys
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from postings import postings

from exsched.intake import lint, load
from exsched.library import examples_dir
from exsched.solving.limits import Limits, Progress
from exsched.solving.solve import solve

DEFAULT = ("first-steps", "nordic-baltic-2027", "europe-2024")


def measure(example: str, seconds: float) -> dict[str, Any]:
    """Load, lint and solve one example; every figure in seconds, memory in MB."""
    begun = time.perf_counter()
    problem = load(examples_dir() / example).problem
    assert problem is not None, example
    loaded = time.perf_counter()
    warnings = len(lint(problem))
    checked = time.perf_counter()
    steps: list[Progress] = []
    solved = solve(problem, Limits(seconds=seconds), listen=steps.append)
    at = {
        word: next((p.seconds for p in steps if p.word == word), None)
        for word in ("building", "built", "first")
    }
    return {
        "example": example,
        "exercises": len(problem.exercises),
        "statements": len(problem.statements),
        "load": round(loaded - begun, 3),
        "lint": round(checked - loaded, 3),
        "warnings": warnings,
        "process_start": _seconds(at["building"]),
        "build": _seconds(at["built"], at["building"]),
        "first_checked_schedule": _seconds(at["first"]),
        "end": round(time.perf_counter() - checked, 3),
        "outcome": solved.outcome.headline(),
        "tiers": [
            {"value": t.value, "bound": t.bound, "gap_percent": _rounded(t.gap_percent), "proved": t.proved}
            for t in solved.outcome.tiers
        ],
        "over_time": [[round(p.seconds, 2), p.tier + 1, p.value, p.bound, p.word] for p in steps],
        "postings": list(postings(problem)),
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
    }


def _seconds(end: float | None, start: float | None = 0.0) -> float | None:
    return None if end is None or start is None else round(end - start, 3)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def main() -> int:
    """Run and print a table; with `--json` also write all figures to a file."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0] if __doc__ else None)
    parser.add_argument("examples", nargs="*", default=DEFAULT)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    runs = []
    for example in options.examples:
        run = measure(example, options.seconds)
        runs.append(run)
        tiers = "  ".join(f"{t['value']} (bound {t['bound']})" for t in run["tiers"])
        print(
            f"{example}: {run['exercises']} exercises, load {run['load']} s, build {run['build']} s, "
            f"first {run['first_checked_schedule']} s, end {run['end']} s, {run['peak_memory_mb']} MB\n"
            f"  {run['outcome']}\n  tiers: {tiers}",
            flush=True,
        )
    if options.json:
        facts = {
            "python": platform.python_version(),
            "ortools": version("ortools"),
            "machine": platform.machine(),
        }
        made = {"date": datetime.now(UTC).date().isoformat(), **facts, "runs": runs}
        options.json.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
