"""The table of a comparison: one row for each size and engine."""

from collections.abc import Iterator
from statistics import median

from benchmarks.compare.scores import Run, ratio


def table(runs: list[Run], base: str) -> str:
    """Ratios to the base engine by geometric mean (below 1 is better), first schedules, memory."""
    return "\n".join(_rows(runs, base))


def _rows(runs: list[Run], base: str) -> Iterator[str]:
    yield f"{'size':>6}  {'engine':<10}{'ratio to ' + base:>18}{'runs':>6}{'found':>7}{'first s':>9}{'MB':>7}"
    for size in sorted({run["size"] for run in runs}):
        here = [run for run in runs if run["size"] == size]
        for engine in dict.fromkeys(run["engine"] for run in here):
            yield _row(here, size, engine, base)


def _row(here: list[Run], size: int, engine: str, base: str) -> str:
    own = [run for run in here if run["engine"] == engine]
    found = [run for run in own if run["first"] is not None and not run["hard_broken"]]
    mean, pairs = ratio(here, engine, base)
    shown = "-" if mean is None else f"{mean:.3f} ({pairs})"
    first = f"{median(run['first'] for run in found):.1f}" if found else "-"
    most = max(run["memory_mb"] for run in own)
    return f"{size:>6}  {engine:<10}{shown:>18}{len(own):>6}{len(found):>7}{first:>9}{most:>7}"
