"""Shared means are not drawn beyond what there is.

What it says      On every day the units of the pool that exercises draw add up to no more than its units less
                  those that are missing on that day. Exercises draw on their execution days, STARTEX to
                  ENDEX. When several reasons for missing units overlap they add up; fewer than none are never
                  there.
Why it exists     Tankers, AWACS, rail wagons, umpires and opposing forces are asked for by many and owned by
                  few.
Does not say      Anything about the days of deployment and redeployment: what is needed then (`lift`) is for
                  `lift_pool`, which does not look at draws. A pool that serves both is judged twice, each
                  time by itself.
Soft unit         One unit too many on the worst day.
Real case         A yearly rail contract for some 300 wagons has to serve every exercise of the year.
"""

from collections.abc import Iterator
from typing import ClassVar, Literal, Self

from exsched.domain.names import PoolId
from exsched.domain.programme import Programme
from exsched.rulekit.decisions import Decisions, Less, Use
from exsched.rulekit.finding import Finding, Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Path, Rule
from exsched.rulekit.stays import Shortage, Stay, excesses, worst


class SharedAssetPool(Rule):
    """A pool is not drawn beyond its units."""

    rule: Literal["shared_asset_pool"] = "shared_asset_pool"
    pool: PoolId

    unit: ClassVar[str] = "unit"

    @classmethod
    def from_facts(cls, programme: Programme) -> Iterator[tuple[Path, Self]]:
        """One for each pool."""
        for name, pool in programme.pools.items():
            yield ("pools", name), cls(pool=name, source=pool.source)

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        pool = problem.programme.pools[self.pool]
        less = ", ".join(f"{part.units} fewer on {part.dates}" for part in pool.less)
        return f"{self.pool} has {number_of(pool.units, 'unit')}" + (f", {less}" if less else "")

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Limit the load of all draws."""
        pool = problem.programme.pools[self.pool]
        uses = [
            Use(decisions.execution(name), line.draws[self.pool], (decisions.held(name),))
            for name, line in problem.forms.items()
            if self.pool in line.draws
        ]
        decisions.load(uses, pool.units, [Less(part.dates, part.units) for part in pool.less], self.valid)

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Find the day on which the most units are missing."""
        pool = problem.programme.pools[self.pool]
        users = [held for held in laydown.held.values() if self.pool in held.exercise.draws]
        draws = [Stay(held.id, held.execution, held.exercise.draws[self.pool]) for held in users]
        gone = [Shortage(part.dates, part.units) for part in pool.less]
        if most := worst(excesses(draws, pool.units, self.valid.period(), gone)):
            who = ", ".join(most.exercises)
            there = f"{self.pool} has {number_of(most.limit, 'unit')} on {most.period.start}"
            yield Violation(most.exercises, f"{there}; the demand is {most.load} ({who})", most.by)
