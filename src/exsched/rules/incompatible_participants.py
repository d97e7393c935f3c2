"""Some nations will not exercise together.

What it says      No two of `nations` take part in one exercise (`same_exercise`), are at one venue on the
                  same day (`same_site`), or are in one area on the same day (`same_area`). Two nations in one
                  exercise are at one site and in one area. With `against`, only a nation of `nations` and one
                  of `against` keep apart: those of one side may meet each other. Roles under `exempt` do not
                  count (observers, unless said otherwise). Where the nation of `unless_present` takes part in
                  an exercise, other than as observer, that exercise is left out.
Why it exists     A standing reservation that either side may declare; it needs no reason to be given.
Does not say      Anything about using a venue one after the other: see `spacing`. Days are execution days:
                  whether nations meet while they deploy is not looked at.
Soft unit         One case: a pair of nations in one exercise, or a pair of exercises that bring them
                  together.
Undecided         `same_area`, when a site has no position, so that two exercises may both be in one area, and
                  are not known to be.
Validity          Applies to exercises that have an execution day inside `valid`.
Real case         In 2020 India withdrew from KAVKAZ 2020 after it had confirmed its part, Chinese and
                  Pakistani troops being expected there; the reason given was the pandemic (Asian Age and The
                  Week, August 2020).
"""

from collections.abc import Iterator
from enum import StrEnum
from itertools import combinations, product
from typing import ClassVar, Literal, NamedTuple, Self

from pydantic import Field, model_validator

from exsched.domain.exercises import Role
from exsched.domain.names import AreaId, NationId, NationsOrGroups
from exsched.domain.programme import Programme
from exsched.rulekit.decisions import Decisions, Lit
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.places import positions_missing
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule

Pairs = frozenset[tuple[str, str]]
"""Nations that keep apart, each pair in both orders."""


class _Side(NamedTuple):
    """What one exercise could bring together with another: the nations there, and the regions it is in."""

    nations: dict[str, Lit]
    regions: dict[int, Lit]


class Scope(StrEnum):
    """How near is too near."""

    SAME_EXERCISE = "same_exercise"
    SAME_SITE = "same_site"
    SAME_AREA = "same_area"


class IncompatibleParticipants(Rule):
    """Two or more nations that will not be brought together."""

    rule: Literal["incompatible_participants"] = "incompatible_participants"
    nations: NationsOrGroups = Field(min_length=1, description="no two of these together")
    against: NationsOrGroups = Field(
        default=(), description="if given, only one of `nations` together with one of these"
    )
    scope: Scope = Scope.SAME_EXERCISE
    area: AreaId | None = Field(
        default=None, description="for `same_area`: the area meant; all areas if left out"
    )
    exempt: tuple[Role, ...] = Field(default=(Role.OBSERVER,), description="roles that do not count")
    unless_present: NationId | None = Field(
        default=None, description="does not apply when this nation takes part"
    )

    unit: ClassVar[str] = "case"

    @model_validator(mode="after")
    def _area_of_scope(self) -> Self:
        if self.area and self.scope is not Scope.SAME_AREA:
            raise ValueError("`area` goes with `scope: same_area` only")
        return self

    @property
    def roles(self) -> frozenset[Role]:
        """Roles that count."""
        return frozenset(Role) - frozenset(self.exempt)

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        who = ", ".join(sorted(problem.expand(self.nations)))
        whom = f"with {', '.join(sorted(problem.expand(self.against)))}" if self.against else "together"
        where = {
            Scope.SAME_EXERCISE: "in one exercise",
            Scope.SAME_SITE: "at one site on the same days",
            Scope.SAME_AREA: f"in {self.area or 'one area'} on the same days",
        }[self.scope]
        unless = f", unless {self.unless_present} takes part" if self.unless_present else ""
        return f"{who} will not exercise {whom} {where}{unless}"

    def _pairs(self, problem: Problem) -> Pairs:
        ours = problem.expand(self.nations)
        theirs = problem.expand(self.against) if self.against else ours
        return frozenset((a, b) for x, y in product(ours, theirs) if x != y for a, b in ((x, y), (y, x)))

    def _regions(self, problem: Problem) -> list[frozenset[str]]:
        facts = problem.programme
        if self.scope is Scope.SAME_SITE:
            return [frozenset({venue}) for venue in sorted(facts.venues)]
        if self.scope is Scope.SAME_AREA:
            return [facts.venues_in(area) for area in ([self.area] if self.area else sorted(facts.areas))]
        return []

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Forbid each pair in each exercise, and each pair of exercises that would bring a pair together.

        Quadratic in the exercises that such a nation could join and that could be in one region: each two of
        them are a case of their own, with a price of their own.
        """
        d, pairs = decisions, self._pairs(problem)
        for name in problem.exercises:
            free = [d.touches(name, self.valid), *self._absent(name, d)]
            for a, b in combinations(sorted(problem.nations_of(name)), 2):
                if (a, b) in pairs:
                    d.never([d.takes_part(a, name, self.roles), d.takes_part(b, name, self.roles), *free])
        if regions := self._regions(problem):
            sides = self._sides(problem, d, frozenset(a for a, _ in pairs), regions)
            for one, other in combinations(sorted(sides), 2):
                self._post_neighbours(d, (one, sides[one]), (other, sides[other]), pairs)

    def _absent(self, exercise: str, d: Decisions) -> list[Lit]:
        if self.unless_present is None:
            return []
        return [d.negation(d.takes_part(self.unless_present, exercise))]

    def _sides(
        self, problem: Problem, d: Decisions, who: frozenset[str], regions: list[frozenset[str]]
    ) -> dict[str, _Side]:
        """What each exercise could bring together with another: by nation, and by region's number."""
        reach: dict[str, dict[int, Lit]] = {}
        for number, region in enumerate(regions):
            keys = {key for venue in region for key, _ in problem.could_meet(venue)}
            for name in sorted({problem.forms[key].id for key in keys}):
                reach.setdefault(name, {})[number] = d.uses(name, region)
        sides = {}
        for name, near in reach.items():
            if nations := sorted(problem.nations_of(name) & who):
                free = [d.touches(name, self.valid), *self._absent(name, d)]
                there = {n: d.all_of([d.takes_part(n, name, self.roles), *free]) for n in nations}
                sides[name] = _Side(there, near)
        return sides

    @staticmethod
    def _post_neighbours(
        d: Decisions, one: tuple[str, _Side], other: tuple[str, _Side], pairs: Pairs
    ) -> None:
        (first, here), (second, there) = one, other
        shared = sorted(here.regions.keys() & there.regions.keys())
        meeting = [(a, b) for a in here.nations for b in there.nations if (a, b) in pairs]
        if not shared or not meeting:
            return
        meet = d.any_of([d.all_of([here.nations[a], there.nations[b]]) for a, b in meeting])
        close = d.any_of([d.all_of([here.regions[n], there.regions[n]]) for n in shared])
        d.never([meet, close, d.same_days(first, second)])

    # -- checker --------------------------------------------------------------------------------------------

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Look at every exercise, and at every two that share a day and a region."""
        pairs, valid = self._pairs(problem), self.valid.period()
        who = frozenset(nation for pair in pairs for nation in pair)
        held = [h for h in laydown.held.values() if h.touches(valid) and not self._excused(h)]
        for h in held:
            for a, b in combinations(sorted(h.participants(self.roles) & who), 2):
                if (a, b) in pairs:
                    yield Violation((h.id,), f"{a} and {b} both take part in {h.id}")
        if regions := self._regions(problem):
            concerned = [h for h in held if h.participants(self.roles) & who]
            for one, other in combinations(concerned, 2):
                yield from self._check_neighbours(problem.programme, one, other, pairs, regions)

    def _excused(self, held: Held) -> bool:
        return self.unless_present is not None and held.takes_part(self.unless_present)

    def _check_neighbours(
        self, facts: Programme, one: Held, other: Held, pairs: Pairs, regions: list[frozenset[str]]
    ) -> Iterator[Finding]:
        if not one.execution.overlaps(other.execution):
            return
        shared = [r for r in regions if r & one.venues and r & other.venues]
        here, there = sorted(one.participants(self.roles)), sorted(other.participants(self.roles))
        meeting = [(a, b) for a in here for b in there if (a, b) in pairs]
        if not meeting:
            return
        (a, b), both = meeting[0], (one.id, other.id)
        if shared:
            where = ", ".join(sorted(shared[0] & (one.venues | other.venues)))
            yield Violation(both, f"{a} in {one.id} and {b} in {other.id} meet at {where}")
        elif missing := self._lost(facts, one, other):
            what = f"whether {a} in {one.id} and {b} in {other.id} are in {self.area or 'one area'}"
            yield Undecided(both, f"{what} is not known", ", ".join(missing))

    def _lost(self, facts: Programme, one: Held, other: Held) -> list[str]:
        """The positions without which two exercises may both have a site in one area."""
        if self.scope is not Scope.SAME_AREA:
            return []
        found: set[str] = set()
        for area in [self.area] if self.area else facts.areas:
            lost = [positions_missing(facts, [area], held.venues) for held in (one, other)]
            near = [held.venues & facts.venues_in(area) for held in (one, other)]
            if all(a or b for a, b in zip(lost, near, strict=True)):
                found.update(*lost)
        return sorted(found)
