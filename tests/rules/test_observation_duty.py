"""An exercise of some size has a programme for invited observers."""

from datetime import date
from typing import Any

import pytest

from exsched.domain.schedule import Line
from exsched.rulekit.act import Act, Duty
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.problem import Problem
from exsched.rules.observation_duty import ObservationDuty
from tests.builders import a_laydown, a_line, a_problem, an_exercise
from tests.rules.framed import a_framed_problem
from tests.rules.worsening import best_with_and_without

INVITATION = {"act": "observers", "to": "all", "notice": 42}


def a_duty(**parts: Any) -> ObservationDuty:
    """Three days for observers from 13,000 troops."""
    return ObservationDuty.model_validate({"days": 3, "band": {"troops": 13000}, "paragraph": "47"} | parts)


def a_case(rule: ObservationDuty, line: dict[str, Any], **facts: Any) -> Problem:
    """One exercise of 13,000 troops, changed in some keys."""
    basis = {"strength": 13000, "kind": "LIVEX", "observers": 2, "sites": {"place": ["north"]}}
    return a_problem(rule, exercises={"alder": an_exercise(**(basis | line))}, **facts)


def found(rule: ObservationDuty, days: int = 5, line: Line | None = None, **changed: Any) -> list[Finding]:
    """What the rule finds in the exercise, held for so many days."""
    problem = a_case(rule, changed)
    held = line or a_line("alder", "2027-01-05", days, sites={"place": "north"})
    return list(rule.check(problem, a_laydown(problem, held)))


@pytest.mark.parametrize(("observers", "short"), [(0, 3), (2, 1), (3, 0), (4, 0)])
def test_observation_duty_counts_the_days_missing(observers: int, short: int) -> None:
    """A programme that is long enough breaks nothing."""
    amounts = [f.amount for f in found(a_duty(), observers=observers) if isinstance(f, Violation)]
    assert amounts == ([short] if short else [])


def test_observation_duty_says_what_is_short() -> None:
    """Both numbers of days."""
    what = "alder has 2 days for observers, and 3 are due"
    assert found(a_duty()) == [Violation(("alder",), what, 1)]


@pytest.mark.parametrize(("strength", "broken"), [(12999, False), (13000, True), (13001, True)])
def test_observation_duty_begins_at_its_threshold(strength: int, broken: bool) -> None:
    """At least 13,000."""
    assert bool(found(a_duty(), strength=strength)) is broken


@pytest.mark.parametrize(
    ("days", "alert_days", "broken"),
    [(2, 3, False), (3, 3, False), (4, 3, True), (1, 0, True), (1, None, True)],
)
def test_observation_duty_exempts_short_alerts(days: int, alert_days: int | None, broken: bool) -> None:
    """72 hours are three days; left out, an alert exercise is as any other."""
    assert bool(found(a_duty(alert_days=alert_days), days, kind="ALERTEX")) is broken


def test_observation_duty_exempts_nothing_but_alerts() -> None:
    """A short field exercise has observers, too."""
    assert len(found(a_duty(alert_days=3), 1)) == 1


@pytest.mark.parametrize(
    ("changed", "missing"),
    [({"observers": None}, "exercises.alder.observers"), ({"strength": None}, "exercises.alder.strength")],
)
def test_observation_duty_cannot_be_decided_without_data(changed: dict[str, Any], missing: str) -> None:
    """No word on observers is no programme, nor the lack of one."""
    undecided = found(a_duty(), **changed)
    assert [(f.missing, f.exercises) for f in undecided if isinstance(f, Undecided)] == [
        (missing, ("alder",))
    ]
    assert len(undecided) == 1


def test_observation_duty_is_decided_by_a_programme() -> None:
    """With observers enough the strength does not matter; below the threshold the observers do not."""
    assert found(a_duty(), strength=None, observers=3) == []
    assert found(a_duty(), strength=12999, observers=None) == []


def test_observation_duty_looks_at_the_form_that_was_chosen() -> None:
    """A form may have other observers."""
    forms = {"open": {"observers": 5}}
    line = a_line("alder", "2027-01-05", 5, sites={"place": "north"}, form="open")
    assert found(a_duty(), line=line, forms=forms) == []
    assert len(found(a_duty(), forms=forms)) == 1


def test_observation_duty_applies_inside_its_validity() -> None:
    """One execution day inside is enough."""
    assert found(a_duty(valid="2027-01-10/..")) == []
    assert len(found(a_duty(valid="2027-01-09/.."))) == 1


@pytest.mark.parametrize(("kind", "due"), [("LIVEX", date(2026, 11, 24)), ("ALERTEX", date(2027, 1, 5))])
def test_observation_duty_yields_the_invitation(kind: str, due: date) -> None:
    """Due before STARTEX; for an alert exercise when it begins."""
    rule = a_duty(**INVITATION, alert_days=3)
    line = a_line("alder", "2027-01-05", 5, sites={"place": "north"})
    acts = [{"act": "observers", "exercise": "alder", "on": f"2026-10-0{day}"} for day in (1, 2)]
    for record, on in (([], None), (acts, date(2026, 10, 1))):
        problem = a_case(rule, {"kind": kind}, acts=record)
        act = Act(due, "alder", "observers", "all", "47", on, Duty.INVITATION)
        assert list(rule.acts(problem, a_laydown(problem, line))) == [act]


def test_observation_duty_yields_no_invitation_where_none_is_due() -> None:
    """Not without a word for it, below the threshold, to a short alert, or where nothing is known."""
    line = a_line("alder", "2027-01-05", 3, sites={"place": "north"})
    for rule, changed in (
        (a_duty(), {}),
        (a_duty(**INVITATION), {"strength": 12999}),
        (a_duty(**INVITATION), {"strength": None}),
        (a_duty(**INVITATION, alert_days=3), {"kind": "ALERTEX"}),
    ):
        problem = a_case(rule, changed)
        assert list(rule.acts(problem, a_laydown(problem, line))) == []


@pytest.mark.parametrize("parts", [{"act": "observers"}, {"to": "all"}])
def test_observation_duty_invites_someone_to_something(parts: dict[str, str]) -> None:
    """Act and addressee go together."""
    with pytest.raises(ValueError, match="an invitation needs both act and to"):
        a_duty(**parts)


def test_observation_duty_says_what_it_means() -> None:
    """The sentence names the days, the size and the exemption."""
    assert a_duty(alert_days=3).explain(a_problem()) == (
        "a programme of 3 days for observers is due (47), for at least 13,000 troops; "
        "alert exercises of up to 3 days are exempt"
    )
    assert ObservationDuty(days=1).explain(a_problem()) == "a programme of 1 day for observers is due"


def test_observation_duty_alone_makes_the_best_worse() -> None:
    """The form without observers' programme is not held at full strength."""
    line = an_exercise(days=1, worth=9, strength=13000, observers=0)
    problem = a_framed_problem(
        a_duty(),
        programme={"id": "tiny", "title": "Tiny", "horizon": "2027-01-01/2027-01-02"},
        exercises={"alder": line | {"forms": {"small": {"strength": 12999, "loses": 4}}}},
    )
    assert best_with_and_without(problem, "observation_duty") == ((4, 0), (0, 0))
