"""Data that are not written, and that a rule needs before anything can be decided."""

from collections.abc import Iterable, Iterator

from exsched.domain.exercises import COUNTED_ROLES, Exercise
from exsched.domain.programme import Programme
from exsched.intake.bites import Reach
from exsched.intake.doubt import Doubt
from exsched.intake.files import LIBRARY
from exsched.intake.probing import lacking
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Place, Problem, Statement
from exsched.rulekit.rule import Rule
from exsched.rules.abroad_load import AbroadLoad
from exsched.rules.dated_act import DatedAct
from exsched.rules.force_availability import ForceAvailability
from exsched.rules.host_load import HostLoad
from exsched.rules.no_double_commitment import NoDoubleCommitment
from exsched.rules.range_days_cap import RangeDaysCap
from exsched.rules.standby_exclusion import StandbyExclusion
from exsched.rules.venue_capacity import VenueCapacity

SHOWN = 4
"""How many of the data that are missing are named in one warning."""


def probed_doubts(problem: Problem) -> Iterator[tuple[Doubt, Place | None]]:
    """What the checker could not decide; statements that lack the same are told together."""
    asked = [said for said in problem.statements if not (_needs_nothing(said) or _by_hand(said.rule))]
    together: dict[tuple[str, ...], list[Statement]] = {}
    found = lacking(problem, asked)
    for said in asked:
        if said.key in found:
            together.setdefault(found[said.key], []).append(said)
    for missing, alike in together.items():
        yield _cannot_be_decided(problem, missing, alike)


def _cannot_be_decided(
    problem: Problem, missing: tuple[str, ...], alike: list[Statement]
) -> tuple[Doubt, Place | None]:
    said = alike[0]
    who = said.rule.id or f"{said.rule.rule} ({said.key})"
    who += f" and {number_of(len(alike) - 1, 'statement')} more" if len(alike) > 1 else ""
    shown = ", ".join(missing[:SHOWN])
    shown += f" and {len(missing) - SHOWN} more" if len(missing) > SHOWN else ""
    section, _, rest = missing[0].partition(".")
    name = rest.rpartition(".")[0]
    shipped = said.place is not None and said.place.file.startswith(LIBRARY)
    place = problem.places.get((section, name)) if shipped else None
    doubt = Doubt("W607", f"{who} cannot always be decided without {shown}", (said.key,))
    return doubt, place or said.place


def _needs_nothing(said: Statement) -> bool:
    """Whether it stands for a fact, of a kind that is open only for want of what is asked for elsewhere."""
    return said.fact and not isinstance(said.rule, RangeDaysCap | StandbyExclusion)


def _by_hand(rule: Rule) -> bool:
    """Whether `missing_doubts` asks for what the rule needs, in words of its own."""
    if isinstance(rule, DatedAct):
        return rule.band is None and rule.below is None and not rule.zone
    return isinstance(rule, AbroadLoad | HostLoad | VenueCapacity | NoDoubleCommitment | ForceAvailability)


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
    acts = [rule for rule in rules if isinstance(rule, DatedAct) and _by_hand(rule)]
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
