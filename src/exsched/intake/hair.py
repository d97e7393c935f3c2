"""Thresholds missed by a hair: a size just under the number from which a regime asks for something."""

from collections.abc import Iterable, Iterator

from exsched.domain.exercises import Exercise
from exsched.intake.bites import Reach
from exsched.intake.doubt import Doubt
from exsched.intake.report import Path
from exsched.rulekit.band import Band, number_in
from exsched.rulekit.problem import Statement
from exsched.rulekit.regime import ConcernRule
from exsched.rules.dated_act import DatedAct

PERCENT = 2
"""How near is near."""
_WORDS = {"troops": "troops", "acvs": "armoured combat vehicles", "artillery": "pieces of artillery"}


def hair_doubts(reach: Reach, statements: Iterable[Statement]) -> Iterator[Doubt]:
    """Each number of each form of an exercise, with all that it stays out of, once."""
    said = [one for one in statements if isinstance(one.rule, ConcernRule)]
    told: set[tuple[str, tuple[str, int, int]]] = set()
    for line in reach.lines:
        near: dict[tuple[str, int, int], list[str]] = {}
        for one in said:
            for key in _near(reach, line, one.rule):
                if (line.id, key) not in told:
                    near.setdefault(key, []).append(one.rule.id or one.key)
        told |= {(line.id, key) for key in near}
        for (counted, has, threshold), rules in near.items():
            gap = 100 * (threshold - has) / threshold
            who = rules[0] if len(rules) == 1 else f"{rules[0]} and {len(rules) - 1} more"
            word = _WORDS.get(counted, counted)
            name = line.key if line.form in line.forms else line.id
            what = f"{name} plans {has:,} {word}, {gap:.1f} % under the {threshold:,} of {who}"
            yield Doubt("W617", what, _path(line, counted))


def _near(reach: Reach, line: Exercise, rule: object) -> Iterator[tuple[str, int, int]]:
    if not isinstance(rule, ConcernRule) or not _is_of_its_sort(reach, line, rule):
        return
    thresholds = rule.band.thresholds() if isinstance(rule.band, Band) else {}
    if isinstance(rule, DatedAct) and rule.strength and rule.strength.least:
        thresholds = {"troops": rule.strength.least}
    for counted, threshold in thresholds.items():
        has = number_in(line, counted)
        if has is not None and has < threshold and 100 * (threshold - has) <= PERCENT * threshold:
            yield counted, has, threshold


def _is_of_its_sort(reach: Reach, line: Exercise, rule: ConcernRule) -> bool:
    """Whether it would be concerned if it were larger, in place, kind and company."""
    facts = reach.facts
    venues = {venue for need in line.sites.values() for venue in reach.choices.venues(need)}
    inside = frozenset().union(*(facts.venues_in(area) for area in rule.zone))
    hosts = {facts.venues[venue].host for venue in venues}
    return (
        rule.sort(line)
        and (not rule.domains or not line.domains or bool(set(rule.domains) & set(line.domains)))
        and (not rule.zone or bool(inside & venues))
        and (not rule.hosts or bool(facts.expand(rule.hosts) & hosts))
        and (not rule.parties or bool(facts.expand(rule.parties) & reach.nations[line.id]))
    )


def _path(line: Exercise, counted: str) -> Path:
    form = ("forms", line.form) if line.form in line.forms else ()
    return ("exercises", line.id, *form, "strength" if counted == "troops" else "equipment")
