"""A nation will not take part where certain hosts, or certain areas, are involved.

What it says      The nation (or each nation of the group) does not take part, in one of the roles that count,
                  in an exercise that has one of its sites in a nation of `hosts` or in one of `areas`. One
                  such site is enough, wherever the nation's own forces would go. The exercise counts when it
                  is held, if only for a day, within `valid`.
Why it exists     Recognition, sanctions, disputed waters, or the wish not to be seen in a place.
Does not say      Who may be there besides: see `incompatible_participants`.
Soft unit         One case: one nation in one exercise.
Undecided         A site has no position, so that it may lie in one of the `areas`, and no other site is one
                  that the nation refuses.
Real case         A nation withdrew from a large exercise when some of its sites turned out to lie in a
                  territory whose status is disputed; another exercise moved its site after one member raised
                  concern.
"""

from collections.abc import Iterator
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from exsched.domain.exercises import COUNTED_ROLES, Role
from exsched.domain.names import Areas, NationOrGroup, NationsOrGroups
from exsched.rulekit.decisions import Decisions
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.places import positions_missing
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule


class HostRefusal(Rule):
    """A nation keeps away from some hosts or areas."""

    rule: Literal["host_refusal"] = "host_refusal"
    nation: NationOrGroup = Field(description="who stays away; a group stands for each of its nations")
    hosts: NationsOrGroups = ()
    areas: Areas = ()
    roles: tuple[Role, ...] = Field(
        default=tuple(sorted(COUNTED_ROLES)), min_length=1, description="roles that count"
    )

    unit: ClassVar[str] = "case"

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.hosts or self.areas):
            raise ValueError("host_refusal needs hosts, areas, or both")
        return self

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        who = ", ".join(sorted(problem.expand([self.nation])))
        hosted = f"hosted by {', '.join(sorted(problem.expand(self.hosts)))}" if self.hosts else ""
        inside = f"in {', '.join(self.areas)}" if self.areas else ""
        return f"{who} will not take part where a site is {' or '.join(filter(None, (hosted, inside)))}"

    def _refused(self, problem: Problem) -> frozenset[str]:
        facts, hosts = problem.programme, problem.expand(self.hosts)
        hosted = frozenset(venue.id for venue in facts.venues.values() if venue.host in hosts)
        return hosted.union(*(facts.venues_in(area) for area in self.areas))

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Forbid taking part together with the use of such a venue."""
        d, venues = decisions, sorted(self._refused(problem))
        for exercise in sorted({name for venue in venues for name, _ in problem.could_meet(venue)}):
            there = [d.uses(exercise, venues), d.touches(exercise, self.valid)]
            for nation in sorted(problem.expand([self.nation]) & problem.nations_of(exercise)):
                d.never([d.takes_part(nation, exercise, frozenset(self.roles)), *there])

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Look at every exercise with such a site for the nations that stay away."""
        who, areas = problem.expand([self.nation]), [problem.programme.venues_in(area) for area in self.areas]
        hosts = problem.expand(self.hosts)
        for held in laydown.held.values():
            sites = held.sites.values()
            where = sorted({v.id for v in sites if v.host in hosts or any(v.id in area for area in areas)})
            lost = () if where else positions_missing(problem.programme, self.areas, held.venues)
            if (where or lost) and held.touches(self.valid.period()):
                for nation in sorted(who & held.participants(frozenset(self.roles))):
                    yield self._found(held, nation, where, ", ".join(lost))

    def _found(self, held: Held, nation: str, where: list[str], missing: str) -> Finding:
        if where:
            what = f"{nation} takes part in {held.id}, which is held at {', '.join(where)}"
            return Violation((held.id,), what)
        what = f"{nation} takes part in {held.id}, and whether that has a site in {' or '.join(self.areas)}"
        return Undecided((held.id,), f"{what} is not known", missing)
