"""Whether a rule can ever bite, given what the exercises could choose."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from exsched.domain.dates import Period
from exsched.domain.exercises import Exercise
from exsched.domain.programme import Programme
from exsched.intake.choices import Choices
from exsched.intake.idle import idle
from exsched.rulekit.rule import Rule
from exsched.rules.abroad_load import AbroadLoad
from exsched.rules.blackout_period import BlackoutPeriod
from exsched.rules.force_availability import ForceAvailability
from exsched.rules.host_load import HostLoad
from exsched.rules.host_refusal import HostRefusal
from exsched.rules.incompatible_participants import IncompatibleParticipants, Scope
from exsched.rules.no_double_commitment import NoDoubleCommitment
from exsched.rules.spacing import Spacing
from exsched.rules.venue_capacity import VenueCapacity
from exsched.rules.venue_changeover import VenueChangeover
from exsched.rules.venue_closure import VenueClosure


class Reach:
    """What the exercises of a programme could use at all."""

    def __init__(self, facts: Programme, choices: Choices) -> None:
        self.facts = facts
        self.choices = choices
        self.lines: tuple[Exercise, ...] = tuple(facts.every_form())

    @cached_property
    def venues(self) -> frozenset[str]:
        """Venues that some site could take."""
        needs = (need for line in self.lines for need in line.sites.values())
        return frozenset(venue for need in needs for venue in self.choices.venues(need))

    @cached_property
    def forces(self) -> frozenset[str]:
        """Forces that could fill some role."""
        needs = (need for line in self.lines for need in line.forces.values())
        return frozenset(force for need in needs for force in self.choices.forces(need))

    @cached_property
    def nations(self) -> dict[str, set[str]]:
        """By exercise, the nations that could take part."""
        found: dict[str, set[str]] = {}
        for line in self.lines:
            found.setdefault(line.id, set()).update(self.choices.nations(line))
        return found

    @cached_property
    def casts(self) -> frozenset[frozenset[str]]:
        """The different sets of nations that could take part in one exercise."""
        return frozenset(map(frozenset, self.nations.values()))

    @cached_property
    def everybody(self) -> frozenset[str]:
        """Nations that could take part in something."""
        return frozenset(nation for nations in self.nations.values() for nation in nations)

    @cached_property
    def hosts(self) -> frozenset[str]:
        """Nations that could host."""
        return frozenset(self.facts.venues[venue].host for venue in self.venues)

    def idle(self, rule: Rule) -> str | None:
        """Why a rule can never bite; None when it can, or when that is not known."""
        judge = _JUDGES.get(type(rule))
        return judge(self, rule) if judge else idle(self, rule)

    def in_areas(self, areas: tuple[str, ...]) -> frozenset[str]:
        """Venues of some of these areas that a site could take; those that may lie there included."""
        there = (self.facts.venues_in(area) | self.facts.unplaced(area) for area in areas)
        return self.venues & frozenset().union(*there)

    def outside(self, dates: tuple[Period, ...]) -> bool:
        """Whether none of the dates touches the horizon."""
        return not any(period.overlaps(self.facts.horizon) for period in dates)


def _incompatible(reach: Reach, rule: IncompatibleParticipants) -> str | None:
    ours = reach.facts.expand(rule.nations)
    theirs = reach.facts.expand(rule.against) if rule.against else ours
    casts = reach.casts if rule.scope is Scope.SAME_EXERCISE else [reach.everybody]
    together = any(n & ours and n & theirs and len(n & (ours | theirs)) > 1 for n in casts)
    return None if together else "no two of these nations could ever meet"


def _refusal(reach: Reach, rule: HostRefusal) -> str | None:
    if not reach.facts.expand((rule.nation,)) & reach.everybody:
        return f"{rule.nation} could never take part in anything"
    hosted = reach.facts.expand(rule.hosts) & reach.hosts
    if (rule.hosts or rule.areas) and not hosted and not reach.in_areas(rule.areas):
        return "no exercise could be held there"
    return None


def _venue(reach: Reach, rule: VenueCapacity | VenueChangeover | VenueClosure) -> str | None:
    if rule.venue not in reach.venues:
        return f"no exercise could be held at {rule.venue}"
    setup = reach.facts.venues[rule.venue].setup
    if isinstance(rule, VenueClosure) and reach.outside(tuple(d.longer(0, setup) for d in rule.dates)):
        return "its dates lie outside the horizon"
    return None


def _force(reach: Reach, rule: ForceAvailability | NoDoubleCommitment) -> str | None:
    if rule.force not in reach.forces:
        return f"no exercise could use {rule.force}"
    if isinstance(rule, ForceAvailability) and reach.outside((rule.dates,)):
        return "its dates lie outside the horizon"
    return None


def _blackout(reach: Reach, rule: BlackoutPeriod) -> str | None:
    dates = reach.facts.periods[rule.period].dates if rule.period else rule.dates
    if reach.outside(dates):
        return "its dates lie outside the horizon"
    if rule.nations and not reach.facts.expand(rule.nations) & reach.everybody:
        return "none of these nations could take part in anything"
    places = bool(rule.venues or rule.areas)
    if places and not (reach.venues & set(rule.venues) or reach.in_areas(rule.areas)):
        return "no exercise could be held there"
    return None


def _load(reach: Reach, rule: AbroadLoad | HostLoad) -> str | None:
    among = reach.hosts if isinstance(rule, HostLoad) else reach.everybody
    does = "host anything" if isinstance(rule, HostLoad) else "take part in anything"
    return None if rule.nation in among else f"{rule.nation} could never {does}"


def _spacing(reach: Reach, rule: Spacing) -> str | None:
    meant = sum(rule.where.means(line) is not False for line in reach.lines)
    return None if meant > 1 else f"{meant or 'no'} exercise{'s' if meant == 0 else ''} would be meant"


_JUDGES: dict[type[Rule], Callable[[Reach, Any], str | None]] = {
    IncompatibleParticipants: _incompatible,
    HostRefusal: _refusal,
    VenueCapacity: _venue,
    VenueChangeover: _venue,
    VenueClosure: _venue,
    ForceAvailability: _force,
    NoDoubleCommitment: _force,
    BlackoutPeriod: _blackout,
    AbroadLoad: _load,
    HostLoad: _load,
    Spacing: _spacing,
}
