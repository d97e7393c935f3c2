"""The days on which an exercise can start at all: what hard statements without end leave of the horizon.

This only makes the model smaller: the same statements are posted as well, and an exercise that they leave no
day keeps the whole horizon, so that it is they who forbid it.
"""

from collections.abc import Iterator
from datetime import date

from ortools.sat.python import cp_model

from exsched.domain.dates import ALWAYS, Period
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule
from exsched.rules.exercise_window import ExerciseWindow
from exsched.rules.programme_horizon import ProgrammeHorizon

Days = tuple[int, int]
"""First and last day number, both included."""


class Starts:
    """What windows and horizons leave for STARTEX, looked up once for all exercises."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._windows: dict[str, list[ExerciseWindow]] = {}
        self._horizons: list[Period] = []
        for rule in (said.rule for said in problem.statements if _binds(said.rule)):
            if isinstance(rule, ExerciseWindow):
                self._windows.setdefault(rule.exercise, []).append(rule)
            elif isinstance(rule, ProgrammeHorizon):
                self._horizons.append(rule.horizon)

    def of(self, exercise: str, shortest: int, locked: date | None = None) -> cp_model.Domain:
        """The day numbers on which it can start when it lasts at least so many days; never empty.

        `locked` is the day on which it starts if that is known.
        """
        last = self._problem.programme.horizon.days - 1
        whole = left = cp_model.Domain(0, last)
        if locked is not None:
            day = (locked - self._problem.programme.horizon.start).days
            left = left.intersection_with(cp_model.Domain(day, day))
        for ranges in self._ranges(exercise, shortest):
            left = left.intersection_with(cp_model.Domain.from_intervals([list(days) for days in ranges]))
        return whole if left.is_empty() else left

    def _ranges(self, exercise: str, shortest: int) -> Iterator[list[Days]]:
        first, endless = self._problem.programme.horizon.start, 10**6
        for window in self._windows.get(exercise, ()):
            if window.startex:
                yield [((p.start - first).days, (p.end - first).days) for p in window.startex]
            if window.endex_by:
                yield [(-endless, (window.endex_by - first).days - shortest + 1)]
        forms = [self._problem.forms[key] for key in self._problem.forms_of(exercise)]
        deploy, redeploy = min(f.deploy for f in forms), min(f.redeploy for f in forms)
        for horizon in self._horizons:
            end = (horizon.end - first).days - redeploy - shortest + 1
            begin = (horizon.start - first).days + deploy
            yield [(begin, end)] if begin <= end else []


def _binds(rule: Rule) -> bool:
    """Whether a statement is hard and holds without end."""
    return rule.cost is None and rule.valid == ALWAYS
