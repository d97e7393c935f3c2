"""A nation hosts only so much at once, and in a year.

What it says      On no day are more exercises, or more troops, on the nation's soil than it hosts; and in no
                  calendar year does it host more exercises than `per_year`. The nation hosts an exercise when
                  one of the chosen sites lies in it, on every day of the exercise's footprint. The troops are
                  what the sites in the nation say, added up (the whole exercise, once, when one of them says
                  nothing), its own included. An exercise belongs to the year of its STARTEX, and counts
                  when that day lies within `valid`.
Why it exists     Host-nation support, police escorts, border clearance and hospitals serve all exercises
                  together.
Does not say      How full each venue is: see `venue_capacity`. An exercise whose strength is not written
                  cannot be judged against a limit of troops.
Soft unit         One exercise, or one troop, too many on the worst day; one exercise too many in a year.
Real case         A large winter exercise was stopped halfway in 2020, partly to spare the host's health
                  service.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from exsched.domain.dates import Period, Validity
from exsched.domain.exercises import Exercise
from exsched.domain.names import Count, NationId
from exsched.rulekit.decisions import Decisions, Lit, Term, Use
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule
from exsched.rulekit.stays import Stay, excesses, worst


class HostLoad(Rule):
    """Limits on what a nation hosts."""

    rule: Literal["host_load"] = "host_load"
    nation: NationId
    exercises: Count | None = Field(default=None, description="exercises at once")
    strength: Count | None = Field(default=None, description="troops at once")
    per_year: Count | None = Field(default=None, description="exercises in a calendar year, by STARTEX")

    unit: ClassVar[str] = "exercise or troop"

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.exercises is None and self.strength is None and self.per_year is None:
            raise ValueError("host_load needs one of exercises, strength, per_year")
        return self

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        limits = (
            (self.exercises, "exercise", "at once"),
            (self.strength, "troop", "at once"),
            (self.per_year, "exercise", "in a calendar year"),
        )
        said = [f"{number_of(limit, of)} {when}" for limit, of, when in limits if limit is not None]
        return f"{self.nation} hosts at most {', '.join(said)}"

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Limit the load of exercises and of troops on footprint days, and the count of each year."""
        d = decisions
        here = self._possible_sites(problem)
        if self.exercises is not None:
            users = [Use(d.footprint(name), 1, (d.hosts(self.nation, name),)) for name in here]
            d.load(users, self.exercises, valid=self.valid)
        if self.strength is not None:
            troops = [
                use for name, sites in here.items() for use in self._troops(problem.forms[name], sites, d)
            ]
            d.load(troops, self.strength, valid=self.valid)
        if self.per_year is not None:
            for days in self._years_of(problem.programme.horizon):
                starts = [
                    d.all_of([d.hosts(self.nation, n), *self._starts(problem, n, days, d)]) for n in here
                ]
                d.at_most([Term(1, start) for start in starts], self.per_year)

    def _years_of(self, horizon: Period) -> Iterator[Period]:
        for year in range(horizon.start.year, horizon.end.year + 1):
            days = Period(start=date(year, 1, 1), end=date(year, 12, 31)).common(horizon)
            if days and (counted := days.common(self.valid.period())):
                yield counted

    def _possible_sites(self, problem: Problem) -> dict[str, dict[str, list[str]]]:
        found: dict[str, dict[str, list[str]]] = {}
        for venue in sorted(v.id for v in problem.programme.venues.values() if v.host == self.nation):
            for exercise, need in problem.could_meet(venue):
                found.setdefault(exercise, {}).setdefault(need, []).append(venue)
        return found

    @staticmethod
    def _troops(line: Exercise, sites: dict[str, list[str]], d: Decisions) -> Iterator[Use]:
        at = {
            need: d.any_of([d.at_site(line.key, need, v) for v in venues]) for need, venues in sites.items()
        }
        whole = d.any_of([here for need, here in at.items() if line.sites[need].strength is None])
        yield Use(d.footprint(line.key), line.strength or 0, (whole,))
        for need, here in at.items():
            if own := line.sites[need].strength:
                yield Use(d.footprint(line.key), own, (here, d.negation(whole)))

    @staticmethod
    def _starts(problem: Problem, exercise: str, days: Period, d: Decisions) -> Iterator[Lit]:
        yield d.touches(exercise, Validity(start=days.start, end=days.end))
        if days.start > problem.programme.horizon.start:
            yield d.negation(d.touches(exercise, Validity(end=days.start - timedelta(1))))

    # -- checker --------------------------------------------------------------------------------------------

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Find the day with the most exercises, that with the most troops, and the years with too many."""
        hosted = [held for held in laydown.held.values() if self.nation in held.hosts]
        yield from self._above([Stay(h.id, h.footprint) for h in hosted], self.exercises, "exercise")
        troops = [Stay(h.id, h.footprint, self._strength(h) or 0) for h in hosted]
        yield from list(self._above(troops, self.strength, "troop")) or self._unknown(hosted)
        yield from self._years(hosted)

    def _strength(self, held: Held) -> int | None:
        return held.strength_at({venue.id for venue in held.sites.values() if venue.host == self.nation})

    def _above(self, stays: list[Stay], limit: int | None, of: str) -> Iterator[Finding]:
        if limit is not None and (most := worst(excesses(stays, limit, self.valid.period()))):
            day, who = most.period.start, ", ".join(most.exercises)
            hosted = f"{self.nation} hosts {number_of(limit, of)} at once"
            yield Violation(most.exercises, f"{hosted} and has {most.load} on {day} ({who})", most.by)

    def _unknown(self, hosted: list[Held]) -> Iterator[Finding]:
        for held in hosted:
            unwritten = self.strength is not None and self._strength(held) is None
            if unwritten and held.footprint.overlaps(self.valid.period()):
                sentence = f"whether {self.nation} can host {held.id} depends on how many troops come"
                yield Undecided((held.id,), sentence, f"the strength of {held.id}")

    def _years(self, hosted: list[Held]) -> Iterator[Finding]:
        if self.per_year is None:
            return
        begun = [held for held in hosted if held.execution.start in self.valid.period()]
        for year, count in sorted(Counter(held.execution.start.year for held in begun).items()):
            if count > self.per_year:
                which = tuple(held.id for held in begun if held.execution.start.year == year)
                over = f"{self.nation} hosts {number_of(self.per_year, 'exercise')} a year"
                sentence = f"{over} and has {count} in {year} ({', '.join(which)})"
                yield Violation(which, sentence, count - self.per_year)
