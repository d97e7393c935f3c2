"""A list schedule: one exercise after the other, each where the checker's own rules allow it first.

No model is needed, so it stands long before the solver's is built. What is fixed or must be held comes first,
as it was published where that still fits, what has fewest days to start on before the rest; where one finds
no place others make room for it and are placed again, those that had to go before being dearer each time (an
ejection chain). Then comes what a deadline or a number to be held demands. What may be held follows by worth:
at first on a few days near those wanted, then on any.
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
    desk = Desk(problem, over or enough)
    must, may = _in_turn(desk)
    if late := _place_all(desk, must):
        series = {line.series for line in late}
        _place_all(desk, [line for line in may if line.series in series])  # editions between them may help
        if any(line.held is HeldIf.MUST for line in _place_all(desk, late)):
            return None
    for said in desk.demands.values():
        desk.serve(said, may, ANY)
    desk.over, desk.strict = enough, True
    for tries in (NEAR, ANY):
        for line in may:
            if line.id not in desk.laydown.held and not enough():
                desk.place(line, tries)
    return what_stands(problem, desk.schedule())


def _place_all(desk: Desk, lines: list[Exercise]) -> list[Exercise]:
    """Place these and all that they ask for; gives those that found no place."""
    waiting, sent_away, late = deque(lines), Counter[str](), list[Exercise]()
    while waiting:
        line = waiting.popleft()
        if line.id in desk.laydown.held:
            continue
        away, room = set[str](), sent_away.total() <= ROOM * len(lines)
        if not desk.place(line, ANY):
            found = desk.make_room(line, ANY, lambda name: 1 + sent_away[name]) if room else None
            if found is None:
                late.append(line)
                continue
            away = found
        sent_away.update(away)
        waiting.extend(desk.problem.exercises[name] for name in sorted(away | desk.asked_for(line.id)))
    return late


def _in_turn(desk: Desk) -> tuple[list[Exercise], list[Exercise]]:
    """What is fixed or asked for, the least free first; and what may be held, the worthiest first."""
    must, may = list[Exercise](), list[Exercise]()
    for line in desk.problem.exercises.values():
        (must if line.id in desk.asked or line.locked is not None else may).append(line)
    return sorted(must, key=lambda line: _freedom(desk, line)), sorted(may, key=lambda x: (-x.worth, x.id))


def _freedom(desk: Desk, line: Exercise) -> tuple[bool, bool, float, str]:
    windows = sum(window.days for window in line.startex) if line.startex else float("inf")
    return line.locked is None, line.id not in desk.published, windows, line.id
