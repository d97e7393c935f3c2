"""A venue is used only on so many days of a year, or for so many shots, flights or berths."""

from typing import Any

import pytest

from exsched.domain.schedule import Line
from exsched.rulekit.finding import Undecided, Violation
from exsched.rules.range_days_cap import RangeDaysCap
from tests.builders import a_line, a_problem, a_programme, an_exercise, findings
from tests.rules.framed import a_framed_problem
from tests.rules.worsening import best_with_and_without

LINE = an_exercise(
    sites={"live": ["north", "south"], "rear": ["north", "south"]},
    tags=["night"],
    movements={"shots": 10},
    deploy=3,
    forms={"dry": {"movements": {"flights": 2}, "tags": ["quiet"]}},
)


def facts(**more: Any) -> dict[str, Any]:
    """Two exercises that can use two venues."""
    return {
        "programme": {"id": "tiny", "title": "Tiny", "horizon": "2026-12-01/2027-12-31"},
        "venues": {
            "north": {"name": "North range", "host": "ARV", "kind": "range"},
            "south": {"name": "South range", "host": "BMK", "kind": "range"},
        },
        "exercises": {"alder": LINE, "birch": LINE},
    } | more


def cap(most: int, **said: Any) -> RangeDaysCap:
    """The rule for the north range."""
    return RangeDaysCap.model_validate({"venue": "north", "max": most, **said})


def out(
    name: str, startex: str, days: int = 3, live: str = "north", rear: str = "south", **more: Any
) -> Line:
    """An exercise held at two sites."""
    return a_line(name, startex, days, sites={"live": live, "rear": rear}, **more)


def amounts(rule: RangeDaysCap, *lines: Line, **parts: Any) -> list[int]:
    """Days or movements too many, by period."""
    return [f.amount for f in findings(rule, *lines, **facts(**parts)) if isinstance(f, Violation)]


@pytest.mark.parametrize(
    ("startex", "has"),
    [("2027-01-10", 3), ("2027-01-11", 4), ("2027-01-12", 5), ("2027-01-13", 6), ("2027-02-01", 6)],
)
def test_range_days_cap_counts_shared_days_once(startex: str, has: int) -> None:
    """Days of deployment are not counted, nor does a second site at the venue count again."""
    lines = out("alder", "2027-01-10", rear="north"), out("birch", startex)
    assert amounts(cap(has), *lines) == []
    assert amounts(cap(has - 1), *lines) == [1]


@pytest.mark.parametrize(("per", "over"), [("year", [1, 3]), ("quarter", [1, 3]), ("month", [1, 1])])
def test_range_days_cap_judges_each_calendar_period(per: str, over: list[int]) -> None:
    """An exercise over the turn of the year counts in both years, day by day."""
    lines = out("alder", "2026-12-30", 4), out("birch", "2027-02-28", 2)
    assert amounts(cap(1, per=per), *lines) == over


def test_range_days_cap_is_for_its_venue() -> None:
    """Days elsewhere are free."""
    assert amounts(cap(0), out("alder", "2027-01-10", live="south")) == []


@pytest.mark.parametrize(("per", "has"), [("day", 20), ("month", 40), ("quarter", 60), ("year", 60)])
def test_range_days_cap_adds_up_movements(per: str, has: int) -> None:
    """Ten shots a day each: two exercises share a day, one has two more days in the next month."""
    lines = out("alder", "2027-01-30", 4, rear="north"), out("birch", "2027-01-30", 2)
    assert amounts(cap(has, per=per, movement="shots"), *lines) == []
    assert amounts(cap(has - 3, per=per, movement="shots"), *lines) == [3]


def test_range_days_cap_goes_by_the_form() -> None:
    """In its dry form it makes other movements, and has other tags."""
    dry = out("alder", "2027-01-10", form="dry")
    assert amounts(cap(0, movement="shots"), dry) == []
    assert amounts(cap(1, movement="flights"), dry) == [5]
    assert amounts(cap(0, tags=["night"]), dry) == []
    assert amounts(cap(0, tags=["night", "quiet"]), dry) == [3]


def test_range_days_cap_says_what_is_broken() -> None:
    """The period, or the day, and the users."""
    lines = out("alder", "2027-01-30", 4), out("birch", "2027-01-31", 1)
    assert [f.sentence for f in findings(cap(1, per="month"), *lines, **facts())] == [
        "north is in use on at most 1 day in 2027-01, and has 2 (alder, birch)",
        "north is in use on at most 1 day in 2027-02, and has 2 (alder)",
    ]
    assert findings(cap(15, per="day", movement="shots"), *lines, **facts()) == [
        Violation(
            ("alder", "birch"),
            "north allows 15 shots movements a day, and has 20 on 2027-01-31 (alder, birch)",
            5,
        )
    ]


@pytest.mark.parametrize(
    ("valid", "over"), [("2027-01-12/..", [1]), ("../2027-01-11", [2]), ("2027-01-13/..", [])]
)
def test_range_days_cap_counts_days_within_validity(valid: str, over: list[int]) -> None:
    """A day outside it is free, for days, for movements and for a day's own quota."""
    line = out("alder", "2027-01-10")
    assert amounts(cap(0, valid=valid), line) == over
    assert amounts(cap(0, movement="shots", valid=valid), line) == [10 * n for n in over]
    assert amounts(cap(0, movement="shots", per="day", valid=valid), line) == [10 for _ in over]


@pytest.mark.parametrize(
    ("past", "rule", "undecided"),
    [
        ({}, cap(4), True),
        ({}, cap(5), False),
        ({}, cap(3, per="month"), False),
        ({}, cap(99, movement="shots"), True),
        ({}, cap(99, movement="shots", per="day"), False),
        ({"hosts": ["BMK"]}, cap(4), False),
        ({"dates": "2025-12-01/2025-12-31"}, cap(4), False),
        ({"tags": ["day"]}, cap(4, tags=["night"]), False),
        ({"tags": ["night"]}, cap(4, tags=["night"]), True),
        ({}, cap(4, valid="2026-12-01/.."), False),
    ],
)
def test_range_days_cap_does_not_know_the_venues_of_the_past(
    past: dict[str, Any], rule: RangeDaysCap, undecided: bool
) -> None:
    """Past exercises in the host's country may have used two days of the year."""
    larch = {"dates": "2026-03-01/2026-03-02", "hosts": ["ARV"]} | past
    found = findings(rule, out("alder", "2026-12-10"), **facts(history={"larch": larch}))
    assert [type(f) for f in found] == ([Undecided] if undecided else [])


def test_range_days_cap_is_a_fact_of_a_venue() -> None:
    """Each number is a rule of its own."""
    quotas = {"shots": {"per_day": 5, "per_year": 900}, "flights": {"per_month": 12}}
    venue = {"name": "North", "host": "ARV", "kind": "range", "days_per_year": 200, "movements": quotas}
    found = dict(RangeDaysCap.from_facts(a_programme(venues={"north": venue})))
    here = ("venues", "north")
    assert found == {
        (*here, "days_per_year"): cap(200),
        (*here, "movements", "shots", "per_day"): cap(5, per="day", movement="shots"),
        (*here, "movements", "shots", "per_year"): cap(900, movement="shots"),
        (*here, "movements", "flights", "per_month"): cap(12, per="month", movement="flights"),
    }


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (cap(200), "north is in use on at most 200 days in any calendar year"),
        (cap(5, per="day", movement="shots"), "north allows 5 shots movements a day"),
        (
            cap(1, per="month", tags=["night", "dusk"]),
            "north is in use on at most 1 day for night/dusk exercises in any calendar month",
        ),
    ],
)
def test_range_days_cap_explains_itself(rule: RangeDaysCap, sentence: str) -> None:
    """The sentence says what is counted, for whom and in which period."""
    assert rule.explain(a_problem()) == sentence
    assert (rule.cost, rule.unit) == (None, "day or movement")


def test_range_days_cap_refuses_days_per_day() -> None:
    """A day is one day."""
    with pytest.raises(ValueError, match="needs a movement"):
        cap(1, per="day")


@pytest.mark.parametrize(
    ("rule", "values"),
    [(cap(2), (3, 0)), (cap(20, movement="shots"), (3, 0)), (cap(20, movement="shots", soft=2), (0, 40))],
)
def test_range_days_cap_alone_makes_the_best_worse(rule: RangeDaysCap, values: tuple[int, int]) -> None:
    """Two exercises of two days cannot both use a venue of two days, as they may not share one."""
    lines = {
        "alder": an_exercise(days=2, worth=3, held="may", sites={"live": ["north"]}, movements={"shots": 10}),
        "birch": an_exercise(days=2, worth=5, held="may", sites={"live": ["north"]}, movements={"shots": 10}),
    }
    venue = {"name": "North", "host": "ARV", "kind": "range", "takes": {"exercises": 1}}
    problem = a_framed_problem(
        rule,
        **facts(
            exercises=lines,
            venues={"north": venue},
            programme={"id": "tiny", "title": "Tiny", "horizon": "2027-01-01/2027-01-04"},
        ),
    )
    assert best_with_and_without(problem, "range_days_cap") == (values, (0, 0))
