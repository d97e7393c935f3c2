"""A list schedule: one exercise after the other, each where the checker's own rules allow it first.

No model is needed, so it stands long before the solver's is built. What must be held comes first, what has
fewest days to start on before the rest; where one finds no place others make room for it and are placed
again, those that had to go before being dearer each time (an ejection chain). What may be held follows by
worth: at first on a few days near those wanted, then on any.
"""

from collections import Counter, deque
from collections.abc import Callable

from exsched.domain.exercises import Exercise, HeldIf
from exsched.domain.schedule import Schedule
from exsched.rulekit.problem import Problem
from exsched.solving.listing.desk import Desk
from exsched.solving.starting import what_stands

NEAR, ANY = 5, 90
"""Days that are tried for one exercise, in the first and in the second round."""
ROOM = 10
"""So many times as there are exercises that must be held, others make room."""


def first_come(
    problem: Problem, enough: Callable[[], bool], over: Callable[[], bool] | None = None
) -> Schedule | None:
    """The list's schedule, as far as it got; None when it is not allowed.

    Args:
        problem: with what it may and must hold.
        enough: whether to end, once all that must be held is placed.
        over: whether to end without that; `enough` if left out.
    """
    must, may = _in_turn(problem)
    desk = Desk(problem, over or enough, {line.id for line in must})
    if not _place_all(desk, must):
        return None
    desk.over = enough
    for tries in (NEAR, ANY):
        may = [line for line in may if not (enough() or desk.place(line, tries))]
    return what_stands(problem, desk.schedule())


def _place_all(desk: Desk, must: list[Exercise]) -> bool:
    """Whether all that must be held were placed."""
    waiting, sent_away = deque(must), Counter[str]()
    while waiting and not desk.over() and sent_away.total() <= ROOM * len(must):
        line = waiting.popleft()
        desk.to_come.discard(line.id)
        if desk.place(line, ANY):
            continue
        away = desk.make_room(line, ANY, lambda name: 1 + sent_away[name])
        if away is None:
            return False
        sent_away.update(away)
        waiting.extend(desk.problem.exercises[name] for name in sorted(away))
        desk.to_come |= away
    return not waiting


def _in_turn(problem: Problem) -> tuple[list[Exercise], list[Exercise]]:
    """What must be held or is fixed, the least free first; and what may be held, the worthiest first."""
    lines = problem.exercises.values()
    must = [line for line in lines if line.held is HeldIf.MUST or line.locked is not None]
    may = [line for line in lines if line not in must]
    return sorted(must, key=_freedom), sorted(may, key=lambda line: (-line.worth, line.id))


def _freedom(line: Exercise) -> tuple[bool, float, str]:
    windows = sum(window.days for window in line.startex) if line.startex else float("inf")
    return line.locked is None, windows, line.id
