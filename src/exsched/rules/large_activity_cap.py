"""A State holds only so many large activities in so many calendar years.

What it says      In any `years` calendar years that follow each other, each of `nations` hosts (or, with `by:
                  command`, commands) at most `most` exercises concerned. STARTEX decides the year. The
                  stretches that end in a year of the horizon are looked at, and past exercises of `history:`
                  count in them. What lies in the past alone cannot be mended: a State that has gone beyond
                  already may hold none of them more, and is not in breach for the past.
Concerned         is an exercise that meets every one of these that is given: troops or equipment at one of
                  the numbers of `band` (above it, where the band says `above: true`) and at none of `below`;
                  `kinds`, `domains`, `tags`, `exempt`; a site in `zone` and in `hosts`; one of `parties`.
Why it exists     Confidence-building regimes bound how often a State may gather very large forces.
Does not say      How many may run at once: see `simultaneity_cap`; how many exercises of any size a nation
                  takes: see `host_load` and `exercise_count_cap`.
Soft unit         One exercise too many, counted in every stretch of years in which it is.
Undecided         The limit would be passed if exercises counted of which the strength, the equipment, the
                  domains, the command or the position of the site is not written, or past ones that say too
                  little.
Validity          An exercise counts when it has an execution day inside `valid`.
History           A past exercise counts by its own dates, hosts, command, strength and equipment. It names no
                  domains and no venues: it is taken to be in the domains meant, and inside the zone when one
                  of its hosts has part in the zone; where the zone is a shape, its other hosts are doubtful.
Real case         The Vienna Document 2011, para 67, allows a State one activity above 40,000 troops in three
                  calendar years, and six above 13,000 in one, of these three above 25,000. STEADFAST DEFENDER
                  2024, of about 90,000 troops, was a series of national and NATO exercises in many States
                  (NATO, 18 January 2024).
"""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from exsched.domain.dates import Period
from exsched.domain.history import PastExercise
from exsched.domain.names import Positive
from exsched.domain.programme import Programme
from exsched.rulekit.decisions import Decisions, Term
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.regime import CountedBy, StateCap


class LargeActivityCap(StateCap):
    """How many exercises of a size each State may have in how many calendar years."""

    rule: Literal["large_activity_cap"] = "large_activity_cap"
    years: Positive = Field(default=1, description="calendar years that follow each other")

    unit: ClassVar[str] = "exercise"

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        when = "a calendar year" if self.years == 1 else f"any {self.years} calendar years"
        who = "/".join(self.nations)
        what = f"each of {who} {self.whose()} at most {number_of(self.most, 'exercise')} in {when}"
        return f"{what}{self.cited()}, of {only}" if (only := self.only()) else f"{what}{self.cited()}"

    def _stretches(self, problem: Problem) -> Iterator[Period]:
        horizon = problem.programme.horizon
        for last in range(horizon.start.year, horizon.end.year + 1):
            first = max(last - self.years + 1, date.min.year)
            yield Period(start=date(first, 1, 1), end=date(last, 12, 31))

    def _past(self, problem: Problem, nation: str, stretch: Period) -> tuple[list[str], list[str]]:
        """Past exercises of a State that count in the stretch, and those that might."""
        sure: list[str] = []
        perhaps: list[str] = []
        for name, past in sorted(problem.programme.history.items()):
            counts = self._counts(problem, past, nation) if past.dates.start in stretch else False
            if counts is not False:
                (perhaps if counts is None else sure).append(name)
        return sure, perhaps

    def _counts(self, problem: Problem, past: PastExercise, nation: str) -> bool | None:
        facts = problem.programme
        command = None if past.command is None else past.command == nation
        answers = (
            self.sort(past) and past.dates.overlaps(self.valid.period()),
            self.sized(past),
            (nation in past.hosts if past.hosts else None) if self.by is CountedBy.HOST else command,
            self._in_zone(facts, past) if self.zone else True,
            _any_of(past.hosts, problem.expand(self.hosts)) if self.hosts else True,
            _any_of(past.participants, problem.expand(self.parties)) if self.parties else True,
        )
        if False in answers:
            return False
        return None if None in answers else True

    def _in_zone(self, facts: Programme, past: PastExercise) -> bool | None:
        areas = [facts.areas[area] for area in self.zone]
        soil = frozenset().union(*(area.nations for area in areas))
        soil |= {facts.venues[venue].host for area in self.zone for venue in facts.venues_in(area)}
        inside = _any_of(past.hosts, soil)
        return None if not inside and any(area.shape for area in areas) else inside

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Limit the count of each State in each stretch of years."""
        d = decisions
        for nation, forms in self.forms_of_states(problem, d).items():
            for stretch in self._stretches(problem) if forms else ():
                starts = [d.all_of([d.starts_in(key, stretch), *when]) for key, when in forms]
                past = len(self._past(problem, nation, stretch)[0])
                d.at_most([Term(1, start) for start in starts], max(0, self.most - past))

    # -- checker --------------------------------------------------------------------------------------------

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Count the exercises of each State in each stretch of years."""
        for nation, all_of_them in self.held_of_states(problem, laydown).items():
            for stretch in self._stretches(problem):
                own = [(held, lacks) for held, lacks in all_of_them if held.execution.start in stretch]
                if own:
                    yield from self._judged(nation, stretch, own, self._past(problem, nation, stretch))

    def _judged(
        self,
        nation: str,
        stretch: Period,
        own: list[tuple[Held, str]],
        past: tuple[list[str], list[str]],
    ) -> Iterator[Finding]:
        sure = [held.id for held, lacks in own if not lacks]
        before, perhaps_before = past
        left = max(0, self.most - len(before))
        first, last = stretch.start.year, stretch.end.year
        when = str(last) if first == last else f"{first} to {last}"
        if len(sure) > left:
            which = ", ".join([*before, *sure])
            what = f"{nation} {self.whose()} {len(before) + len(sure)} in {when} ({which})"
            yield Violation(tuple(sure), f"{what}, and may have {self.most}", len(sure) - left)
        elif len(before) + len(perhaps_before) + len(own) > max(self.most, len(before)):
            missing = [f"history.{name}" for name in perhaps_before] + [lacks for _, lacks in own if lacks]
            what = f"whether {nation} {self.whose()} more than {self.most} in {when} is not known"
            if missing:
                yield Undecided(tuple(held.id for held, _ in own), what, ", ".join(missing))


def _any_of(written: tuple[str, ...], wanted: frozenset[str]) -> bool | None:
    """Whether one of those that are written is wanted; None when nothing is written."""
    return bool(wanted & set(written)) if written else None
