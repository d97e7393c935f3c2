"""Finds what is allowed and yet probably not meant; nothing here stops the work."""

from collections.abc import Iterator, Sequence

from exsched.domain.dates import Period
from exsched.domain.exercises import Exercise
from exsched.intake.bites import Reach
from exsched.intake.choices import Choices
from exsched.intake.collector import without_collector
from exsched.intake.diagnostic import Diagnostic, Severity
from exsched.intake.doubt import Doubt
from exsched.intake.expiry import BEYOND_THE_HORIZON, outdated
from exsched.intake.hair import hair_doubts
from exsched.intake.logic import doubts
from exsched.intake.missing import missing_doubts, probed_doubts
from exsched.intake.positions import Positions
from exsched.intake.report import Path, Report
from exsched.intake.statements import Said
from exsched.rulekit.problem import Place, Problem
from exsched.rulekit.rule import Rule

Remark = tuple[Doubt, Place | None]
NOTES = frozenset({"W617"})
"""What may well be meant."""


def lint(problem: Problem) -> tuple[Diagnostic, ...]:
    """Warnings in the order of the files; for entities, only those that the planner wrote himself."""
    places = problem.places
    report = places.report if isinstance(places, Positions) else Report()
    found = Report(report.sources)
    with without_collector():
        remarks = tuple(_remarks(problem))
    for doubt, said in remarks:
        place = said or places.get(doubt.path)
        spot = (place.file, place.line - 1, place.column - 1) if place else None
        severity = Severity.NOTE if doubt.code in NOTES else Severity.WARNING
        found.error(doubt.code, doubt.message, spot, path=doubt.path, hint=doubt.hint, severity=severity)
    return found.diagnostics()


def _remarks(problem: Problem) -> Iterator[Remark]:
    facts = problem.programme
    choices = Choices(facts)
    reach = Reach(facts, choices)
    if not facts.exercises:
        yield Doubt("W608", "the programme has no exercises: nothing to schedule", ("programme",)), None
    said = _said(problem)
    known = {id(s.rule): s.place for s in problem.statements}
    for doubt in doubts(facts, said, choices, lambda path, rule: str(known[id(rule)] or path)):
        if not doubt.grave:
            yield doubt, None
    for doubt in (*_unused(problem, reach), *missing_doubts(reach, problem.statements)):
        yield doubt, None
    for doubt in hair_doubts(reach, problem.statements):
        yield doubt, None
    yield from probed_doubts(problem)
    for doubt in (*_weights(problem), *_releases(problem)):
        yield doubt, None
    yield from _rules(problem, reach)


def _said(problem: Problem) -> Sequence[Said]:
    if isinstance(problem.places, Positions):
        return problem.places.said
    return [Said((statement.key,), statement.rule) for statement in problem.statements]


def _own(problem: Problem, path: Path) -> bool:
    return not isinstance(problem.places, Positions) or problem.places.own(path)


def _unused(problem: Problem, reach: Reach) -> Iterator[Doubt]:
    for name in sorted(set(problem.programme.forces) - reach.forces):
        if _own(problem, ("forces", name)):
            yield Doubt("W605", f"no role of any exercise could be filled by {name}", ("forces", name))
    for name in sorted(set(problem.programme.venues) - reach.venues):
        if _own(problem, ("venues", name)):
            yield Doubt("W606", f"no site of any exercise could be met by {name}", ("venues", name))


def _rules(problem: Problem, reach: Reach) -> Iterator[Remark]:
    horizon = problem.programme.horizon
    soft = next((s for s in problem.statements if s.rule.cost), None)
    goals = {goal.goal for tier in problem.tiers for goal in tier}
    if soft and "soft_rules" not in goals:
        yield (
            Doubt("W609", "soft rules cost nothing: no tier has the goal soft_rules", (soft.key,)),
            soft.place,
        )
    for statement in problem.statements:
        rule, place = statement.rule, statement.place
        if rule.soft == 0:
            yield Doubt("W610", "`soft: 0` makes this rule count for nothing", (statement.key,)), place
        if rule.release == ():
            yield (
                Doubt("W611", "`release: []` lets nobody see this rule but its owner", (statement.key,)),
                place,
            )
        if statement.fact or (place and place.file.startswith("library:")):
            continue
        if not _current(problem, rule):
            what = f"valid {rule.valid}: no day of the horizon {horizon} from {problem.programme.as_of} on"
            yield Doubt("W603", what, (statement.key,)), place
        elif why := reach.idle(rule):
            yield Doubt("W602", f"{rule.rule} can never bite: {why}", (statement.key,)), place


def _current(problem: Problem, rule: Rule) -> bool:
    facts = problem.programme
    first = max(facts.as_of, facts.horizon.start)
    return (
        rule.rule in BEYOND_THE_HORIZON
        or first > facts.horizon.end
        or rule.valid.period().overlaps(Period(start=first, end=facts.horizon.end))
        or (outdated(rule, facts) is None and not rule.valid.period().overlaps(facts.horizon))
    )


def _weights(problem: Problem) -> Iterator[Doubt]:
    for n, tier in enumerate(problem.tiers):
        for m, goal in enumerate(tier):
            if goal.weight == 0:
                yield Doubt("W610", f"{goal.goal} has the weight 0 and counts for nothing", ("goals", n, m))


def _releases(problem: Problem) -> Iterator[Doubt]:
    for name, line in problem.programme.exercises.items():
        if line.release == ():
            what = f"`release: []` lets nobody see {name} but the owner of its file"
            yield Doubt("W611", what, ("exercises", name, "release"))
        yield from _untold(problem, line)
    for name, block in problem.programme.cover.items():
        if block.dates.start.weekday() != 0 or block.dates.end.weekday() != 6:
            what = f"cover block {name} is not in whole weeks, as reserved blocks are"
            yield Doubt("W619", what, ("cover", name, "dates"))


def _untold(problem: Problem, line: Exercise) -> Iterator[Doubt]:
    """Who must take part and may not see the exercise, or not know of its own part."""
    told = None if line.release is None else problem.expand(line.release)
    for nation, part in line.participants.must.items():
        if told and nation not in told:
            what = f"{nation} must take part in {line.id}, but its `release` does not name it"
            yield Doubt("W618", what, ("exercises", line.id, "release"))
        elif part.release is not None and nation not in problem.expand(part.release):
            what = f"{nation} must take part in {line.id}, and may not know of it"
            yield Doubt("W618", what, ("exercises", line.id, "participants", "must", nation, "release"))
