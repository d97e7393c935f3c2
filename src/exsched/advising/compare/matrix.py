"""A decision matrix: every goal from 0 (worst of those compared) to 100 (best), times a weight, added up.

It ranks, it does not decide: a score says how a schedule stands among these, not how good it is, and it
changes with the company. The tiers say what the programme holds to be more important than what.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from exsched.rulekit.problem import Problem
from exsched.rulekit.verdict import Answer

BEST = 100
AID = "a ranking aid: scores stand for the place among these schedules only"


@dataclass(frozen=True)
class Criterion:
    """One goal: its measure in each schedule, and the score that follows."""

    name: str
    tier: int
    unit: str
    weight: int
    values: tuple[int, ...]

    @property
    def scores(self) -> tuple[int, ...]:
        """100 for the smallest value, 0 for the largest, in between by distance; 100 for all when equal."""
        least, most = min(self.values), max(self.values)
        if least == most:
            return (BEST,) * len(self.values)
        return tuple(BEST * (most - value) // (most - least) for value in self.values)


@dataclass(frozen=True)
class Matrix:
    """The criteria, in the order of the tiers."""

    criteria: tuple[Criterion, ...]

    @property
    def sums(self) -> tuple[int, ...]:
        """Weight times score, added up, for each schedule."""
        return tuple(
            sum(one.weight * score for one, score in zip(self.criteria, column, strict=True))
            for column in zip(*(one.scores for one in self.criteria), strict=True)
        )

    @property
    def most(self) -> int:
        """The sum of a schedule that is best at everything."""
        return sum(BEST * one.weight for one in self.criteria)


def goal_names(problem: Problem) -> tuple[str, ...]:
    """What the goals are called, in the order of the tiers: `level_load:2` is the second of that kind."""
    kinds = [goal.goal for tier in problem.tiers for goal in tier]
    return tuple(
        kind if kinds.count(kind) == 1 else f"{kind}:{kinds[: n + 1].count(kind)}"
        for n, kind in enumerate(kinds)
    )


def matrix(answers: Sequence[Answer], weights: Mapping[str, int]) -> Matrix:
    """The matrix of these schedules; a goal without a weight counts once."""
    names = goal_names(answers[0].problem)
    by_answer = [[value for tier in answer.verdict.values for value in tier] for answer in answers]
    tiers = [number for number, tier in enumerate(answers[0].problem.tiers, 1) for _ in tier]
    return Matrix(
        tuple(
            Criterion(name, tier, column[0].unit, weights.get(name, 1), tuple(one.value for one in column))
            for name, tier, column in zip(names, tiers, zip(*by_answer, strict=True), strict=True)
        )
    )
