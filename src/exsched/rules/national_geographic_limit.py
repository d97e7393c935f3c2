"""A nation keeps foreign forces out of a part of its own land, sea or air.

What it says      No force of another nation is sent to a site in the area: the site of its role, or the
                  first site of the exercise when the role names none. With `kinds`, only in exercises of
                  those kinds; with `domains`, only forces of those domains. On the border of the area is
                  inside. A force is there on every day of the exercise's footprint, and none of these days
                  may lie in `valid`.
Why it exists     Some nations limit allied activity near a border, by law or by habit, and later ease the
                  limit: `valid` says how long it was in force.
Does not say      Anything about flights or transit, nor about nations that only send staff. What nobody at
                  all may do there: see `demilitarised_area`.
Soft unit         One case: one foreign nation in one exercise.
Undecided         A venue without a position is not known to lie inside or outside an area that is drawn on
                  the map. A foreign nation of full role without a named force could be anywhere in an
                  exercise that has a site in the area.
Validity          Applies to exercises that have a footprint day inside `valid`.
Real case         Norway limited allied activity in eastern Finnmark, east of 24 degrees East, from the
                  early Cold War until it eased the limits in May 2025 (Clash Report, 23 May 2025).
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import ClassVar, Literal

from pydantic import Field

from exsched.domain.dates import FIRST_DAY, LAST_DAY, Validity
from exsched.domain.exercises import Exercise, Kind, Role
from exsched.domain.forces import Force, ServiceDomain
from exsched.domain.names import AreaId, NationId
from exsched.rulekit.decisions import Decisions, Lit
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule


class NationalGeographicLimit(Rule):
    """An area that is closed to foreign forces."""

    rule: Literal["national_geographic_limit"] = "national_geographic_limit"
    nation: NationId = Field(description="whose limit it is; its own forces are free")
    area: AreaId
    kinds: tuple[Kind, ...] = Field(default=(), description="kinds of exercise; any if left out")
    domains: tuple[ServiceDomain, ...] = Field(default=(), description="domains of forces; any if left out")

    unit: ClassVar[str] = "case"

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        forces = f"foreign {'/'.join(self.domains)} forces" if self.domains else "foreign forces"
        kinds = f" in {'/'.join(self.kinds)}" if self.kinds else ""
        return f"{self.nation} admits no {forces} to {self.area}{kinds}"

    def _concerns(self, line: Exercise) -> bool:
        return not self.kinds or line.kind in self.kinds

    def _foreign(self, force: Force) -> bool:
        return force.nation != self.nation and (not self.domains or force.domain in self.domains)

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Forbid each nation's forces at the venues of the area while the footprint touches the validity."""
        d, venues = decisions, problem.programme.venues_in(self.area)
        for name in sorted({name for venue in venues for name, _ in problem.could_meet(venue)}):
            line = problem.forms[name]
            if not self._concerns(line):
                continue
            present: dict[str, list[Lit]] = {}
            for nation, literal in self._sent(problem, name, venues, d):
                present.setdefault(nation, []).append(literal)
            for _, literals in sorted(present.items()):
                d.never([d.any_of(literals), d.touches(name, self._widened(line))])

    def _widened(self, line: Exercise) -> Validity:
        """The days on which an execution day puts a footprint day into the validity."""
        start, end = self.valid.start, self.valid.end
        return Validity(
            start=max(FIRST_DAY + timedelta(line.redeploy), start) - timedelta(line.redeploy),
            end=min(LAST_DAY - timedelta(line.deploy), end) + timedelta(line.deploy),
        )

    def _sent(
        self, problem: Problem, name: str, venues: frozenset[str], d: Decisions
    ) -> Iterator[tuple[str, Lit]]:
        facts, line = problem.programme, problem.forms[name]
        for need, role in line.forces.items():
            site = role.site or next(iter(line.sites), "")
            fitting = facts.candidates(line.sites[site]) if site in line.sites else ()
            here = d.any_of([d.at_site(name, site, venue) for venue in fitting if venue in venues])
            for force in map(facts.forces.__getitem__, facts.eligible(role)):
                if self._foreign(force):
                    yield force.nation, d.all_of([d.fills(name, need, force.id), here])

    # -- checker --------------------------------------------------------------------------------------------

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Look where the foreign forces of every exercise go."""
        inside, unknown = problem.programme.venues_in(self.area), problem.programme.unplaced(self.area)
        for held in laydown.held.values():
            near = held.venues & (inside | unknown) and held.footprint.overlaps(self.valid.period())
            if near and self._concerns(held.exercise):
                senders = {one.force.nation for one in held.commitments}
                for nation in sorted((held.participants() | senders) - {self.nation}):
                    yield from self._judged(held, nation, inside, unknown)

    def _judged(
        self, held: Held, nation: str, inside: frozenset[str], unknown: frozenset[str]
    ) -> Iterator[Finding]:
        first = next(iter(held.exercise.sites), "")
        own = [one for one in held.commitments if one.force.nation == nation]
        at: dict[str, str] = {}
        for one in own:
            role = held.exercise.forces.get(one.need)
            venue = held.sites.get((role.site if role else None) or first)
            if venue and self._foreign(one.force):
                at[f"{one.force.id} ({one.need})"] = venue.id
        missing = ", ".join(sorted({f"venues.{venue}.at" for venue in at.values() if venue in unknown}))
        if not own and held.takes_part(nation, frozenset({Role.FULL})):
            missing = f"the forces of {nation} in {held.id}, and their sites"
        if there := sorted(force for force, venue in at.items() if venue in inside):
            what = f"{', '.join(there)} of {nation} is in {self.area} with {held.id}"
            yield Violation((held.id,), f"{what}, which {self.nation} keeps closed to them")
        elif missing:
            what = f"whether forces of {nation} would be in {self.area} with {held.id} is not known"
            yield Undecided((held.id,), what, missing)
