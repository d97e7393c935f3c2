"""What it would take: the smallest ways out of an impossible programme, each tried before it is shown.

A way out eases some statements by some amount. Ways are ranked by the number of signatures they need, then
by the level of those who sign, then by how much is asked.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from exsched.advising.clock import Clock
from exsched.advising.conflict import Conflict, Search
from exsched.advising.prices import prices
from exsched.advising.ways import WayOut, Ways
from exsched.rulekit.problem import Problem
from exsched.solving.limits import Limits
from exsched.solving.oracle import Oracle
from exsched.solving.said import Price
from exsched.solving.switches import hard

WAYS = 5


@dataclass(frozen=True)
class Relaxation:
    """What was found.

    Attributes:
        possible: True when nothing has to give way, False when something has, None when it was not settled.
        ways: the ways out, best first.
        stuck: a conflict of statements none of which may be eased: then there is no way out.
        complete: whether there is no further way within the conflicts that were found.
    """

    possible: bool | None
    ways: tuple[WayOut, ...] = ()
    stuck: Conflict | None = None
    complete: bool = False
    seconds: float = 0.0


def relax(
    problem: Problem, limits: Limits, most: int = WAYS, stop: Callable[[], bool] = lambda: False
) -> Relaxation:
    """Find the least that would have to give way, within the limits.

    Raises:
        Refused: the solver contradicts itself or the checker.
    """
    clock = Clock(limits.seconds)
    with Oracle(problem, limits, stop) as oracle:
        if not oracle.ready(clock.left):
            return Relaxation(None, seconds=limits.seconds - clock.left)
        search = Search(problem, oracle, clock)
        possible, _ = search.possible(oracle.keys)
        if possible is not False:
            return Relaxation(possible, seconds=limits.seconds - clock.left)
        return replace(ways_out(search, most), seconds=limits.seconds - clock.left)


def ways_out(search: Search, most: int = WAYS, able: dict[str, Price] | None = None) -> Relaxation:
    """The ways out of a problem that has no schedule; `able` are the prices of what may be eased."""
    if able is None:
        able = prices(search.problem, hard(search.problem.statements))
    return Relaxation(False, *Ways(search, able).find(most))
