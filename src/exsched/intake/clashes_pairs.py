"""Statements about two exercises, or about a force and all of them, that no dates can keep."""

from collections.abc import Iterator
from datetime import timedelta

from exsched.domain.exercises import HeldIf
from exsched.domain.programme import Programme
from exsched.intake.choices import Choices
from exsched.intake.doubt import Doubt
from exsched.intake.sorted_rules import Sorted, always
from exsched.rules.certification_deadline import CertificationDeadline
from exsched.rules.displaced_exercise import DisplacedExercise
from exsched.rules.umbrella import Umbrella


def pair_clash_doubts(facts: Programme, said: Sorted, choices: Choices) -> Iterator[Doubt]:
    """Children too long for their parent, two that may not share a year and must, a force never certified."""
    for path, umbrella in said.of(Umbrella):
        for child in umbrella.children if umbrella.cost is None and always(facts, umbrella) else ():
            if why := _too_long(facts, umbrella.parent, child):
                yield Doubt("E509", why, path)
    for path, displaced in said.of(DisplacedExercise):
        names = (displaced.exercise, displaced.displaces)
        if displaced.cost is None and always(facts, displaced) and _both_in_one_year(facts, choices, names):
            what = f"{' and '.join(names)} must both be held, and can start in the same year only"
            yield Doubt("E509", what, path)
    for path, deadline in said.of(CertificationDeadline):
        due = deadline.cost is None and deadline.standby_start in deadline.valid.period()
        if due and not facts.history and not _certifiable(facts, choices, deadline):
            what = f"no exercise could certify {deadline.force} in time for {deadline.standby_start}"
            yield Doubt("E509", what, path)


def _too_long(facts: Programme, parent: str, child: str) -> str | None:
    lines = facts.exercises
    if lines[child].held is not HeldIf.MUST:
        return None
    least = min(form.days.min for form in lines[child].in_every_form)
    most = max(form.days.max for form in lines[parent].in_every_form)
    if least <= most:
        return None
    return f"{child} must be held, and its {least} days do not fit into the {most} of {parent}"


def _both_in_one_year(facts: Programme, choices: Choices, names: tuple[str, str]) -> bool:
    lines = [facts.exercises[name] for name in names]
    stretches = [s for line in lines for form in line.in_every_form for s in choices.starts(form)]
    years = {day.year for stretch in stretches for day in stretch}
    return len(years) == 1 and all(line.held is HeldIf.MUST for line in lines)


def _certifiable(facts: Programme, choices: Choices, rule: CertificationDeadline) -> bool:
    """Whether some exercise with the force could end the right number of days before the stand-by."""
    least = rule.days.least if rule.days.least is not None else -10_000
    most = rule.days.most if rule.days.most is not None else 10_000
    for line in facts.every_form():
        able = any(rule.force in choices.forces(need) for need in line.forces.values())
        if not able or not rule.where.matches(line):
            continue
        for first, last in choices.starts(line):
            earliest, latest = first + timedelta(line.days.min - 1), last + timedelta(line.days.max - 1)
            before = (rule.standby_start - latest).days, (rule.standby_start - earliest).days
            if before[0] <= most and before[1] >= least:
                return True
    return False
