"""The best schedule by trying all of them, lexicographically by tier: the referee for the solver."""

from collections.abc import Iterator
from math import prod

from exsched.proof.growing import OF_ONE_LINE, REPAIRABLE
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem, Statement
from exsched.rules import RULES
from tests.universe import Choice, every_choice, laydown_of


class TooMany(Exception):
    """More combinations than are worth trying."""


def best_values(problem: Problem, most: int = 2000, rule: str = "") -> tuple[int, ...] | None:
    """The tier values of the best schedule; None when no schedule is allowed.

    For a rule under test lines also say what no other rule needs, such as any length.

    Raises:
        TooMany: the lines that are allowed alone combine to more than `most` schedules.
    """
    return _Trial(problem, most, rule).best()


class _Trial:
    def __init__(self, problem: Problem, most: int, rule: str) -> None:
        self.problem, self.rule = problem, rule
        self.hard = [s for s in problem.statements if s.rule.cost is None]
        late = REPAIRABLE | {s.rule.rule for s in self.hard} - RULES.keys()  # as those of questions may be
        self.joint = [s for s in self.hard if s.rule.rule not in OF_ONE_LINE | late]
        self.final = [s for s in self.hard if s.rule.rule in late]
        self.choices = [self._lines_of(name) for name in problem.exercises]
        if prod(map(len, self.choices)) > most:
            raise TooMany

    def _lines_of(self, name: str) -> list[Choice]:
        """The lines that break nothing when nothing else is held."""
        alone = [
            s
            for s in self.hard
            if s.rule.rule in OF_ONE_LINE and getattr(s.rule, "exercise", name) in {name, None}
        ]
        every = every_choice(self.problem, name, self.rule)
        return [choice for choice in every if not self._breaks(alone, laydown_of(self.problem, [choice]))]

    def best(self) -> tuple[int, ...] | None:
        return min(map(self._values, self._grow([])), default=None)

    def _values(self, laydown: Laydown) -> tuple[int, ...]:
        """What the goals measure; the statements were judged on the way to this schedule."""
        return tuple(
            sum(goal.measure(self.problem, laydown) * goal.weight for goal in tier)
            for tier in self.problem.tiers
        )

    def _grow(self, chosen: list[Choice]) -> Iterator[Laydown]:
        laydown = laydown_of(self.problem, chosen)
        if chosen and self._breaks(self.joint, laydown):
            return
        if len(chosen) == len(self.choices):
            if not self._breaks(self.final, laydown):
                yield laydown
            return
        for choice in self.choices[len(chosen)]:
            yield from self._grow([*chosen, choice])

    def _breaks(self, statements: list[Statement], laydown: Laydown) -> bool:
        return any(
            True for s in statements for f in s.rule.check(self.problem, laydown) if hasattr(f, "amount")
        )
