"""Statements that can never bite, by whom and what they name."""

import pytest

from exsched.intake.idle import _DATED, _FORCES, _PARTICIPANTS, _PLACES
from exsched.rules import RULES
from tests.intake.programmes import warnings

FACTS = (
    "areas: {here: {venues: [north]}, far: {nations: [CAL]}}",
    "forces: {guns: {name: Guns, nation: ARV, domain: land}}",
    "exercises: {alpha: {title: A, days: 3, strength: 900, tags: [winter], domains: [land], series: a,",
    "  sites: {land: north}, participants: [ARV, BMK]}}",
)
IDLE = [
    (
        "conditional_participation, nation: CAL, not_if: {present: [ARV]}",
        "CAL could never take part in anything",
    ),
    ("content_limit, nation: CAL, barred: [winter]", "CAL could never take part in anything"),
    ("role_limit, nation: CAL, roles: [staff]", "CAL could never take part in anything"),
    ("role_limit, nation: BMK, roles: [staff], areas: [far]", "no exercise could be held in far"),
    ("role_limit, nation: BMK, roles: [staff], where: {tags: [live-fire]}", "no exercise would be meant"),
    ("moratorium, parties: [CAL], dates: 2027-05-01", "CAL could never take part in anything"),
    ("moratorium, parties: [BMK], area: far, dates: 2027-05-01", "no exercise could be held in far"),
    ("moratorium, parties: [BMK], dates: 2028-05-01", "its dates lie outside the horizon"),
    ("event_avoidance, dates: 2028-01-03, before: 1", "its dates lie outside the horizon"),
    ("tempo_cap, nation: CAL, days: 10, within: 30", "CAL could never take part in anything"),
    ("tempo_cap, force: guns, days: 10, within: 30", "no exercise could use guns"),
    ("exercise_count_cap, force: guns, max: 1, per: year", "no exercise could use guns"),
    ("strength_ceiling, host: BMK, most: 100", "BMK could never host anything"),
    ("strength_ceiling, area: far, most: 100", "no exercise could be held in far"),
    ("host_authorisation, host: BMK, authorisations: []", "BMK could never host anything"),
    (
        "dated_act, act: notice, days: 1, to: OSCE, band: {troops: 901}",
        "no exercise is of the size and sort that it is about",
    ),
    (
        "dated_act, act: notice, days: 1, to: OSCE, parties: [CAL]",
        "none of its parties could take part in anything",
    ),
    (
        "dated_act, act: notice, days: 1, to: OSCE, hosts: [CAL]",
        "no exercise could be held in any of its hosts",
    ),
    ("simultaneity_cap, nations: [BMK], most: 1", "BMK could never host anything"),
    ("periodicity, series: b, every: {months: 12}", "no exercise is of the series b"),
]
BITE = [
    "conditional_participation, nation: BMK, not_if: {present: [CAL]}",
    "role_limit, nation: BMK, roles: [staff], areas: [here], where: {tags: [winter]}",
    "moratorium, parties: [BMK], area: here, dates: 2027-12-31",
    "event_avoidance, dates: 2028-01-03, before: 3",
    "tempo_cap, nation: BMK, days: 10, within: 30",
    "strength_ceiling, host: ARV, most: 2000",
    "dated_act, act: notice, days: 1, to: OSCE, band: {troops: 900}",
    "dated_act, act: notice, days: 1, to: OSCE, band: {tanks: 1}",
    "exercise_count_cap, nation: CAL, role: command, max: 1, per: year",
    "certification_deadline, force: guns, where: {tags: [gunnery]}, standby_start: 2027-05-01, days: 1..9,"
    " soft: 2",
]


def said(rule: str) -> list[str]:
    """What lint says against the statement's ever biting."""
    found = warnings(*FACTS, f"rules: [{{rule: {rule}}}]")
    return [what.partition("can never bite: ")[2] for code, _, what in found if code == "W602"]


@pytest.mark.parametrize(("rule", "why"), IDLE)
def test_an_idle_statement_is_named_with_the_reason(rule: str, why: str) -> None:
    """Nobody, nowhere, never, or nothing that it could be about."""
    assert said(rule) == [why]


@pytest.mark.parametrize("rule", BITE)
def test_a_statement_that_could_bite_is_left_alone(rule: str) -> None:
    """What is not known does not count as never."""
    assert said(rule) == []


def test_history_alone_may_break_a_cap() -> None:
    """With past exercises, a cap on days is never called idle."""
    past = "history: {old: {title: Old, dates: 2026-12-01/2026-12-31, participants: [CAL]}}"
    rule = "rules: [{rule: tempo_cap, nation: CAL, days: 10, within: 365}]"
    assert [code for code, _, _ in warnings(*FACTS, past, rule) if code == "W602"] == []


def test_tables_name_rules_and_fields_that_exist() -> None:
    """Every entry is about a rule of the catalogue and fields that it has."""
    assert ({*_PARTICIPANTS, *_PLACES} | _DATED | _FORCES) - set(RULES) == set()
    fields = {(name, field) for table in (_PARTICIPANTS, _PLACES) for name in table for field in table[name]}
    assert {(name, field) for name, field in fields if field not in RULES[name].model_fields} == set()


def test_a_statement_about_a_place_may_bite_while_positions_are_missing() -> None:
    """A venue without a position may lie in an area that is drawn."""
    drawn = "areas: {bay: {geojson: {type: Polygon, coordinates: [[[1, 1], [2, 1], [2, 2], [1, 1]]]}}}"
    for rule in (
        "host_refusal, nation: BMK, areas: [bay]",
        "blackout_period, areas: [bay], dates: 2027-05-01",
        "role_limit, nation: BMK, roles: [staff], areas: [bay]",
    ):
        found = warnings(drawn, *FACTS[1:], f"rules: [{{id: it, rule: {rule}}}]")
        assert "W602" not in [code for code, _, _ in found]
