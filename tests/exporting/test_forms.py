"""Exercises held in a lesser form: every export tells the form's facts, never those of the full one."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from exsched.checking.judge import fingerprint, judge
from exsched.exporting import FORMATS, Selection
from exsched.exporting.report.forms import Lesser, lesser
from exsched.exporting.selection import EVERYTHING
from exsched.intake import read_schedule
from exsched.rulekit.verdict import Answer
from exsched.rules.dated_act import DatedAct
from tests.builders import a_line, a_problem, a_schedule, an_exercise

FULL: dict[str, Any] = {
    "title": "OAK LIVE",
    "kind": "LIVEX",
    "domains": ["land"],
    "days": 12,
    "deploy": 6,
    "redeploy": 4,
    "strength": 9000,
    "tags": ["live-fire"],
    "sites": {"field": ["north"], "hall": ["hq"]},
    "draws": {"awacs": 2},
    "worth": 50,
}
STAFF: dict[str, Any] = {
    "title": "OAK STAFF",
    "kind": "CPX",
    "domains": ["cyber"],
    "days": 5,
    "deploy": 1,
    "redeploy": 1,
    "strength": 400,
    "tags": [],
    "sites": {"hall": ["hq"]},
    "draws": {"awacs": 1},
    "loses": 20,
}
PLACES: dict[str, Any] = {
    "venues": {
        "north": {"name": "North range", "host": "ARV", "kind": "range", "at": [60, 20]},
        "hq": {"name": "Headquarters", "host": "BMK", "kind": "hq", "at": [55, 12]},
    },
    "pools": {"awacs": {"units": 2}},
}


def answer(form: str | None = "staff", **other: Any) -> Answer:
    """OAK in its staff form, or in the one given; a notice is due from 5,000 troops on."""
    rule = DatedAct.model_validate(
        {"act": "prior-notice", "days": 0, "to": "all parties", "strength": "5000.."}
    )
    oak = an_exercise(**FULL, participants=["ARV"], forms={"staff": STAFF, "small": {"strength": 4999}})
    problem = a_problem(rule, **PLACES, exercises={"oak": oak | other})
    line = a_line("oak", "2027-01-08", 12, sites={"field": "north", "hall": "hq"})
    if form == "staff":
        line = a_line("oak", "2027-01-08", 5, sites={"hall": "hq"})
    plan = a_schedule(line.model_copy(update={"form": form}))
    return Answer(problem, plan, judge(problem, plan))


OF_THE_FULL_FORM = ("OAK LIVE", "LIVEX", "9,000", "9000", "North range")


@pytest.mark.parametrize("name", ["csv", "json", "geojson", "ical", "svg"])
def test_format_tells_only_the_facts_of_the_form(name: str) -> None:
    """Title, kind, strength and sites of the form that is held."""
    shown = FORMATS[name].write(answer()).decode()
    assert [word for word in OF_THE_FULL_FORM if word in shown] == []
    assert ("OAK STAFF" in shown, "CPX" in shown) == (True, True)


@pytest.mark.parametrize("name", ["csv", "json"])
def test_schedule_with_a_form_is_read_back(name: str, tmp_path: Path) -> None:
    """The form is part of what is decided."""
    found = answer()
    file = tmp_path / f"schedule{FORMATS[name].suffix}"
    file.write_bytes(FORMATS[name].write(found))
    read, diagnostics = read_schedule(file, found.problem)
    assert read is not None
    assert (fingerprint(read), diagnostics) == (fingerprint(found.schedule), ())


def test_table_row_is_that_of_the_form() -> None:
    """Length, footprint, strength and draws with the rest."""
    row = next(csv.DictReader(io.StringIO(FORMATS["csv"].write(answer()).decode(), newline="")))
    told = {
        "form": "staff",
        "kind": "CPX",
        "domains": "cyber",
        "days": "5",
        "strength": "400",
        "hosts": "BMK",
    }
    told |= {"draws": "awacs*1", "footprint_start": "2027-01-07", "footprint_end": "2027-01-13", "acts": ""}
    assert {column: row[column] for column in told} == told


def test_schedule_file_tells_what_the_form_means() -> None:
    """Its kind, its strength and the worth lost stand under `derived`; nothing of it for the full form."""
    line = json.loads(FORMATS["json"].write(answer()))["lines"][0]
    derived = line["derived"]
    told = {"title": "OAK STAFF", "kind": "CPX", "strength": 400, "worth_lost": 20, "days": 5, "acts": []}
    assert (line["form"], {key: derived[key] for key in told}) == ("staff", told)
    full = json.loads(FORMATS["json"].write(answer(form=None)))["lines"][0]
    assert ("form" in full, "kind" in full["derived"]) == (False, False)


def test_feature_tells_the_form() -> None:
    """The exercise at its venue, with kind and strength of the form; no form for one held in full."""
    users = [
        user
        for feature in json.loads(FORMATS["geojson"].write(answer()))["features"]
        for user in feature["properties"]["exercises"]
    ]
    told = {"title": "OAK STAFF", "kind": "CPX", "strength": 400, "form": "staff", "site": "hall"}
    assert [{key: user[key] for key in told} for user in users] == [told]
    whole = json.loads(FORMATS["geojson"].write(answer(form=None)))["features"]
    assert {"form" in user for place in whole for user in place["properties"]["exercises"]} == {False}


def test_calendar_entry_says_which_form() -> None:
    """In the description, with the strength of the form."""
    data = FORMATS["ical"].write(answer()).decode().replace("\r\n ", "")
    assert "SUMMARY:OAK STAFF (CPX)" in data
    assert "Held in a lesser form: staff.\\nFootprint 7–13 Jan 2027." in data
    assert "Planned strength: 400." in data
    assert "lesser form" not in FORMATS["ical"].write(answer(form=None)).decode()


def test_timeline_draws_the_form() -> None:
    """As a staff exercise of the form's domain, with the form in the tooltip."""
    shown = FORMATS["svg"].write(answer()).decode()
    assert "OAK STAFF (CPX, held as staff): 8–12 Jan 2027; footprint 7–13 Jan 2027." in shown
    (bar,) = re.findall('<g class="bar">.*?</g>', shown)
    assert ('class="run cyber"' in bar, "land" in bar, 'class="staff"' in bar) == (True, False, True)


def test_report_says_what_is_other_than_in_full() -> None:
    """Every difference that is written, and the act that is no longer due."""
    (found,) = lesser(answer(), EVERYTHING)
    assert found == Lesser(
        title="OAK LIVE",
        form="staff",
        changes=(
            "title: OAK STAFF",
            "CPX instead of LIVEX",
            "5 days instead of 12",
            "400 troops instead of 9,000 troops",
            "sites: hall instead of field, hall",
            "activity: none instead of live-fire",
            "draws: awacs 1 instead of awacs 2",
            "2 travel days instead of 10",
            "no need of prior notice to all parties",
        ),
        loses=20,
    )


def test_report_says_that_a_form_was_shaped_below_a_threshold() -> None:
    """A form that differs in strength alone spares the notice, and the report says so."""
    (found,) = lesser(answer("small"), EVERYTHING)
    assert found.changes == (
        "4,999 troops instead of 9,000 troops",
        "no need of prior notice to all parties",
    )


def test_report_has_a_section_of_lesser_forms_only_when_there_are_some() -> None:
    """With a link to it; the table of exercises marks the line too."""
    page = FORMATS["html"].write(answer()).decode()
    section = page[page.index('<section id="forms"') : page.index('<section id="dropped"')]
    assert "|OAK LIVE|staff|title: OAK STAFF|" in re.sub(r"\|+", "|", re.sub("<[^>]+>", "|", section))
    assert ('href="#forms"' in page, "<strong>held as staff</strong>" in page) == (True, True)
    full = FORMATS["html"].write(answer(form=None)).decode()
    assert ('id="forms"' in full, 'href="#forms"' in full) == (False, False)
    assert list(lesser(answer(), Selection(nation="CAL"))) == []
