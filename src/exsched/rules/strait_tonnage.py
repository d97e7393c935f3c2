"""Through a strait, and into the sea behind it, go only so many ships and tonnes at a time.

What it says      A ship is a force with `ship:` (class and tonnes of one element) whose role is at a site
                  in the `sea`: the site that the role names, or the first one. It comes in through the
                  strait, stays in the sea, and goes out. On no day are more of them in passage than
                  `passage_ships`, or more tonnes than `passage_tonnes`; the ships of `owner_of_strait` do
                  not count, nor those with their home in the sea. On no day have all non-littoral nations
                  together more than `sea_tonnes` in the sea, nor one of them alone more than
                  `state_tonnes`. No ship of a class in `forbidden` passes, and of a class in
                  `littoral_only` only ships of the littoral nations do.
Days              The ship leaves home on the first day of its own footprint, for this role, and sails at
                  once. Let T be its travel days to the site, passage included, and p the `passage_days` of
                  the sea; T is at least p. The last p of the T days are the passage in. So it is in the sea
                  from STARTEX, or as many days earlier as `deploy` is longer than T, to ENDEX, or as many
                  days later as `redeploy` is longer than T; the p days before and the p days after are the
                  passages. The way from the strait to the site is part of T and counts before the passage:
                  make `deploy` longer than T by those days if they matter.
Why it exists     Littoral States want to know that the fleets of others in their sea stay small, and
                  whoever keeps the strait that it is never full of them.
Does not say      How long a ship may stay: see `strait_stay`. When the passage is to be announced: see
                  `dated_act`. Nothing about nations that bring ships which the programme does not name, nor
                  about ships at a site in the strait itself.
Soft unit         One ship or one tonne too many on the worst day, for each of the limits and each nation;
                  one ship of a class that may not pass.
Undecided         A maritime force without `ship:` at such a site, or a ship at a site without a position. A
                  ship whose home is not known counts as coming from outside; one that sails from an unknown
                  home, and could wait in the sea, is counted as needing the passage days alone, and is
                  undecided besides.
Validity          Days in passage and in the sea are counted inside `valid`; classes are looked at in
                  exercises that have an execution day inside it.
Real case         Montreux Convention of 20 July 1936, Articles 10 to 14 and 18: nine ships and 15,000
                  tonnes in passage; 45,000 tonnes of all, 30,000 of one non-littoral State in the Black
                  Sea. See `models/regimes/montreux-1936.yaml`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from exsched.domain.dates import Period
from exsched.domain.forces import Force, ServiceDomain, Ship
from exsched.domain.names import AreaId, Count, NationsOrGroups, Tags
from exsched.domain.programme import Programme
from exsched.domain.venues import Area
from exsched.rulekit.decisions import Decisions, Expr, Lit, Term, Use
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Commitment, Held, Laydown
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.regime import RegimeRule
from exsched.rulekit.stays import Stay, excesses, worst


@dataclass(frozen=True)
class _Option:
    """A ship that could come to an exercise: when, how many, and how long it is in the sea beforehand."""

    name: str
    need: str
    force: Force
    ship: Ship
    before: int
    after: int
    where: tuple[str, ...]
    there: Lit


@dataclass(frozen=True)
class _Visit:
    """Ships that come to an exercise."""

    exercise: str
    force: Force
    elements: int
    ship: Ship
    stay: Period
    passes: bool

    def passages(self, days: int) -> Iterator[Period]:
        """The days in the strait, in and out."""
        if days and self.passes:
            first, last = self.stay.start, self.stay.end
            yield Period(start=first - timedelta(days), end=first - timedelta(1))
            yield Period(start=last + timedelta(1), end=last + timedelta(days))


class StraitTonnage(RegimeRule):
    """Limits on ships in a strait and in the sea behind it."""

    rule: Literal["strait_tonnage"] = "strait_tonnage"
    sea: AreaId = Field(description="the sea behind the strait; its `passage_days` are those of the strait")
    littoral: NationsOrGroups = Field(min_length=1, description="nations on the shore of the sea")
    owner_of_strait: NationsOrGroups = Field(
        default=(), description="its ships are not foreign in the strait"
    )
    passage_ships: Count | None = Field(default=None, description="foreign ships in passage at once")
    passage_tonnes: Count | None = Field(default=None, description="tonnes of foreign ships in passage")
    sea_tonnes: Count | None = Field(default=None, description="tonnes in the sea of all not littoral")
    state_tonnes: Count | None = Field(default=None, description="tonnes in the sea of one of them")
    forbidden: Tags = Field(default=(), description="classes that may not pass")
    littoral_only: Tags = Field(default=(), description="classes of which only littoral ships may pass")

    unit: ClassVar[str] = "ship or tonne"

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        limits = (self.passage_ships, self.passage_tonnes, self.sea_tonnes, self.state_tonnes)
        if all(limit is None for limit in limits) and not (self.forbidden or self.littoral_only):
            raise ValueError(
                "strait_tonnage needs one of passage_ships, passage_tonnes, sea_tonnes, state_tonnes,"
                " forbidden, littoral_only"
            )
        return self

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        limits = (
            (self.passage_ships, "ships in passage"),
            (self.passage_tonnes, "tonnes in passage"),
            (self.sea_tonnes, "tonnes of non-littoral nations in the sea"),
            (self.state_tonnes, "tonnes of one of them"),
        )
        said = [f"at most {limit} {what}" for limit, what in limits if limit is not None]
        said += [f"no {kind}" for kind in self.forbidden]
        said += [f"no {kind} but of littoral nations" for kind in self.littoral_only]
        return f"{self.sea}: {', '.join(said)}"

    def _barred(self, problem: Problem, force: Force, ship: Ship) -> bool:
        """Whether ships of this class and nation may not pass."""
        if ship.kind in self.forbidden:
            return True
        return ship.kind in self.littoral_only and force.nation not in problem.expand(self.littoral)

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Limit the loads of passages and of stays, and forbid the classes."""
        d, options = decisions, list(self._options(problem, decisions))
        days = problem.programme.areas[self.sea].passage_days
        passing = self._passing(problem, options)
        for limit, by_tonnes in ((self.passage_ships, False), (self.passage_tonnes, True)):
            if limit is not None:
                uses = [use for g in _together(passing) for use in self._in_strait(g, by_tonnes, days, d)]
                d.load(uses, limit, valid=self.valid)
        self._post_sea(problem, options, d)
        for o in self._from_outside(problem, options):
            if self._barred(problem, o.force, o.ship):
                count = [Term(1, d.elements(o.name, o.need, o.force.id))]
                d.at_most(count, 0, [o.there, d.touches(o.name, self.valid)])

    def _post_sea(self, problem: Problem, options: list[_Option], d: Decisions) -> None:
        littoral = problem.expand(self.littoral)
        guests = [o for o in options if o.force.nation not in littoral]
        if self.sea_tonnes is not None:
            d.load(self._in_sea(guests, d), self.sea_tonnes, valid=self.valid)
        if self.state_tonnes is not None:
            for nation in sorted({o.force.nation for o in guests}):
                own = [o for o in guests if o.force.nation == nation]
                d.load(self._in_sea(own, d), self.state_tonnes, valid=self.valid)

    def _from_outside(self, problem: Problem, options: list[_Option]) -> list[_Option]:
        sea = problem.programme.areas[self.sea]
        return [o for o in options if not sea.is_home_of(o.force.nation, o.force.home)]

    def _passing(self, problem: Problem, options: list[_Option]) -> list[_Option]:
        owners = problem.expand(self.owner_of_strait)
        return [o for o in self._from_outside(problem, options) if o.force.nation not in owners]

    @staticmethod
    def _in_sea(options: list[_Option], d: Decisions) -> list[Use]:
        return [
            Use(d.stretched(d.execution(o.name), o.before, o.after), _amount(group, True, d), (o.there,))
            for group in _together(options)
            for o in group[:1]
        ]

    @staticmethod
    def _in_strait(group: list[_Option], by_tonnes: bool, days: int, d: Decisions) -> Iterator[Use]:
        o, amount = group[0], _amount(group, by_tonnes, d)
        if days:
            yield Use(d.from_startex(o.name, days, o.before + days), amount, (o.there,))
            yield Use(d.from_endex(o.name, days, o.after), amount, (o.there,))

    def _options(self, problem: Problem, d: Decisions) -> Iterator[_Option]:
        """Every ship in every role with a site in the sea: one for each number of days that it is early."""
        facts, sea = problem.programme, problem.programme.venues_in(self.sea)
        least = facts.areas[self.sea].passage_days
        for name, line in problem.forms.items():
            for need, role in line.forces.items():
                site = role.site or next(iter(line.sites), "")
                asked = line.sites.get(site)
                fitting = [venue for venue in facts.candidates(asked) if venue in sea] if asked else []
                for force in map(facts.forces.__getitem__, facts.eligible(role) if fitting else ()):
                    early: dict[tuple[int, int], list[str]] = {}
                    for venue in fitting if force.ship else ():
                        travel = max(least, facts.travel_days(force, facts.venues[venue]) or 0)
                        days = max(0, line.deploy - travel), max(0, line.redeploy - travel)
                        early.setdefault(days, []).append(venue)
                    for (before, after), at in early.items():
                        assert force.ship
                        there = d.any_of([d.at_site(name, site, venue) for venue in at])
                        where = (site, *at)
                        yield _Option(name, need, force, force.ship, before, after, where, there)

    # -- checker --------------------------------------------------------------------------------------------

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Add up ships and tonnes day by day, in passage and in the sea, and look at the classes."""
        visits = [visit for held in laydown.held.values() for visit in self._visits(problem, held)]
        littoral, owners = problem.expand(self.littoral), problem.expand(self.owner_of_strait)
        days = problem.programme.areas[self.sea].passage_days
        foreign = [visit for visit in visits if visit.force.nation not in owners]
        passing = [(visit, period) for visit in foreign for period in visit.passages(days)]
        ships = [Stay(v.exercise, period, v.elements) for v, period in passing]
        yield from self._above(ships, self.passage_ships, "ship", "in passage")
        tonnes = [Stay(v.exercise, period, v.elements * v.ship.tonnes) for v, period in passing]
        yield from self._above(tonnes, self.passage_tonnes, "tonne", "in passage")
        guests = [v for v in visits if v.force.nation not in littoral]
        yield from self._above(
            self._tonnes(guests), self.sea_tonnes, "tonne", "of non-littoral nations there"
        )
        for nation in sorted({v.force.nation for v in guests}):
            own = self._tonnes([v for v in guests if v.force.nation == nation])
            yield from self._above(own, self.state_tonnes, "tonne", f"of {nation} there")
        yield from self._classes(problem, laydown, visits)
        yield from self._unknown(problem, laydown)

    @staticmethod
    def _tonnes(visits: list[_Visit]) -> list[Stay]:
        return [Stay(v.exercise, v.stay, v.elements * v.ship.tonnes) for v in visits]

    def _above(self, stays: list[Stay], limit: int | None, of: str, where: str) -> Iterator[Finding]:
        if limit is not None and (most := worst(excesses(stays, limit, self.valid.period()))):
            who, day = ", ".join(most.exercises), most.period.start
            what = f"{self.sea}: {number_of(most.load, of)} {where} on {day} ({who}), at most {limit} may be"
            yield Violation(most.exercises, what, most.by)

    def _visits(self, problem: Problem, held: Held) -> Iterator[_Visit]:
        facts, inside = problem.programme, problem.programme.venues_in(self.sea)
        sea = facts.areas[self.sea]
        for one in held.commitments:
            venue, ship = _venue(held, one), one.force.ship
            if ship is None or venue not in inside:
                continue
            travel = max(sea.passage_days, facts.travel_days(one.force, facts.venues[venue]) or 0)
            early = max(0, held.exercise.deploy - travel)
            late = max(0, held.exercise.redeploy - travel)
            passes = not sea.is_home_of(one.force.nation, one.force.home)
            stay = held.execution.longer(early, late)
            yield _Visit(held.id, one.force, one.elements, ship, stay, passes)

    def _classes(self, problem: Problem, laydown: Laydown, visits: list[_Visit]) -> Iterator[Finding]:
        valid = self.valid.period()
        for visit in visits:
            held = laydown.held[visit.exercise]
            if visit.passes and held.touches(valid) and self._barred(problem, visit.force, visit.ship):
                ships = number_of(visit.elements, visit.ship.kind)
                what = f"{visit.force.id} of {visit.force.nation} ({ships}) may not pass to {self.sea}"
                yield Violation((held.id,), f"{what} for {held.id}", visit.elements)

    @staticmethod
    def _may_wait(sea: Area, held: Held) -> bool:
        """Whether the travel of a ship decides how long it is in the sea."""
        return max(held.exercise.deploy, held.exercise.redeploy) > sea.passage_days

    def _unknown(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        facts: Programme = problem.programme
        inside, unplaced = facts.venues_in(self.sea), facts.unplaced(self.sea)
        littoral, sea = problem.expand(self.littoral), facts.areas[self.sea]
        for held in laydown.held.values():
            lacking = set()
            for one in held.commitments:
                venue, at_sea = _venue(held, one), one.force.domain is ServiceDomain.MARITIME
                if one.force.nation in littoral and sea.is_home_of(one.force.nation, one.force.home):
                    continue
                if venue in inside and at_sea and one.force.ship is None:
                    lacking.add(f"forces.{one.force.id}.ship")
                elif venue in unplaced and (at_sea or one.force.ship):
                    lacking.add(f"venues.{venue}.at")
                elif (
                    venue in inside and one.force.ship and not one.travel_known and self._may_wait(sea, held)
                ):
                    lacking.add(f"forces.{one.force.id}.home")
            if lacking and held.footprint.overlaps(self.valid.period()):
                what = f"how many ships and tonnes {held.id} brings to {self.sea} is not known"
                yield Undecided((held.id,), what, ", ".join(sorted(lacking)))


def _together(options: list[_Option]) -> list[list[_Option]]:
    """Ships that come and go together, so that their number is one and their days are the same."""
    found: dict[tuple[object, ...], list[_Option]] = {}
    for o in options:
        found.setdefault((o.name, o.where, o.before, o.after), []).append(o)
    return list(found.values())


def _amount(group: list[_Option], by_tonnes: bool, d: Decisions) -> Expr:
    """How many ships, or tonnes, a group has."""
    each = [(o.ship.tonnes if by_tonnes else 1, d.elements(o.name, o.need, o.force.id)) for o in group]
    return d.sum_of([Term(factor, elements) for factor, elements in each])


def _venue(held: Held, one: Commitment) -> str:
    """The venue to which a force goes; empty when there is none."""
    role, first = held.exercise.forces.get(one.need), next(iter(held.exercise.sites), "")
    venue = held.sites.get((role.site if role else None) or first)
    return venue.id if venue else ""
