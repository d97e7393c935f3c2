"""A force, or a nation, keeps some whole weeks free of exercises.

What it says      In each calendar year or quarter, or in the horizon as a whole (`per`), lie at least
                  `weeks` free weeks, in blocks of at least `block` weeks. A day is free when it lies in no
                  footprint: of the force's own (the exercise's, or from its departure to its return when it
                  travels longer), or of an exercise in which the nation takes part in any role but observer.
                  A week is any seven days on end: a stretch of n free days holds n / 7 weeks, rounded down,
                  and counts when it holds a whole block. Stretches end where the period ends.
Why it exists     Leave, maintenance, courses and the unit's own training need time that nobody else plans.
Does not say      Which weeks are free: see `blackout_period`. A force of several elements is free when all of
                  them are. Of a year or quarter that lies partly in the horizon, only that part is searched,
                  and it has to hold all the weeks.
Soft unit         One week missing, in each period. Soft unless `hard: true`.
Undecided         The travel of the force is not known, and it is away in the period; or nobody wrote who took
                  part in a past exercise that reaches into it, so that too few weeks may be free.
Validity          Only days within `valid` are searched; periods without one are not judged.
History           Footprints under `history` that reach into the period are not free.
                  Without `forces`, whether those of its participants were there stays open.
Real case         The United States Air Force keeps a master exercise calendar with deliberate white space; a
                  rule of thumb there and in the Army is 47 weeks of a year that can be planned.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, Strict, model_validator

from exsched.domain.dates import Period
from exsched.domain.names import ForceId, NationId
from exsched.rulekit.calendars import Per, calendar_periods
from exsched.rulekit.decisions import Decisions, Use
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.past import past_of_force, past_of_nation, past_open
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule
from exsched.rulekit.stays import Stay

Weeks = Annotated[int, Strict(), Field(ge=1, le=530)]


class CountedOver(StrEnum):
    """What the weeks are counted in."""

    YEAR = "year"
    QUARTER = "quarter"
    HORIZON = "horizon"


class WhiteSpace(Rule):
    """The least free weeks of a force or a nation in a period."""

    rule: Literal["white_space"] = "white_space"
    force: ForceId | None = None
    nation: NationId | None = None
    weeks: Weeks
    block: Weeks = Field(default=1, description="the smallest block that counts, in weeks")
    per: CountedOver = Field(
        default=CountedOver.YEAR, description="calendar year or quarter, or the whole horizon"
    )

    unit: ClassVar[str] = "week"
    soft_by_default: ClassVar[bool] = True

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if (self.force is None) == (self.nation is None):
            raise ValueError("white_space needs either force or nation")
        if self.block > self.weeks:
            raise ValueError(
                f"a block of {self.block} weeks is longer than the {self.weeks} that are asked for"
            )
        return self

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        blocks = f" in blocks of at least {self.block}" if self.block > 1 else ""
        where = "the horizon" if self.per is CountedOver.HORIZON else f"each calendar {self.per}"
        return f"{self.force or self.nation} has {number_of(self.weeks, 'free week')} in {where}{blocks}"

    def _periods(self, problem: Problem) -> list[Period]:
        """The periods, cut to the horizon and to `valid`."""
        horizon = problem.programme.horizon
        if not (searched := horizon.common(self.valid.period())):
            return []
        if self.per is CountedOver.HORIZON:
            return [searched]
        found = (whole.common(searched) for whole in calendar_periods(horizon, Per(self.per)))
        return [period for period in found if period]

    def _past(self, problem: Problem) -> list[Period]:
        facts = problem.programme
        if self.force is not None:
            return [past.footprint for past in past_of_force(facts, self.force)]
        return [past.footprint for past in past_of_nation(facts, self.nation or "")]

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Ask for free weeks in each period."""
        d = decisions
        busy = [Use(d.fixed(period), 1) for period in self._past(problem)]
        if self.force is not None:
            could = sorted({problem.forms[key].id for key, _ in problem.could_fill(self.force)})
            busy += [Use(d.force_days(name, self.force), 1) for name in could]
        else:
            nation = self.nation or ""
            here = [name for name in problem.exercises if nation in problem.nations_of(name)]
            busy += [Use(d.footprint(name), 1, (d.takes_part(nation, name),)) for name in here]
        for period in self._periods(problem):
            d.free_weeks(busy, period, self.weeks, self.block)

    # -- checker --------------------------------------------------------------------------------------------

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Add up the blocks of free weeks in each period."""
        own, unknown = self._away(laydown)
        taken = [*self._past(problem), *(stay.period for stay in own)]
        for period in self._periods(problem):
            there = tuple(sorted({stay.exercise for stay in own if stay.period.overlaps(period)}))
            free = sum(weeks for weeks in _free_weeks(taken, period) if weeks >= self.block)
            if free < self.weeks:
                who = f" ({', '.join(there)})" if there else ""
                has = f"{self.force or self.nation} has {number_of(free, 'free week')} in {period}"
                yield Violation(there, f"{has}, not {self.weeks}{who}", self.weeks - free)
            elif unknown:
                where = ", ".join(unknown)
                yield Undecided(
                    unknown,
                    f"how many weeks {self.force} is free in {period} depends on its travel to {where}",
                    f"the home of {self.force}, or where the sites of {where} lie",
                )
            else:
                yield from self._open(problem, period, taken, there)

    def _open(
        self, problem: Problem, period: Period, taken: list[Period], there: tuple[str, ...]
    ) -> Iterator[Finding]:
        """Whether past exercises of which nobody wrote who was there would take too much."""
        more = [
            past
            for past in past_open(problem.programme, self.nation, self.force)
            if past.footprint.overlaps(period)
        ]
        both = _free_weeks([*taken, *(past.footprint for past in more)], period)
        if more and sum(weeks for weeks in both if weeks >= self.block) < self.weeks:
            names = ", ".join(past.id for past in more)
            who = f"how many weeks {self.force or self.nation} is free in {period}"
            lacks = ", ".join(f"history.{past.id}.participants" for past in more)
            yield Undecided(there, f"{who} depends on who took part in {names}", lacks)

    def _away(self, laydown: Laydown) -> tuple[list[Stay], tuple[str, ...]]:
        if self.force is None:
            held = laydown.held.values()
            return [Stay(h.id, h.footprint) for h in held if h.takes_part(self.nation or "")], ()
        committed = laydown.commitments_of(self.force)
        unknown = tuple(sorted({c.exercise for c in committed if not c.travel_known}))
        return [Stay(c.exercise, c.footprint) for c in committed], unknown


def _free_weeks(taken: Sequence[Period], period: Period) -> Iterator[int]:
    """The whole weeks of every free stretch of the period."""
    free_from = period.start
    for away in sorted(taken, key=lambda p: p.start):
        if away.overlaps(period):
            yield max(0, (away.start - free_from).days // 7)
            free_from = max(free_from, away.end + timedelta(1))
    yield max(0, ((period.end - free_from).days + 1) // 7)
