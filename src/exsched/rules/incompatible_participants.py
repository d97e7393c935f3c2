"""Some nations will not exercise together.

What it says      No two of these nations take part in one exercise (`same_exercise`), are at one venue on the
                  same day (`same_site`), or are in one area on the same day (`same_area`). Two nations in one
                  exercise are at one site and in one area.
Why it exists     A standing reservation that either side may declare; it needs no reason to be given.
Does not say      Anything about using a venue one after the other: see `spacing`.
Soft unit         One case: a pair of nations in one exercise, or a pair of exercises that bring them
                  together.
Real case         Several States do not train with one another although both train with third parties;
                  organisers keep them in different exercises or at different sites.
"""

from collections.abc import Iterator
from enum import StrEnum
from itertools import combinations, permutations
from typing import ClassVar, Literal

from pydantic import Field

from exsched.domain.exercises import Role
from exsched.domain.names import AreaId, NationId, NationsOrGroups
from exsched.rulekit.decisions import Decisions
from exsched.rulekit.finding import Finding, Violation
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule


class Scope(StrEnum):
    """How near is too near."""

    SAME_EXERCISE = "same_exercise"
    SAME_SITE = "same_site"
    SAME_AREA = "same_area"


class IncompatibleParticipants(Rule):
    """Two or more nations that will not be brought together."""

    rule: Literal["incompatible_participants"] = "incompatible_participants"
    nations: NationsOrGroups = Field(min_length=1, description="no two of these together")
    scope: Scope = Scope.SAME_EXERCISE
    area: AreaId | None = Field(
        default=None, description="for `same_area`: the area meant; all areas if left out"
    )
    exempt: tuple[Role, ...] = Field(default=(Role.OBSERVER,), description="roles that do not count")
    unless_present: NationId | None = Field(
        default=None, description="does not apply when this nation takes part"
    )

    unit: ClassVar[str] = "case"

    @property
    def roles(self) -> frozenset[Role]:
        """Roles that count."""
        return frozenset(Role) - frozenset(self.exempt)

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        who = ", ".join(sorted(problem.expand(self.nations)))
        where = {
            Scope.SAME_EXERCISE: "in one exercise",
            Scope.SAME_SITE: "at one site on the same days",
            Scope.SAME_AREA: f"in {self.area or 'one area'} on the same days",
        }[self.scope]
        unless = f", unless {self.unless_present} takes part" if self.unless_present else ""
        return f"{who} will not exercise together {where}{unless}"

    def _regions(self, problem: Problem) -> list[frozenset[str]]:
        facts = problem.programme
        if self.scope is Scope.SAME_SITE:
            return [frozenset({venue}) for venue in sorted(facts.venues)]
        if self.scope is Scope.SAME_AREA:
            return [facts.venues_in(area) for area in ([self.area] if self.area else sorted(facts.areas))]
        return []

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Forbid each pair in each exercise, and each pair of exercises that would bring a pair together."""
        d, who = decisions, sorted(problem.expand(self.nations))
        for name in problem.exercises:
            free = [d.touches(name, self.valid), *self._absent(name, d)]
            for a, b in combinations(sorted(problem.nations_of(name) & set(who)), 2):
                d.never([d.takes_part(a, name, self.roles), d.takes_part(b, name, self.roles), *free])
        if regions := self._regions(problem):
            concerned = [name for name in problem.exercises if problem.nations_of(name) & set(who)]
            for one, other in combinations(concerned, 2):
                self._post_neighbours(problem, d, one, other, who, regions)

    def _absent(self, exercise: str, d: Decisions) -> list[object]:
        if self.unless_present is None:
            return []
        return [d.negation(d.takes_part(self.unless_present, exercise))]

    def _post_neighbours(
        self,
        problem: Problem,
        d: Decisions,
        one: str,
        other: str,
        who: list[str],
        regions: list[frozenset[str]],
    ) -> None:
        pairs = [
            d.all_of([d.takes_part(a, one, self.roles), d.takes_part(b, other, self.roles)])
            for a, b in permutations(who, 2)
            if a in problem.nations_of(one) and b in problem.nations_of(other)
        ]
        if not pairs:
            return
        close = d.any_of([d.all_of([d.uses(one, region), d.uses(other, region)]) for region in regions])
        valid = [d.touches(one, self.valid), d.touches(other, self.valid)]
        free = [*self._absent(one, d), *self._absent(other, d)]
        meet = d.all_of([d.any_of(pairs), close, *valid, *free])
        d.never([meet, d.same_days(one, other)])

    # -- checker --------------------------------------------------------------------------------------------

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Look at every exercise, and at every two that share a day and a region."""
        who = problem.expand(self.nations)
        valid = self.valid.period()
        held = [h for h in laydown.held.values() if h.touches(valid) and not self._excused(h)]
        for h in held:
            for a, b in combinations(sorted(h.participants(self.roles) & who), 2):
                yield Violation((h.id,), f"{a} and {b} both take part in {h.id}")
        if regions := self._regions(problem):
            concerned = [h for h in held if h.participants(self.roles) & who]
            for one, other in combinations(concerned, 2):
                yield from self._check_neighbours(one, other, who, regions)

    def _excused(self, held: Held) -> bool:
        return self.unless_present is not None and held.takes_part(self.unless_present)

    def _check_neighbours(
        self, one: Held, other: Held, who: frozenset[str], regions: list[frozenset[str]]
    ) -> Iterator[Finding]:
        if not one.execution.overlaps(other.execution):
            return
        shared = [r for r in regions if r & one.venues and r & other.venues]
        here, there = one.participants(self.roles) & who, other.participants(self.roles) & who
        pairs = [(a, b) for a in sorted(here) for b in sorted(there) if a != b]
        if shared and pairs:
            a, b = pairs[0]
            where = ", ".join(sorted(shared[0] & (one.venues | other.venues)))
            yield Violation((one.id, other.id), f"{a} in {one.id} and {b} in {other.id} meet at {where}")
