"""One number for each run, and how engines stand to each other by it."""

from collections.abc import Iterable, Sequence
from math import exp, log
from typing import Any

Run = dict[str, Any]


def scalar(values: Sequence[int], prices: Sequence[int]) -> int:
    """The tiers, each by what a unit of it is worth."""
    return sum(value * price for value, price in zip(values, prices, strict=True))


def steps(run: Run) -> list[tuple[float, int]]:
    """Second and number, each time that the number fell."""
    found: list[tuple[float, int]] = []
    for second, values in run["curve"]:
        number = scalar(values, run["prices"])
        if not found or number < found[-1][1]:
            found.append((second, number))
    return found


def bound_steps(run: Run) -> list[tuple[float, int]]:
    """Second and bound of the number: the bounds of the tiers that are known by then, 0 for the others."""
    best = [0] * len(run["prices"])
    found: list[tuple[float, int]] = []
    for second, tier, bound in run["bounds"]:
        # a later tier's bound holds only for schedules as good in the earlier ones: it bounds no sum
        if tier == 0 and bound > best[0]:
            best[0] = bound
            found.append((second, scalar(best, run["prices"])))
    return found


def final(run: Run) -> int | None:
    """The number at the end of the time; that of the empty schedule, if allowed, where nothing was found."""
    within = [number for second, number in steps(run) if second <= run["seconds"] + 0.5]
    if within and not run["hard_broken"]:
        return within[-1]
    return scalar(run["nothing"], run["prices"]) if run["nothing"] else None


def ratio(runs: Iterable[Run], engine: str, base: str) -> tuple[float | None, int]:
    """The geometric mean of engine to base, and on how many instances both have a number above 0."""
    numbers = {(run["engine"], run["instance"]): final(run) for run in runs}
    logs = [
        log(mine / other)
        for (name, instance), mine in numbers.items()
        if name == engine and mine and (other := numbers.get((base, instance)))
    ]
    return (exp(sum(logs) / len(logs)) if logs else None), len(logs)
