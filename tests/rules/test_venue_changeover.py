"""Empty days between two users of a venue."""

from typing import Any

import pytest

from exsched.domain.schedule import Line
from exsched.rulekit.finding import Violation
from exsched.rules.venue_changeover import VenueChangeover
from tests.builders import a_line, a_problem, a_programme, an_exercise, findings

NORTH: dict[str, Any] = {"name": "North", "host": "ARV", "kind": "range", "changeover": 2, "source": "note 9"}
NAMES = ("alder", "birch", "cedar")


def facts(**venue: Any) -> dict[str, Any]:
    """Three exercises that go to north, at one or two of their sites."""
    line = an_exercise(sites={"land": ["north"], "staff": ["north"]})
    return {"venues": {"north": NORTH | venue}, "exercises": dict.fromkeys(NAMES, line)}


def a_rule(**parts: Any) -> VenueChangeover:
    """Two empty days at north."""
    return VenueChangeover.model_validate({"venue": "north", "days": 2} | parts)


def at_north(exercise: str, startex: str, days: int = 1) -> Line:
    """An exercise with both its sites at north."""
    return a_line(exercise, startex, days, sites={"land": "north", "staff": "north"})


def test_venue_changeover_is_a_fact_of_venues_that_give_days() -> None:
    """A venue with `changeover` has one; one without, or with 0, has none."""
    found = list(VenueChangeover.from_facts(a_programme(**facts())))
    assert found == [(("venues", "north", "changeover"), a_rule(source="note 9"))]
    assert list(VenueChangeover.from_facts(a_programme(**facts(changeover=0)))) == []
    assert (a_rule().cost, a_rule().unit) == (None, "day")


@pytest.mark.parametrize(
    ("takes", "sentence"),
    [
        ({}, "north takes one user after the other, with 2 empty days in between"),
        (
            {"exercises": 2},
            "each of the 2 places at north takes one user after the other, with 2 empty days in between",
        ),
    ],
)
def test_venue_changeover_explains_itself(takes: dict[str, int], sentence: str) -> None:
    """The sentence says how many places there are and how long they stay empty."""
    assert a_rule().explain(a_problem(**facts(takes=takes))) == sentence


@pytest.mark.parametrize(("startex", "missing"), [("2027-01-08", 0), ("2027-01-07", 1), ("2027-01-06", 2)])
def test_venue_changeover_counts_missing_days(startex: str, missing: int) -> None:
    """Two days stay empty after ENDEX; each day missing counts."""
    found = findings(a_rule(), at_north("alder", "2027-01-04", 2), at_north("birch", startex, 5), **facts())
    assert [f.amount for f in found if isinstance(f, Violation)] == [missing] * bool(missing)


def test_venue_changeover_says_who_and_when() -> None:
    """The sentence names the exercises and the days that should be empty or are shared."""
    found = findings(a_rule(), at_north("alder", "2027-01-05"), at_north("birch", "2027-01-06"), **facts())
    sentence = "alder, birch are at north without 2 empty days in between (on 2027-01-06/2027-01-07)"
    assert found == [Violation(("alder", "birch"), sentence, 2)]


def test_venue_changeover_needs_setup_after_the_empty_days() -> None:
    """The days of setup belong to the next user and are not empty."""
    lines = at_north("alder", "2027-01-05"), at_north("birch", "2027-01-08")
    found = findings(a_rule(), *lines, **facts(setup=1))
    assert [f.amount for f in found if isinstance(f, Violation)] == [1]


def test_venue_changeover_takes_one_user_when_no_number_is_given() -> None:
    """Without `takes.exercises` the venue has one place, so that sharing it is a breach too."""
    lines = at_north("alder", "2027-01-05"), at_north("birch", "2027-01-05")
    assert [f.amount for f in findings(a_rule(), *lines, **facts()) if isinstance(f, Violation)] == [3]


def test_venue_changeover_gives_each_user_a_place() -> None:
    """With two places two users may overlap; a third waits until a place has been empty long enough."""
    lines = at_north("alder", "2027-01-05"), at_north("birch", "2027-01-06")
    two = facts(takes={"exercises": 2})
    assert findings(a_rule(), *lines, at_north("cedar", "2027-01-08"), **two) == []
    found = findings(a_rule(), *lines, at_north("cedar", "2027-01-07"), **two)
    assert [(f.exercises, f.amount) for f in found if isinstance(f, Violation)] == [(NAMES, 1)]


@pytest.mark.parametrize(
    ("valid", "amount"), [("../2027-01-06", 1), ("2027-01-07/..", 1), ("../2027-01-05", 0)]
)
def test_venue_changeover_applies_within_validity(valid: str, amount: int) -> None:
    """Only days within the validity count."""
    lines = at_north("alder", "2027-01-05"), at_north("birch", "2027-01-06")
    found = findings(a_rule(valid=valid), *lines, **facts())
    assert sum(f.amount for f in found if isinstance(f, Violation)) == amount


def test_venue_changeover_is_content_with_one_user() -> None:
    """Two sites of one exercise share a place, and a dropped exercise needs none."""
    assert (
        findings(a_rule(), at_north("alder", "2027-01-05"), Line(exercise="birch", held=False), **facts())
        == []
    )
