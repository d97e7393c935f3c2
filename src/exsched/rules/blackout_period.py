"""On some days a nation, a venue or an area takes no exercises, or nothing is held at all.

What it says      On the days named by `dates` or by `period`, depending on `effect`:
                  `no_participation`  no exercise in which one of the `nations` takes part, other than as
                                      observer;
                  `no_hosting`        no exercise with a site in one of the `nations`, or at one of the
                                      `venues` or in one of the `areas`;
                  `no_startex`        no STARTEX of an exercise in which one of the `nations` takes part
                                      (other than as observer), or with a site at one of the `venues` or in
                                      the `areas`;
                  `nothing`           no exercise with one of the `nations` in any role at all, observers
                                      and hosts included; for venues and areas the same as `no_hosting`.
                  With neither nations nor venues nor areas it is about every exercise, and the effect is
                  `nothing`. Left out, the effect is `no_participation` for nations and `no_hosting` for
                  venues and areas. No day of the footprint may lie inside; with `counts: execution`, no
                  execution day.
Why it exists     National days, elections, leave periods, harvest, a summit that needs every policeman.
Does not say      That a nation and a place are meant together: write nations or places, and two statements
                  for both. Days on which a venue is shut to certain activities only: see `venue_closure`.
Undecided         A site has no position, so that it may lie in one of the `areas`, and no other site lies in
                  one of them or is one of the `venues`.
Soft unit         One day of an affected exercise inside the blackout, counted once for each exercise; for
                  `no_startex`, one day from STARTEX to the nearest day that is free.
Validity          Only blackout days inside `valid` count.
Real case         Greece and Turkey keep from exercising in the Aegean on each other's national and
                  religious days (Papoulias-Yilmaz understanding, 1988).
"""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from exsched.domain.dates import Period
from exsched.domain.exercises import COUNTED_ROLES, Periods, Role
from exsched.domain.names import Areas, NationsOrGroups, PeriodId, Venues
from exsched.rulekit.decisions import Decisions, Lit, Range, Term
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.phrases import number_of
from exsched.rulekit.places import positions_missing
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule


class Effect(StrEnum):
    """What may not happen."""

    NO_PARTICIPATION = "no_participation"
    NO_HOSTING = "no_hosting"
    NO_STARTEX = "no_startex"
    NOTHING = "nothing"


class Counted(StrEnum):
    """Which days of an exercise count."""

    FOOTPRINT = "footprint"
    EXECUTION = "execution"


class BlackoutPeriod(Rule):
    """Days that are barred to nations, to places or to everyone."""

    rule: Literal["blackout_period"] = "blackout_period"
    nations: NationsOrGroups = ()
    venues: Venues = ()
    areas: Areas = ()
    dates: Periods = ()
    period: PeriodId | None = Field(
        default=None, description="a period named under `periods`, in place of dates"
    )
    effect: Effect | None = None
    counts: Counted = Counted.FOOTPRINT

    unit: ClassVar[str] = "day"

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if bool(self.dates) == (self.period is not None):
            raise ValueError("a blackout needs either dates or period")
        places = bool(self.venues or self.areas)
        if self.nations and places:
            raise ValueError(
                "nations and places in one blackout could mean two things; write one statement for each"
            )
        if self.effect is Effect.NO_PARTICIPATION and not self.nations:
            raise ValueError("no_participation is about nations; for venues and areas write no_hosting")
        if self.effect is Effect.NO_HOSTING and not (self.nations or places):
            raise ValueError("no_hosting needs nations, venues or areas")
        return self

    @property
    def bars(self) -> Effect:
        """The effect, with its default filled in."""
        if self.effect:
            return self.effect
        if self.nations:
            return Effect.NO_PARTICIPATION
        return Effect.NO_HOSTING if self.venues or self.areas else Effect.NOTHING

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        days = self.period or ", ".join(str(period) for period in self.dates)
        why = f" ({self.reason})" if self.reason else ""
        if self.nations:
            who = ", ".join(sorted(problem.expand(self.nations)))
            return f"on {days} {who} {_NATIONS[self.bars]}{why}"
        where = ", ".join([*self.venues, *self.areas])
        what = "no exercise starts" if self.bars is Effect.NO_STARTEX else "no exercise is held"
        return f"on {days} {what}{f' at {where}' if where else ''}{why}"

    def _periods(self, problem: Problem) -> list[Period]:
        said = problem.programme.periods[self.period].dates if self.period else self.dates
        return [common for period in said if (common := period.common(self.valid.period()))]

    def _region(self, problem: Problem) -> frozenset[str]:
        return frozenset(self.venues).union(*(problem.programme.venues_in(area) for area in self.areas))

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Keep every exercise that is affected clear of the days, or its STARTEX off them."""
        d, periods = decisions, self._periods(problem)
        if not periods:
            return
        who, region = problem.expand(self.nations), self._region(problem)
        for name in problem.exercises:
            when = [d.held(name), self._affected(problem, d, name, who, region)]
            if self.bars is Effect.NO_STARTEX:
                d.within([Term(1, d.startex(name))], _free_ranges(periods, d), when)
            else:
                span = d.execution(name) if self.counts is Counted.EXECUTION else d.footprint(name)
                d.keep_clear(span, periods, when)

    def _affected(
        self, problem: Problem, d: Decisions, exercise: str, who: frozenset[str], region: frozenset[str]
    ) -> Lit:
        if self.venues or self.areas:
            return d.uses(exercise, region)
        if not self.nations:
            return d.held(exercise)
        possible = sorted(who & problem.nations_of(exercise))
        if self.bars is Effect.NO_HOSTING:
            return d.any_of([d.hosts(nation, exercise) for nation in possible])
        roles = frozenset(Role) if self.bars is Effect.NOTHING else COUNTED_ROLES
        return d.any_of([d.takes_part(nation, exercise, roles) for nation in possible])

    # -- checker --------------------------------------------------------------------------------------------

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Look at the days of every exercise that is affected."""
        periods = self._periods(problem)
        who, region = problem.expand(self.nations), self._region(problem)
        for held in laydown.held.values():
            subject = self._subject(held, who, region)
            if subject is not None:
                yield from self._judged(held, periods, subject)
            elif lost := positions_missing(problem.programme, self.areas, held.venues):
                for broken in self._judged(held, periods, f" in {' or '.join(self.areas)}"):
                    what = f"{broken.sentence}, if a site lies there"
                    yield Undecided(broken.exercises, what, ", ".join(lost))

    def _judged(self, held: Held, periods: list[Period], subject: str) -> Iterator[Violation]:
        if self.bars is Effect.NO_STARTEX:
            yield from _check_startex(held, periods, subject)
            return
        span = held.execution if self.counts is Counted.EXECUTION else held.footprint
        near = [period for period in periods if period.overlaps(span)]
        inside = [day for day in span.each_day() if any(day in period for period in near)] if near else []
        if inside:
            days = f"{number_of(len(inside), 'day')} on dates barred{subject}, the first {inside[0]}"
            yield Violation((held.id,), f"{held.id} has {days}", len(inside))

    def _subject(self, held: Held, who: frozenset[str], region: frozenset[str]) -> str | None:
        if not self.nations and not self.venues and not self.areas:
            return ""
        found = {
            Effect.NO_HOSTING: held.hosts & who,
            Effect.NOTHING: frozenset(held.roles) & who,
        }.get(self.bars, held.participants() & who)
        found |= held.venues & region
        return f" for {', '.join(sorted(found))}" if found else None


_NATIONS = {
    Effect.NO_PARTICIPATION: "will not exercise",
    Effect.NO_HOSTING: "will not host an exercise",
    Effect.NO_STARTEX: "will not start an exercise",
    Effect.NOTHING: "will have no part in any exercise",
}


def _free_ranges(periods: list[Period], d: Decisions) -> list[Range]:
    """The day numbers outside the periods."""
    ranges: list[Range] = []
    free_from: int | None = None
    for period in sorted(periods, key=lambda p: p.start):
        first, after = d.day(period.start), d.day(period.end) + 1
        if free_from is None or first > free_from:
            ranges.append((free_from, first - 1))
        free_from = after if free_from is None else max(free_from, after)
    return [*ranges, (free_from, None)]


def _check_startex(held: Held, periods: list[Period], subject: str) -> Iterator[Violation]:
    start = held.execution.start
    if not any(start in period for period in periods):
        return
    off = min((start - _next_free(start, periods, -1)).days, (_next_free(start, periods, 1) - start).days)
    yield Violation((held.id,), f"{held.id} starts on {start}, a day barred{subject}", off)


def _next_free(day: date, periods: list[Period], step: int) -> date:
    """The first day before (-1) or after (1) that lies in none of the periods."""
    while inside := [period for period in periods if day in period]:
        edge = min(p.start for p in inside) if step < 0 else max(p.end for p in inside)
        day = edge + timedelta(step)
    return day
