"""A series comes round at its interval.

What it says      From STARTEX of one edition of `series` to STARTEX of the next one held lies `every`, give
                  or take `tolerance` days. Editions are the exercises with this `series`, in the order of
                  their STARTEX; one that is dropped is none, so that the gap across it counts. Months and
                  years are those of the calendar: two years after 9 June is 9 June; a day that the month has
                  not runs on into the next one (a month after 31 January is 3 March, or the 2nd in a leap
                  year).
Why it exists     Staffs, hosts and crews count on the rhythm of a series; crews that certify at one edition
                  need the next before the certificate runs out.
Does not say      That any edition is held, nor that one follows the last: see `must_be_held`.
Soft unit         One day by which the gap lies outside the tolerance.
Validity          Applies when the later of the two editions has an execution day inside `valid`.
History           The last edition of the series under `history` stands before the first one held.
Real case         RIMPAC is held every second year (US Pacific Fleet); ZAPAD was held every second year
                  (Jamestown Foundation, 2025).
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise, permutations
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, Strict, model_validator

from exsched.domain.dates import Frozen, Period
from exsched.domain.names import Days, Id, PositiveDays
from exsched.domain.programme import Programme
from exsched.rulekit.decisions import Decisions, Lit, Term
from exsched.rulekit.editions import Editions
from exsched.rulekit.finding import Finding, Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule


class Interval(Frozen):
    """So many days, or months, or years of the calendar."""

    days: PositiveDays | None = None
    months: Annotated[int, Strict(), Field(ge=1, le=600)] | None = None
    years: Annotated[int, Strict(), Field(ge=1, le=50)] | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if sum(n is not None for n in (self.days, self.months, self.years)) != 1:
            raise ValueError("an interval is one of days, months, years")
        return self

    def after(self, day: date) -> date:
        """The day that lies the interval later."""
        if self.days is not None:
            return day + timedelta(self.days)
        months = day.month - 1 + (self.months or 12 * (self.years or 0))
        return date(day.year + months // 12, months % 12 + 1, 1) + timedelta(day.day - 1)

    def __str__(self) -> str:
        name, count = next((n, c) for n, c in self if c is not None)
        return name.removesuffix("s") if count == 1 else f"{count} {name}"


class Periodicity(Rule):
    """The interval between the editions of a series."""

    rule: Literal["periodicity"] = "periodicity"
    series: Id
    every: Interval
    tolerance: Days = Field(default=0, description="days earlier or later")

    unit: ClassVar[str] = "day"

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        about = f", give or take {number_of(self.tolerance, 'day')}" if self.tolerance else ""
        return f"{self.series} is held every {self.every}{about}"

    def _last_past(self, programme: Programme) -> tuple[date, str] | None:
        past = [(p.dates.start, p.id) for p in programme.history.values() if p.series == self.series]
        return max(past, default=None)

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Confine the gap between every two that may follow each other: see `Editions` for the cost.

        A month of the calendar is another number of days for another day of the first edition; there is one
        posting for each run of days for which it is the same.
        """
        d = decisions
        editions = Editions([n for n, line in problem.exercises.items() if line.series == self.series], d)
        runs = list(self._runs(problem.programme.horizon))
        for one, other in permutations(editions.ids, 2):
            when = [editions.follows(one, other), d.touches(other, self.valid)]
            for days, gap in runs:
                begun = [d.starts_in(one, days)] if len(runs) > 1 else []
                terms = [Term(1, d.startex(other)), Term(-1, d.startex(one))]
                self._confine(d, terms, gap, [*when, *begun])
        if past := self._last_past(problem.programme):
            for first in editions.ids:
                when = [editions.is_first(first), d.touches(first, self.valid)]
                self._confine(d, [Term(1, d.startex(first))], d.day(self.every.after(past[0])), when)

    def _confine(self, d: Decisions, terms: list[Term], to: int, when: list[Lit]) -> None:
        d.within(terms, [(to - self.tolerance, to + self.tolerance)], when)

    def _runs(self, horizon: Period) -> Iterator[tuple[Period, int]]:
        """Runs of days from which the interval is equally long, with its days."""
        begins, gap = horizon.start, (self.every.after(horizon.start) - horizon.start).days
        for day in horizon.each_day():
            here = (self.every.after(day) - day).days
            if here != gap:
                yield Period(start=begins, end=day - timedelta(1)), gap
                begins, gap = day, here
        yield Period(start=begins, end=horizon.end), gap

    # -- checker --------------------------------------------------------------------------------------------

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Go through the editions by STARTEX, the last past one first."""
        held = sorted(
            (h.execution.start, h.id) for h in laydown.held.values() if h.exercise.series == self.series
        )
        past = self._last_past(problem.programme)
        for (before, one), (start, other) in pairwise([past, *held] if past else held):
            expected = self.every.after(before)
            off = abs((start - expected).days) - self.tolerance
            if off > 0 and laydown.held[other].touches(self.valid.period()):
                late = "late" if start > expected else "early"
                which = (one, other) if one in laydown.held else (other,)
                when = f"{other} starts on {start}, {one} on {before}: {number_of(off, 'day')} too {late}"
                yield Violation(which, f"{when} for every {self.every}", off)
