"""Exercises stay away from an event, and from some days before and after it.

What it says      On the days of `dates` or `period`, and on `before` days before and `after` days after each
                  of them, no exercise in scope has a day of its footprint. With `area`, only exercises with a
                  site there are in scope; with `nations`, only those in which one of them takes part, other
                  than as observer; with both, each must be met.
Why it exists     Summits, elections and championships take police, airspace and attention; troops that move
                  at such a time are read as a message.
Does not say      Who may speak for the event. Days that are barred whatever happens: see `blackout_period`.
Soft unit         One footprint day inside the event with its buffer, counted once for each exercise. Soft
                  unless `hard: true`.
Validity          Only days inside `valid` count, those of the buffer as well.
Undecided         When nobody knows whether a venue lies in the area, for want of a position.
Real case         The United States and the Republic of Korea put off FOAL EAGLE 2018 until the Olympic and
                  Paralympic Winter Games at Pyeongchang were over (joint announcement, January 2018).
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from exsched.domain.dates import FIRST_DAY, LAST_DAY, Period
from exsched.domain.exercises import Periods
from exsched.domain.names import AreaId, Days, NationsOrGroups, PeriodId
from exsched.rulekit.decisions import Decisions, Lit
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule


class EventAvoidance(Rule):
    """An event that exercises keep away from."""

    rule: Literal["event_avoidance"] = "event_avoidance"
    dates: Periods = ()
    period: PeriodId | None = Field(
        default=None, description="a period named under `periods`, in place of dates"
    )
    before: Days = Field(default=0, description="days before the event that are kept free as well")
    after: Days = Field(default=0, description="days after the event that are kept free as well")
    area: AreaId | None = Field(default=None, description="only exercises with a site there")
    nations: NationsOrGroups = Field(default=(), description="only exercises with one of these")

    unit: ClassVar[str] = "day"
    soft_by_default: ClassVar[bool] = True

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if bool(self.dates) == (self.period is not None):
            raise ValueError("an event needs either dates or period")
        return self

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        named = problem.programme.periods[self.period].label if self.period else ""
        when = named or ", ".join(str(period) for period in self.dates)
        around = [f"{number_of(n, 'day')} {word}" for n, word in self._buffer() if n]
        buffer = f" and {' and '.join(around)}" if around else ""
        of = f" of {', '.join(sorted(problem.expand(self.nations)))}" if self.nations else ""
        where = f" in {self.area}" if self.area else ""
        why = f" ({self.reason})" if self.reason else ""
        return f"exercises{of}{where} keep clear of {when}{buffer}{why}"

    def _buffer(self) -> tuple[tuple[int, str], ...]:
        return (self.before, "before"), (self.after, "after")

    def _periods(self, problem: Problem) -> list[Period]:
        said = problem.programme.periods[self.period].dates if self.period else self.dates
        buffered = [
            Period(
                start=max(FIRST_DAY + timedelta(self.before), period.start) - timedelta(self.before),
                end=min(LAST_DAY - timedelta(self.after), period.end) + timedelta(self.after),
            )
            for period in said
        ]
        return [common for period in buffered if (common := period.common(self.valid.period()))]

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Keep the footprint of every exercise that could be in scope clear of the event."""
        periods, who = self._periods(problem), problem.expand(self.nations)
        region = problem.programme.venues_in(self.area) if self.area else frozenset()
        for name in problem.exercises:
            when: list[Lit] = [decisions.held(name)]
            if self.area:
                when.append(decisions.uses(name, region))
            if self.nations:
                there = sorted(who & problem.nations_of(name))
                when.append(decisions.any_of([decisions.takes_part(nation, name) for nation in there]))
            decisions.keep_clear(decisions.footprint(name), periods, when)

    # -- checker --------------------------------------------------------------------------------------------

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Count the footprint days of each exercise in scope."""
        periods, who = self._periods(problem), problem.expand(self.nations)
        for held in laydown.held.values():
            if self.nations and not held.participants() & who:
                continue
            near = [period for period in periods if period.overlaps(held.footprint)]
            inside = [day for day in held.footprint.each_day() if any(day in p for p in near)] if near else []
            here = self._in_area(problem, held)
            event = self.period or "the event"
            if inside and here is None:
                sentence = f"whether {held.id} must keep clear of {event} depends on where it is held"
                places = sorted(problem.programme.unplaced(self.area or "") & held.venues)
                yield Undecided((held.id,), sentence, ", ".join(f"venues.{name}.at" for name in places))
            elif inside and here:
                days = f"{number_of(len(inside), 'day')} too near to {event}, the first {inside[0]}"
                yield Violation((held.id,), f"{held.id} has {days}", len(inside))

    def _in_area(self, problem: Problem, held: Held) -> bool | None:
        """Whether a site lies in the area; None when that is not known."""
        if self.area is None or held.venues & problem.programme.venues_in(self.area):
            return True
        return None if held.venues & problem.programme.unplaced(self.area) else False
