"""Ships of others stay in a sea for a limited number of days.

What it says      A ship of a nation that is not littoral, whose role in an exercise is at a site in the
                  `sea` (the site that the role names, or the first one), is in the sea for at most `days`
                  days running. A ship is a force with `ship:`. Ships with their home in the sea are not
                  meant.
Days              The stay is counted from the day after the passage in to the day before the passage out:
                  from STARTEX to ENDEX, longer by as many days as `deploy` and `redeploy` are longer than
                  the travel of the ship, passage included, as said in `strait_tonnage`. Each exercise is a
                  stay of its own, since the footprint of the ship takes it home and back.
Why it exists     Without a limit in days, a limit in tonnes would let a fleet stay for ever.
Does not say      How many ships may be there: see `strait_tonnage`. Nothing about ships that the programme
                  does not name.
Soft unit         One day too many, of one ship type in one role.
Undecided         A maritime force without `ship:` at such a site, or a ship at a site without a position,
                  when the stay is longer. A ship whose travel is not known counts as needing the passage
                  days alone.
Validity          Applies to exercises that have an execution day inside `valid`.
Real case         Vessels of war of non-littoral States stay in the Black Sea for at most 21 days (Montreux
                  Convention of 20 July 1936, Article 18.2).
"""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from exsched.domain.exercises import Exercise
from exsched.domain.forces import Force, ServiceDomain
from exsched.domain.names import AreaId, NationsOrGroups, PositiveDays
from exsched.domain.programme import Programme
from exsched.domain.venues import Venue
from exsched.rulekit.decisions import Decisions, Lit, Term
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Commitment, Held, Laydown
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.regime import RegimeRule


class StraitStay(RegimeRule):
    """The longest stay of a foreign ship in a sea."""

    rule: Literal["strait_stay"] = "strait_stay"
    sea: AreaId = Field(description="the sea behind the strait; its `passage_days` are those of the strait")
    days: PositiveDays = Field(description="longest stay")
    littoral: NationsOrGroups = Field(min_length=1, description="nations on the shore, free to stay")

    unit: ClassVar[str] = "day"

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        who = ", ".join(sorted(problem.expand(self.littoral)))
        return f"a ship stays in {self.sea} for at most {number_of(self.days, 'day')}, but for those of {who}"

    def _is_guest(self, problem: Problem, force: Force) -> bool:
        sea = problem.programme.areas[self.sea]
        return force.nation not in problem.expand(self.littoral) and not sea.is_home_of(
            force.nation, force.home
        )

    def _waits(self, facts: Programme, line: Exercise, force: Force, venue: Venue) -> int:
        """Days that a ship is in the sea besides the execution days."""
        travel = max(facts.areas[self.sea].passage_days, facts.travel_days(force, venue) or 0)
        return max(0, line.deploy - travel) + max(0, line.redeploy - travel)

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Limit the length of the exercise for each ship that could come to the sea."""
        d, facts, sea = decisions, problem.programme, problem.programme.venues_in(self.sea)
        for name, line in problem.forms.items():
            for need, role in line.forces.items():
                site = role.site or next(iter(line.sites), "")
                asked = line.sites.get(site)
                fitting = [venue for venue in facts.candidates(asked) if venue in sea] if asked else []
                for force in map(facts.forces.__getitem__, facts.eligible(role) if fitting else ()):
                    if force.ship and self._is_guest(problem, force):
                        waits: dict[int, list[Lit]] = {}
                        for venue in fitting:
                            more = self._waits(facts, line, force, facts.venues[venue])
                            waits.setdefault(more, []).append(d.at_site(name, site, venue))
                        self._post_stay(name, d.fills(name, need, force.id), waits, d)

    def _post_stay(self, name: str, comes: Lit, waits: dict[int, list[Lit]], d: Decisions) -> None:
        for more, at in waits.items():
            when = [comes, d.any_of(at), d.touches(name, self.valid)]
            d.at_most([Term(1, d.length(name))], self.days - more, when)

    # -- checker --------------------------------------------------------------------------------------------

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Count the days of every guest in the sea."""
        for held in laydown.held.values():
            if held.touches(self.valid.period()):
                for one in held.commitments:
                    if self._is_guest(problem, one.force):
                        yield from self._judged(problem.programme, held, one)

    def _judged(self, facts: Programme, held: Held, one: Commitment) -> Iterator[Finding]:
        role, first = held.exercise.forces.get(one.need), next(iter(held.exercise.sites), "")
        venue = held.sites.get((role.site if role else None) or first)
        inside, unplaced = facts.venues_in(self.sea), facts.unplaced(self.sea)
        if venue is None or venue.id not in inside | unplaced:
            return
        stay = held.execution.days + self._waits(facts, held.exercise, one.force, venue)
        who = f"{one.force.id} ({one.need}) of {one.force.nation}"
        missing = f"venues.{venue.id}.at" if venue.id in unplaced else ""
        if one.force.ship is None:
            missing = f"forces.{one.force.id}.ship"
        if stay <= self.days or (one.force.ship is None and one.force.domain is not ServiceDomain.MARITIME):
            return
        if missing:
            what = f"whether {who} stays too long in {self.sea} with {held.id} is not known"
            yield Undecided((held.id,), what, missing)
        else:
            what = f"{who} stays in {self.sea} for {number_of(stay, 'day')} with {held.id}"
            yield Violation((held.id,), f"{what}, at most {self.days} are allowed", stay - self.days)
