"""An exercise stands on a list that closes on a fixed day of an earlier year."""

from datetime import date
from typing import Any

import pytest

from exsched.domain.schedule import Line
from exsched.rulekit.act import Act, Duty
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.problem import Problem
from exsched.rules.annual_listing import AnnualListing
from tests.builders import a_laydown, a_line, a_problem, an_exercise
from tests.rules.framed import a_framed_problem
from tests.rules.worsening import best_with_and_without


def a_listing(**parts: Any) -> AnnualListing:
    """A calendar that closes on 15 November of the year before."""
    basis = {"act": "calendar", "to": "all", "deadline": "11-15", "paragraph": "61"}
    return AnnualListing.model_validate(basis | parts)


def a_case(rule: AnnualListing, as_of: str = "2026-11-16", **facts: Any) -> Problem:
    """A programme over two years with one exercise of 9,000 troops."""
    head = {"id": "t", "title": "T", "horizon": "2027-01-01/2028-12-31", "as_of": as_of}
    line = an_exercise(strength=9000, kind="LIVEX", domains=["land"], sites={"place": ["north"]})
    parts: dict[str, Any] = {"programme": head, "exercises": {"alder": line}}
    return a_problem(rule, **(parts | facts))


def out(startex: str) -> Line:
    """The exercise, held for two days."""
    return a_line("alder", startex, 2, sites={"place": "north"})


def found(rule: AnnualListing, startex: str, as_of: str = "2026-11-16", **facts: Any) -> list[Finding]:
    """What the rule finds when the exercise starts then."""
    problem = a_case(rule, as_of, **facts)
    return list(rule.check(problem, a_laydown(problem, out(startex))))


@pytest.mark.parametrize(
    ("startex", "as_of", "years", "late"),
    [
        ("2027-06-01", "2026-11-14", 1, False),
        ("2027-06-01", "2026-11-15", 1, False),
        ("2027-06-01", "2026-11-16", 1, True),
        ("2027-01-01", "2026-11-16", 1, True),
        ("2027-12-31", "2026-11-16", 1, True),
        ("2028-01-01", "2026-11-16", 1, False),
        ("2028-01-01", "2027-11-16", 1, True),
        ("2028-06-01", "2026-11-15", 2, False),
        ("2028-06-01", "2026-11-16", 2, True),
        ("2027-06-01", "2026-01-01", 2, True),
    ],
)
def test_annual_listing_closes_on_its_day(startex: str, as_of: str, years: int, late: bool) -> None:
    """The deadline itself is in time, the day after is not; STARTEX decides the year."""
    assert bool(found(a_listing(years_before=years), startex, as_of)) is late


def test_annual_listing_says_what_is_late() -> None:
    """One exercise, its year, and both dates."""
    what = "calendar for alder in 2027 was due by 2026-11-15, before 2026-11-16, and is not on record"
    assert found(a_listing(), "2027-06-01") == [Violation(("alder",), what, 1)]


def test_annual_listing_on_record_is_done() -> None:
    """The record names act and exercise."""
    acts = [{"act": "calendar", "exercise": "alder", "on": "2026-11-01"}]
    assert found(a_listing(), "2027-06-01", acts=acts) == []
    assert len(found(a_listing(act="other"), "2027-06-01", acts=acts)) == 1


@pytest.mark.parametrize(
    ("parts", "concerned"),
    [
        ({"band": {"troops": 9000}}, True),
        ({"band": {"troops": 9001}}, False),
        ({"band": {"troops": 9000, "above": True}}, False),
        ({"below": {"troops": 9000}}, False),
        ({"kinds": ["CPX"]}, False),
        ({"domains": ["air"]}, False),
        ({"tags": ["landing"]}, False),
        ({"hosts": ["BMK"]}, False),
        ({"hosts": ["ARV"]}, True),
        ({"parties": ["CAL"]}, False),
        ({"valid": "2027-06-03/.."}, False),
        ({"valid": "2027-06-02/.."}, True),
    ],
)
def test_annual_listing_is_for_exercises_that_meet_every_key(parts: dict[str, Any], concerned: bool) -> None:
    """Size, sort, place, parties and validity."""
    assert bool(found(a_listing(**parts), "2027-06-01")) is concerned


def test_annual_listing_cannot_be_decided_without_data() -> None:
    """Neither late nor in time when nobody knows whether it is to be listed."""
    rule = a_listing(band={"troops": 9000, "tanks": 1})
    unknown = Undecided(
        ("alder",), "whether calendar is due for alder is not known", "exercises.alder.strength"
    )
    line = an_exercise(equipment={"tanks": 0}, sites={"place": ["north"]})
    for as_of in ("2026-11-15", "2026-11-16"):
        assert found(rule, "2027-06-01", as_of, exercises={"alder": line}) == [unknown]


def test_annual_listing_yields_its_acts() -> None:
    """The deadline of the year of STARTEX, on record or open."""
    rule = a_listing(years_before=2)
    problem = a_case(rule)
    act = Act(date(2026, 11, 15), "alder", "calendar", "all", "61", None, Duty.LISTING)
    assert list(rule.acts(problem, a_laydown(problem, out("2028-02-29")))) == [act]
    assert list(a_listing(band={"troops": 9001}).acts(problem, a_laydown(problem, out("2028-02-29")))) == []


@pytest.mark.parametrize("deadline", ["15 November", "11/15", "2026-11-15", "02-29", "13-01", "11-5"])
def test_annual_listing_has_a_day_of_every_year(deadline: str) -> None:
    """Month and day; 29 February is not in every year."""
    with pytest.raises(ValueError, match="a day of every year is written month-day, such as 11-15"):
        a_listing(deadline=deadline)


def test_annual_listing_says_what_it_means() -> None:
    """The sentence names act, deadline, addressee and who is concerned."""
    said = "calendar is due by 11-15 of the year before STARTEX to all (61)"
    assert a_listing().explain(a_problem()) == said
    rule = a_listing(years_before=2, band={"troops": 40000, "above": True}, paragraph=None)
    assert rule.explain(a_problem()) == (
        "calendar is due by 11-15 of the second year before STARTEX to all, for more than 40,000 troops"
    )


def test_annual_listing_alone_makes_the_best_worse() -> None:
    """Only the smaller form can still be held this year."""
    head = {"id": "tiny", "title": "Tiny", "horizon": "2027-12-30/2027-12-31", "as_of": "2027-01-01"}
    line = an_exercise(days=1, worth=9, strength=9000, forms={"small": {"strength": 8999, "loses": 4}})
    problem = a_framed_problem(
        a_listing(band={"troops": 9000}), programme=head, exercises={"alder": line}, history={}
    )
    assert best_with_and_without(problem, "annual_listing") == ((4, 0), (0, 0))
