"""A force, or a nation, is away only so many days in any stretch of days.

What it says      In every stretch of `within` days on end, the footprint days are at most `days`. For a force
                  these are the days of its own footprint (the exercise's, or from its departure to its return
                  when it travels longer); a force of several elements has that many days for each of them,
                  and each element that is committed counts. For a nation every exercise in which it takes
                  part, in any role but observer, counts its footprint days by itself, so that two exercises
                  on one day are two days.
Why it exists     People and equipment wear out: time away from home is limited by law, by policy, and by what
                  units can bear.
Does not say      Which element goes where, nor anything about time at home between two absences (see
                  `dwell_ratio`). When the travel time is not known and could matter, the rule cannot be
                  decided.
Soft unit         One day (of one element, of one exercise) too many in the worst stretch.
Undecided         The travel of the force is not known, or nobody wrote who took part in a past exercise, and
                  with it the cap could be broken.
Validity          Judged are the stretches that end in the horizon and within `valid`.
Facts             `tempo` of a force.
History           Stretches reach back before the horizon: footprints under `history` count there, a nation's
                  when it took part, hosted, or had a force there. History alone can break the cap; give
                  `valid` from the day on which that has run out.
                  Without `forces`, whether those of its participants were there stays open.
Real case         A United States act of 1999 asked for approval when a member had been away 182 days or more
                  out of the preceding 365 (National Defense Authorization Act for Fiscal Year 2000).
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from typing import ClassVar, Literal, Self

from pydantic import model_validator

from exsched.domain.dates import Period, Validity
from exsched.domain.names import Days, ForceId, NationId, PositiveDays
from exsched.domain.programme import Programme
from exsched.rulekit.decisions import Decisions, Use
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.past import past_of_force, past_of_nation, past_open
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Path, Rule
from exsched.rulekit.stays import Stay


class TempoCap(Rule):
    """The most footprint days in any stretch of so many days."""

    rule: Literal["tempo_cap"] = "tempo_cap"
    force: ForceId | None = None
    nation: NationId | None = None
    days: Days
    within: PositiveDays

    unit: ClassVar[str] = "day"

    @model_validator(mode="after")
    def _of_whom(self) -> Self:
        if (self.force is None) == (self.nation is None):
            raise ValueError("tempo_cap needs either force or nation")
        return self

    @classmethod
    def from_facts(cls, programme: Programme) -> Iterator[tuple[Path, Self]]:
        """One for each force with a `tempo`."""
        for force in programme.forces.values():
            if tempo := force.tempo:
                rule = cls(force=force.id, days=tempo.days, within=tempo.within, source=force.source)
                yield ("forces", force.id, "tempo"), rule

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        several = self.force is not None and problem.programme.forces[self.force].elements > 1
        each = " for each element" if several else ""
        cap = f"{number_of(self.days, 'footprint day')} in any {self.within}{each}"
        return f"{self.force or self.nation} has at most {cap}"

    def _limit(self, problem: Problem) -> int:
        return self.days * (problem.programme.forces[self.force].elements if self.force else 1)

    def _judged(self, problem: Problem) -> Validity | None:
        """Days on which the stretches that are judged end; None when there are none."""
        days = problem.programme.horizon.common(self.valid.period())
        return Validity(start=days.start, end=days.end) if days else None

    def _past(self, problem: Problem) -> list[Stay]:
        facts = problem.programme
        if self.force is not None:
            spent = [(past, (past.forces or {})[self.force]) for past in past_of_force(facts, self.force)]
        else:
            spent = [(past, 1) for past in past_of_nation(facts, self.nation or "")]
        return [Stay(past.id, past.footprint, amount) for past, amount in spent]

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Limit the days of every stretch, those of history included."""
        if judged := self._judged(problem):
            uses = [Use(decisions.fixed(stay.period), stay.amount) for stay in self._past(problem)]
            uses += self._of_force(problem, decisions) if self.force else self._of_nation(problem, decisions)
            decisions.rolling(uses, self._limit(problem), self.within, judged)

    def _of_force(self, problem: Problem, d: Decisions) -> list[Use]:
        force = self.force or ""
        return [
            Use(d.force_days(key, force), d.elements(key, need, force))
            for key, need in problem.could_fill(force)
        ]

    def _of_nation(self, problem: Problem, d: Decisions) -> list[Use]:
        nation = self.nation or ""
        here = [name for name in problem.exercises if nation in problem.nations_of(name)]
        return [Use(d.footprint(name), 1, (d.takes_part(nation, name),)) for name in here]

    # -- checker --------------------------------------------------------------------------------------------

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Find the stretch with the most days; where travel is unknown, ask whether it could matter."""
        if not (judged := self._judged(problem)):
            return
        past, own = self._past(problem), self._stays(laydown)
        last, has = self._worst([*past, *own], judged)
        if has > self._limit(problem):
            yield self._broken(self._limit(problem), past, own, (last, has))
            return
        unknown = self._travel_unknown(laydown)
        horizon = problem.programme.horizon
        longest = [Stay(s.exercise, horizon, s.amount) if s.exercise in unknown else s for s in own]
        more = self._perhaps(problem)
        if not (unknown or more) or self._worst([*past, *more, *longest], judged)[1] <= self._limit(problem):
            return
        if not unknown or self._worst([*past, *longest], judged)[1] <= self._limit(problem):
            names = ", ".join(stay.exercise for stay in more)
            what = f"how many days {self.force or self.nation} is away depends on who took part in {names}"
            lacks = ", ".join(f"history.{stay.exercise}.participants" for stay in more)
            yield Undecided(tuple(sorted({stay.exercise for stay in own})), what, lacks)
        else:
            where = ", ".join(unknown)
            yield Undecided(
                unknown,
                f"how many days {self.force} is away depends on its travel to {where}",
                f"the home of {self.force}, or where the sites of {where} lie",
            )

    def _perhaps(self, problem: Problem) -> list[Stay]:
        """The past exercises of which nobody wrote who was there."""
        facts = problem.programme
        amount = facts.forces[self.force].elements if self.force is not None else 1
        return [Stay(p.id, p.footprint, amount) for p in past_open(facts, self.nation, self.force)]

    def _stays(self, laydown: Laydown) -> list[Stay]:
        if self.force is not None:
            return [Stay(c.exercise, c.footprint, c.elements) for c in laydown.commitments_of(self.force)]
        held = laydown.held.values()
        return [Stay(h.id, h.footprint) for h in held if h.takes_part(self.nation or "")]

    def _travel_unknown(self, laydown: Laydown) -> tuple[str, ...]:
        committed = laydown.commitments_of(self.force or "")
        return tuple(sorted({c.exercise for c in committed if not c.travel_known}))

    def _worst(self, stays: list[Stay], judged: Validity) -> tuple[date, int]:
        """The last day of the first of the stretches with the most days, and these days."""
        in_use: Counter[date] = Counter()
        for stay in stays:
            for day in stay.period.each_day():
                in_use[day] += stay.amount
        days = sorted(in_use)
        so_far = [0, *accumulate(in_use[day] for day in days)]

        def used_until(day: date) -> int:
            return so_far[bisect_right(days, day)]

        # only a day in use makes a stretch fuller than the one that ends a day earlier
        ends = [judged.start, *(day for day in days if judged.start < day <= judged.end)]
        used = [used_until(day) - used_until(day - timedelta(self.within)) for day in ends]
        most = max(used)
        return ends[used.index(most)], most

    def _broken(self, limit: int, past: list[Stay], own: list[Stay], worst: tuple[date, int]) -> Violation:
        last, has = worst
        stretch = Period(start=last - timedelta(self.within - 1), end=last)
        before, now = (
            tuple(sorted({stay.exercise for stay in stays if stay.period.overlaps(stretch)}))
            for stays in (past, own)
        )
        cap = f"at most {number_of(limit, 'footprint day')} in any {self.within}"
        sentence = f"{self.force or self.nation} has {cap}, and {has} on {stretch}"
        return Violation(now, f"{sentence} ({', '.join([*before, *now])})", has - limit)
