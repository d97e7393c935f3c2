"""Only so many exercises start in a year, a quarter, a month, or any stretch of days."""

from typing import Any

import pytest

from exsched.domain.exercises import Role
from exsched.domain.schedule import Line
from exsched.rulekit.finding import Undecided, Violation
from exsched.rules.exercise_count_cap import ExerciseCountCap
from tests.builders import a_line, a_problem, an_exercise, findings
from tests.rules.framed import a_framed_problem
from tests.rules.worsening import best_with_and_without

UNIT = {"unit": {"need": "0..1", "any_of": ["aster"]}}
FORM = {"staff": {"kind": "CPX", "tags": ["quiet"]}}
LINE = an_exercise(
    kind="LIVEX",
    domains=["land"],
    tags=["noisy"],
    sites={"land": ["north", "hills"]},
    forces=UNIT,
    participants={"may": {"CAL": {}}},
    forms=FORM,
)
NAMES = ("alder", "birch", "cedar")


def facts(**more: Any) -> dict[str, Any]:
    """Three exercises over two years."""
    return {
        "programme": {"id": "tiny", "title": "Tiny", "horizon": "2026-07-01/2027-12-31"},
        "venues": {
            "north": {"name": "North range", "host": "ARV", "kind": "range"},
            "hills": {"name": "Hills", "host": "BMK", "kind": "training_area"},
        },
        "forces": {"aster": {"name": "Aster", "nation": "CAL", "domain": "land"}},
        "exercises": {name: LINE | {"command": "BMK"} for name in NAMES},
    } | more


def out(name: str, startex: str, venue: str = "north", **more: Any) -> Line:
    """An exercise held."""
    return a_line(name, startex, sites={"land": venue}, **more)


def cap(**said: Any) -> ExerciseCountCap:
    """The rule with one exercise allowed."""
    return ExerciseCountCap.model_validate({"max": 1, **said})


def broken(rule: ExerciseCountCap, *lines: Line, **parts: Any) -> list[tuple[tuple[str, ...], int]]:
    """Exercises and amounts of what is broken."""
    found = findings(rule, *lines, **facts(**parts))
    return [(f.exercises, f.amount) for f in found if isinstance(f, Violation)]


@pytest.mark.parametrize(
    ("per", "startex", "over"),
    [
        ("year", "2026-12-31", []),
        ("year", "2027-12-31", [1]),
        ("quarter", "2027-03-31", [1]),
        ("quarter", "2027-04-01", []),
        ("month", "2027-01-31", [1]),
        ("month", "2027-02-01", []),
    ],
)
def test_exercise_count_cap_counts_by_the_calendar(per: str, startex: str, over: list[int]) -> None:
    """The period of STARTEX decides, to the day."""
    lines = out("alder", "2027-01-01"), out("birch", startex)
    assert [amount for _, amount in broken(cap(per=per), *lines)] == over


def test_exercise_count_cap_judges_each_period_by_itself() -> None:
    """Each year has its own finding."""
    lines = out("alder", "2026-08-01"), out("birch", "2027-01-01"), out("cedar", "2027-02-01")
    assert broken(cap(per="year", max=0), *lines) == [(("alder",), 1), (("birch", "cedar"), 2)]


@pytest.mark.parametrize(("startex", "over"), [("2027-01-10", [1]), ("2027-01-11", []), ("2026-12-23", [1])])
def test_exercise_count_cap_counts_in_any_stretch(startex: str, over: list[int]) -> None:
    """Ten days from the 1st are over on the 10th; before the new year counts as well."""
    lines = out("alder", "2027-01-01"), out("birch", startex)
    assert [amount for _, amount in broken(cap(within=10), *lines)] == over


@pytest.mark.parametrize(
    ("said", "counted"),
    [
        ({"nation": "ARV"}, ("alder",)),
        ({"nation": "ARV", "role": "host"}, ("alder",)),
        ({"nation": "CAL"}, ("birch",)),
        ({"nation": "CAL", "role": "host"}, ()),
        ({"nation": "BMK", "role": "command"}, NAMES),
        ({"nation": "CAL", "role": "command"}, ()),
        ({"force": "aster"}, ("birch",)),
        ({}, NAMES),
        ({"where": {"kinds": ["CPX"]}}, ("cedar",)),
        ({"where": {"tags": ["noisy"]}}, ("alder", "birch")),
    ],
)
def test_exercise_count_cap_counts_for_whom_it_is_said(
    said: dict[str, Any], counted: tuple[str, ...]
) -> None:
    """A nation as participant, host or command; a force; a sort, in the form that is held."""
    lines = (
        out("alder", "2027-01-01"),
        out("birch", "2027-01-02", "hills", forces={"unit": {"aster": 1}}),
        out("cedar", "2027-01-03", "hills", form="staff"),
    )
    found = broken(cap(max=0, per="year", **said), *lines)
    assert found == ([(counted, len(counted))] if counted else [])


@pytest.mark.parametrize("observed", [True, False])
def test_exercise_count_cap_does_not_count_observers(observed: bool) -> None:
    """An observer takes part without counting."""
    role = {"role": "observer"} if observed else {}
    lines = {"alder": LINE | {"participants": {"may": {"CAL": role}}}}
    line = out("alder", "2027-01-01", participants={"CAL": "observer" if observed else "full"})
    assert bool(broken(cap(nation="CAL", max=0, per="year"), line, exercises=lines)) is not observed


PAST = {"dates": "2026-03-01/2026-03-20", "kind": "LIVEX", "hosts": ["ARV"], "participants": ["ARV", "CAL"]}


@pytest.mark.parametrize(
    ("said", "over"),
    [
        ({"per": "year"}, 1),
        ({"per": "quarter"}, 0),
        ({"within": 200}, 1),
        ({"within": 154}, 1),
        ({"within": 153}, 0),
        ({"per": "year", "nation": "ARV", "role": "host"}, 1),
        ({"per": "year", "force": "aster"}, 0),
        ({"per": "year", "where": {"kinds": ["CPX"]}}, 0),
        ({"per": "year", "where": {"tags": ["noisy"]}}, 0),
        ({"per": "year", "where": {"exercises": ["alder"]}}, 0),
        ({"per": "year", "valid": "2026-07-01/.."}, 0),
    ],
)
def test_exercise_count_cap_knows_the_past(said: dict[str, Any], over: int) -> None:
    """A past exercise uses up the number when it matches."""
    found = broken(cap(**said), out("alder", "2026-08-01"), history={"larch": PAST})
    assert sum(amount for _, amount in found) == over


def test_exercise_count_cap_does_not_ask_to_undo_the_past() -> None:
    """What the past used beyond the number does not count against a programme, and breaks nothing alone."""
    past = dict.fromkeys(("larch", "maple", "rowan"), PAST)
    for when in ({"per": "year"}, {"within": 365}):
        assert broken(cap(**when), history=past) == []
        assert broken(cap(**when), out("alder", "2026-08-01"), history=past) == [(("alder",), 1)]


@pytest.mark.parametrize("when", [{"per": "year"}, {"within": 365}])
def test_exercise_count_cap_is_undecided_where_data_are_missing(when: dict[str, Any]) -> None:
    """Domains of the past and a command that is not written are asked for when they could matter."""
    air = cap(where={"domains": ["land"]}, **when)
    past = {"larch": PAST}
    assert [type(f) for f in findings(air, out("alder", "2026-08-01"), **facts(history=past))] == [Undecided]
    assert (
        findings(air.model_copy(update={"max": 2}), out("alder", "2026-08-01"), **facts(history=past)) == []
    )
    assert findings(air, **facts(history=past)) == []
    led = cap(nation="BMK", role="command", max=0, **when)
    found = findings(led, out("alder", "2027-01-01"), **facts(exercises={"alder": LINE}))
    assert [(type(f), f.exercises) for f in found] == [(Undecided, ("alder",))]


@pytest.mark.parametrize(
    ("valid", "over"), [("2027-01-02/..", []), ("2027-01-01/..", [1]), ("../2027-01-01", [])]
)
def test_exercise_count_cap_counts_what_starts_within_validity(valid: str, over: list[int]) -> None:
    """Both starts have to lie in it, for the calendar and for stretches."""
    lines = out("alder", "2027-01-01"), out("birch", "2027-01-02")
    for when in ({"per": "year"}, {"within": 10}):
        assert [amount for _, amount in broken(cap(valid=valid, **when), *lines)] == over


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"per": "year", "nation": "ARV"}, "ARV takes part in at most 1 exercise in any calendar year"),
        (
            {"per": "month", "nation": "ARV", "role": "host"},
            "ARV hosts at most 1 exercise in any calendar month",
        ),
        (
            {"within": 30, "nation": "ARV", "role": "command", "max": 2},
            "ARV has under its command at most 2 exercises in any 30 days",
        ),
        ({"within": 30, "force": "aster"}, "aster joins at most 1 exercise in any 30 days"),
        (
            {"per": "quarter", "where": {"kinds": ["CPX"]}, "max": 3},
            "at most 3 CPX exercises start in any calendar quarter",
        ),
    ],
)
def test_exercise_count_cap_explains_itself(said: dict[str, Any], sentence: str) -> None:
    """The sentence says whose, what, how many and when."""
    assert cap(**said).explain(a_problem()) == sentence


def test_exercise_count_cap_says_what_counts() -> None:
    """The finding names the period, or the stretch, and the past."""
    lines = out("alder", "2026-08-01"), out("birch", "2026-08-20")
    parts = facts(history={"larch": PAST})
    by_year = findings(cap(per="quarter", nation="ARV"), *lines, **parts)
    assert by_year == [
        Violation(
            ("alder", "birch"),
            "ARV takes part in at most 1 exercise in any calendar quarter, and 2 count in quarter 3 of 2026 "
            "(alder, birch)",
            1,
        )
    ]
    rolling = findings(cap(within=180, max=2), *lines, **parts)
    assert [f.sentence for f in rolling] == [
        "at most 2 exercises start in any 180 days, and 3 count on 2026-02-22/2026-08-20 "
        "(alder, birch, 1 past exercise)"
    ]


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"per": "year", "within": 3},
        {"per": "year", "nation": "ARV", "force": "aster"},
        {"per": "year", "role": "host"},
        {"per": "year", "force": "aster", "role": "command"},
    ],
)
def test_exercise_count_cap_refuses_what_makes_no_sense(said: dict[str, Any]) -> None:
    """One period, one owner, and a role of a nation only."""
    with pytest.raises(ValueError, match=r"exercise_count_cap|needs a nation"):
        cap(**said)


@pytest.mark.parametrize("when", [{"per": "month"}, {"within": 3}])
def test_exercise_count_cap_alone_makes_the_best_worse(when: dict[str, Any]) -> None:
    """Of two exercises in one month, the one of more worth is held."""
    lines = {n: an_exercise(days=1, held="may", worth=w) for n, w in (("alder", 3), ("birch", 5))}
    problem = a_framed_problem(
        cap(**when),
        exercises=lines,
        programme={"id": "tiny", "title": "Tiny", "horizon": "2027-01-01/2027-01-03"},
    )
    assert best_with_and_without(problem, "exercise_count_cap") == ((3, 0), (0, 0))


@pytest.mark.parametrize("when", [{"per": "year"}, {"within": 365}])
def test_exercise_count_cap_is_undecided_about_a_past_of_nobody(when: dict[str, Any]) -> None:
    """A past exercise of which nobody wrote who took part may count; one of others does not."""
    rule, line = cap(nation="BMK", **when), out("alder", "2026-08-01", participants={"BMK": Role.FULL})
    written = {key: value for key, value in PAST.items() if key not in ("participants", "hosts", "forces")}
    found = findings(rule, line, **facts(history={"larch": written}))
    assert [f.missing for f in found if isinstance(f, Undecided)] == ["history.larch"]
    known = facts(history={"larch": written | {"participants": ["CAL"]}})
    assert findings(rule, line, **known) == []
