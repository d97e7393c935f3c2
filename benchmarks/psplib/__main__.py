"""Solve the instances of a folder and print value and bound of both engines beside the best known."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.peers import pyjobshop_model
from benchmarks.peers.rcpsp import makespan
from benchmarks.psplib import __doc__ as usage
from benchmarks.psplib.instance import Instance
from benchmarks.psplib.known import best_known
from benchmarks.psplib.programme import programme
from benchmarks.psplib.reading import read
from exsched.solving.limits import Limits
from exsched.solving.solve import solve


def compared(instance: Instance, seconds: float, known: int | None) -> dict[str, Any]:
    """One instance: makespan and bound of exsched and of the peers, with two workers each."""
    tiers = solve(programme(instance), Limits(seconds=seconds, workers=2)).outcome.tiers
    value, bound = makespan(instance, seconds)
    other = pyjobshop_model.makespan(instance, seconds) or (None, None)
    return {
        "instance": instance.name,
        "made": instance.made or "from a file",
        "jobs": len(instance.jobs),
        "known": known,
        "exsched": tiers[0].value if tiers else None,
        "exsched_bound": tiers[0].bound if tiers else None,
        "direct": value,
        "direct_bound": bound,
        "pyjobshop": other[0],
        "pyjobshop_bound": other[1],
    }


def main() -> int:
    """Run all files of the folder, one after the other."""
    parser = argparse.ArgumentParser(description=usage, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--known", type=Path)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    known = best_known(given.known) if given.known else {}
    runs = []
    for path in sorted(p for p in given.folder.iterdir() if p.suffix in {".sm", ".mm"}):
        if path.stem.endswith(("opt", "hrs", "lb", "ub")):
            continue
        run = compared(read(path), given.seconds, known.get(path.stem))
        runs.append(run)
        print("  ".join(f"{key} {value}" for key, value in run.items() if value is not None), flush=True)
    if given.json:
        given.json.write_text("".join(json.dumps(run) + "\n" for run in runs), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
