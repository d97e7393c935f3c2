"""Hold exercises on the dates, and for as long, as was asked for.

What it measures  For every exercise that is held: the days from STARTEX to the nearest day of `wanted`, and
                  the days by which its length differs from `days.wanted`. What is not written counts
                  nothing.
Unit              Day.
Does not measure  Exercises that are not held: their loss is counted by `hold_exercises`.
"""

from collections.abc import Iterator
from typing import ClassVar, Literal

from exsched.rulekit.decisions import Decisions, Term
from exsched.rulekit.goal import Goal
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem


class WantedDates(Goal):
    """Lie as few days as possible off the wanted STARTEX and the wanted length."""

    goal: Literal["wanted_dates"] = "wanted_dates"

    unit: ClassVar[str] = "day"

    def explain(self, problem: Problem) -> str:
        """The goal as one sentence."""
        asked = sum(
            line.wanted is not None or line.days.wanted is not None for line in problem.exercises.values()
        )
        wishes = number_of(asked, "exercise")
        return f"hold exercises as near as possible to the dates wanted (asked for in {wishes})"

    def post(self, problem: Problem, decisions: Decisions) -> list[Term]:
        """The distance of STARTEX and of the length from what is wanted."""
        return list(self._distances(problem, decisions))

    def _distances(self, problem: Problem, d: Decisions) -> Iterator[Term]:
        for name, line in problem.exercises.items():
            held = [d.held(name)]
            if line.wanted is not None:
                days = (d.day(line.wanted.start), d.day(line.wanted.end))
                yield Term(1, d.shortfall([Term(1, d.startex(name))], [days], held))
        for key, line in problem.forms.items():
            if line.days.wanted is not None:
                length = (line.days.wanted, line.days.wanted)
                yield Term(1, d.shortfall([Term(1, d.length(key))], [length], [d.held(key)]))

    def measure(self, problem: Problem, laydown: Laydown) -> int:
        """The days off what is wanted, over all exercises held."""
        return sum(_days_off(held) for held in laydown.held.values())


def _days_off(held: Held) -> int:
    wanted, length, start = held.exercise.wanted, held.exercise.days.wanted, held.execution.start
    off = 0
    if wanted is not None and start not in wanted:
        off += (wanted.start - start).days if start < wanted.start else (start - wanted.end).days
    if length is not None:
        off += abs(held.execution.days - length)
    return off
