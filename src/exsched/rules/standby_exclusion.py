"""A force on stand-by is not committed, or only near home and for a few days.

What it says      On the stand-by dates the force is committed to no exercise. With `km`, it may be
                  committed when every site of its roles lies within so many km of its home; with `days`,
                  when one exercise takes no more than so many of the stand-by days; with both, when both
                  hold. A force is committed on its own footprint: the exercise's, or from its departure
                  to its return when it travels longer.
Why it exists     A force that must move within hours or days cannot be far away, nor deep in an exercise.
Does not say      How fast it would be back: km stand for that. Elements are not told apart; for a part of
                  a force on stand-by, see `force_availability`.
Soft unit         One stand-by day in one exercise, beyond what is allowed; all of them when it is too far
                  away.
Undecided         The home of the force or a site has no position, and `km` or its travel asks for it.
Validity          Only stand-by days within `valid` count.
Facts             `standby` of a force, each with its own `km` and `days`; where neither is given, the
                  force is not committed at all on these dates.
Real case         The lead elements of the Very High Readiness Joint Task Force were held at 24 hours'
                  notice to move in 2024.
"""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from exsched.domain.dates import Period
from exsched.domain.names import Count, Days, ForceId, Name
from exsched.domain.programme import Programme
from exsched.domain.venues import Venue
from exsched.geography import distance_km
from exsched.rulekit.decisions import Decisions, Lit, Term
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Commitment, Laydown
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Path, Rule


class StandbyExclusion(Rule):
    """What a force on stand-by may still do."""

    rule: Literal["standby_exclusion"] = "standby_exclusion"
    force: ForceId
    dates: Period
    role: Name | None = Field(default=None, description="what it is held ready for")
    km: Count | None = Field(default=None, description="allowed distance of every site from home")
    days: Days | None = Field(default=None, description="allowed stand-by days in one exercise")

    unit: ClassVar[str] = "day"

    @classmethod
    def from_facts(cls, programme: Programme) -> Iterator[tuple[Path, "StandbyExclusion"]]:
        """One for each `standby` of a force."""
        for force in programme.forces.values():
            for n, said in enumerate(force.standby):
                allowed = {"role": said.role, "km": said.km, "days": said.days, "source": said.source}
                yield (
                    ("forces", force.id, "standby", n),
                    cls.model_validate({"force": force.id, "dates": said.dates, **allowed}),
                )

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        return f"{self._ready()} and joins {self._allowed()}"

    def _ready(self) -> str:
        held_for = f" ({self.role})" if self.role else ""
        return f"{self.force} is on stand-by on {self.dates}{held_for}"

    def _allowed(self) -> str:
        if self.km is None and self.days is None:
            return "no exercise"
        near = f" within {self.km} km of home" if self.km is not None else ""
        short = f" for at most {number_of(self.days, 'day')} of them" if self.days is not None else ""
        return f"exercises only{near}{short}"

    def _too_far(self, problem: Problem, venue: Venue | None) -> bool | None:
        """Whether a place is farther than allowed; None when a position is missing."""
        if self.km is None:
            return False
        home = problem.programme.forces[self.force].home
        if home is None or venue is None or venue.at is None:
            return None
        return distance_km(home, venue.at) > self.km

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Keep footprints clear of the dates, but for what is allowed."""
        if not (period := self.dates.common(self.valid.period())):
            return
        d = decisions
        for key in dict.fromkeys(key for key, _ in problem.could_fill(self.force)):
            away = d.force_days(key, self.force)
            if self.km is None and self.days is None:
                d.keep_clear(away, [period])
                continue
            far = d.any_of(self._sites_too_far(problem, key, d))
            d.keep_clear(away, [period], (far,))
            if self.days is not None:
                inside = d.days_inside(away, [period], (d.negation(far),))
                d.at_most([Term(1, inside)], self.days)

    def _sites_too_far(self, problem: Problem, key: str, d: Decisions) -> Iterator[Lit]:
        line, facts = problem.forms[key], problem.programme
        for need, role in line.forces.items():
            site = role.site or next(iter(line.sites), "")
            if self.force in facts.eligible(role) and site in line.sites:
                for venue in facts.candidates(line.sites[site]):
                    if self._too_far(problem, facts.venues[venue]):
                        yield d.all_of([d.fills(key, need, self.force), d.at_site(key, site, venue)])

    # -- checker --------------------------------------------------------------------------------------------

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Look at each exercise to which the force is committed on these days."""
        if not (period := self.dates.common(self.valid.period())):
            return
        by_exercise: dict[str, list[Commitment]] = {}
        for commitment in laydown.commitments_of(self.force):
            by_exercise.setdefault(commitment.exercise, []).append(commitment)
        for name, commitments in by_exercise.items():
            inside = commitments[0].footprint.shared_days(period)
            places = [self._too_far(problem, self._place(laydown, c)) for c in commitments]
            far = True if True in places else None if None in places else False
            over = self._over(inside, far=far is True)
            if over:
                yield Violation((name,), self._broken(name, inside, far=far is True), over)
            elif self._open(problem, period, inside, far, known=commitments[0].travel_known):
                what = f"whether {self.force} may join {name} while on stand-by depends on how far it is"
                missing = f"the home of {self.force}, or where the sites of {name} lie"
                yield Undecided((name,), what, missing)

    @staticmethod
    def _place(laydown: Laydown, commitment: Commitment) -> Venue | None:
        held = laydown.held[commitment.exercise]
        site = held.exercise.forces[commitment.need].site or next(iter(held.exercise.sites), "")
        return held.sites.get(site)

    def _over(self, inside: int, *, far: bool) -> int:
        """Stand-by days beyond what is allowed."""
        if far or (self.km is None and self.days is None):
            return inside
        return max(0, inside - self.days) if self.days is not None else 0

    def _open(self, problem: Problem, period: Period, inside: int, far: bool | None, *, known: bool) -> bool:
        """Whether what is not known could break the rule."""
        longest = inside if known else problem.programme.horizon.shared_days(period)
        return self._over(longest, far=far is not False) > 0

    def _broken(self, exercise: str, inside: int, *, far: bool) -> str:
        away = f"{self._ready()}, and committed to {exercise} on {number_of(inside, 'day')} of them"
        if far:
            return f"{away}, farther than {self.km} km from home"
        return f"{away}, not at most {self.days}" if self.days is not None else away
