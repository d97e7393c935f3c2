"""Run all engines on all instances, one after the other; a line for each run, a table, a picture."""

import argparse
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import product
from pathlib import Path
from typing import Any

from benchmarks.compare import __doc__ as usage
from benchmarks.compare.engines import ENGINES
from benchmarks.compare.memory import Peak
from benchmarks.compare.plot import svg
from benchmarks.compare.scores import Run
from benchmarks.compare.table import table
from exsched import __version__


def one(said: dict[str, Any]) -> Run | None:
    """One run in its own process; None when it died or hung, with its last words on standard error."""
    command = [sys.executable, "-m", "benchmarks.compare.one", json.dumps(said)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    with Peak(process.pid) as peak:
        try:
            out, _ = process.communicate(timeout=3 * said["seconds"] + 900)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
    if process.returncode:
        return None
    run: Run = json.loads(out)
    return run | {"memory_mb": peak.mb} | machine()


def machine() -> dict[str, Any]:
    """What the figures hang on."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "cores": os.cpu_count(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "ortools": version("ortools"),
        "exsched": __version__,
    }


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=usage, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="50,100")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--hidden", action="store_true")
    parser.add_argument("--out", type=Path, default=Path("out/compare"))
    given = parser.parse_args()
    given.engines = given.engines.split(",")
    given.sizes = [int(size) for size in given.sizes.split(",")]
    if unknown := [name for name in given.engines if name not in ENGINES]:
        parser.error(f"no engine {unknown[0]!r}; there are: {', '.join(ENGINES)}")
    return given


def main() -> int:
    """Run, and write as the runs end."""
    given = _asked()
    given.out.mkdir(parents=True, exist_ok=True)
    runs: list[Run] = []
    with (given.out / "runs.jsonl").open("w", encoding="utf-8") as file:
        for size, seed, engine in product(given.sizes, range(given.seeds), given.engines):
            said = {"engine": engine, "size": size, "seed": seed, "hidden": given.hidden}
            run = one(said | {"seconds": given.seconds, "workers": given.workers})
            if run is None:
                print(f"{engine} on {size} exercises, seed {seed}: died", file=sys.stderr)
                continue
            runs.append(run)
            file.write(json.dumps(run) + "\n")
            file.flush()
            print(f"{run['instance']} {engine}: {run['values']}, first {run['first']} s", file=sys.stderr)
    if runs:
        print(table(runs, given.engines[0]))
        (given.out / "curves.svg").write_text(svg(runs), encoding="utf-8")
    return 0 if runs else 1


if __name__ == "__main__":
    sys.exit(main())
