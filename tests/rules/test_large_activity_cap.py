"""A State holds only so many large activities in so many calendar years."""

from typing import Any

import pytest

from exsched.domain.schedule import Line
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.problem import Problem
from exsched.rules.large_activity_cap import LargeActivityCap
from tests.builders import a_laydown, a_line, a_problem, an_exercise
from tests.rules.framed import a_framed_problem
from tests.rules.worsening import best_with_and_without

HEAD = {"id": "t", "title": "T", "horizon": "2027-06-01/2029-06-30"}
LARGE: dict[str, Any] = {"strength": 40001, "sites": {"place": ["north", "south"]}, "command": "ARV"}
VENUES = {
    "north": {"name": "North", "host": "ARV", "kind": "range"},
    "south": {"name": "South", "host": "BMK", "kind": "range"},
}


def a_cap(**parts: Any) -> LargeActivityCap:
    """One above 40,000 troops in three calendar years, on the soil of Arvania or of Belmark."""
    basis = {"nations": ["ARV", "BMK"], "most": 1, "years": 3, "band": {"troops": 40000, "above": True}}
    return LargeActivityCap.model_validate(basis | parts)


def a_case(rule: LargeActivityCap, history: dict[str, Any] | None = None, **lines: Any) -> Problem:
    """Three large exercises, changed in some keys."""
    exercises = {name: an_exercise(**(LARGE | lines.get(name, {}))) for name in ("alder", "birch", "cedar")}
    return a_problem(rule, programme=HEAD, venues=VENUES, exercises=exercises, history=history or {})


def found(rule: LargeActivityCap, *lines: Line, history: Any = None, **changed: Any) -> list[Finding]:
    """What the rule finds."""
    problem = a_case(rule, history, **changed)
    return list(rule.check(problem, a_laydown(problem, *lines)))


def out(name: str, startex: str, venue: str = "north", days: int = 5) -> Line:
    """An exercise held at a venue."""
    return a_line(name, startex, days, sites={"place": venue})


def a_past(dates: str, **parts: Any) -> dict[str, Any]:
    """A large exercise of Arvania in the past."""
    basis = {"dates": dates, "hosts": ["ARV"], "command": "ARV", "strength": 50000}
    return {"oak": basis | parts}


@pytest.mark.parametrize(
    ("first", "second", "stretches"),
    [
        ("2027-06-01", "2027-12-31", 3),
        ("2027-12-31", "2028-01-01", 2),
        ("2027-06-01", "2029-06-01", 1),
        ("2028-06-01", "2029-01-01", 1),
    ],
)
def test_large_activity_cap_counts_every_stretch_of_years(first: str, second: str, stretches: int) -> None:
    """A pair is one too many in each stretch that holds both and ends in a year of the horizon."""
    broken = found(a_cap(), out("alder", first), out("birch", second))
    assert [f.amount for f in broken if isinstance(f, Violation)] == [1] * stretches


@pytest.mark.parametrize(
    ("startex", "dates", "broken"),
    [
        ("2027-06-01", "2025-01-01/2025-02-01", True),
        ("2027-06-01", "2024-12-31/2025-02-01", False),
        ("2028-01-01", "2025-12-31/2026-01-09", False),
        ("2028-01-01", "2026-01-01", True),
        ("2027-12-31", "2025-12-31", True),
    ],
)
def test_large_activity_cap_knows_history_over_year_ends(startex: str, dates: str, broken: bool) -> None:
    """The STARTEX of the past exercise decides its year, too."""
    assert bool(found(a_cap(), out("alder", startex), history=a_past(dates))) is broken


def test_large_activity_cap_does_not_charge_the_past() -> None:
    """Two in the past are too many, but no breach of this schedule; one more is one too many."""
    history = {**a_past("2026-05-01"), "elm": a_past("2026-07-01")["oak"]}
    assert found(a_cap()) == []
    assert found(a_cap(), out("alder", "2028-07-01", "south"), history=history) == []
    what = "ARV hosts 3 in 2025 to 2027 (elm, oak, alder), and may have 1"
    assert found(a_cap(), out("alder", "2027-07-01"), history=history)[:1] == [Violation(("alder",), what, 1)]


@pytest.mark.parametrize(
    ("past", "counts"),
    [
        ({}, Violation),
        ({"hosts": ["BMK"]}, None),
        ({"strength": 40000}, None),
        ({"strength": None}, Undecided),
        ({"hosts": []}, Undecided),
        ({"kind": "CPX"}, None),
        ({"tags": ["outside"]}, None),
    ],
)
def test_large_activity_cap_counts_past_exercises_by_what_is_known(
    past: dict[str, Any], counts: type[Finding] | None
) -> None:
    """What is left out of the past is not known."""
    rule = a_cap(exempt=["outside"], kinds=["OTHER", "LIVEX"], most=1)
    broken = found(rule, out("alder", "2027-06-01"), history=a_past("2026-05-01", **past))
    assert {type(f) for f in broken} == ({counts} if counts else set())
    assert all(f.missing == "history.oak" for f in broken if isinstance(f, Undecided))


@pytest.mark.parametrize(
    ("past", "counts"), [({}, Violation), ({"command": "BMK"}, None), ({"command": None}, Undecided)]
)
def test_large_activity_cap_counts_past_commands(past: dict[str, Any], counts: type[Finding] | None) -> None:
    """`by: command` asks who commanded."""
    rule = a_cap(by="command")
    broken = found(rule, out("alder", "2027-06-01"), history=a_past("2026-05-01", **past))
    assert {type(f) for f in broken} == ({counts} if counts else set())


@pytest.mark.parametrize(
    ("zone", "counts"),
    [
        ({"nations": ["ARV"]}, Violation),
        ({"venues": ["north"]}, Violation),
        ({"nations": ["BMK"], "venues": ["cabin"]}, None),
    ],
)
def test_large_activity_cap_finds_the_past_in_the_zone_by_its_hosts(
    zone: dict[str, Any], counts: type[Finding] | None
) -> None:
    """A past exercise names no venues; its hosts tell whether it was in the zone."""
    cabin = {"name": "Cabin", "host": "BMK", "kind": "range"}
    facts: dict[str, Any] = {
        "programme": HEAD,
        "venues": VENUES | {"cabin": cabin},
        "areas": {"zone": zone},
        "exercises": {"alder": an_exercise(strength=50000, sites={"place": ["north"], "other": ["cabin"]})},
        "history": a_past("2026-05-01"),
    }
    rule = a_cap(zone=["zone"], nations=["ARV"])
    problem = a_problem(rule, **facts)
    line = a_line("alder", "2027-06-01", 2, sites={"place": "north", "other": "cabin"})
    assert {type(f) for f in rule.check(problem, a_laydown(problem, line))} == ({counts} if counts else set())


def test_large_activity_cap_counts_by_host_and_by_command() -> None:
    """Two on the soil of Belmark under the command of Arvania."""
    lines = (out("alder", "2029-06-01", "south"), out("birch", "2029-06-20", "south"))
    by_host, by_command = found(a_cap(), *lines), found(a_cap(by="command"), *lines)
    host = "BMK hosts 2 in 2027 to 2029 (alder, birch), and may have 1"
    command = "ARV commands 2 in 2027 to 2029 (alder, birch), and may have 1"
    assert by_host == [Violation(("alder", "birch"), host, 1)]
    assert by_command == [Violation(("alder", "birch"), command, 1)]


def test_large_activity_cap_leaves_other_states_alone() -> None:
    """Each State is counted by itself, and only those that are named."""
    lines = (out("alder", "2029-06-01", "south"), out("birch", "2029-06-20"))
    assert found(a_cap(), *lines) == []
    assert found(a_cap(nations=["CAL"]), *lines, out("cedar", "2029-06-20")) == []


def test_large_activity_cap_has_a_middle_band() -> None:
    """What is beyond the middle belongs to the cap above it."""
    middle = a_cap(band={"troops": 13000, "above": True}, below={"troops": 40000, "above": True}, years=1)
    lines = (out("alder", "2029-06-01"), out("birch", "2029-06-20"))
    assert found(middle, *lines) == []
    assert found(middle, *lines, birch={"strength": 40000}) == []
    both = found(middle, *lines, alder={"strength": 13001}, birch={"strength": 40000})
    assert [f.amount for f in both if isinstance(f, Violation)] == [1]


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({"strength": None}, "exercises.birch.strength"),
        ({"command": None, "participants": {"must": ["ARV"]}}, "exercises.birch.command"),
    ],
)
def test_large_activity_cap_cannot_be_decided_without_data(changed: dict[str, Any], missing: str) -> None:
    """Only when the limit would be passed if it counted."""
    rule = a_cap(by="command", years=1)
    line = out("birch", "2029-06-20").model_copy(update={"participants": {"ARV": "full"}})
    assert found(rule, line, birch=changed) == []
    what = "whether ARV commands more than 1 in 2029 is not known"
    unknown = Undecided(("alder", "birch"), what, missing)
    assert found(rule, out("alder", "2029-06-01"), line, birch=changed) == [unknown]


def test_large_activity_cap_applies_inside_its_validity() -> None:
    """An exercise counts with an execution day inside."""
    lines = (out("alder", "2029-06-01"), out("birch", "2029-06-20"))
    assert len(found(a_cap(valid="2029-06-05/.."), *lines)) == 1
    assert found(a_cap(valid="2029-06-06/.."), *lines) == []


def test_large_activity_cap_says_what_it_means() -> None:
    """The sentence names States, number, years and size."""
    assert a_cap(paragraph="67.1").explain(a_problem()) == (
        "each of ARV/BMK hosts at most 1 exercise in any 3 calendar years (67.1), of more than 40,000 troops"
    )
    rule = LargeActivityCap.model_validate({"nations": ["ARV"], "most": 2, "by": "command"})
    assert rule.explain(a_problem()) == "each of ARV commands at most 2 exercises in a calendar year"


def test_large_activity_cap_alone_makes_the_best_worse() -> None:
    """Of two large exercises one is held smaller, since moving it to the next year does not help."""
    head = {"id": "tiny", "title": "Tiny", "horizon": "2027-12-31/2028-01-01"}
    small = {"small": {"strength": 40000, "loses": 2}}
    line = LARGE | {"days": 1, "worth": 9, "forms": small}
    problem = a_framed_problem(
        a_cap(),
        programme=head,
        venues={"north": VENUES["north"]},
        exercises={
            name: an_exercise(**(line | {"sites": {"place": ["north"]}})) for name in ("alder", "birch")
        },
    )
    assert best_with_and_without(problem, "large_activity_cap") == ((2, 0), (0, 0))
