"""Why there is no schedule: the statements that cannot hold together, each with its place and a way on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from exsched.advising.clock import Clock
from exsched.advising.conflict import Conflict, Search
from exsched.rulekit.problem import Problem
from exsched.solving.limits import Limits
from exsched.solving.oracle import Oracle

MOST = 5
"""Conflicts that are looked for at most."""


@dataclass(frozen=True)
class Explanation:
    """What was found.

    Attributes:
        possible: True when a schedule was found, False when there is none, None when that was not settled.
        conflicts: disjoint smallest conflicts, in the order of the programme.
        complete: whether nothing else stands in the way once one statement of each conflict gives way; None
            when that was not settled.
        seconds: how long it took.
    """

    possible: bool | None
    conflicts: tuple[Conflict, ...] = ()
    complete: bool | None = None
    seconds: float = 0.0


def explain(
    problem: Problem,
    limits: Limits,
    most: int = MOST,
    stop: Callable[[], bool] = lambda: False,
    told: Callable[[Conflict], None] = lambda _: None,
) -> Explanation:
    """Find out why a problem has no schedule, within the limits.

    `told` hears of each conflict as soon as it is settled: whether there are more may take far longer.

    Raises:
        Refused: the solver contradicts itself or the checker.
    """
    clock = Clock(limits.seconds)
    with Oracle(problem, limits, stop) as oracle:
        if not oracle.ready(clock.left):
            return Explanation(None, seconds=limits.seconds - clock.left)
        search = Search(problem, oracle, clock)
        possible, _ = search.possible(oracle.keys)
        if possible is not False:
            return Explanation(possible, seconds=limits.seconds - clock.left)
        found = _in_order(problem, _conflicts(search, oracle.keys, most, told))
        rest = oracle.keys - frozenset().union(*(conflict.keys for conflict in found))
        complete = search.possible(rest)[0] if found else None
        return Explanation(False, found, complete, limits.seconds - clock.left)


def _in_order(problem: Problem, found: Iterator[Conflict]) -> tuple[Conflict, ...]:
    """By the place of their first statement in the programme, whichever was found first."""
    place = {said.key: n for n, said in enumerate(problem.statements)}
    return tuple(sorted(found, key=lambda conflict: min(place[key] for key in conflict.keys)))


def _conflicts(
    search: Search, keys: frozenset[str], most: int, told: Callable[[Conflict], None]
) -> Iterator[Conflict]:
    """Conflicts that share no statement."""
    for _ in range(most):
        conflict = search.smallest(keys)
        if conflict is None:
            return
        told(conflict)
        yield conflict
        keys -= conflict.keys
