"""One run in a process of its own: `python -m benchmarks.compare.one JSON`, one line of JSON out."""

import json
import sys
from typing import Any

from benchmarks.compare.engines import ENGINES, Ask
from benchmarks.compare.scores import scalar
from benchmarks.compare.track import Track, curve, measured
from benchmarks.generator import made, prices
from exsched.checking.judge import judge
from exsched.domain.schedule import Schedule
from exsched.rulekit.problem import Problem


def run(engine: str, size: int, seed: int, hidden: bool, ask: Ask) -> dict[str, Any]:
    """The figures of one run."""
    problem = made(size, seed, hidden).problem
    track = Track()
    ENGINES[engine](problem, ask, track)
    ended = track.seconds
    points = curve(problem, track)
    best = min(range(len(points)), key=lambda n: points[n][1], default=None)
    cheapest = min(range(len(points)), key=lambda n: scalar(points[n][1], prices(problem)), default=None)
    claimed = [track.schedules[n][1] for n in {n for n in (best, cheapest) if n is not None}]
    return {
        "instance": problem.programme.programme.id,
        "size": size,
        "seed": seed,
        "engine": engine,
        "seconds": ask.seconds,
        "ended": round(ended, 2),
        "first": points[0][0] if points else None,
        "values": points[best][1] if best is not None else None,
        "curve": points,
        "bounds": [(round(second, 2), tier, bound) for second, tier, bound in track.bounds],
        "prices": prices(problem),
        "nothing": _nothing(problem),
        "hard_broken": max((len(judge(problem, one).hard) for one in claimed), default=None),
    }


def _nothing(problem: Problem) -> tuple[int, ...] | None:
    """The values of holding nothing at all; None when that is not allowed."""
    empty = Schedule(programme=problem.programme.programme.id)
    return measured(problem, empty) if judge(problem, empty).allowed else None


def main() -> int:
    """Read what to run, and run it."""
    said = json.loads(sys.argv[1])
    ask = Ask(said.pop("seconds"), said["seed"], said.pop("workers"))
    print(json.dumps(run(**said, ask=ask)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
