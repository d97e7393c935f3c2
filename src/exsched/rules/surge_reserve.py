"""A share of a nation's forces, or of a pool, stays free for what nobody can plan.

What it says      On every one of these dates, at least `percent` of the elements of the nation's forces
                  (rounded up) are committed to no exercise; or of the units of the pool, after those that
                  are missing on that day. A force is committed on its own footprint (the exercise's, or
                  from its departure to its return when it travels longer); units of a pool are committed
                  by `draws` on execution days and by `lift` on the days of deployment and redeployment.
Why it exists     Typhoons, floods and crises take forces back at short notice; a programme without slack
                  then falls apart.
Does not say      Which forces stay free. Away periods (see `force_availability`) are no commitment, and
                  do not lessen the number that the share is taken of.
Soft unit         One element, or one unit, too many on the worst day. Soft unless `hard: true`.
Undecided         The travel of a force is not known, and with it the reserve could be broken.
Validity          Only dates within `valid` count.
Real case         A yearly national exercise was cut short in 2024 when troops went to typhoon relief.
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, Strict, model_validator

from exsched.domain.dates import Period, Validity
from exsched.domain.names import NationId, PoolId
from exsched.rulekit.decisions import Decisions, Less, Use
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.lift import lift_days
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule
from exsched.rulekit.stays import Shortage, Stay, excesses, worst


class SurgeReserve(Rule):
    """The least share of elements or units that stays uncommitted on some dates."""

    rule: Literal["surge_reserve"] = "surge_reserve"
    nation: NationId | None = None
    pool: PoolId | None = None
    percent: Annotated[int, Strict(), Field(ge=1, le=100, description="share kept free, per cent")]
    dates: Period

    unit: ClassVar[str] = "element or unit"
    soft_by_default: ClassVar[bool] = True

    @model_validator(mode="after")
    def _of_whom(self) -> Self:
        if (self.nation is None) == (self.pool is None):
            raise ValueError("surge_reserve needs either nation or pool")
        return self

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        return f"{self._kept(self._has(problem))} on {self.dates}"

    def _kept(self, has: int) -> str:
        what = "unit" if self.pool else "element"
        return f"{self.nation or self.pool} keeps {self._reserve(has)} of {number_of(has, what)} free"

    def _has(self, problem: Problem) -> int:
        facts = problem.programme
        if self.pool is not None:
            return facts.pools[self.pool].units
        return sum(force.elements for force in facts.forces.values() if force.nation == self.nation)

    def _reserve(self, has: int) -> int:
        """The share as a whole number, rounded up."""
        return -(-has * self.percent // 100)

    def _judged(self) -> Period | None:
        return self.dates.common(self.valid.period())

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Limit the load of commitments on these dates."""
        if not (days := self._judged()):
            return
        has = self._has(problem)
        valid = Validity(start=days.start, end=days.end)
        if self.pool is None:
            decisions.load(self._forces(problem, decisions), has - self._reserve(has), valid=valid)
            return
        less = [Less(part.dates, part.units) for part in problem.programme.pools[self.pool].less]
        decisions.load(self._units(problem, self.pool, decisions), has - self._reserve(has), less, valid)

    def _forces(self, problem: Problem, d: Decisions) -> list[Use]:
        own = sorted(force.id for force in problem.programme.forces.values() if force.nation == self.nation)
        return [
            Use(d.force_days(key, force), d.elements(key, need, force))
            for force in own
            for key, need in problem.could_fill(force)
        ]

    def _units(self, problem: Problem, pool: str, d: Decisions) -> list[Use]:
        uses = []
        for key, line in problem.forms.items():
            if drawn := line.draws.get(pool):
                uses.append(Use(d.execution(key), drawn, (d.held(key),)))
            if lifted := line.lift.get(pool):
                uses += [
                    Use(span, lifted, (d.held(key),)) for span in (d.deployment(key), d.redeployment(key))
                ]
        return uses

    # -- checker --------------------------------------------------------------------------------------------

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Find the day with the least free; where travel is unknown, ask whether it could matter."""
        if not (days := self._judged()):
            return
        has = self._has(problem)
        allowed, gone = has - self._reserve(has), []
        if self.pool is not None:
            gone = [Shortage(part.dates, part.units) for part in problem.programme.pools[self.pool].less]
        if most := worst(excesses(self._stays(laydown, None), allowed, days, gone)):
            missing = f" and {allowed - most.limit} missing" if most.limit < allowed else ""
            there = f"{most.load} committed{missing} on {most.period.start} ({', '.join(most.exercises)})"
            yield Violation(most.exercises, f"{self._kept(has)}, and has {there}", most.by)
        elif worst(excesses(self._stays(laydown, problem.programme.horizon), allowed, days, gone)):
            yield self._unknown(laydown, has)

    def _stays(self, laydown: Laydown, unknown: Period | None) -> list[Stay]:
        """What is committed when; a force whose travel is not known is, on all days of `unknown`."""
        stays = []
        for held in laydown.held.values():
            if self.pool is not None:
                stays += [Stay(held.id, days, units) for days, units in _units_of(held, self.pool)]
                continue
            for c in held.commitments:
                if c.force.nation == self.nation:
                    days = c.footprint if c.travel_known or unknown is None else unknown
                    stays.append(Stay(held.id, days, c.elements))
        return stays

    def _unknown(self, laydown: Laydown, has: int) -> Undecided:
        travelling = [
            c
            for held in laydown.held.values()
            for c in held.commitments
            if c.force.nation == self.nation and not c.travel_known
        ]
        where = tuple(sorted({c.exercise for c in travelling}))
        forces = ", ".join(sorted({c.force.id for c in travelling}))
        return Undecided(
            where,
            f"whether {self._kept(has)} depends on the travel of {forces} to {', '.join(where)}",
            f"the home of {forces}, or where the sites of {', '.join(where)} lie",
        )


def _units_of(held: Held, pool: str) -> Iterator[tuple[Period, int]]:
    """The units of a pool that an exercise takes, drawn or as lift."""
    if drawn := held.exercise.draws.get(pool):
        yield held.execution, drawn
    if lifted := held.exercise.lift.get(pool):
        for days in lift_days(held):
            yield days, lifted
