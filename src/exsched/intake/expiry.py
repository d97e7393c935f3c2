"""Statements that are not valid on any day of the horizon: they drop out, and are named."""

from collections.abc import Iterable

from exsched.domain.programme import Programme
from exsched.intake.diagnostic import Severity
from exsched.intake.files import LIBRARY
from exsched.intake.report import Report
from exsched.intake.statements import Said
from exsched.intake.validate import Checker
from exsched.rulekit.rule import Rule

BEYOND_THE_HORIZON = frozenset({"planning_event_capacity", "certification_deadline"})
"""Rules that look at days outside the horizon, of conferences before and of stand-by after: never dropped."""


def outdated(rule: Rule, facts: Programme) -> str | None:
    """Why a rule applies on no day that is planned; None when it does."""
    if rule.rule in BEYOND_THE_HORIZON or rule.valid.period().overlaps(facts.horizon):
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
