"""The host's law names the exercises for which it admits foreign forces."""

from datetime import date
from typing import Any

import pytest

from exsched.domain.exercises import Role
from exsched.domain.schedule import Line
from exsched.rulekit.act import Act, Duty
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rules.host_authorisation import HostAuthorisation
from tests.builders import a_laydown, a_line, a_problem, an_exercise
from tests.rules.worsening import an_example, best_with_and_without

NAMED = {"title": "Act A", "period": "2027-01-04/2027-01-10", "exercises": ["alder"]}
OPEN = {"title": "Act B", "period": "2027-01-12/2027-01-20", "decide_by": "2026-12-01", "paragraph": "art. 2"}
LINE = an_exercise(deploy=1, redeploy=1, strength=900, sites={"land": ["north", "east"]})


def a_case(line: dict[str, Any] | None = None, as_of: str = "2026-12-01") -> dict[str, Any]:
    """A programme of January 2027 with ALDER, changed in some keys."""
    return {
        "programme": {"id": "tiny", "title": "T", "horizon": "2027-01-01/2027-01-31", "as_of": as_of},
        "venues": {
            "north": {"name": "North", "host": "ARV", "kind": "range"},
            "east": {"name": "East", "host": "BEL", "kind": "port"},
        },
        "exercises": {"alder": LINE | (line or {})},
    }


def a_rule(*acts: dict[str, Any], **parts: Any) -> HostAuthorisation:
    """Arvania admits by list."""
    return HostAuthorisation.model_validate({"host": "ARV", "authorisations": acts} | parts)


def out(startex: str = "2027-01-06", land: str = "north", **roles: Role) -> Line:
    """ALDER of two days, its footprint a day longer at either end."""
    who = roles or {"CAR": Role.FULL}
    return a_line("alder", startex, 2, sites={"land": land}, participants=who)


def found(rule: HostAuthorisation, line: Line, facts: dict[str, Any] | None = None) -> list[Finding]:
    """What the rule finds in one line."""
    problem = a_problem(rule, **(facts or a_case()))
    return list(rule.check(problem, a_laydown(problem, line)))


def uncovered(why: str) -> list[Finding]:
    """What is found of an exercise that nothing covers."""
    return [Violation(("alder",), f"alder in ARV is not covered{why}")]


@pytest.mark.parametrize(
    ("startex", "covered"),
    [("2027-01-04", False), ("2027-01-05", True), ("2027-01-08", True), ("2027-01-09", False)],
)
def test_host_authorisation_holds_the_whole_footprint(startex: str, covered: bool) -> None:
    """From the first arrival to the last departure all days lie within the period."""
    why = ": Act A is for 2027-01-04/2027-01-10 only"
    assert found(a_rule(NAMED), out(startex)) == ([] if covered else uncovered(why))


@pytest.mark.parametrize(("strength", "covered"), [(899, True), (900, True), (901, False)])
def test_host_authorisation_has_a_ceiling(strength: int, covered: bool) -> None:
    """The planned maximum may reach the ceiling and not pass it."""
    rule, facts = a_rule(NAMED | {"strength": 900}), a_case({"strength": strength})
    assert found(rule, out(), facts) == ([] if covered else uncovered(": Act A admits 900 troops"))


def test_host_authorisation_cannot_judge_an_unknown_strength() -> None:
    """Without a strength a ceiling cannot be compared, unless another act or another reason decides."""
    facts = a_case({"strength": None})
    capped, free = NAMED | {"strength": 900}, NAMED | {"title": "Act C"}
    sentence = "whether Act A admits alder depends on how many troops come"
    assert found(a_rule(capped), out(), facts) == [
        Undecided(("alder",), sentence, "exercises.alder.strength")
    ]
    assert found(a_rule(capped, free), out(), facts) == []
    assert [type(f) for f in found(a_rule(capped), out("2027-01-20"), facts)] == [Violation]


@pytest.mark.parametrize(
    ("as_of", "covered"), [("2026-11-30", True), ("2026-12-01", True), ("2026-12-02", False)]
)
def test_host_authorisation_takes_names_until_its_list_is_closed(as_of: str, covered: bool) -> None:
    """On the last day an exercise can still be added; a day later it has to be named."""
    why = ": Act B does not name it"
    assert found(a_rule(OPEN), out("2027-01-14"), a_case(as_of=as_of)) == ([] if covered else uncovered(why))


def test_host_authorisation_needs_one_act_that_covers() -> None:
    """Any one of several is enough; when none does, each says why."""
    rule = a_rule(NAMED, OPEN | {"strength": 100})
    assert found(rule, out()) == []
    why = ": Act A is for 2027-01-04/2027-01-10 only; Act B admits 100 troops"
    assert found(rule, out("2027-01-14")) == uncovered(why)
    assert found(a_rule(), out()) == uncovered(" by any act")


@pytest.mark.parametrize(
    ("line", "broken"),
    [
        (out(), 1),
        (out(ARV=Role.FULL), 0),
        (out(ARV=Role.FULL, CAR=Role.OBSERVER), 0),
        (out(ARV=Role.FULL, CAR=Role.STAFF), 1),
        (out(land="east"), 0),
        (Line(exercise="alder", held=False), 0),
    ],
)
def test_host_authorisation_is_for_foreign_forces_on_its_soil(line: Line, broken: int) -> None:
    """The host alone needs none, nor do observers, nor what is held elsewhere."""
    assert len(found(a_rule(), line)) == broken


@pytest.mark.parametrize(
    ("valid", "cases"),
    [("../2027-01-05", 0), ("../2027-01-06", 1), ("2027-01-07/..", 1), ("2027-01-08/..", 0)],
)
def test_host_authorisation_applies_within_validity(valid: str, cases: int) -> None:
    """An exercise counts when one of its execution days lies within the validity."""
    assert len(found(a_rule(valid=valid), out())) == cases


@pytest.mark.parametrize(
    ("acts", "startex", "listed"),
    [([OPEN], "2027-01-14", True), ([OPEN], "2027-01-06", False), ([NAMED, OPEN], "2027-01-06", False)],
)
def test_host_authorisation_lists_what_is_still_to_be_added(
    acts: list[dict[str, Any]], startex: str, listed: bool
) -> None:
    """Only what an open list would cover, and none names, is to be added, by the day on which it closes."""
    problem = a_problem(**a_case())
    due = date(2026, 12, 1)
    act = Act(due, "alder", "to be added to Act B", "Parliament", "art. 2", None, Duty.AUTHORISATION)
    rule = a_rule(*acts, to="Parliament")
    assert list(rule.acts(problem, a_laydown(problem, out(startex)))) == ([act] if listed else [])


def test_host_authorisation_that_is_given_is_no_duty() -> None:
    """An exercise that an open list names already has nothing to be done."""
    problem = a_problem(**a_case())
    named = OPEN | {"exercises": ["alder"]}
    assert list(a_rule(named).acts(problem, a_laydown(problem, out("2027-01-14")))) == []


def test_host_authorisation_explains_itself() -> None:
    """The sentence names the host and its acts."""
    problem = a_problem(**a_case())
    hosts = "ARV hosts foreign forces only in exercises that"
    both = "Act A (2027-01-04/2027-01-10) or Act B (2027-01-12/2027-01-20)"
    assert a_rule(NAMED, OPEN).explain(problem) == f"{hosts} {both} names"
    assert a_rule().explain(problem) == f"{hosts} an act of its own names"
    assert (a_rule().cost, a_rule(soft=2).cost, a_rule().unit) == (None, 2, "case")


def test_host_authorisation_makes_the_best_schedule_worse() -> None:
    """With the rule something is lost, and trying everything finds the same values."""
    with_it, without = best_with_and_without(an_example("host_authorisation"), "host_authorisation")
    assert with_it is not None and without is not None and with_it > without
