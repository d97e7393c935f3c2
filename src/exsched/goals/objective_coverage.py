"""Let every training audience practise its objectives often enough.

What it measures  For every nation of the audience and every objective: by how many exercises it stays below
                  `least`, in each calendar year that shares a day with the horizon (`per: year`), or in the
                  horizon as a whole (`per: horizon`). An exercise counts when it is held in a form that has
                  the objective among its `objectives`, and the nation takes part other than as observer. It
                  belongs to the year of its STARTEX.
Unit              Exercise missing.
Does not measure  How well an objective was trained, nor exercises beyond the least. History does not record
                  objectives, so exercises of past years count nothing.
Real case         Steadfast Deterrence 2024 trained and evaluated a headquarters for a role that it took over
                  weeks later (NATO Allied Air Command, 2024): who is to be ready by a date must have trained
                  its objectives before.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from itertools import product
from typing import ClassVar, Literal

from pydantic import Field

from exsched.domain.dates import Period
from exsched.domain.names import NationsOrGroups, Positive, Tags
from exsched.rulekit.decisions import Decisions, Expr, Term
from exsched.rulekit.goal import Goal
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem


class Stretch(StrEnum):
    """The time in which the least is asked for."""

    YEAR = "year"
    HORIZON = "horizon"


class ObjectiveCoverage(Goal):
    """Leave as few objectives as possible covered too seldom."""

    goal: Literal["objective_coverage"] = "objective_coverage"
    audience: NationsOrGroups = Field(min_length=1, description="each of these nations")
    objectives: Tags = Field(min_length=1, description="each of these objectives")
    least: Positive = Field(default=1, description="exercises with the objective, for each nation")
    per: Stretch = Stretch.YEAR

    unit: ClassVar[str] = "exercise missing"

    def explain(self, problem: Problem) -> str:
        """The goal as one sentence."""
        who, what = ", ".join(self.audience), ", ".join(self.objectives)
        when = "a year" if self.per is Stretch.YEAR else "in the whole programme"
        return f"let {who} practise {what} in at least {number_of(self.least, 'exercise')} {when}"

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> list[Term]:
        """What each nation misses of each objective in each year."""
        audience = sorted(problem.expand(self.audience))
        return [
            Term(1, self._missing(problem, decisions, nation, objective, days))
            for days in self._stretches(problem.programme.horizon)
            for nation in audience
            for objective in self.objectives
        ]

    def _missing(self, problem: Problem, d: Decisions, nation: str, objective: str, days: Period) -> Expr:
        covering = [
            d.all_of([d.takes_part(nation, key), d.held(key), d.starts_in(line.id, days)])
            for key, line in problem.forms.items()
            if objective in line.objectives and nation in problem.nations_of(key)
        ]
        return d.shortfall([Term(1, covered) for covered in covering], [(self.least, None)])

    def _stretches(self, horizon: Period) -> Iterator[Period]:
        if self.per is Stretch.HORIZON:
            yield horizon
            return
        for year in range(horizon.start.year, horizon.end.year + 1):
            yield Period(start=date(year, 1, 1), end=date(year, 12, 31))

    # -- checker --------------------------------------------------------------------------------------------

    def measure(self, problem: Problem, laydown: Laydown) -> int:
        """Count the exercises of each nation with each objective, year by year."""
        horizon = problem.programme.horizon
        yearly = self.per is Stretch.YEAR
        covered: Counter[tuple[str, str, int]] = Counter()
        for held in laydown.held.values():
            year = held.execution.start.year if yearly else 0
            covered.update(product(held.participants(), set(held.exercise.objectives), [year]))
        years = range(horizon.start.year, horizon.end.year + 1) if yearly else [0]
        asked = product(problem.expand(self.audience), self.objectives, years)
        return sum(max(0, self.least - covered[case]) for case in asked)
