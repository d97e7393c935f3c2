"""Statements that are not valid on any day of the horizon."""

import pytest

from exsched.intake import Severity, lint, load_text
from exsched.intake.expiry import BEYOND_THE_HORIZON
from exsched.rules import RULES
from tests.intake.programmes import a_loaded

ALPHA = "exercises: {alpha: {title: A, days: 3, sites: {land: north}, participants: [ARV, BMK]}}"


def closure(valid: str) -> str:
    """A statement with a validity."""
    return f"rules: [{{rule: venue_closure, venue: north, dates: 2027-05-01, valid: {valid}}}]"


@pytest.mark.parametrize(
    ("valid", "why"),
    [
        ("../2026-12-31", "expired on 2026-12-31, before the horizon 2027-01-01/2027-12-31"),
        ("../2027-01-01", None),
        ("2027-12-31/..", None),
        ("2028-01-01/..", "valid from 2028-01-01 on, after the horizon 2027-01-01/2027-12-31"),
        ("2026-06-01/2026-06-02", "expired on 2026-06-02, before the horizon 2027-01-01/2027-12-31"),
    ],
)
def test_outdated_statements_drop_out(valid: str, why: str | None) -> None:
    """A statement that is valid on no day of the horizon is named with its place and left out."""
    loaded = a_loaded(ALPHA, closure(valid))
    assert loaded.problem is not None
    assert [s.key for s in loaded.problem.statements if not s.fact] == ([] if why else ["rules[0]"])
    assert [s.key for s in loaded.outdated] == (["rules[0]"] if why else [])
    said = [(d.code, d.severity, d.place and d.place.line, d.message) for d in loaded.diagnostics]
    what = f"venue_closure {why}: it is left out"
    assert said == ([("W603", Severity.WARNING, 5, what)] if why else [])
    assert loaded.exit_code == 0


def test_outdated_statements_contradict_nothing() -> None:
    """A circle of precedence is none when one of its statements is over."""
    lines = "exercises: {alpha: {title: A, days: 3}, bravo: {title: B, days: 3}}"
    rules = (
        "rules:",
        "  - {rule: precedence, first: alpha, then: bravo}",
        "  - {rule: precedence, first: bravo, then: alpha, valid: ../2026-01-01}",
    )
    assert a_loaded(lines, *rules).exit_code == 0


def test_outdated_statements_do_not_change_the_input() -> None:
    """A programme with an outdated statement is the same input as without."""
    with_one, without = a_loaded(ALPHA, closure("../2026-01-01")), a_loaded(ALPHA)
    assert with_one.problem and without.problem
    assert with_one.problem.input_hash == without.problem.input_hash


def test_a_programme_that_was_refused_has_no_outdated_statements() -> None:
    """Nothing is known of a programme that cannot be read."""
    assert load_text("programme: {id: x}").outdated == ()


def test_rules_about_days_outside_the_horizon_stay() -> None:
    """Conferences lie before the exercises, and stand-by after them: such statements never drop out."""
    loaded = a_loaded(
        "planning: {livex: {IPC: 52}}",
        ALPHA,
        "rules: [{rule: planning_event_capacity, most: 1, valid: 2026-03-01/2026-03-31}]",
    )
    assert loaded.problem is not None
    assert [s.key for s in loaded.problem.statements if not s.fact] == ["rules[0]"]
    assert loaded.diagnostics == ()


@pytest.mark.parametrize(
    ("rule", "kept"),
    [
        ("venue_closure, venue: north, dates: 2026-12-30, valid: ../2026-12-30", True),
        ("venue_closure, venue: north, dates: 2026-12-29, valid: ../2026-12-29", False),
        ("venue_capacity, venue: north, exercises: 1, valid: ../2026-12-31", True),
        ("venue_changeover, venue: north, days: 3, valid: 2028-01-03/..", True),
        ("venue_changeover, venue: north, days: 3, valid: 2028-01-04/..", False),
        ("no_double_commitment, force: guns, valid: 2028-01-04/..", True),
        ("no_double_commitment, force: guns, valid: 2028-01-05/..", False),
    ],
)
def test_days_of_setup_and_recovery_keep_a_statement(rule: str, kept: bool) -> None:
    """A venue is set up before the horizon, and places and forces recover after it: nothing is lost there."""
    loaded = load_text(
        "programme: {id: tiny, title: Tiny, horizon: 2027-01-01/2027-12-31}\n"
        "nations: {ARV: {name: Arvania}}\n"
        "venues: {north: {name: North range, host: ARV, kind: range, setup: 2}}\n"
        "forces: {guns: {name: Guns, nation: ARV, domain: land, recovery: 4}}\n"
        "exercises:\n"
        "  alpha: {title: A, days: 3, sites: {land: north}, forces: {fires: {need: 1, any_of: [guns]}}}\n"
        f"rules: [{{rule: {rule}}}]\n"
    )
    assert loaded.problem is not None
    assert [s.key for s in loaded.problem.statements if not s.fact] == (["rules[0]"] if kept else [])
    assert [d.code for d in lint(loaded.problem)] == []


def test_rules_that_never_drop_out_exist() -> None:
    """The exceptions are rules of the catalogue."""
    assert set(RULES) >= BEYOND_THE_HORIZON
