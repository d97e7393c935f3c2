"""Data that are not written, and that a rule needs before anything can be decided."""

from collections.abc import Iterable, Iterator

from exsched.domain.exercises import COUNTED_ROLES, Exercise
from exsched.domain.programme import Programme
from exsched.intake.bites import Reach
from exsched.intake.doubt import Doubt
from exsched.rulekit.problem import Statement
from exsched.rules.abroad_load import AbroadLoad
from exsched.rules.dated_act import DatedAct
from exsched.rules.host_load import HostLoad
from exsched.rules.venue_capacity import VenueCapacity


def missing_doubts(reach: Reach, statements: Iterable[Statement]) -> Iterator[Doubt]:
    """Positions for travel, strengths for limits, and what dated acts ask."""
    yield from _positions(reach)
    statements = list(statements)
    for statement in statements:
        if isinstance(statement.rule, AbroadLoad) and statement.rule.strength is not None:
            yield from _abroad(reach, statement.key, statement.rule.nation)
    rules = [statement.rule for statement in statements]
    limits = {rule.venue for rule in rules if isinstance(rule, VenueCapacity) and rule.strength is not None}
    loads = {rule.nation for rule in rules if isinstance(rule, HostLoad) and rule.strength is not None}
    acts = [rule for rule in rules if isinstance(rule, DatedAct)]
    for line in reach.lines:
        if line.strength is None and (who := _asks_strength(reach, line, limits, loads, acts)):
            what = f"{line.id} has no `strength:`, which {who} needs"
            yield Doubt("W607", what, ("exercises", line.id))
        asking = next((act for act in acts if act.domains and _could_concern(reach, line, act)), None)
        if asking and not line.domains:
            what = f"{line.id} has no `domains:`, which the dated act {asking.act} needs"
            yield Doubt("W607", what, ("exercises", line.id))


def _abroad(reach: Reach, key: str, nation: str) -> Iterator[Doubt]:
    """What is not written about the troops of a nation that may have only so many abroad."""
    facts = reach.facts
    for line in reach.lines:
        own = [
            name
            for role in line.forces.values()
            for name in reach.choices.forces(role)
            if facts.forces[name].nation == nation
        ]
        part = line.part(nation)
        if not _could_be_abroad(reach, line, nation):
            continue
        for name in own:
            if not facts.forces[name].strength:
                what = f"{name} has no `strength:`, which {key} (abroad_load of {nation}) needs in {line.id}"
                yield Doubt("W607", what, ("forces", name), hint="write the troops of one element")
        if part and part.role in COUNTED_ROLES and not part.strength and not own:
            what = f"{nation} in {line.id} has no `strength:`, which {key} (abroad_load) needs"
            where = "must" if nation in line.participants.must else "may"
            path = ("exercises", line.id, "participants", where, nation)
            hint = f"write its troops, such as `{where}: {{{nation}: {{worth: 5, strength: 400}}}}`"
            yield Doubt("W607", what, path, hint=hint)


def _could_be_abroad(reach: Reach, line: Exercise, nation: str) -> bool:
    """Whether every site could lie outside the nation."""
    hosts = [
        {reach.facts.venues[venue].host for venue in reach.choices.venues(need)}
        for need in line.sites.values()
    ]
    return all(there - {nation} for there in hosts)


def _asks_strength(
    reach: Reach, line: Exercise, limits: set[str], loads: set[str], acts: list[DatedAct]
) -> str | None:
    facts = reach.facts
    for need in line.sites.values():
        for venue in reach.choices.venues(need) if need.strength is None else ():
            if venue in limits:
                return f"the limit of troops at {venue}"
            if facts.venues[venue].host in loads:
                return f"the limit of troops in {facts.venues[venue].host}"
    act = next((act for act in acts if act.strength and _could_concern(reach, line, act)), None)
    return f"the dated act {act.act}" if act else None


def _could_concern(reach: Reach, line: Exercise, act: DatedAct) -> bool:
    facts = reach.facts
    venues = {venue for need in line.sites.values() for venue in reach.choices.venues(need)}
    hosts = {facts.venues[venue].host for venue in venues}
    return (
        (not act.kinds or line.kind in act.kinds)
        and (not act.tags or bool(set(act.tags) & set(line.tags)))
        and (not act.domains or not line.domains or bool(set(act.domains) & set(line.domains)))
        and (not act.hosts or bool(facts.expand(act.hosts) & hosts))
        and (not act.parties or bool(facts.expand(act.parties) & reach.nations[line.id]))
    )


def _positions(reach: Reach) -> Iterator[Doubt]:
    facts: Programme = reach.facts
    mobile = {name for name in reach.forces if facts.forces[name].mobility}
    for name in sorted(mobile):
        if facts.forces[name].home is None:
            yield Doubt("W607", f"{name} has `mobility:` but no `home:`", ("forces", name))
    visited = {
        venue
        for line in reach.lines
        if any(mobile & set(reach.choices.forces(role)) for role in line.forces.values())
        for need in line.sites.values()
        for venue in reach.choices.venues(need)
    }
    for name in sorted(visited):
        if facts.venues[name].at is None:
            what = f"{name} has no position (`at:`), so the travel of forces to it is not known"
            yield Doubt("W607", what, ("venues", name))
