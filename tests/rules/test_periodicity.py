"""A series comes round at its interval."""

from datetime import date
from typing import Any

import pytest

from exsched.domain.schedule import Line
from exsched.rulekit.finding import Finding, Violation
from exsched.rules.periodicity import Interval, Periodicity
from tests.builders import a_laydown, a_line, a_problem, an_exercise
from tests.rules.worsening import an_example, best_with_and_without

HEAD = {"id": "tiny", "title": "T", "horizon": "2027-01-01/2029-12-31"}
LINES = {
    name: an_exercise(series=series)
    for name, series in (("alder", "tide"), ("birch", "tide"), ("cedar", "tide"), ("dogwood", "moon"))
}
PAST = {
    "tide-1": {"series": "tide", "dates": "2024-06-01"},
    "tide-2": {"series": "tide", "dates": "2026-06-01"},
}


def a_rule(**parts: Any) -> Periodicity:
    """Every ten days, give or take two."""
    return Periodicity.model_validate({"series": "tide", "every": {"days": 10}, "tolerance": 2} | parts)


def found(rule: Periodicity, *lines: Line, **facts: Any) -> list[Finding]:
    """What the rule finds when these are held."""
    problem = a_problem(rule, programme=HEAD, exercises=LINES, **facts)
    return list(rule.check(problem, a_laydown(problem, *lines)))


def amounts(rule: Periodicity, *lines: Line, **facts: Any) -> list[int]:
    """The amounts of what it finds."""
    return [f.amount for f in found(rule, *lines, **facts) if isinstance(f, Violation)]


@pytest.mark.parametrize(
    ("startex", "off"),
    [("2027-01-12", [1]), ("2027-01-13", []), ("2027-01-15", []), ("2027-01-17", []), ("2027-01-18", [1])],
)
def test_periodicity_has_a_tolerance_to_either_side(startex: str, off: list[int]) -> None:
    """STARTEX counts, whatever the length; each day outside the tolerance is one."""
    lines = a_line("alder", "2027-01-05", 9), a_line("birch", startex)
    assert amounts(a_rule(), *lines) == off


@pytest.mark.parametrize(
    ("every", "startex", "to"),
    [
        ({"days": 30}, "2027-01-31", "2027-03-02"),
        ({"months": 1}, "2027-01-05", "2027-02-05"),
        ({"months": 1}, "2027-01-31", "2027-03-03"),
        ({"months": 1}, "2028-01-31", "2028-03-02"),
        ({"months": 1}, "2027-12-15", "2028-01-15"),
        ({"months": 6}, "2027-09-01", "2028-03-01"),
        ({"months": 24}, "2027-06-09", "2029-06-09"),
        ({"years": 2}, "2027-06-09", "2029-06-09"),
        ({"years": 1}, "2028-02-29", "2029-03-01"),
        ({"years": 4}, "2024-02-29", "2028-02-29"),
    ],
)
def test_interval_follows_the_calendar(every: dict[str, int], startex: str, to: str) -> None:
    """Months and years keep the day; a day that the month has not runs on into the next."""
    assert Interval.model_validate(every).after(date.fromisoformat(startex)) == date.fromisoformat(to)


@pytest.mark.parametrize("every", [{}, {"days": 1, "months": 1}, {"years": 0}, {"months": 601}])
def test_interval_is_one_number(every: dict[str, int]) -> None:
    """Days, months or years, one of them."""
    with pytest.raises(ValueError):
        Interval.model_validate(every)


def test_periodicity_goes_from_edition_to_edition() -> None:
    """Each edition is compared with the one held before it; other series are left alone."""
    lines = [a_line("cedar", "2027-01-01"), a_line("alder", "2027-01-11"), a_line("birch", "2027-01-21")]
    assert found(a_rule(), *lines, a_line("dogwood", "2027-01-02")) == []
    assert amounts(a_rule(), lines[0], lines[2]) == [8]
    assert found(a_rule(), lines[0], Line(exercise="alder", held=False)) == []


def test_periodicity_says_what_is_broken() -> None:
    """The sentence names both editions and the day, early or late."""
    early = a_line("alder", "2027-01-05"), a_line("birch", "2027-01-10")
    late = a_line("alder", "2027-01-05"), a_line("birch", "2027-01-18")
    said = "birch starts on {}, alder on 2027-01-05: {} for every 10 days"
    assert found(a_rule(), *early) == [
        Violation(("alder", "birch"), said.format("2027-01-10", "3 days too early"), 3)
    ]
    assert found(a_rule(), *late) == [
        Violation(("alder", "birch"), said.format("2027-01-18", "1 day too late"), 1)
    ]


def test_periodicity_of_editions_on_one_day_misses_the_whole_interval() -> None:
    """Two on one day are in the order of their ids."""
    lines = a_line("alder", "2027-01-05"), a_line("birch", "2027-01-05"), a_line("cedar", "2027-01-15")
    assert amounts(a_rule(), *lines) == [8]


@pytest.mark.parametrize(
    ("startex", "off"), [("2028-05-30", 1), ("2028-05-31", 0), ("2028-06-02", 0), ("2028-06-04", 2)]
)
def test_periodicity_knows_history(startex: str, off: int) -> None:
    """The last past edition stands before the first one held, and is no exercise of the schedule."""
    rule = a_rule(every={"years": 2}, tolerance=1)
    lines = a_line("alder", startex), a_line("dogwood", "2027-01-01")
    assert amounts(rule, *lines, history=PAST) == [off] * bool(off)
    if off:
        assert found(rule, *lines, history=PAST)[0].exercises == ("alder",)
    assert found(rule, *lines) == []


@pytest.mark.parametrize(
    ("valid", "off"),
    [("../2027-01-17", []), ("../2027-01-18", [1]), ("2027-01-19/..", [1]), ("2027-01-20/..", [])],
)
def test_periodicity_applies_where_the_later_edition_lies(valid: str, off: list[int]) -> None:
    """The later edition has an execution day inside the validity."""
    lines = a_line("alder", "2027-01-05"), a_line("birch", "2027-01-18", 2)
    assert amounts(a_rule(valid=valid), *lines) == off


def test_periodicity_explains_itself() -> None:
    """The sentence says how often, and how exactly."""
    problem = a_problem()
    assert a_rule().explain(problem) == "tide is held every 10 days, give or take 2 days"
    assert a_rule(every={"years": 1}, tolerance=0).explain(problem) == "tide is held every year"
    assert (a_rule().cost, a_rule(soft=2).cost, a_rule().unit) == (None, 2, "day")


def test_periodicity_makes_the_best_schedule_worse() -> None:
    """With the rule something is lost, and trying everything finds the same values."""
    with_it, without = best_with_and_without(an_example("periodicity"), "periodicity")
    assert with_it is not None and without is not None and with_it > without
