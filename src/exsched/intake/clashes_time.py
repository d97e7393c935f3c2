"""When an exercise must be held, against when it may not: barred days, acts that come too late, tempo."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from exsched.domain.dates import Period
from exsched.domain.programme import Programme
from exsched.intake.certain import Sure
from exsched.rulekit.regime import ConcernRule
from exsched.rulekit.rule import Rule
from exsched.rules.annual_listing import AnnualListing
from exsched.rules.blackout_period import BlackoutPeriod, Counted, Effect
from exsched.rules.dated_act import DatedAct
from exsched.rules.event_avoidance import EventAvoidance
from exsched.rules.moratorium import Moratorium
from exsched.rules.tempo_cap import TempoCap


def _days(facts: Programme, rule: Any) -> tuple[Period, ...]:
    dates: tuple[Period, ...] = facts.periods[rule.period].dates if rule.period else rule.dates
    return dates


def _blackout(rule: BlackoutPeriod, sure: Sure) -> str | None:
    barred = _days(sure.facts, rule)
    who = sure.facts.expand(rule.nations)
    venues = frozenset(rule.venues).union(*(sure.facts.venues_in(area) for area in rule.areas))
    anybody = not (rule.nations or rule.venues or rule.areas)
    there = {
        Effect.NO_HOSTING: sure.hosts & who,
        Effect.NOTHING: frozenset(sure.roles) & who,
    }.get(rule.bars, sure.participants() & who)
    if not (anybody or there or (venues and sure.somewhere_in(venues))):
        return None
    if rule.bars is Effect.NO_STARTEX:
        free = not sure.on_every_start(lambda day: any(day in period for period in barred))
    else:
        free = not sure.never_free(barred, footprint=rule.counts is Counted.FOOTPRINT)
    whom = f" for {min(there)}" if there else ""
    return None if free else f"every allowed STARTEX falls on days barred{whom}"


def _moratorium(rule: Moratorium, sure: Sure) -> str | None:
    line = sure.line
    concerned = (
        line.id not in rule.exempt
        and not set(rule.exempt_tags) & set(line.tags)
        and (not rule.kinds or line.kind in rule.kinds)
        and (not rule.tags or bool(set(rule.tags) & set(line.tags)))
        and rule.where.matches(line)
        and (rule.area is None or sure.somewhere_in(sure.facts.venues_in(rule.area)))
    )
    there = sure.participants() & sure.facts.expand(rule.parties)
    if concerned and there and sure.never_free(_days(sure.facts, rule), footprint=False):
        return f"{min(there)} is sure to take part, and every allowed STARTEX falls into the moratorium"
    return None


def _event(rule: EventAvoidance, sure: Sure) -> str | None:
    if rule.area is not None or rule.nations:
        return None
    buffered = tuple(period.longer(rule.before, rule.after) for period in _days(sure.facts, rule))
    if sure.never_free(buffered, footprint=True):
        return "every allowed STARTEX falls on days kept free for an event"
    return None


def _sure_to_concern(rule: ConcernRule, sure: Sure) -> bool:
    facts = sure.facts
    venues = frozenset().union(*(facts.venues_in(area) for area in rule.zone))
    return (
        rule.concerns(sure.line) is True
        and (not rule.zone or sure.somewhere_in(venues))
        and (not rule.hosts or bool(sure.hosts & facts.expand(rule.hosts)))
        and (not rule.parties or bool(sure.participants() & facts.expand(rule.parties)))
    )


def _act(rule: DatedAct, sure: Sure) -> str | None:
    as_of, strength = sure.facts.as_of, sure.line.strength
    if not sure.on_every_start(lambda day: day - timedelta(rule.days) < as_of):
        return None
    recorded = any(a.act == rule.act and a.exercise == sure.line.id for a in sure.facts.acts)
    if recorded or not _sure_to_concern(rule, sure):
        return None
    span = rule.strength
    if span and (strength is None or span.short_by(strength) or span.over_by(strength)):
        return None
    return f"{rule.act} is not on record and comes too late on every allowed STARTEX, seen from {as_of}"


def _listing(rule: AnnualListing, sure: Sure) -> str | None:
    as_of = sure.facts.as_of
    recorded = any(a.act == rule.act and a.exercise == sure.line.id for a in sure.facts.acts)
    if recorded or not _sure_to_concern(rule, sure):
        return None

    def closed(day: date) -> bool:
        year = day.year - rule.years_before
        return date(year, *map(int, rule.deadline.split("-"))) < as_of

    if sure.on_every_start(closed):
        return f"{rule.act} is not on record, and every list that it could be on is closed on {as_of}"
    return None


def _tempo(rule: TempoCap, sure: Sure) -> str | None:
    most = min(sure.least_footprint, rule.within)
    if rule.force is not None:
        limit = rule.days * sure.facts.forces[rule.force].elements
        has = most * sure.forces.get(rule.force, 0)
    else:
        limit, has = rule.days, most if sure.certain(rule.nation or "") else 0
    if has > limit:
        whom = rule.force or rule.nation
        return f"{whom}, which it cannot do without, has {has} footprint days in it, above its cap of {limit}"
    return None


TIME: dict[type[Rule], Callable[[Any, Sure], str | None]] = {
    BlackoutPeriod: _blackout,
    Moratorium: _moratorium,
    EventAvoidance: _event,
    DatedAct: _act,
    AnnualListing: _listing,
    TempoCap: _tempo,
}
