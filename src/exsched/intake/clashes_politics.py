"""Who must be there, against who will not: statements that no choice of venues, forces or guests can keep."""

from collections.abc import Callable
from typing import Any

from exsched.domain.exercises import COUNTED_ROLES
from exsched.intake.certain import Sure
from exsched.rulekit.rule import Rule
from exsched.rules.abroad_load import AbroadLoad
from exsched.rules.conditional_participation import Condition, ConditionalParticipation, Match
from exsched.rules.consensus import Consensus
from exsched.rules.content_limit import ContentLimit
from exsched.rules.demilitarised_area import DemilitarisedArea
from exsched.rules.disputed_area import DisputedArea, Scope
from exsched.rules.exercise_count_cap import CountedAs, ExerciseCountCap
from exsched.rules.host_authorisation import Authorisation, HostAuthorisation
from exsched.rules.host_load import HostLoad
from exsched.rules.host_refusal import HostRefusal
from exsched.rules.incompatible_participants import IncompatibleParticipants
from exsched.rules.required_participants import RequiredParticipants
from exsched.rules.role_limit import RoleLimit
from exsched.rules.strength_ceiling import StrengthCeiling


def _incompatible(rule: IncompatibleParticipants, sure: Sure) -> str | None:
    if rule.unless_present:
        return None
    there = sure.participants(rule.roles)
    one = sorted(there & sure.facts.expand(rule.nations))
    other = sorted(there & sure.facts.expand(rule.against)) if rule.against else one
    for a in one:
        for b in other:
            if a != b:
                return f"{a} and {b}, who will not take part together, are both sure to take part"
    return None


def _refusal(rule: HostRefusal, sure: Sure) -> str | None:
    who = sure.facts.expand((rule.nation,)) & sure.participants(frozenset(rule.roles))
    if not who:
        return None
    hosts = sure.facts.expand(rule.hosts)
    refused = frozenset(v.id for v in sure.facts.venues.values() if v.host in hosts)
    refused = refused.union(*(sure.facts.venues_in(area) for area in rule.areas))
    if sure.somewhere_in(refused):
        return f"{min(who)} is sure to take part, and refuses every venue of one of its sites"
    return None


def _disputed(rule: DisputedArea, sure: Sure) -> str | None:
    who = sure.facts.expand(rule.nations) & sure.participants()
    inside = sure.facts.venues_in(rule.area)
    if who and rule.scope is Scope.WHOLE_EXERCISE and sure.somewhere_in(inside):
        return f"{min(who)} is sure to take part, and stays away from {rule.area}, where one of its sites is"
    return None


def _demilitarised(rule: DemilitarisedArea, sure: Sure) -> str | None:
    permitted = sure.line.id in rule.exercises or set(rule.tags) & set(sure.line.tags)
    if not permitted and sure.somewhere_in(sure.facts.venues_in(rule.area)):
        return f"every venue of one of its sites lies in {rule.area}, where it is not permitted"
    return None


def _roles(rule: RoleLimit, sure: Sure) -> str | None:
    if rule.areas or not rule.where.matches(sure.line):
        return None
    for nation in sorted(sure.facts.expand((rule.nation,)) & set(sure.roles)):
        if not sure.roles[nation] & set(rule.roles):
            has = " or ".join(sorted(sure.roles[nation]))
            return (
                f"{nation} is sure to be there as {has}, and may be there as {' or '.join(rule.roles)} only"
            )
    return None


def _content(rule: ContentLimit, sure: Sure) -> str | None:
    who = sure.facts.expand((rule.nation,)) & sure.participants(frozenset(rule.roles))
    tags = set(sure.line.tags)
    unsuited = sorted(tags & set(rule.barred)) or (sorted(tags - set(rule.only)) if rule.only else [])
    if who and unsuited:
        return f"{min(who)} is sure to take part, and keeps away from {', '.join(unsuited)}"
    return None


def _hosting(rule: HostLoad, sure: Sure) -> str | None:
    if rule.nation in sure.hosts and 0 in {rule.exercises, rule.per_year}:
        return f"every venue of one of its sites lies in {rule.nation}, which hosts 0 exercises"
    return None


def _abroad(rule: AbroadLoad, sure: Sure) -> str | None:
    elsewhere = all(sure.facts.venues[v].host != rule.nation for option in sure.options for v in option)
    if rule.exercises == 0 and elsewhere and sure.certain(rule.nation):
        return f"{rule.nation} is sure to take part, which is abroad, and allows 0 exercises there"
    return None


def _counted(rule: ExerciseCountCap, sure: Sure) -> str | None:
    if rule.max or not rule.where.matches(sure.line):
        return None
    counts = {
        CountedAs.PARTICIPANT: sure.certain(rule.nation or ""),
        CountedAs.HOST: rule.nation in sure.hosts,
        CountedAs.COMMAND: sure.line.command is not None and sure.line.command == rule.nation,
    }[rule.role]
    everything = rule.nation is None and rule.force is None
    if everything or rule.force in sure.forces or (rule.nation and counts):
        return f"it counts for {rule.nation or rule.force or 'all'}, with a limit of 0 exercises"
    return None


def _required(rule: RequiredParticipants, sure: Sure) -> str | None:
    possible, wanted = sure.possible, sure.facts.expand(rule.all_of)
    if missing := sorted(wanted - possible):
        return f"{missing[0]} is required, and could not take part"
    able = possible & sure.facts.expand(rule.of) if rule.of else possible
    if rule.at_least is not None and len(able) < rule.at_least:
        return f"{rule.at_least} participants are required, and only {len(able)} could take part"
    there = sure.participants(frozenset(rule.roles))
    counted = there & sure.facts.expand(rule.of) if rule.of else there
    if rule.at_most is not None and len(counted) > rule.at_most:
        return f"{len(counted)} are sure to take part, and at most {rule.at_most} may"
    return None


def _consensus(rule: Consensus, sure: Sure) -> str | None:
    objecting = sure.facts.expand(rule.members) & sure.facts.expand(rule.objections)
    return f"the objection of {min(objecting)} is on record" if objecting else None


def _authorised(rule: HostAuthorisation, sure: Sure) -> str | None:
    guests = sure.participants(COUNTED_ROLES) - {rule.host}
    if rule.host in sure.hosts and guests and not any(_could_cover(a, sure) for a in rule.authorisations):
        return f"it is sure to bring {min(guests)} to {rule.host}, and no authorisation can cover it"
    return None


def _could_cover(act: Authorisation, sure: Sure) -> bool:
    if not act.names(sure.line.id, sure.facts.as_of) or act.admits(sure.line.strength) is False:
        return False
    days = sure.line.days.min - 1 + sure.line.redeploy
    return not sure.on_every_start(
        lambda day: (day - act.period.start).days < sure.line.deploy or (act.period.end - day).days < days
    )


def _ceiling(rule: StrengthCeiling, sure: Sure) -> str | None:
    strength = sure.line.strength
    if rule.exercise == sure.line.id and strength is not None and strength > rule.most:
        return f"it has {strength:,} troops, above the ceiling of {rule.most:,}"
    return None


def _conditional(rule: ConditionalParticipation, sure: Sure) -> str | None:
    if not rule.where.matches(sure.line):
        return None
    roles = frozenset(rule.roles)
    for nation in sorted(sure.facts.expand((rule.nation,)) & sure.participants(roles)):
        if rule.only_if and _cannot_be_met(rule.only_if, sure, nation):
            return f"{nation} is sure to take part, only if {rule.only_if}, which cannot be"
        if rule.not_if and _is_sure_to_be_met(rule.not_if, sure, nation, rule):
            return f"{nation} is sure to take part, not if {rule.not_if}, which is sure to be"
    return None


def _cannot_be_met(condition: Condition, sure: Sure, nation: str) -> bool:
    named = sure.facts.expand(condition.present) - {nation}
    possible = named & sure.possible
    lacking = possible != named if condition.match is Match.ALL else not possible
    return condition.of_line(sure.line) is False or bool(condition.present and lacking)


def _is_sure_to_be_met(condition: Condition, sure: Sure, nation: str, rule: ConditionalParticipation) -> bool:
    """Only what depends on the line itself and on who is sure to be there is looked at."""
    there = sure.participants(frozenset(rule.roles)) - {nation}
    named = sure.facts.expand(condition.present) - {nation}
    enough = named <= there if condition.match is Match.ALL else bool(named & there)
    if condition.hosts or condition.only_among or (condition.present and not enough):
        return False
    return condition.of_line(sure.line) is True


POLITICS: dict[type[Rule], Callable[[Any, Sure], str | None]] = {
    IncompatibleParticipants: _incompatible,
    HostRefusal: _refusal,
    DisputedArea: _disputed,
    DemilitarisedArea: _demilitarised,
    RoleLimit: _roles,
    ContentLimit: _content,
    HostLoad: _hosting,
    AbroadLoad: _abroad,
    ExerciseCountCap: _counted,
    RequiredParticipants: _required,
    Consensus: _consensus,
    HostAuthorisation: _authorised,
    StrengthCeiling: _ceiling,
    ConditionalParticipation: _conditional,
}
