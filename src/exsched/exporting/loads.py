"""Loads against limits, day by day: pools, venues, nations, areas. Limits are those of rules, while valid.

No curve: what counts over a month or a year (`range_days_cap`), and what adds two loads (`surge_reserve`).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from exsched.domain.dates import Period
from exsched.exporting.drawing.curve import Limits, Steps, pieces
from exsched.exporting.selection import EVERYTHING, Selection
from exsched.rulekit.laydown import Held, busiest
from exsched.rulekit.lift import lift_days
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule
from exsched.rulekit.verdict import Answer
from exsched.rules.abroad_load import AbroadLoad
from exsched.rules.host_load import HostLoad
from exsched.rules.lift_pool import LiftPool
from exsched.rules.shared_asset_pool import SharedAssetPool
from exsched.rules.strength_ceiling import StrengthCeiling
from exsched.rules.venue_capacity import VenueCapacity

POOL, VENUE, NATION, AREA = "pool", "venue", "nation", "area"
DRAWN, LIFTED = "units drawn", "units of lift taken"
HERE, TROOPS_HERE = "exercises at once", "troops at once"
HOSTED, TROOPS_HOSTED = "exercises hosted at once", "troops hosted at once"
ABROAD, TROOPS_ABROAD = "exercises abroad at once", "troops abroad at once"
TROOPS_TRAINING = "troops exercising at once"

TIGHT = 0.75
"""From this share of its limit on, a load is shown at once."""

NATIONAL = (HOSTED, TROOPS_HOSTED, ABROAD, TROOPS_ABROAD)

Uses = list[tuple[Period, int]]
Subject = tuple[str, str, str]
"""Of what kind, of whom, and what is counted."""


@dataclass(frozen=True)
class Load:
    """What is used of something on each day, and its limit if one is stated; steps hold from their day on."""

    subject: Subject
    period: Period
    load: Steps
    limit: Limits = ()
    at_least: bool = False
    """Some of it has no number written, so that the true load can be higher."""

    @cached_property
    def pieces(self) -> list[tuple[Period, int, int | None]]:
        """The days cut where load or limit changes, with both."""
        return pieces(self.period, self.load, self.limit)

    @property
    def peak(self) -> tuple[int, date]:
        """The largest load, and the first day of it."""
        return max(
            ((used, days.start) for days, used, _ in self.pieces), key=lambda p: (p[0], -p[1].toordinal())
        )

    @cached_property
    def tightest(self) -> tuple[int, int | None, date]:
        """Load, limit and first day where it comes nearest to the limit, or goes furthest above."""
        stretches = [(used, limit, days.start) for days, used, limit in self.pieces]
        return max(stretches, key=lambda s: (_ratio(s[0], s[1]), s[0], -s[2].toordinal()))

    @property
    def share(self) -> float:
        """The largest part of the limit that is used on any day; 0 without a limit."""
        return _ratio(*self.tightest[:2])

    def is_near(self, used: int, limit: int | None) -> bool:
        """Whether it takes three quarters of the limit, or more."""
        return _ratio(used, limit) >= TIGHT

    @property
    def days_above(self) -> int:
        """Days on which the load is above the limit."""
        return sum(days.days for days, used, limit in self.pieces if limit is not None and used > limit)


def _ratio(used: int, limit: int | None) -> float:
    if limit is None:
        return -1.0
    return used / limit if limit else (float("inf") if used else 0.0)


def loads(answer: Answer, selection: Selection = EVERYTHING) -> tuple[Load, ...]:
    """Every load above 0 on some day or with a number not written, nearest to its limit first.

    Of a selection only the nation's and the venue's own.
    """
    period = answer.problem.programme.horizon
    limits, short = _limits(answer.problem), _unwritten(answer)
    asked = (selection.nation, selection.venue)
    found = []
    for subject, uses in _uses(answer).items():
        steps = tuple(busiest(uses, period))
        shown = not selection.narrowed or subject[1] in asked
        if shown and (subject in short or any(used for _, used in steps)):
            limit = _lowest(limits[subject], period)
            found.append(Load(subject, period, steps, limit, subject in short))
    return tuple(sorted(found, key=lambda load: (-load.share, load.subject)))


def _uses(answer: Answer) -> dict[Subject, Uses]:
    uses: dict[Subject, Uses] = defaultdict(list)
    for held in answer.laydown.held.values():
        for pool, units in held.exercise.draws.items():
            uses[POOL, pool, DRAWN].append((held.execution, units))
        for pool, units in held.exercise.lift.items():
            uses[POOL, pool, LIFTED] += [(days, units) for days in lift_days(held)]
        for venue in {venue.id: venue for venue in held.sites.values()}.values():
            taken = held.execution.longer(venue.setup, 0)
            uses[VENUE, venue.id, HERE].append((taken, 1))
            uses[VENUE, venue.id, TROOPS_HERE].append((taken, held.strength_at({venue.id}) or 0))
        for host in held.hosts:
            sites = {venue.id for venue in held.sites.values() if venue.host == host}
            uses[NATION, host, HOSTED].append((held.footprint, 1))
            uses[NATION, host, TROOPS_HOSTED].append((held.footprint, held.strength_at(sites) or 0))
        for nation in held.participants() - held.hosts:
            uses[NATION, nation, ABROAD].append((held.footprint, 1))
            uses[NATION, nation, TROOPS_ABROAD].append((held.footprint, held.troops_of(nation)))
    for subject, venues in _ceilings(answer.problem).items():
        there = [held for held in answer.laydown.held.values() if held.venues & venues]
        uses[subject] = [(held.execution, held.strength_at(venues) or 0) for held in there]
    return uses


def _ceilings(problem: Problem) -> dict[Subject, frozenset[str]]:
    """Areas and hosts with a ceiling of troops, each with its venues."""
    facts = problem.programme
    found: dict[Subject, frozenset[str]] = {}
    for rule in (statement.rule for statement in problem.statements):
        if isinstance(rule, StrengthCeiling) and rule.area:
            found[AREA, rule.area, TROOPS_TRAINING] = facts.venues_in(rule.area)
        elif isinstance(rule, StrengthCeiling) and rule.host:
            own = (venue.id for venue in facts.venues.values() if venue.host == rule.host)
            found[NATION, rule.host, TROOPS_TRAINING] = frozenset(own)
    return found


def _unwritten(answer: Answer) -> frozenset[Subject]:
    """Loads of troops to which an exercise adds a number that is not written."""
    short: set[Subject] = set()
    for held in answer.laydown.held.values():
        short |= {(VENUE, v, TROOPS_HERE) for v in held.venues if held.strength_at({v}) is None}
        for host in held.hosts:
            sites = {venue.id for venue in held.sites.values() if venue.host == host}
            if held.strength_at(sites) is None:
                short.add((NATION, host, TROOPS_HOSTED))
        for nation in held.participants() - held.hosts:
            if _unwritten_part(held, nation):
                short.add((NATION, nation, TROOPS_ABROAD))
    for subject, venues in _ceilings(answer.problem).items():
        nowhere = answer.problem.programme.unplaced(subject[1]) if subject[0] == AREA else frozenset()
        for held in answer.laydown.held.values():
            if held.venues & nowhere or (held.venues & venues and held.strength_at(venues) is None):
                short.add(subject)
    return frozenset(short)


def _unwritten_part(held: Held, nation: str) -> bool:
    """Whether the nation brings nothing that has a strength, or a force without one."""
    sent = [c.force.strength for c in held.commitments if c.force.nation == nation]
    return 0 in sent or not held.troops_of(nation)


def _limits(problem: Problem) -> dict[Subject, list[Limits]]:
    limits: dict[Subject, list[Limits]] = defaultdict(list)
    for statement in problem.statements:
        if days := statement.rule.valid.period().common(problem.programme.horizon):
            for subject, most in _stated(statement.rule, problem):
                after = days.end + timedelta(1)
                inside = ((max(day, days.start), left) for day, left in most if day <= days.end)
                limits[subject].append((*inside, (after, None)))
    return limits


def _stated(rule: Rule, problem: Problem) -> Iterator[tuple[Subject, Steps]]:
    """What a rule limits, and to how much from which day on."""
    start = problem.programme.horizon.start
    if isinstance(rule, SharedAssetPool):
        yield (POOL, rule.pool, DRAWN), _pool(problem, rule.pool)
        return
    if isinstance(rule, LiftPool):
        yield (POOL, rule.pool, LIFTED), _pool(problem, rule.pool)
        return
    subjects: tuple[tuple[Subject, int | None], ...] = ()
    if isinstance(rule, VenueCapacity):
        subjects = (
            ((VENUE, rule.venue, HERE), rule.exercises),
            ((VENUE, rule.venue, TROOPS_HERE), rule.strength),
        )
    elif isinstance(rule, HostLoad):
        subjects = (
            ((NATION, rule.nation, HOSTED), rule.exercises),
            ((NATION, rule.nation, TROOPS_HOSTED), rule.strength),
        )
    elif isinstance(rule, AbroadLoad):
        subjects = (
            ((NATION, rule.nation, ABROAD), rule.exercises),
            ((NATION, rule.nation, TROOPS_ABROAD), rule.strength),
        )
    elif isinstance(rule, StrengthCeiling) and rule.exercise is None:
        place = (AREA, rule.area) if rule.area else (NATION, rule.host or "")
        subjects = (((*place, TROOPS_TRAINING), rule.most),)
    for subject, most in subjects:
        if most is not None:
            yield subject, ((start, most),)


def _pool(problem: Problem, name: str) -> Steps:
    pool, horizon = problem.programme.pools[name], problem.programme.horizon
    missing = {horizon.start: 0} | dict(busiest([(less.dates, less.units) for less in pool.less], horizon))
    return tuple((day, max(0, pool.units - units)) for day, units in sorted(missing.items()))


def _lowest(limits: list[Limits], period: Period) -> Limits:
    """The lowest of the limits in force on each day."""
    days = sorted({max(day, period.start) for limit in limits for day, _ in limit if day <= period.end})
    return tuple(
        (day, min((most for limit in limits if (most := _at(limit, day)) is not None), default=None))
        for day in days
    )


def _at(limit: Limits, day: date) -> int | None:
    return next((most for start, most in reversed(limit) if start <= day), None)
