"""Data that statements need, found by asking the checker; sizes just under a threshold."""

import pytest

from exsched.intake import Severity, lint
from exsched.intake.probing import lacking
from tests.intake.programmes import a_problem, warnings


def programme(rule: str, more: str = "strength: 900", participants: str = "[ARV, BMK]") -> tuple[str, ...]:
    """One exercise and one statement."""
    return (
        "areas: {here: {nations: [ARV]}}",
        "exercises:",
        f"  alpha: {{title: A, days: 3, {more}, sites: {{land: north}}, participants: {participants}}}",
        f"rules: [{{id: it, rule: {rule}}}]",
    )


@pytest.mark.parametrize(
    ("rule", "more", "missing"),
    [
        (
            "dated_act, act: notice, days: 1, to: OSCE, band: {troops: 900, tanks: 5}",
            "strength: 800",
            "equipment",
        ),
        ("dated_act, act: notice, days: 1, to: OSCE, band: {troops: 900}", "kind: LIVEX", "strength"),
        ("annual_listing, act: x, to: OSCE, deadline: 11-15, domains: [land]", "strength: 9", "domains"),
        ("strength_ceiling, host: ARV, most: 500", "kind: LIVEX", "strength"),
        ("conditional_participation, nation: BMK, only_if: {strength: 5..}", "kind: LIVEX", "strength"),
        ("content_limit, nation: BMK, only: [winter]", "strength: 9", "tags"),
        (
            "host_authorisation, host: ARV, authorisations: "
            "[{title: L, period: 2027-01-01/2027-12-31, exercises: [alpha], strength: 5}]",
            "kind: LIVEX",
            "strength",
        ),
    ],
)
def test_what_the_checker_misses_is_asked_for(rule: str, more: str, missing: str) -> None:
    """A statement that cannot be decided for some choice is named, with what it lacks."""
    said = [(code, what) for code, _, what in warnings(*programme(rule, more)) if code == "W607"]
    assert said == [("W607", f"it cannot always be decided without exercises.alpha.{missing}")]


def test_statements_that_lack_the_same_are_told_together() -> None:
    """One warning for a whole regime, at the first of its statements."""
    lines = "".join(f"e{n}: {{title: E, days: 3, strength: 9, sites: {{land: north}}}}, " for n in range(6))
    said = warnings(
        f"exercises: {{{lines}}}",
        "rules:",
        "  - {id: one, rule: dated_act, act: a, days: 1, to: OSCE, band: {tanks: 5}}",
        "  - {id: two, rule: dated_act, act: b, days: 1, to: OSCE, band: {tanks: 9}}",
    )
    names = ", ".join(f"exercises.e{n}.equipment" for n in range(4))
    assert said == [
        ("W607", 6, f"one and 1 statement more cannot always be decided without {names} and 2 more")
    ]


def test_every_venue_is_asked_about() -> None:
    """What one of several venues lacks is found."""
    problem = a_problem(
        "areas: {bay: {geojson: {type: Polygon, coordinates: [[[1, 1], [2, 1], [2, 2], [1, 1]]]}}}",
        "forces: {guns: {name: Guns, nation: BMK, domain: land}}",
        "exercises: {alpha: {title: A, days: 3, sites: {land: [north]}, participants: [ARV]}}",
        "rules: [{id: it, rule: strength_ceiling, area: bay, most: 5}]",
    )
    asked = [said for said in problem.statements if not said.fact]
    assert lacking(problem, asked) == {"it": ("venues.north.at",)}


@pytest.mark.parametrize(
    ("strength", "said"),
    [
        (8819, None),
        (8820, "alpha plans 8,820 troops, 2.0 % under the 9,000 of it"),
        (8999, "alpha plans 8,999 troops, 0.0 % under the 9,000 of it"),
        (9000, None),
    ],
)
def test_a_size_just_under_a_threshold_is_noted(strength: int, said: str | None) -> None:
    """Two per cent are near; at the threshold itself nothing is missed."""
    rule = "dated_act, act: notice, days: 1, to: OSCE, band: {troops: 9000}"
    found = lint(a_problem(*programme(rule, f"strength: {strength}")))
    notes = [(d.severity, d.message) for d in found if d.code == "W617"]
    assert notes == ([(Severity.NOTE, said)] if said else [])


def test_thresholds_of_other_exercises_are_not_noted() -> None:
    """Kind, place and parties must fit; equipment counts as troops do; forms are told once."""
    for only in ("kinds: [CPX]", "hosts: [BMK]", "parties: [CAL]", "tags: [winter]"):
        rule = f"dated_act, act: notice, days: 1, to: OSCE, {only}, band: {{troops: 910}}"
        assert [code for code, _, _ in warnings(*programme(rule)) if code == "W617"] == []
    rule = "dated_act, act: notice, days: 1, to: OSCE, band: {tanks: 250}"
    more = "strength: 900, equipment: {tanks: 248}, forms: {small: {days: 2}}"
    said = [(line, what) for code, line, what in warnings(*programme(rule, more)) if code == "W617"]
    assert said == [(6, "alpha plans 248 tanks, 0.8 % under the 250 of it")]


def test_the_days_that_a_rule_names_are_asked_about() -> None:
    """A rule about some days far from the first is asked on those days."""
    problem = a_problem(
        "areas: {bay: {geojson: {type: Polygon, coordinates: [[[1, 1], [2, 1], [2, 2], [1, 1]]]}}}",
        "exercises: {alpha: {title: A, days: 3, sites: {land: [north]}, participants: [ARV]}}",
        "rules: [{id: it, rule: moratorium, parties: [ARV], area: bay, dates: 2027-09-01}]",
    )
    asked = [said for said in problem.statements if not said.fact]
    assert lacking(problem, asked) == {"it": ("venues.north.at",)}


def test_several_exercises_at_once_are_asked_about() -> None:
    """What only two together leave open is found, and their longest days are tried."""
    lines = "".join(f"{name}: {{title: E, days: 3, sites: {{land: [north]}}}}, " for name in ("one", "two"))
    problem = a_problem(
        f"exercises: {{{lines}}}",
        "rules: [{id: it, rule: spacing, days: 9, where: {domains: [land]}}]",
    )
    asked = [said for said in problem.statements if not said.fact]
    assert lacking(problem, asked) == {"it": ("exercises.one.domains", "exercises.two.domains")}
