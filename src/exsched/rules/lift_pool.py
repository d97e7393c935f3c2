"""Lift is not asked for beyond what there is.

What it says      On every day the units of the pool that exercises take as `lift` add up to no more than
                  its units less those that are missing on that day. Exercises take lift on the days of
                  deployment, from first arrival to the day before STARTEX, and on those of redeployment,
                  from the day after ENDEX to last departure. When several reasons for missing units
                  overlap they add up; fewer than none are never there.
Why it exists     Rail wagons, ferries and transport aircraft move everybody, and nobody while they
                  exercise.
Does not say      Anything about execution days: what is drawn on then (`draws`) is for
                  `shared_asset_pool`, which does not look at lift. A pool that serves both is judged
                  twice, each time by itself. An exercise with neither deployment nor redeployment takes
                  no lift.
Soft unit         One unit too many on the worst day.
Validity          Only days within `valid` count.
Facts             Every pool that some form of an exercise names under `lift`.
Real case         A yearly rail contract for some 300 wagons has to move the forces of every exercise of a
                  year.
"""

from collections.abc import Iterator
from typing import ClassVar, Literal, Self

from exsched.domain.names import PoolId
from exsched.domain.programme import Programme
from exsched.rulekit.decisions import Decisions, Less, Use
from exsched.rulekit.finding import Finding, Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.lift import lift_days
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Path, Rule
from exsched.rulekit.stays import Shortage, Stay, excesses, worst


class LiftPool(Rule):
    """A pool is not asked for more lift than its units."""

    rule: Literal["lift_pool"] = "lift_pool"
    pool: PoolId

    unit: ClassVar[str] = "unit"

    @classmethod
    def from_facts(cls, programme: Programme) -> Iterator[tuple[Path, Self]]:
        """One for each pool that some exercise takes lift from."""
        forms = (line.in_form(form) for line in programme.exercises.values() for form in line.form_names)
        lifting = {pool for line in forms for pool in line.lift}
        for name, pool in programme.pools.items():
            if name in lifting:
                yield ("pools", name, "lift"), cls(pool=name, source=pool.source)

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        pool = problem.programme.pools[self.pool]
        less = ", ".join(f"{part.units} fewer on {part.dates}" for part in pool.less)
        has = f"{self.pool} has {number_of(pool.units, 'unit')} for deployment and redeployment"
        return has + (f", {less}" if less else "")

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Limit the load on days of movement."""
        d, pool = decisions, problem.programme.pools[self.pool]
        uses = [
            Use(days, line.lift[self.pool], (d.held(key),))
            for key, line in problem.forms.items()
            if self.pool in line.lift
            for days in (d.deployment(key), d.redeployment(key))
        ]
        d.load(uses, pool.units, [Less(part.dates, part.units) for part in pool.less], self.valid)

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Find the day on which the most units are missing."""
        pool = problem.programme.pools[self.pool]
        moved = [
            Stay(held.id, days, held.exercise.lift[self.pool])
            for held in laydown.held.values()
            if self.pool in held.exercise.lift
            for days in lift_days(held)
        ]
        gone = [Shortage(part.dates, part.units) for part in pool.less]
        if most := worst(excesses(moved, pool.units, self.valid.period(), gone)):
            who = ", ".join(most.exercises)
            there = f"{self.pool} has {number_of(most.limit, 'unit')} on {most.period.start}"
            yield Violation(most.exercises, f"{there}; the lift asked for is {most.load} ({who})", most.by)
