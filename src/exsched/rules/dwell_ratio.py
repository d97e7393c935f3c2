"""After an absence, a force is at home for so many times as long before it leaves again.

What it says      Of every two absences of the force, the later starts after at least `ratio` times as many
                  whole days at home as the earlier had days. An absence is the force's own footprint in one
                  exercise: the exercise's, or from its departure to its return when it travels longer. The
                  later of the two must begin in the horizon.
Why it exists     Leave, courses, maintenance and family life need time that grows with the time away.
Does not say      Anything about a fixed rest: see `recovery` of a force and `no_double_commitment`; nor how
                  many days away are too many in all: see `tempo_cap`.
Soft unit         One day at home missing, summed over every two absences; days at home are never fewer than
                  0. Soft unless `hard: true`.
Undecided         The force has more than one element, and two of its absences are judged: nothing says which
                  element goes where, so the rule asks and posts nothing; write one force for each element.
                  Also when the travel of the force is not known and it has a second absence, and when nobody
                  wrote who took part in a past exercise that would leave too few days.
Validity          Applies when the later absence begins within `valid`.
History           Absences under `history` count as earlier ones.
                  Without `forces`, whether those of its participants were there stays open.
Real case         The United States Department of Defense asks of its active units a dwell of twice the
                  deployment at least, and aims at three times (its deployment-to-dwell policy, 1:2 and 1:3;
                  not checked against the text).
"""

from collections.abc import Iterator
from datetime import date
from itertools import combinations
from typing import Annotated, ClassVar, Literal

from pydantic import Field, Strict

from exsched.domain.dates import Period
from exsched.domain.names import ForceId
from exsched.rulekit.decisions import Decisions
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.past import past_of_force, past_open
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule
from exsched.rulekit.stays import Stay


class DwellRatio(Rule):
    """The least days at home for each day away."""

    rule: Literal["dwell_ratio"] = "dwell_ratio"
    force: ForceId
    ratio: Annotated[int, Strict(), Field(ge=1, le=100, description="days at home for each day away before")]

    unit: ClassVar[str] = "day"
    soft_by_default: ClassVar[bool] = True

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        return f"after each absence {self.force} is at home {number_of(self.ratio, 'day')} for each day away"

    def _judged(self, problem: Problem) -> Period | None:
        """Days on which the later absence begins."""
        first = max(self.valid.start, problem.programme.horizon.start)
        return Period(start=first, end=self.valid.end) if first <= self.valid.end else None

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Compare every two absences."""
        judged = self._judged(problem)
        if judged is None or problem.programme.forces[self.force].elements > 1:
            return
        could = {problem.forms[key].id for key, _ in problem.could_fill(self.force)}
        absences = [decisions.fixed(past.footprint) for past in past_of_force(problem.programme, self.force)]
        absences += [decisions.force_days(name, self.force) for name in sorted(could)]
        decisions.dwell(absences, self.ratio, judged)

    # -- checker --------------------------------------------------------------------------------------------

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Go through every two absences, by their first day."""
        if not (judged := self._judged(problem)):
            return
        past = [Stay(p.id, p.footprint) for p in past_of_force(problem.programme, self.force)]
        committed = {c.exercise: c for c in laydown.commitments_of(self.force)}
        own = [Stay(name, committed[name].footprint) for name in sorted(committed)]
        away = sorted([*past, *own], key=_first_day)
        pairs = [(one, other) for one, other in combinations(away, 2) if other.period.start in judged]
        if pairs and problem.programme.forces[self.force].elements > 1:
            yield self._several(tuple(sorted(committed)))
            return
        for one, other in pairs:
            yield from self._compare(one, other, tuple(s.exercise for s in (one, other) if s in own))
        unknown = tuple(name for name in sorted(committed) if not committed[name].travel_known)
        if unknown and len(away) > 1:
            where = ", ".join(unknown)
            yield Undecided(
                unknown,
                f"how long {self.force} is at home depends on its travel to {where}",
                f"the home of {self.force}, or where the sites of {where} lie",
            )
            return
        for open_one in past_open(problem.programme, None, self.force):
            perhaps = Stay(open_one.id, open_one.footprint)
            later = [stay for stay in own if stay.period.start in judged]
            for broken in (b for stay in later for b in self._compare(perhaps, stay, (stay.exercise,))):
                what = f"{broken.sentence}, if it was there"
                yield Undecided(broken.exercises, what, f"history.{open_one.id}.participants")

    def _several(self, exercises: tuple[str, ...]) -> Undecided:
        what = f"how long an element of {self.force} is at home depends on which element goes where"
        return Undecided(exercises, what, f"one force for each element of {self.force}")

    def _compare(self, one: Stay, other: Stay, own: tuple[str, ...]) -> Iterator[Violation]:
        asked = self.ratio * one.period.days
        home = max(0, (other.period.start - one.period.end).days - 1)
        if home < asked:
            away = f"{self.force} is away {number_of(one.period.days, 'day')} in {one.exercise}"
            then = f"{number_of(home, 'day')} before {other.exercise}, not {asked}"
            yield Violation(own, f"{away} and at home {then}", asked - home)


def _first_day(stay: Stay) -> date:
    return stay.period.start
