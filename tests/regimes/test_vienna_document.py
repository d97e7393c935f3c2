"""Every number of the Vienna Document 2011 as it ships: thresholds, days, calendars and ceilings."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from exsched.domain.exercises import Equipment, Exercise
from exsched.domain.schedule import Line
from exsched.rulekit.act import Act, Duty
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.problem import Problem
from exsched.rulekit.regime import ConcernRule
from tests.builders import a_laydown, a_line, a_problem, an_exercise
from tests.regimes.shipped import body_of, rules_of

NAME = "vienna-document-2011"
RULES = rules_of(NAME)
NOTIFIED = {"troops": 9000, "tanks": 250, "acvs": 500, "artillery": 250}
OBSERVED = {"troops": 13000, "tanks": 300, "acvs": 500, "artillery": 250}
ABOVE_13 = {"troops": 13000, "tanks": 300, "acvs": 500, "artillery": 300}
ABOVE_25 = {"troops": 25000, "tanks": 400, "acvs": 800, "artillery": 400}
ABOVE_40 = {"troops": 40000, "tanks": 900, "acvs": 2000, "artillery": 900}
LANDING = ["amphibious", "heliborne", "parachute"]
AT_LEAST = {
    "vd11-notification": NOTIFIED,
    "vd11-notification-alert": NOTIFIED,
    "vd11-observers": OBSERVED,
    "vd11-observation": OBSERVED,
    "vd11-calendar": NOTIFIED,
}
OF_LANDINGS = {
    "vd11-notification-landing": 3000,
    "vd11-notification-alert-landing": 3000,
    "vd11-observers-landing": 3500,
    "vd11-observation-landing": 3500,
    "vd11-calendar-landing": 3000,
}
MORE_THAN = {
    "vd11-forecast": ABOVE_40,
    "vd11-67-1": ABOVE_40,
    "vd11-67-2": ABOVE_13,
    "vd11-67-2-1": ABOVE_25,
    "vd11-67-3": ABOVE_13,
}
NONE_OF_IT = {"troops": 0, "tanks": 0, "acvs": 0, "artillery": 0}
VENUES = {
    "north": {"name": "North", "host": "NOR", "kind": "range"},
    "east": {"name": "East", "host": "FIN", "kind": "range"},
    "west": {"name": "West", "host": "USA", "kind": "range"},
}
LARGE: dict[str, Any] = {
    "kind": "LIVEX",
    "domains": ["land"],
    "strength": 9000,
    "equipment": {"tanks": 0, "acvs": 0, "artillery": 0},
    "observers": 5,
    "sites": {"place": ["north", "east", "west"]},
}


def an_activity(rule: str, numbers: dict[str, int], **rest: Any) -> Exercise:
    """A field exercise of just these numbers, of the kind that the statement is about."""
    equipment = {name: n for name, n in numbers.items() if name != "troops"}
    parts = {"kind": "ALERTEX" if "alert" in rule else "LIVEX", "domains": ["land"]} | rest
    return Exercise.model_validate(
        an_exercise(**parts) | {"id": "alder", "strength": numbers["troops"], "equipment": equipment}
    )


def concerned(rule: str, line: Exercise) -> bool | None:
    """Whether the statement is about the exercise."""
    found = RULES[rule]
    assert isinstance(found, ConcernRule)
    return found.concerns(line)


def around(
    table: dict[str, dict[str, int]], sure: tuple[bool, bool, bool]
) -> Iterator[tuple[str, str, int, bool]]:
    """Each number of each statement less one, itself, and more one; with whether the statement is meant."""
    for rule, numbers in table.items():
        for name, number in numbers.items():
            for more, meant in zip((-1, 0, 1), sure, strict=True):
                yield rule, name, number + more, meant


@pytest.mark.parametrize(
    ("rule", "name", "number", "meant"),
    [*around(AT_LEAST, (False, True, True)), *around(MORE_THAN, (False, False, True))],
)
def test_vienna_document_thresholds(rule: str, name: str, number: int, meant: bool) -> None:
    """ "At least" in chapters V to VII, "more than" in chapter VIII; one number is enough."""
    assert concerned(rule, an_activity(rule, NONE_OF_IT | {name: number})) is meant


@pytest.mark.parametrize("rule", OF_LANDINGS)
@pytest.mark.parametrize("tag", LANDING)
def test_vienna_document_thresholds_of_landings(rule: str, tag: str) -> None:
    """Troops only, and lower."""
    for more, meant in ((-1, False), (0, True), (1, True)):
        line = an_activity(rule, NONE_OF_IT | {"troops": OF_LANDINGS[rule] + more}, tags=[tag], domains=[])
        assert concerned(rule, line) is meant


@pytest.mark.parametrize("rule", ["vd11-67-2", "vd11-67-2-1"])
@pytest.mark.parametrize("name", ABOVE_40)
def test_vienna_document_middle_bands_end_where_the_large_one_begins(rule: str, name: str) -> None:
    """What para 67.1 counts, 67.2 does not."""
    middle = NONE_OF_IT | {"troops": 30000}
    for more, meant in ((-1, True), (0, True), (1, False)):
        assert concerned(rule, an_activity(rule, middle | {name: ABOVE_40[name] + more})) is meant


def test_vienna_document_has_no_other_statement() -> None:
    """The tables above hold all of them."""
    assert set(RULES) == {*AT_LEAST, *OF_LANDINGS, *MORE_THAN}


@pytest.mark.parametrize("rule", [*AT_LEAST, *MORE_THAN])
def test_vienna_document_is_about_the_field_and_the_land(rule: str) -> None:
    """No staff exercise, no fleet, and nothing that is marked as outside the zone."""
    everything = {"troops": 50000 if rule in {"vd11-forecast", "vd11-67-1"} else 35000}
    line = an_activity(rule, NONE_OF_IT | everything)
    assert concerned(rule, line)
    for other in ({"kind": "CPX"}, {"domains": ["maritime"]}, {"tags": ["vd11-outside"]}):
        assert concerned(rule, an_activity(rule, NONE_OF_IT | everything, **other)) is False


@pytest.mark.parametrize("rule", [*AT_LEAST, *MORE_THAN])
def test_vienna_document_is_undecided_without_a_number(rule: str) -> None:
    """Unless another number is enough."""
    numbers = (AT_LEAST | MORE_THAN)[rule]
    for name in NONE_OF_IT:
        line = an_activity(rule, NONE_OF_IT)
        update: dict[str, Any] = {"strength": None}
        if name != "troops":
            update = {"equipment": Equipment.model_validate({**line.equipment.model_dump(), name: None})}
        assert concerned(rule, line.model_copy(update=update)) is None
    enough = an_activity(rule, NONE_OF_IT | {"tanks": numbers["tanks"] + 1})
    if rule in AT_LEAST:
        assert concerned(rule, enough.model_copy(update={"strength": None})) is True


def a_case(as_of: str, horizon: str = "2027-01-01/2027-12-31", **facts: Any) -> Problem:
    """The Document over a programme with six exercises, changed in some keys."""
    body, names = body_of(NAME), [f"ex{n}" for n in range(1, 8)]
    changed = facts.pop("changed", {})
    parts = {
        "programme": {"id": "t", "title": "T", "horizon": horizon, "as_of": as_of},
        "venues": VENUES,
        "groups": body["groups"],
        "areas": body["areas"],
        "exercises": {name: an_exercise(**(LARGE | changed)) for name in names},
    }
    return a_problem(*RULES.values(), **(parts | facts))


def out(name: str, startex: str | date, venue: str = "north", days: int = 10) -> Line:
    """An exercise held at a venue."""
    return a_line(name, str(startex), days, sites={"place": venue})


def findings(problem: Problem, *lines: Line) -> dict[str, list[Finding]]:
    """What each statement finds."""
    laydown = a_laydown(problem, *lines)
    found = {str(s.rule.id): list(s.rule.check(problem, laydown)) for s in problem.statements}
    return {name: said for name, said in found.items() if said}


def broken(problem: Problem, *lines: Line) -> dict[str, int]:
    """By how much each statement is broken."""
    return {
        name: sum(f.amount for f in said if isinstance(f, Violation))
        for name, said in findings(problem, *lines).items()
        if any(isinstance(f, Violation) for f in said)
    }


@pytest.mark.parametrize(("ahead", "late"), [(43, 0), (42, 0), (41, 1), (1, 41)])
def test_vienna_document_notification_is_due_42_days_ahead(ahead: int, late: int) -> None:
    """42 days are in time, 41 are one too few."""
    as_of = date(2026, 11, 15)
    problem = a_case(str(as_of), horizon="2026-11-15/2027-12-31", acts=on_calendar("ex1"))
    late_by = broken(problem, out("ex1", as_of + timedelta(ahead)))
    assert late_by == ({"vd11-notification": late} if late else {})


def on_calendar(*names: str, act: str = "vd11-calendar") -> list[dict[str, str]]:
    """The exercises stand on the calendar."""
    return [{"act": act, "exercise": name, "on": "2025-11-01"} for name in names]


def test_vienna_document_ends_at_the_zone() -> None:
    """Outside Europe and Central Asia nothing is due."""
    problem = a_case("2026-12-31", acts=on_calendar("ex1"))
    assert broken(problem, out("ex1", "2027-01-10", "east")) == {"vd11-notification": 32}
    assert broken(problem, out("ex1", "2027-01-10", "west")) == {}


@pytest.mark.parametrize(("as_of", "late"), [("2026-11-15", False), ("2026-11-16", True)])
def test_vienna_document_calendar_closes_on_15_november(as_of: str, late: bool) -> None:
    """The annual calendar of 2027."""
    assert broken(a_case(as_of), out("ex1", "2027-06-01")) == ({"vd11-calendar": 1} if late else {})


@pytest.mark.parametrize(
    ("startex", "as_of", "late"),
    [
        ("2027-06-01", "2025-11-15", False),
        ("2027-06-01", "2025-11-16", True),
        ("2027-12-31", "2025-11-16", True),
        ("2028-01-01", "2025-11-16", False),
        ("2028-01-01", "2026-11-16", True),
    ],
)
def test_vienna_document_forecast_is_due_two_years_ahead(startex: str, as_of: str, late: bool) -> None:
    """Above 40,000 troops only what was announced by 15 November of the second year before."""
    horizon = "2027-01-01/2028-12-31"
    problem = a_case(as_of, horizon, changed={"strength": 40001}, acts=on_calendar("ex1"))
    assert broken(problem, out("ex1", startex)) == ({"vd11-forecast": 1} if late else {})
    announced = on_calendar("ex1") + on_calendar("ex1", act="vd11-forecast")
    assert (
        broken(a_case(as_of, horizon, changed={"strength": 40001}, acts=announced), out("ex1", startex)) == {}
    )
    smaller = a_case(as_of, horizon, changed={"strength": 40000}, acts=on_calendar("ex1"))
    assert broken(smaller, out("ex1", startex)) == {}


@pytest.mark.parametrize(
    ("startex", "past", "over"),
    [
        ("2027-01-01", "2025-01-01", True),
        ("2027-12-31", "2025-12-31", True),
        ("2027-01-01", "2024-12-31", False),
        ("2028-01-01", "2025-12-31", False),
        ("2028-01-01", "2026-01-01", True),
    ],
)
def test_vienna_document_para_67_1_counts_three_calendar_years(startex: str, past: str, over: bool) -> None:
    """One above 40,000, history included, over year ends."""
    oak = {"dates": past, "hosts": ["NOR"], "strength": 40001, "kind": "LIVEX"}
    problem = a_case("2024-01-01", "2027-01-01/2028-12-31", changed={"strength": 40001}, history={"oak": oak})
    assert bool(broken(problem, out("ex1", startex)).get("vd11-67-1")) is over
    assert broken(problem, out("ex1", startex, "east")) == {}


def spread(count: int, year: int = 2027, venue: str = "north") -> list[Line]:
    """So many exercises one after another in one year."""
    return [out(f"ex{n}", date(year, n, 1), venue) for n in range(1, count + 1)]


@pytest.mark.parametrize(
    ("strength", "rule", "most"),
    [(13001, "vd11-67-2", 6), (25001, "vd11-67-2-1", 3), (25000, "vd11-67-2", 6)],
)
def test_vienna_document_para_67_2_counts_a_calendar_year(strength: int, rule: str, most: int) -> None:
    """Six above 13,000, of these three above 25,000."""
    problem = a_case("2024-01-01", changed={"strength": strength})
    assert broken(problem, *spread(most)) == {}
    assert broken(problem, *spread(most + 1))[rule] == 1


def test_vienna_document_para_67_2_begins_anew_each_year() -> None:
    """Six in one year and one on New Year's Day."""
    problem = a_case("2024-01-01", "2027-01-01/2028-12-31", changed={"strength": 13001})
    assert broken(problem, *spread(6), out("ex7", "2027-12-31")) == {"vd11-67-2": 1}
    assert broken(problem, *spread(6), out("ex7", "2028-01-01")) == {}


@pytest.mark.parametrize(("strength", "over"), [(13000, {}), (13001, {"vd11-67-3": 1})])
def test_vienna_document_para_67_3_allows_three_at_once(strength: int, over: dict[str, int]) -> None:
    """On the soil of one State."""
    problem = a_case("2024-01-01", changed={"strength": strength})
    lines = [out(f"ex{n}", "2027-03-01") for n in range(1, 5)]
    assert broken(problem, *lines) == over
    assert broken(problem, *lines[:3]) == {}
    assert broken(problem, *lines[:3], out("ex4", "2027-03-01", "east")) == {}


@pytest.mark.parametrize(("days", "observers", "short"), [(3, 0, False), (4, 0, True), (4, 1, False)])
def test_vienna_document_alerts_are_observed_after_72_hours(days: int, observers: int, short: bool) -> None:
    """And notified when they begin, whatever the calendar says."""
    changed = {"kind": "ALERTEX", "strength": 13000, "observers": observers}
    problem = a_case("2027-06-01", "2027-06-01/2027-12-31", changed=changed)
    assert broken(problem, out("ex1", "2027-06-01", days=days)) == ({"vd11-observation": 1} if short else {})


def test_vienna_document_lists_each_duty_once() -> None:
    """Notification, invitation and listing of one exercise, each once, though two statements invite."""
    problem = a_case("2026-11-01", changed={"strength": 13000})
    laydown = a_laydown(problem, out("ex1", "2027-06-01"))
    acts = sorted({act for s in problem.statements for act in s.rule.acts(problem, laydown)})
    everybody = "all participating States of the OSCE"
    text = "Vienna Document 2011, chapter "
    assert acts == [
        Act(date(2026, 11, 15), "ex1", "vd11-calendar", everybody, f"{text}VII, para 61", None, Duty.LISTING),
        Act(date(2027, 4, 20), "ex1", "vd11-notification", everybody, f"{text}V, paras 38 and 40.1.1"),
        Act(
            date(2027, 4, 20),
            "ex1",
            "vd11-observers",
            everybody,
            f"{text}VI, para 47.4",
            None,
            Duty.INVITATION,
        ),
    ]


def test_vienna_document_is_undecided_without_equipment() -> None:
    """An exercise of known strength and unknown equipment is not let pass."""
    problem = a_case("2026-11-01", changed={"strength": 8999, "equipment": {}})
    found = findings(problem, out("ex1", "2027-06-01"))
    assert set(found) == {"vd11-notification", "vd11-observers", "vd11-calendar", "vd11-forecast"}
    assert all(isinstance(f, Undecided) for said in found.values() for f in said)
