"""What each rule and goal adds to the model: seconds, megabytes, variables and constraints.

Usage: `python benchmarks/postings.py [EXAMPLE …]`; `measure.py --json` holds the same figures.

Statements are posted rule by rule in one process. Megabytes are the growth of the process's resident
memory, in steps of whole pages, and empty where the system does not tell.
"""

import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from exsched.intake import load
from exsched.library import examples_dir
from exsched.rulekit.problem import Problem, Statement
from exsched.solving.decisions import SolverDecisions

DEFAULT = ("nordic-baltic-2027", "europe-2024")
_STATM = Path("/proc/self/statm")


def postings(problem: Problem) -> Iterator[dict[str, Any]]:
    """One entry for the frame of decisions, one for each rule and one for each goal, in order of posting."""
    seen = _Meter()
    decisions = SolverDecisions(problem)
    yield seen.entry("decisions", len(problem.forms), decisions)
    by_rule: dict[str, list[Statement]] = defaultdict(list)
    for statement in problem.statements:
        by_rule[statement.rule.rule].append(statement)
    for rule, statements in sorted(by_rule.items()):
        for statement in statements:
            decisions.cost = statement.rule.cost
            statement.rule.post(problem, decisions)
        yield seen.entry(rule, len(statements), decisions)
    decisions.cost = None
    for goal in (goal for tier in problem.tiers for goal in tier):
        goal.post(problem, decisions)
        yield seen.entry(f"goal {goal.goal}", 1, decisions)


class _Meter:
    """Counts what was added since it was asked last."""

    def __init__(self) -> None:
        self.time, self.pages, self.variables, self.constraints = time.perf_counter(), _megabytes(), 0, 0

    def entry(self, what: str, count: int, decisions: SolverDecisions) -> dict[str, Any]:
        """The figures of one rule."""
        proto, now, memory = decisions.logic.model.proto, time.perf_counter(), _megabytes()
        variables, constraints = len(proto.variables), len(proto.constraints)
        found = {
            "of": what,
            "count": count,
            "seconds": round(now - self.time, 4),
            "megabytes": None if memory is None or self.pages is None else round(memory - self.pages, 1),
            "variables": variables - self.variables,
            "constraints": constraints - self.constraints,
        }
        self.time, self.pages = time.perf_counter(), _megabytes()
        self.variables, self.constraints = variables, constraints
        return found


def _megabytes() -> float | None:
    """Resident memory of this process."""
    return int(_STATM.read_text().split()[1]) * 4096 / 2**20 if _STATM.exists() else None


def main() -> int:
    """Print a table for each example, dearest first."""
    for example in sys.argv[1:] or DEFAULT:
        problem = load(examples_dir() / example).problem
        assert problem is not None, example
        found = list(postings(problem))
        total = sum(entry["seconds"] for entry in found)
        size = f"{len(problem.exercises)} exercises, {len(problem.statements)} statements"
        print(f"{example}: {size}, {total:.2f} s")
        print(f"  {'of':28} {'count':>6} {'seconds':>8} {'MB':>6} {'variables':>10} {'constraints':>11}")
        for entry in sorted(found, key=lambda entry: -entry["seconds"]):
            print(
                f"  {entry['of']:28} {entry['count']:6} {entry['seconds']:8.3f}"
                f" {entry['megabytes'] or 0:6.1f} {entry['variables']:10} {entry['constraints']:11}"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
