"""The equity ledger: each measure by numbers made by hand, earlier years, and what is not known."""

import re
from typing import Any

import pytest

from exsched.checking.judge import judge
from exsched.domain.dates import Period
from exsched.domain.periods import Computed
from exsched.exporting import FORMATS, Selection
from exsched.exporting.ledger import MEASURES, Entry, ledger
from exsched.rulekit.problem import Problem
from exsched.rulekit.verdict import Answer
from tests.builders import a_line, a_problem, a_schedule, an_exercise

NORTH, SOUTH = [60.0, 20.0], [51.0, 20.0]
"""1,001.99 km apart on the ellipsoid (WGS 84, along the meridian)."""
PAST = {
    "elm-25": {
        "dates": "2025-05-01/2025-05-10",
        "hosts": ["BMK"],
        "participants": ["ARV", "BMK"],
        "holidays_lost": {"ARV": 2},
        "wishes_refused": {"BMK": 3},
    },
    "elm-26": {"dates": "2026-05-01/2026-05-04", "hosts": ["ARV", "BMK"], "holidays_lost": {"ARV": 1}},
}


def world(**more: Any) -> Problem:
    """OAK in Arvania with a Belmark brigade; ASH, which may be dropped; two nations that only may join."""
    oak = an_exercise(
        title="OAK",
        wanted="2027-01-04/2027-01-06",
        sites={"main": ["north"]},
        participants={"must": ["ARV", "BMK"], "may": {"CAL": 2, "DOR": 1}},
        forces={"armour": {"need": "1..2", "any_of": ["bde"]}},
    )
    ash = an_exercise(title="ASH", held="may", sites={"main": ["south"]}, participants=["CAL"])
    force = {"name": "Brigade", "nation": "BMK", "domain": "land", "strength": 1200, "elements": 2}
    basis: dict[str, Any] = {
        "nations": {
            "ARV": {"name": "Arvania", "country": "NO"},
            "BMK": {"name": "Belmark", "country": "SE"},
            "CAL": {"name": "Calder"},
            "DOR": {"name": "Doria"},
        },
        "venues": {
            "north": {"name": "North range", "host": "ARV", "kind": "range", "at": NORTH},
            "south": {"name": "South range", "host": "BMK", "kind": "range", "at": SOUTH},
        },
        "forces": {"bde": force | {"home": SOUTH}},
        "exercises": {"oak": oak, "ash": ash},
    }
    return a_problem(**(basis | more))


def answer(problem: Problem | None = None, start: str = "2027-01-05", elements: int = 2) -> Answer:
    """OAK held for five days with CAL, without DOR; ASH not held."""
    line = a_line(
        "oak",
        start,
        5,
        sites={"main": "north"},
        participants={"ARV": "full", "BMK": "full", "CAL": "full"},
        forces={"armour": {"bde": elements}},
    )
    problem, plan = problem or world(), a_schedule(line)
    return Answer(problem, plan, judge(problem, plan))


def column(found: Answer, measure: str) -> dict[str, Entry]:
    """One measure of every nation."""
    return {row.nation: row.entries[MEASURES.index(measure)] for row in ledger(found)}


def now(found: Answer, measure: str) -> dict[str, int | None]:
    """One measure of every nation, in this programme."""
    return {nation: entry.now for nation, entry in column(found, measure).items()}


def test_ledger_counts_hosting_by_exercise_and_by_execution_day() -> None:
    """OAK lies in Arvania for five days."""
    assert now(answer(), "hosted") == {"ARV": 1, "BMK": 0, "CAL": 0, "DOR": 0}
    assert now(answer(), "days hosted") == {"ARV": 5, "BMK": 0, "CAL": 0, "DOR": 0}


@pytest.mark.parametrize(("elements", "travel"), [(1, 2405), (2, 4810)])
def test_ledger_counts_travel_there_and_back_in_thousand_troop_km(elements: int, travel: int) -> None:
    """1,200 troops of each element, 1,001.99 km each way."""
    assert now(answer(elements=elements), "travel") == {"ARV": 0, "BMK": travel, "CAL": 0, "DOR": 0}


@pytest.mark.parametrize("gone", ["home", "strength", "at"])
def test_ledger_marks_travel_of_which_something_is_not_known(gone: str) -> None:
    """A force without home or strength, or a site without position, is `at least`, never nothing."""
    facts = world().programme
    force, venue = facts.forces["bde"], facts.venues["north"]
    lost: dict[str, dict[str, Any]] = {"home": {"home": None}, "strength": {"strength": 0}}
    force = force.model_copy(update=lost.get(gone, {}))
    venue = venue.model_copy(update={"at": None} if gone == "at" else {})
    facts = facts.model_copy(update={"forces": {"bde": force}, "venues": facts.venues | {"north": venue}})
    found = column(answer(Problem(facts)), "travel")
    assert (found["BMK"], found["ARV"]) == (Entry(0, None, at_least=True), Entry(0))


def with_holidays(*periods: tuple[str, dict[str, Any], tuple[str, ...]]) -> Problem:
    """The world with public holidays that intake has worked out."""
    named = {name: {"public_holidays": asked} for name, asked, _ in periods}
    problem = world(periods=named)
    dates = {name: tuple(map(Period.model_validate, days)) for name, _, days in periods}
    worked_out = {
        name: period.resolved(dates[name], Computed()) for name, period in problem.programme.periods.items()
    }
    return Problem(problem.programme.model_copy(update={"periods": worked_out}))


def test_ledger_counts_execution_days_on_public_holidays() -> None:
    """Of nations that take part; a day that two periods hold is one day, and other days do not count."""
    problem = with_holidays(
        ("no", {"country": "NO"}, ("2027-01-01", "2027-01-06", "2027-01-09/2027-01-10")),
        ("no-bank", {"country": "NO", "categories": ["bank"]}, ("2027-01-06/2027-01-07",)),
    )
    assert now(answer(problem), "holidays lost") == {"ARV": 3, "BMK": None, "CAL": None, "DOR": None}


def test_ledger_leaves_regional_holidays_to_the_region() -> None:
    """A part of a country keeps them; what the whole country loses stays not known."""
    problem = with_holidays(("no-03", {"country": "NO", "region": "03"}, ("2027-01-06",)))
    assert now(answer(problem), "holidays lost")["ARV"] is None


@pytest.mark.parametrize(("start", "off"), [("2027-01-05", 0), ("2027-01-07", 1)])
def test_ledger_counts_wishes_refused(start: str, off: int) -> None:
    """DOR is left out, CAL's ASH is not held, and a start off the wish is refused to who must take part."""
    assert now(answer(start=start), "wishes refused") == {"ARV": off, "BMK": off, "CAL": 1, "DOR": 1}


def test_ledger_adds_what_history_records() -> None:
    """Who is not named as host did not host; holidays and wishes of who is not named are not known."""
    found = answer(world(history=PAST))
    assert {name: entry.before for name, entry in column(found, "hosted").items()} == {
        "ARV": 1,
        "BMK": 2,
        "CAL": 0,
        "DOR": 0,
    }
    assert column(found, "days hosted")["BMK"] == Entry(0, 14)
    lost, refused = column(found, "holidays lost"), column(found, "wishes refused")
    assert (lost["ARV"], lost["BMK"], lost["ARV"].total) == (Entry(None, 3), Entry(None), 3)
    assert (refused["BMK"], refused["ARV"], refused["BMK"].total) == (Entry(0, 3), Entry(0), 3)
    assert (column(found, "travel")["BMK"].before, lost["BMK"].total) == (None, None)


def test_ledger_without_history_knows_of_no_earlier_year() -> None:
    """Nothing is written as nothing."""
    assert {entry.before for row in ledger(answer()) for entry in row.entries} == {None}


def shown(found: Answer, selection: Selection | None = None) -> str:
    """The section of the report, as text."""
    page = FORMATS["html"].write(found, selection or Selection()).decode()
    section = page[page.index('<section id="ledger"') : page.index('<section id="map"')]
    return re.sub(r"\|+", "|", re.sub("<[^>]+>", "|", section)).replace("&nbsp;", " ")


def test_report_shows_the_ledger() -> None:
    """This programme first, then earlier years; what is not known is said."""
    text = shown(answer(world(history=PAST)))
    assert "then the 2 exercises on record from earlier years" in text
    assert "|Arvania| |ARV|1 + 1|5 + 4|0|not known| + 3|0|" in text
    assert "|Belmark| |BMK|0 + 2|0 + 14|4,810|not known|0 + 3|" in text
    assert "no earlier years are on record" in shown(answer())


def test_report_of_one_nation_shows_its_ledger_alone() -> None:
    """And says that it counts the whole programme."""
    text = shown(answer(), Selection(nation="BMK"))
    assert ("|Belmark| |BMK|" in text, "|Arvania|" in text) == (True, False)
    assert "Whole programme: what this nation gives and forgoes" in text
