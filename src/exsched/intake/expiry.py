"""Statements that are not valid on any day of the horizon: they drop out, and are named."""

from collections.abc import Iterable

from exsched.domain.dates import Period
from exsched.domain.programme import Programme
from exsched.intake.diagnostic import Severity
from exsched.intake.files import LIBRARY
from exsched.intake.report import Report
from exsched.intake.statements import Said
from exsched.intake.validate import Checker
from exsched.rulekit.rule import Rule
from exsched.rules.no_double_commitment import NoDoubleCommitment
from exsched.rules.venue_capacity import VenueCapacity
from exsched.rules.venue_changeover import VenueChangeover
from exsched.rules.venue_closure import VenueClosure

BEYOND_THE_HORIZON = frozenset({"planning_event_capacity", "certification_deadline"})
"""Rules that look at days outside the horizon, of conferences before and of stand-by after: never dropped."""


def days_judged(rule: Rule, facts: Programme) -> Period:
    """The days at which a rule may look: those of the horizon, and of set-up before and recovery after it."""
    before = after = 0
    if isinstance(rule, VenueClosure | VenueCapacity | VenueChangeover) and rule.venue in facts.venues:
        before = facts.venues[rule.venue].setup
    if isinstance(rule, VenueChangeover):
        after = rule.days
    if isinstance(rule, NoDoubleCommitment) and rule.force in facts.forces:
        after = facts.forces[rule.force].recovery
    return facts.horizon.longer(before, after)


def outdated(rule: Rule, facts: Programme) -> str | None:
    """Why a rule applies on no day that is planned; None when it does."""
    if rule.rule in BEYOND_THE_HORIZON or rule.valid.period().overlaps(days_judged(rule, facts)):
        return None
    if rule.valid.end < facts.horizon.start:
        return f"expired on {rule.valid.end}, before the horizon {facts.horizon}"
    return f"valid from {rule.valid.start} on, after the horizon {facts.horizon}"


def split_outdated(
    rules: Iterable[Said], facts: Programme, checker: Checker, report: Report
) -> tuple[list[Said], list[Said]]:
    """The rules that apply on some day of the horizon, and the others, each of which is reported.

    What the library ships is only noted: suspended and future regimes stay there as data.
    """
    current: list[Said] = []
    dropped: list[Said] = []
    for said in rules:
        why = outdated(said.rule, facts)
        (dropped if why else current).append(said)
        if why:
            spot = checker.spot(said.path)
            shipped = spot[0].startswith(LIBRARY)
            severity = Severity.NOTE if shipped else Severity.WARNING
            what = f"{said.rule.id or said.rule.rule} {why}: it is left out"
            report.error("W603", what, spot, path=said.path, severity=severity)
    return current, dropped
