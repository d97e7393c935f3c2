"""A force, or some of its elements, cannot be committed on some days.

What it says      On these days the elements of the force that are committed, over all exercises, are no more
                  than those still available. A force is committed on its own footprint: the exercise's, or
                  from its departure to its return when it travels longer. Where two such periods overlap,
                  each holds by itself, so that the smaller number counts.
Why it exists     Leave, overhaul, operations and stand-by take forces away; a planner who learns of it late
                  loses the exercise, not only the force.
Does not say      That the force is not committed twice: see `no_double_commitment`. When the travel time is
                  not known and could matter, the rule cannot be decided.
Soft unit         One element on one day above what is available.
Real case         Ships go into refit for weeks whose end is uncertain; squadrons promised to an exercise have
                  been withdrawn for operations.
"""

from collections.abc import Iterator
from typing import ClassVar, Literal, Self

from pydantic import Field

from exsched.domain.dates import Period, Validity
from exsched.domain.names import Count, ForceId
from exsched.domain.programme import Programme
from exsched.rulekit.decisions import Decisions, Use
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Path, Rule
from exsched.rulekit.stays import Excess, Stay, excesses


class ForceAvailability(Rule):
    """Days on which a force is not there, or not all of it."""

    rule: Literal["force_availability"] = "force_availability"
    force: ForceId
    dates: Period
    available: Count = Field(default=0, description="elements that can still be committed")

    unit: ClassVar[str] = "element-day"

    @classmethod
    def from_facts(cls, programme: Programme) -> Iterator[tuple[Path, Self]]:
        """One for each `away` of a force."""
        for force in programme.forces.values():
            for n, away in enumerate(force.away):
                rule = cls(
                    force=force.id,
                    dates=away.dates,
                    available=away.available,
                    reason=away.why,
                    source=away.source,
                )
                yield ("forces", force.id, "away", n), rule

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        all_of = problem.programme.forces[self.force].elements
        left = "is away" if self.available == 0 else f"has {self.available} of {all_of} elements available"
        return f"{self.force} {left} on {self.dates}" + (f" ({self.reason})" if self.reason else "")

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Limit the elements in use on the days that are both in `dates` and in `valid`."""
        if days := self.dates.common(self.valid.period()):
            uses = [
                Use(
                    decisions.force_days(exercise, self.force), decisions.elements(exercise, need, self.force)
                )
                for exercise, need in problem.could_fill(self.force)
            ]
            decisions.load(
                uses, self.available, valid=Validity(start=days.start, end=days.end), counted="days"
            )

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Count elements committed day by day; where travel is unknown, ask whether it could matter."""
        if not (days := self.dates.common(self.valid.period())):
            return
        committed, horizon = laydown.commitments_of(self.force), problem.programme.horizon
        stays = [Stay(c.exercise, c.footprint, c.elements) for c in committed]
        known = list(excesses(stays, self.available, days))
        yield from (self._broken(excess) for excess in known)
        at_worst = [
            Stay(c.exercise, c.footprint if c.travel_known else horizon, c.elements) for c in committed
        ]
        if not known and any(excesses(at_worst, self.available, days)):
            unknown = tuple(sorted({c.exercise for c in committed if not c.travel_known}))
            where = ", ".join(unknown)
            yield Undecided(
                unknown,
                f"whether {self.force} is on its way to or from {where} on {days} depends on its travel time",
                f"the home of {self.force}, or where the sites of {where} lie",
            )

    def _broken(self, excess: Excess) -> Violation:
        who = ", ".join(excess.exercises)
        has = f"{self.force} has {number_of(excess.limit, 'element')} available on {excess.period}"
        sentence = f"{has}, and {excess.load} are committed ({who})"
        return Violation(excess.exercises, sentence, excess.by * excess.period.days)
