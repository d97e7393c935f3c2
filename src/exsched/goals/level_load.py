"""Spread the load: no nation, place, pool or week carries much more than it must.

What it measures  A load for each bearer, and of these loads the largest (`by: peak`) or the sum of their
                  squares (`by: squares`), which is the smaller the more evenly the same total is spread.
Per               `nation`  each nation, for the exercises in which it takes part (observers do not count);
                  `host`    each nation, for the exercises with a site on its soil;
                  `area`    each area, for the exercises with a site in it;
                  `venue`   each venue, for the exercises with a site at it;
                  `pool`    each pool, for the exercises that draw on it;
                  `week`    each week, Monday to Sunday, that shares a day with the horizon, for the
                            exercises with an execution day in it.
Of                `exercises`  how many exercises;
                  `strength`   troops, in hundreds (each figure that is added is rounded up to full
                               hundreds): per nation what it brings (the strength written for it, and each
                               force element that it sends); per host, area and venue what the sites there
                               say, or the whole exercise once when one of these sites says nothing; per
                               week the strength of each exercise. Strength that is not written counts 0;
                  `days`       execution days of those exercises, added up.
Load              With `squares`, and with `days`, the total over the programme. With `peak`, for exercises
                  and strength, the most that the bearer carries on one and the same execution day; a week's
                  load is that of all exercises that touch the week.
Refused           `of: strength, per: pool` (a pool has units, not troops) and `of: days, per: week` (it
                  would count an exercise up to seven times a week; `of: exercises` says how full a week
                  is).
Unit              Exercise, hundred troops or day; squared with `squares`.
Does not measure  Limits that must not be passed: those are rules (`host_load`, `abroad_load`,
                  `venue_capacity`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import ClassVar, Literal, Self

from pydantic import model_validator

from exsched.domain.dates import Period, Validity
from exsched.domain.exercises import Exercise, Role
from exsched.domain.venues import Venue
from exsched.rulekit.decisions import Decisions, Expr, Lit, Term, Use
from exsched.rulekit.goal import Goal
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.problem import Problem


class Load(StrEnum):
    """What is counted."""

    EXERCISES = "exercises"
    STRENGTH = "strength"
    DAYS = "days"


class Bearer(StrEnum):
    """Who or what carries it."""

    NATION = "nation"
    HOST = "host"
    AREA = "area"
    VENUE = "venue"
    POOL = "pool"
    WEEK = "week"


class Measured(StrEnum):
    """How the loads become one number."""

    PEAK = "peak"
    SQUARES = "squares"


class LevelLoad(Goal):
    """Keep the largest load low, or the loads even."""

    goal: Literal["level_load"] = "level_load"
    of: Load = Load.EXERCISES
    per: Bearer
    by: Measured = Measured.PEAK

    unit: ClassVar[str] = "load"

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.of is Load.STRENGTH and self.per is Bearer.POOL:
            raise ValueError("a pool has units, not troops; write of: exercises or of: days")
        if self.of is Load.DAYS and self.per is Bearer.WEEK:
            raise ValueError("days per week count an exercise many times; write of: exercises")
        return self

    @property
    def at_once(self) -> bool:
        """Whether a load is the most on one day, rather than a total."""
        return self.by is Measured.PEAK and self.of is not Load.DAYS and self.per is not Bearer.WEEK

    def explain(self, problem: Problem) -> str:
        """The goal as one sentence."""
        what = {Load.EXERCISES: "exercises", Load.STRENGTH: "troops", Load.DAYS: "execution days"}[self.of]
        if self.by is Measured.SQUARES:
            return f"spread {what} evenly over every {self.per}"
        return f"keep the most {what} of any {self.per}{' at once' if self.at_once else ''} low"

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> list[Term]:
        """The largest of the loads, or the sum of their squares."""
        shares = _Shares(problem, decisions, self.of, self.per)
        loads = [shares.of_bearer(bearer) for bearer in shares.bearers()]
        if self.by is Measured.SQUARES:
            return [
                Term(1, decisions.square([s.term for s in load], sum(s.most for s in load)))
                for load in loads
                if load
            ]
        if not self.at_once:
            return [Term(1, decisions.highest([[s.term for s in load] for load in loads]))]
        days = [[Term(1, decisions.peak([s.use(decisions) for s in load]))] for load in loads if load]
        return [Term(1, decisions.highest(days))]

    # -- checker --------------------------------------------------------------------------------------------

    def measure(self, problem: Problem, laydown: Laydown) -> int:
        """The loads from plain dates and names, and the largest of them or the sum of their squares."""
        facts = problem.programme
        areas = {name: facts.venues_in(name) for name in facts.areas} if self.per is Bearer.AREA else {}
        by_bearer: dict[object, list[tuple[Period, int]]] = {}
        for held in laydown.held.values():
            for bearer, amount in self._borne(held, facts.horizon, areas):
                by_bearer.setdefault(bearer, []).append((held.execution, amount))
        if self.at_once:
            loads = [_most_at_once(parts) for parts in by_bearer.values()]
        else:
            loads = [sum(amount for _, amount in parts) for parts in by_bearer.values()]
        return max(loads, default=0) if self.by is Measured.PEAK else sum(load * load for load in loads)

    def _borne(
        self, held: Held, horizon: Period, areas: Mapping[str, frozenset[str]]
    ) -> Iterator[tuple[object, int]]:
        if self.per is Bearer.WEEK:
            amount = _hundreds(held.exercise.strength) if self.of is Load.STRENGTH else 1
            yield from ((week.start, amount) for week in _weeks(held.execution) if week.overlaps(horizon))
            return
        whole = held.execution.days if self.of is Load.DAYS else 1
        if self.per in (Bearer.NATION, Bearer.POOL):
            for name in held.participants() if self.per is Bearer.NATION else held.exercise.draws:
                yield name, _troops_sent(held, name) if self.of is Load.STRENGTH else whole
            return
        places: dict[str, list[str]] = {}
        for need, venue in held.sites.items():
            for name in self._places(venue, areas):
                places.setdefault(name, []).append(need)
        for name, needs in places.items():
            yield name, _troops_there(held, needs) if self.of is Load.STRENGTH else whole

    def _places(self, venue: Venue, areas: Mapping[str, frozenset[str]]) -> list[str]:
        if self.per is Bearer.AREA:
            return [name for name, inside in areas.items() if venue.id in inside]
        return [venue.host if self.per is Bearer.HOST else venue.id]


def _hundreds(troops: int | None) -> int:
    return -(-(troops or 0) // 100)


def _weeks(period: Period) -> Iterator[Period]:
    """The weeks, Monday to Sunday, that share a day with a period."""
    monday = period.start - timedelta(period.start.weekday())
    while monday <= period.end:
        yield Period(start=monday, end=monday + timedelta(6))
        monday += timedelta(7)


def _troops_sent(held: Held, nation: str) -> int:
    part = held.exercise.part(nation)
    sent = sum(c.elements * _hundreds(c.force.strength) for c in held.commitments if c.force.nation == nation)
    return sent + _hundreds(part.strength if part else 0)


def _troops_there(held: Held, needs: list[str]) -> int:
    sites = [held.exercise.sites.get(need) for need in needs]
    said = [site.strength for site in sites if site is not None and site.strength is not None]
    return sum(map(_hundreds, said)) if len(said) == len(needs) else _hundreds(held.exercise.strength)


def _most_at_once(parts: list[tuple[Period, int]]) -> int:
    """The largest sum on any day: reached on the first day of one of the parts."""
    change: dict[int, int] = {}
    for period, amount in parts:
        for day, by in ((period.start.toordinal(), amount), (period.end.toordinal() + 1, -amount)):
            change[day] = change.get(day, 0) + by
    load = most = 0
    for day in sorted(change):
        load += change[day]
        most = max(most, load)
    return most


@dataclass(frozen=True)
class _Share:
    """What one exercise may add to a load: a factor when `when` holds, times `amount` if there is one."""

    exercise: str
    factor: int
    when: Lit
    most: int
    amount: Expr | None = None

    @property
    def term(self) -> Term:
        """The share of a total."""
        return Term(self.factor, self.when if self.amount is None else self.amount)

    def use(self, d: Decisions) -> Use:
        """The share of a day's load."""
        amount = self.factor if self.amount is None else d.times(self.factor, self.amount)
        return Use(d.execution(self.exercise), amount, [self.when])


@dataclass(frozen=True)
class _Shares:
    """The shares of every exercise in every load, as the solver sees them."""

    problem: Problem
    d: Decisions
    of: Load
    per: Bearer

    def bearers(self) -> list[str]:
        """Everyone and everything that could carry a load; a week by its Monday."""
        facts, exercises = self.problem.programme, self.problem.forms
        if self.per is Bearer.WEEK:
            return [str(week.start) for week in _weeks(facts.horizon)]
        if self.per is Bearer.NATION:
            return sorted({nation for name in exercises for nation in self.problem.nations_of(name)})
        hosts = {venue.host for venue in facts.venues.values()}
        return sorted(
            {Bearer.HOST: hosts, Bearer.AREA: facts.areas, Bearer.VENUE: facts.venues}.get(
                self.per, facts.pools
            )
        )

    def of_bearer(self, bearer: str) -> list[_Share]:
        """What each exercise may add to the load of one bearer."""
        if self.per is Bearer.WEEK:
            return [self._in_week(line, bearer) for line in self.problem.forms.values()]
        if self.per is Bearer.NATION:
            able = [
                line for name, line in self.problem.forms.items() if bearer in self.problem.nations_of(name)
            ]
            return [share for line in able for share in self._of_nation(line, bearer)]
        if self.per is Bearer.POOL:
            drawing = [name for name, line in self.problem.forms.items() if bearer in line.draws]
            return [self._whole(name, self.d.held(name)) for name in drawing]
        region = self._region(bearer)
        fitting: dict[str, dict[str, list[str]]] = {}
        for venue in sorted(region):
            for name, need in self.problem.could_meet(venue):
                fitting.setdefault(name, {}).setdefault(need, []).append(venue)
        if self.of is Load.STRENGTH:
            return [share for name in sorted(fitting) for share in self._there(name, fitting[name])]
        return [self._whole(name, self.d.uses(name, sorted(region))) for name in sorted(fitting)]

    def _region(self, bearer: str) -> frozenset[str]:
        facts = self.problem.programme
        if self.per is Bearer.AREA:
            return facts.venues_in(bearer)
        if self.per is Bearer.HOST:
            return frozenset(venue.id for venue in facts.venues.values() if venue.host == bearer)
        return frozenset({bearer})

    def _whole(self, exercise: str, there: Lit) -> _Share:
        if self.of is Load.EXERCISES:
            return _Share(exercise, 1, there, 1)
        longest = max(self.problem.forms[exercise].days.max, self.problem.programme.horizon.days)
        days = self.d.shortfall([Term(1, self.d.length(exercise))], [(None, 0)], [there])
        return _Share(exercise, 1, there, longest, days)

    def _in_week(self, line: Exercise, monday: str) -> _Share:
        week = next(_weeks(Period.model_validate(monday)))
        amount = _hundreds(line.strength) if self.of is Load.STRENGTH else 1
        touched = self.d.touches(line.key, Validity(start=week.start, end=week.end))
        return _Share(line.key, amount, touched, amount)

    def _of_nation(self, line: Exercise, nation: str) -> Iterator[_Share]:
        there = self.d.takes_part(nation, line.key)
        if self.of is not Load.STRENGTH:
            yield self._whole(line.key, there)
            return
        if line.declared_role(nation) is Role.OBSERVER:
            return
        part, facts = line.part(nation), self.problem.programme
        if own := _hundreds(part.strength if part else 0):
            yield _Share(line.key, own, there, own)
        for role, need in line.forces.items():
            for force in (facts.forces[name] for name in facts.eligible(need)):
                if force.nation == nation and (factor := _hundreds(force.strength)):
                    elements = self.d.elements(line.key, role, force.id)
                    yield _Share(line.key, factor, there, factor * force.elements, elements)

    def _there(self, exercise: str, fitting: Mapping[str, list[str]]) -> Iterator[_Share]:
        d, line = self.d, self.problem.forms[exercise]
        at = {
            need: d.any_of([d.at_site(exercise, need, venue) for venue in venues])
            for need, venues in fitting.items()
        }
        unsaid = d.any_of([there for need, there in at.items() if line.sites[need].strength is None])
        if whole := _hundreds(line.strength):
            yield _Share(exercise, whole, unsaid, whole)
        for need, there in at.items():
            if own := _hundreds(line.sites[need].strength):
                yield _Share(exercise, own, d.all_of([there, d.negation(unsaid)]), own)
