"""Everything happens inside the horizon of the programme.

What it says      Every footprint day of every exercise that is held, and of every force that it takes, lies
                  inside the horizon: from first arrival to last departure, the travel of the forces
                  included.
Why it exists     What lies outside has not been checked against anything: no closures, loads or leave are
                  known for those days.
Does not say      Anything about days on which venues are set up before STARTEX, nor about planning events
                  and dated acts: those may lie before the first day.
Soft unit         One day outside, counted for the footprint of each exercise and of each of its forces
                  apart.
Undecided         A force whose travel days are not known, because a position is missing.
Validity          Applies to exercises that have an execution day inside `valid`.
Facts             `programme.horizon`.
Real case         The first exercise of January needs its trains in December: the horizon has to begin
                  there.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import ClassVar, Literal, Self

from exsched.domain.dates import Period
from exsched.domain.programme import Programme
from exsched.rulekit.decisions import Decisions
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Path, Rule

_FAR = timedelta(50_000)
"""Further than any footprint can reach: half the equator at 1 km a day, and 3,700 days at either end."""


class ProgrammeHorizon(Rule):
    """The days that the programme covers, and no footprint leaves."""

    rule: Literal["programme_horizon"] = "programme_horizon"
    horizon: Period

    unit: ClassVar[str] = "day"

    @classmethod
    def from_facts(cls, programme: Programme) -> Iterator[tuple[Path, Self]]:
        """One, for the horizon of the programme."""
        yield ("programme", "horizon"), cls(horizon=programme.horizon)

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        return f"every exercise, from first arrival to last departure, lies inside {self.horizon}"

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Keep every footprint clear of the days before and after."""
        d, first, last = decisions, self.horizon.start, self.horizon.end
        outside = [
            Period(start=first - _FAR, end=first - timedelta(1)),
            Period(start=last + timedelta(1), end=last + _FAR),
        ]
        for name, line in problem.forms.items():
            when = [d.touches(name, self.valid)]
            d.keep_clear(d.footprint(name), outside, when)
            for force in sorted(
                {f for need in line.forces.values() for f in problem.programme.eligible(need)}
            ):
                d.keep_clear(d.force_days(name, force), outside, [*when, d.takes_force(name, force)])

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Count the days of each footprint that lie outside."""
        valid = self.valid.period()
        for held in laydown.held.values():
            if held.touches(valid):
                yield from self._outside(held, held.id, held.footprint)
                yield from self._check_forces(held)

    def _check_forces(self, held: Held) -> Iterator[Finding]:
        once = {c.force.id: c for c in held.commitments}
        for force, commitment in sorted(once.items()):
            yield from self._outside(held, f"{force} in {held.id}", commitment.footprint)
            if not commitment.travel_known:
                what = f"the travel days of {force} to {held.id} are not known"
                yield Undecided((held.id,), what, f"forces.{force}.home or the position of its venue")

    def _outside(self, held: Held, who: str, footprint: Period) -> Iterator[Finding]:
        days = footprint.days - footprint.shared_days(self.horizon)
        if days:
            yield Violation(
                (held.id,), f"{who} takes {footprint}, {number_of(days, 'day')} outside {self.horizon}", days
            )
