"""Exercises of some size and kind keep some distance from a border.

What it says      No site of an exercise that matches `where`, and that is of the `band`, lies nearer than
                  `km` kilometres to the line; just `km` is far enough. The line is an area: the nearest
                  place of its lines and polygons counts, on the ellipsoid; inside a polygon the distance is
                  0. A site is of the band when its own troops (those of the exercise, if the site says
                  nothing), or the equipment of the exercise, reach one of its numbers; without `band` every
                  site is.
Why it exists     Agreements keep large manoeuvres and live fire away from borders and lines of contact, so
                  that nobody takes them for an attack.
Does not say      How much notice is due near the border: see `dated_act`. How far fire or flights reach
                  from the site: add that to `km`.
Soft unit         One site nearer than that.
Undecided         The venue has no position, the area no shape, or the numbers of the band are not written,
                  and nothing else rules the site out; or the exercise has no `domains` or no `sponsor`
                  where `where` asks for them.
Validity          Applies to exercises that have an execution day inside `valid`.
Real case         India and Pakistan agreed in 1991 on no exercise of a division or more within 5 km of the
                  border; the two Koreas in 2018 on no artillery firing and no field training of a regiment
                  within 5 km of the line (Agreement on Advance Notice of Military Exercises, 6 April 1991;
                  Agreement on the Implementation of the Historic Panmunjom Declaration in the Military
                  Domain, 19 September 2018).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

from pydantic import Field

from exsched.domain.exercises import Equipment, Exercise
from exsched.domain.names import AreaId, Positive
from exsched.rulekit.band import Band
from exsched.rulekit.decisions import Decisions
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.problem import Problem
from exsched.rulekit.regime import RegimeRule
from exsched.rulekit.where import Where


@dataclass(frozen=True)
class _Site:
    """What is planned at one site."""

    strength: int | None
    equipment: Equipment


class BorderStandoff(RegimeRule):
    """The least distance of sites from a line."""

    rule: Literal["border_standoff"] = "border_standoff"
    line: AreaId = Field(description="the area whose lines or polygons are the border")
    km: Positive = Field(description="least distance in kilometres")
    band: Band | None = Field(default=None, description="only sites of that size; all if left out")
    where: Where = Field(default=Where(), description="which exercises are meant; all if left out")

    unit: ClassVar[str] = "site"

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        size = f" with {self.band}" if self.band else ""
        return f"{self.where} exercises{size} keep {self.km} km away from {self.line}"

    def _is_of_band(self, line: Exercise, need: str) -> bool | None:
        return True if self.band is None else self.band.reached(self._site(line, need))

    @staticmethod
    def _site(line: Exercise, need: str) -> _Site:
        own = line.sites[need].strength if need in line.sites else None
        return _Site(line.strength if own is None else own, line.equipment)

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Forbid the venues that are too near, site by site."""
        d, facts = decisions, problem.programme
        near = {v.id for v in facts.venues.values() if facts.areas[self.line].nearer_than(v, self.km)}
        for name, line in problem.forms.items():
            if not self.where.matches(line):
                continue
            for need, site in line.sites.items():
                venues = [venue for venue in facts.candidates(site) if venue in near]
                if venues and self._is_of_band(line, need):
                    there = d.any_of([d.at_site(name, need, venue) for venue in venues])
                    d.never([there, d.touches(name, self.valid)])

    # -- checker --------------------------------------------------------------------------------------------

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Measure the distance of every site that the statement is about."""
        border = problem.programme.areas[self.line]
        for held in laydown.held.values():
            if self.where.means(held.exercise) is False or not held.touches(self.valid.period()):
                continue
            for need, venue in held.sites.items():
                far = border.shape and venue.at and not border.nearer_than(venue, self.km)
                if far or self._is_of_band(held.exercise, need) is False:
                    continue
                away = border.km_to(venue)
                if lacking := self._lacking(held, need, away):
                    what = f"whether {venue.id}, {need} of {held.id}, is too near to {self.line} is not known"
                    yield Undecided((held.id,), what, lacking)
                elif away is not None:
                    yield Violation((held.id,), self._too_near(held, need, away))

    def _lacking(self, held: Held, need: str, away: float | None) -> str:
        if unwritten := self.where.missing(held.exercise):
            return ", ".join(unwritten)
        if away is None:
            venue = held.sites[need]
            return f"areas.{self.line}.geojson" if venue.at else f"venues.{venue.id}.at"
        if self.band is None or self._is_of_band(held.exercise, need):
            return ""
        return f"{', '.join(self.band.unknown(self._site(held.exercise, need)))} of {held.id}"

    def _too_near(self, held: Held, need: str, away: float) -> str:
        site = f"{held.sites[need].id}, {need} of {held.id},"
        if away == 0:
            return f"{site} lies in {self.line} or on its border, and {self.km} km are to be kept"
        return f"{site} lies {away:.1f} km from {self.line}, nearer than {self.km} km"
