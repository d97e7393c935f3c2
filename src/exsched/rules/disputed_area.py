"""A nation stays away from an area whose status is disputed.

What it says      With `scope: whole_exercise`, none of the nations takes part, in a role other than
                  observer, in an exercise that has a site in the area. With `scope: own_forces` they may
                  take part, but no force of theirs is sent to a site in the area: the site of its role, or
                  the first site of the exercise when the role names none. On the border of the area is
                  inside.
Why it exists     To exercise in a place can be read as recognising who rules it. Some governments then stay
                  away altogether; others only keep their own people out.
Does not say      Who else may be there, or that the area may not be used: see `host_refusal` for hosts, and
                  `demilitarised_area`.
Soft unit         One case: one nation in one exercise.
Undecided         A venue without a position is not known to lie inside or outside an area that is drawn on
                  the map. With `own_forces`, a nation of full role without a named force could be anywhere
                  in an exercise that has a site in the area.
Validity          Applies to exercises that have an execution day inside `valid`.
Real case         In 2021 a nation withdrew from a large exercise in north-west Africa when some of its
                  sites were said to lie in a territory whose status is disputed (The Times, 31 May 2021;
                  the official reason was the budget).
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import Field

from exsched.domain.exercises import Role
from exsched.domain.names import AreaId, NationsOrGroups
from exsched.rulekit.decisions import Decisions, Lit
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule


class Scope(StrEnum):
    """What stays away."""

    WHOLE_EXERCISE = "whole_exercise"
    OWN_FORCES = "own_forces"


class DisputedArea(Rule):
    """Nations that keep themselves, or their forces, out of an area."""

    rule: Literal["disputed_area"] = "disputed_area"
    nations: NationsOrGroups = Field(min_length=1, description="who stays away")
    area: AreaId
    scope: Scope = Field(
        default=Scope.WHOLE_EXERCISE, description="from any exercise with a site there, or own forces only"
    )

    unit: ClassVar[str] = "case"

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        who = ", ".join(sorted(problem.expand(self.nations)))
        if self.scope is Scope.OWN_FORCES:
            return f"{who} sends no force to a site in {self.area}"
        return f"{who} takes no part in an exercise with a site in {self.area}"

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Forbid the nation, or the forces that would go there, together with the venues of the area."""
        d, venues = decisions, sorted(problem.programme.venues_in(self.area))
        for name in sorted({name for venue in venues for name, _ in problem.could_meet(venue)}):
            for nation in sorted(problem.expand(self.nations) & problem.nations_of(name)):
                if self.scope is Scope.OWN_FORCES:
                    present = d.any_of(list(self._sent(problem, name, nation, venues, d)))
                else:
                    present = d.all_of([d.takes_part(nation, name), d.uses(name, venues)])
                d.never([present, d.touches(name, self.valid)])

    @staticmethod
    def _sent(problem: Problem, name: str, nation: str, venues: list[str], d: Decisions) -> Iterator[Lit]:
        facts, line = problem.programme, problem.forms[name]
        for need, role in line.forces.items():
            site = role.site or next(iter(line.sites), "")
            fitting = facts.candidates(line.sites[site]) if site in line.sites else ()
            here = d.any_of([d.at_site(name, site, venue) for venue in fitting if venue in venues])
            for force in facts.eligible(role):
                if facts.forces[force].nation == nation:
                    yield d.all_of([d.fills(name, need, force), here])

    # -- checker --------------------------------------------------------------------------------------------

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Look at every exercise with a site in the area, or one that may lie there."""
        who = problem.expand(self.nations)
        inside, unknown = problem.programme.venues_in(self.area), problem.programme.unplaced(self.area)
        for held in laydown.held.values():
            if held.venues & (inside | unknown) and held.touches(self.valid.period()):
                judge = self._own_forces if self.scope is Scope.OWN_FORCES else self._whole_exercise
                senders = {one.force.nation for one in held.commitments}
                present = senders if self.scope is Scope.OWN_FORCES else set()
                for nation in sorted(who & (held.participants() | present)):
                    yield from judge(held, nation, inside, unknown)

    @staticmethod
    def _lost(held: Held, nation: str, area: str, venues: list[str]) -> Undecided:
        what = f"whether {nation} would be in {area} with {held.id} is not known"
        return Undecided((held.id,), what, ", ".join(f"venues.{name}.at" for name in venues))

    def _whole_exercise(
        self, held: Held, nation: str, inside: frozenset[str], unknown: frozenset[str]
    ) -> Iterator[Finding]:
        if where := sorted(held.venues & inside):
            what = f"{nation} takes part in {held.id}, which has a site in {self.area}: {', '.join(where)}"
            yield Violation((held.id,), what)
        else:
            yield self._lost(held, nation, self.area, sorted(held.venues & unknown))

    def _own_forces(
        self, held: Held, nation: str, inside: frozenset[str], unknown: frozenset[str]
    ) -> Iterator[Finding]:
        first = next(iter(held.exercise.sites), "")
        at: dict[str, str] = {}
        for one in held.commitments:
            role = held.exercise.forces.get(one.need)
            venue = held.sites.get((role.site if role else None) or first)
            if venue and one.force.nation == nation:
                at[one.force.id] = venue.id
        if there := sorted(force for force, venue in at.items() if venue in inside):
            yield Violation((held.id,), f"{', '.join(there)} of {nation} is in {self.area} with {held.id}")
        elif lost := sorted({venue for venue in at.values() if venue in unknown}):
            yield self._lost(held, nation, self.area, lost)
        elif not at and held.takes_part(nation, frozenset({Role.FULL})):
            what = f"whether {nation} would be in {self.area} with {held.id} is not known"
            yield Undecided((held.id,), what, f"the forces of {nation} in {held.id}, and their sites")
