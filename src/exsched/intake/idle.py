"""Whether a statement can never bite, judged by whom and what its fields name."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from exsched.domain.dates import Period
from exsched.rulekit.regime import ConcernRule, CountedBy, StateCap
from exsched.rulekit.rule import Rule
from exsched.rulekit.where import Where
from exsched.rules.exercise_count_cap import CountedAs, ExerciseCountCap

if TYPE_CHECKING:
    from exsched.intake.bites import Reach

_PARTICIPANTS: dict[str, tuple[str, ...]] = {
    "conditional_participation": ("nation",),
    "content_limit": ("nation",),
    "disputed_area": ("nations",),
    "event_avoidance": ("nations",),
    "exercise_count_cap": ("nation",),
    "moratorium": ("parties",),
    "observance": ("nations",),
    "role_limit": ("nation",),
    "tempo_cap": ("nation",),
}
"""Rules that bite only where one of the nations in these fields takes part."""
_PLACES = {
    "demilitarised_area": ("area",),
    "disputed_area": ("area",),
    "event_avoidance": ("area",),
    "moratorium": ("area",),
    "national_geographic_limit": ("area",),
    "role_limit": ("areas",),
    "strength_ceiling": ("area",),
    "third_state_exercise": ("area",),
}
"""Rules that bite only where a site can lie in one of the areas in these fields."""
_DATED = frozenset({"event_avoidance", "moratorium", "observance", "season_window", "third_state_exercise"})
"""Rules that bite only on the days of their `period` or `dates`, with their buffer."""
_FORCES = frozenset({"tempo_cap", "dwell_ratio", "exercise_count_cap", "standby_exclusion"})


_BY_HISTORY = frozenset({"tempo_cap", "large_activity_cap", "periodicity", "host_rotation"})
"""Rules that past exercises alone may break, or together with nothing that could be named here."""
_ASKS = frozenset({"certification_deadline"})
"""Rules that ask for something: what nothing could meet is broken always, not never."""


def _unknown_series(reach: "Reach", rule: Rule) -> str | None:
    """A series that nothing is of, now or before: most likely a name misspelt."""
    series = getattr(rule, "series", None)
    past = {past.series for past in reach.facts.history.values()}
    known = past | {line.series for line in reach.lines}
    return None if series is None or series in known else f"no exercise is of the series {series}"


def idle(reach: "Reach", rule: Rule) -> str | None:
    """Why no schedule at all can break the statement; None when one could, or when that is not known."""
    if unknown := _unknown_series(reach, rule):
        return unknown
    if rule.rule in _ASKS or (reach.facts.history and rule.rule in _BY_HISTORY):
        return None
    judges: tuple[Callable[[Reach, Any], str | None], ...] = (
        _nobody,
        _nowhere,
        _never,
        _force,
        _venue,
        _exercises,
        _series,
    )
    return next((why for judge in judges if (why := judge(reach, rule))), None)


def _named(rule: Rule, fields: tuple[str, ...]) -> tuple[str, ...]:
    found: list[str] = []
    for field in fields:
        value = getattr(rule, field, None)
        found += [value] if isinstance(value, str) else list(value or ())
    return tuple(found)


def _nobody(reach: "Reach", rule: Rule) -> str | None:
    by_command = isinstance(rule, ExerciseCountCap) and rule.role is CountedAs.COMMAND
    names = () if by_command else _named(rule, _PARTICIPANTS.get(rule.rule, ()))
    if names and not reach.facts.expand(names) & reach.everybody:
        return f"{', '.join(names)} could never take part in anything"
    if isinstance(rule, ConcernRule):
        if rule.parties and not reach.facts.expand(rule.parties) & reach.everybody:
            return "none of its parties could take part in anything"
        if rule.hosts and not reach.facts.expand(rule.hosts) & reach.hosts:
            return "no exercise could be held in any of its hosts"
    hosting = rule.nations if isinstance(rule, StateCap) and rule.by is CountedBy.HOST else ()
    if hosting and not reach.facts.expand(hosting) & reach.hosts:
        return f"{', '.join(hosting)} could never host anything"
    host = getattr(rule, "host", None)
    if isinstance(host, str) and host not in reach.hosts:
        return f"{host} could never host anything"
    return None


def _nowhere(reach: "Reach", rule: Rule) -> str | None:
    if getattr(rule, "at", None):
        return None
    names = _named(rule, ("zone",) if isinstance(rule, ConcernRule) else _PLACES.get(rule.rule, ()))
    if names and not reach.in_areas(names):
        return f"no exercise could be held in {', '.join(names)}"
    return None


def _never(reach: "Reach", rule: Rule) -> str | None:
    if rule.rule not in _DATED:
        return None
    period, dates = getattr(rule, "period", None), getattr(rule, "dates", ())
    days: tuple[Period, ...] = reach.facts.periods[period].dates if period else dates
    if isinstance(dates, Period):
        days = (dates,)
    around = [getattr(rule, name, 0) or 0 for name in ("buffer", "uncertainty", "before", "after")]
    if days and reach.outside(tuple(one.longer(sum(around), sum(around)) for one in days)):
        return "its dates lie outside the horizon"
    return None


def _force(reach: "Reach", rule: Rule) -> str | None:
    force = getattr(rule, "force", None)
    if rule.rule in _FORCES and force is not None and force not in reach.forces:
        return f"no exercise could use {force}"
    return None


def _venue(reach: "Reach", rule: Rule) -> str | None:
    venue = getattr(rule, "venue", None)
    if isinstance(venue, str) and venue not in reach.venues:
        return f"no exercise could be held at {venue}"
    return None


def _exercises(reach: "Reach", rule: Rule) -> str | None:
    where = getattr(rule, "where", None)
    if isinstance(where, Where) and all(where.means(line) is False for line in reach.lines):
        return "no exercise would be meant"
    if isinstance(rule, ConcernRule) and all(rule.concerns(line) is False for line in reach.lines):
        return "no exercise is of the size and sort that it is about"
    return None


def _series(reach: "Reach", rule: Rule) -> str | None:
    series = getattr(rule, "series", None)
    if isinstance(series, str) and not any(line.series == series for line in reach.lines):
        return f"no exercise is of the series {series}"
    return None
