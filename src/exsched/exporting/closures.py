"""When nations, venues and forces are shut, away or barred, and why: what the timelines hatch."""

from collections import defaultdict
from collections.abc import Iterable

from exsched.domain.dates import Period
from exsched.exporting.wording import days as spoken
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule
from exsched.rules.blackout_period import BlackoutPeriod, Effect
from exsched.rules.force_availability import ForceAvailability
from exsched.rules.observance import ObservanceEffect, ObservanceKept
from exsched.rules.standby_exclusion import StandbyExclusion
from exsched.rules.venue_closure import VenueClosure

Shut = tuple[tuple[Period, str], ...]

_EFFECTS = {
    Effect.NO_PARTICIPATION: "no participation",
    Effect.NO_HOSTING: "no hosting",
    Effect.NO_STARTEX: "no STARTEX",
    Effect.NOTHING: "nothing",
}

_KEPT = {
    ObservanceEffect.FORBID: "no exercise",
    ObservanceEffect.NO_LIVE_ACTIVITY: "no live exercise",
    ObservanceEffect.REDUCED_TEMPO: "reduced tempo",
}


class Closures:
    """Closures of a problem, from its rules; facts on entities are rules as well."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._shut: dict[tuple[str, str], set[tuple[Period, str]]] = defaultdict(set)
        for statement in problem.statements:
            rule = statement.rule
            if isinstance(rule, VenueClosure):
                only = f" for {', '.join(rule.tags)}" if rule.tags else ""
                self._add("venue", [rule.venue], rule.dates, f"closed{only}", rule)
            elif isinstance(rule, BlackoutPeriod):
                self._blackout(rule)
            elif isinstance(rule, ForceAvailability):
                left = f"{rule.available} elements left" if rule.available else "away"
                self._add("force", [rule.force], [rule.dates], left, rule)
            elif isinstance(rule, StandbyExclusion):
                ready = f"on stand-by{f' ({rule.role})' if rule.role else ''}"
                self._add("force", [rule.force], [rule.dates], ready, rule)
            elif isinstance(rule, ObservanceKept):
                self._observance(rule)

    def for_all(self) -> Shut:
        """Days that are barred to everyone."""
        return _sorted(self._shut["all", ""])

    def of_nation(self, nation: str) -> Shut:
        """Days on which the nation is barred."""
        return _sorted(self._shut["nation", nation] | self._shut["all", ""])

    def of_venue(self, venue: str) -> Shut:
        """Days on which the venue is closed, to some or all."""
        return _sorted(self._shut["venue", venue] | self._shut["all", ""])

    def of_force(self, force: str) -> Shut:
        """Days on which all or some elements of the force are away."""
        return _sorted(self._shut["force", force])

    def _blackout(self, rule: BlackoutPeriod) -> None:
        facts = self._problem.programme
        named = facts.periods[rule.period] if rule.period else None
        dates, doubt = (named.dates, named.uncertain) if named else (rule.dates, ())
        what = f"barred ({_EFFECTS[rule.bars]})"
        venues = frozenset(rule.venues).union(*(facts.venues_in(area) for area in rule.areas))
        self._add("nation", facts.expand(rule.nations), dates, what, rule, doubt)
        self._add("venue", venues, dates, what, rule, doubt)
        if not (rule.nations or rule.venues or rule.areas):
            self._add("all", [""], dates, what, rule, doubt)

    def _observance(self, rule: ObservanceKept) -> None:
        facts = self._problem.programme
        period, kind = facts.periods[rule.period], "nation" if rule.nations else "all"
        what = f"{rule.period} ({_KEPT[rule.effect]})"
        who = facts.expand(rule.nations) if rule.nations else [""]
        self._add(kind, who, period.dates, what, rule, period.uncertain)

    def _add(
        self,
        kind: str,
        names: Iterable[str],
        dates: Iterable[Period],
        what: str,
        rule: Rule,
        uncertain: tuple[Period, ...] = (),
    ) -> None:
        valid = rule.valid.period()
        why = f": {rule.reason}" if rule.reason else ""
        for period in (common for said in dates if (common := said.common(valid))):
            doubt = ", uncertain by one day" if any(period.overlaps(days) for days in uncertain) else ""
            for name in names:
                self._shut[kind, name].add((period, f"{what} {spoken(period)}{doubt}{why}"))


def _sorted(found: Iterable[tuple[Period, str]]) -> Shut:
    return tuple(sorted(found, key=lambda shut: (shut[0].start, shut[0].end, shut[1])))
