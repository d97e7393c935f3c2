"""Dated acts in every export: each kind from every rule, with duty, paragraph and standing."""

import csv
import io
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exsched.checking.judge import fingerprint, judge
from exsched.domain.dates import Period
from exsched.exporting import FORMATS
from exsched.exporting.acts import OfDuty, Standing, by_duty, in_a_cell, standing
from exsched.intake import read_schedule
from exsched.rulekit.act import Act, Duty
from exsched.rulekit.rule import Rule
from exsched.rulekit.verdict import Answer
from exsched.rules import RULES
from tests.builders import a_line, a_problem, a_schedule, an_exercise

AS_OF = date(2027, 1, 10)
YEAR = {"id": "tiny", "title": "Tiny programme", "horizon": "2027-01-01/2027-12-31", "as_of": str(AS_OF)}
STATEMENTS: dict[str, dict[str, Any]] = {
    "dated_act": {"act": "prior-notice", "days": 42, "to": "all parties; by note", "paragraph": "par. 38"},
    "annual_listing": {"act": "yearly-list", "to": "parliament", "deadline": "11-15", "soft": 1},
    "host_authorisation": {
        "host": "ARV",
        "authorisations": [{"title": "Law 7", "period": "2027-01-01/2027-12-31", "decide_by": "2027-02-01"}],
    },
    "observation_duty": {"days": 2, "act": "observers", "to": "all parties", "notice": 42},
    "consensus": {"members": ["ARV", "BMK"], "exercises": ["oak"], "deadline": "2027-03-01"},
}
"""A statement of every rule that calls for acts; all of them concern the exercise `oak`."""


def answer(*more: Rule) -> Answer:
    """OAK, held in July, with an act of every rule."""
    rules = [RULES[name].model_validate(body) for name, body in STATEMENTS.items()]
    oak = an_exercise(title="OAK", strength=900, observers=3, sites={"main": ["north"]}, participants=["BMK"])
    problem = a_problem(
        *(*rules, *more),
        programme=YEAR,
        exercises={"oak": oak},
        acts=[{"act": "observers", "exercise": "oak", "on": "2027-01-05"}],
    )
    plan = a_schedule(a_line("oak", "2027-07-01", 5, sites={"main": "north"}, participants={"BMK": "full"}))
    return Answer(problem, plan, judge(problem, plan))


CELL = (
    "2026-11-15 yearly-list to parliament (listing, overdue)"
    ";2027-02-01 to be added to Law 7 to ARV (authorisation, open)"
    ";2027-03-01 end of silence to ARV, BMK (authorisation, open)"
    ";2027-05-20 observers to all parties (invitation, on record)"
    ";2027-05-20 prior-notice to all parties, by note (notification, open)"
)


def test_every_rule_that_calls_for_acts_is_tried_here() -> None:
    """A new rule with acts joins the table above."""
    assert {name for name, rule in RULES.items() if "acts" in vars(rule)} == set(STATEMENTS)
    assert {act.act for act in answer().acts} >= {"prior-notice", "yearly-list", "observers"}
    assert len(answer().acts) == len(STATEMENTS)


def test_schedule_file_tells_duty_and_standing_of_every_act() -> None:
    """What, to whom, due when, from which paragraph, on record or not."""
    told = json.loads(FORMATS["json"].write(answer()))["lines"][0]["derived"]["acts"]
    keys = ("duty", "act", "to", "due", "standing", "on_record", "paragraph")
    assert [tuple(act[key] for key in keys) for act in told] == [
        ("listing", "yearly-list", "parliament", "2026-11-15", "overdue", None, ""),
        ("authorisation", "to be added to Law 7", "ARV", "2027-02-01", "open", None, ""),
        ("authorisation", "end of silence", "ARV, BMK", "2027-03-01", "open", None, ""),
        ("invitation", "observers", "all parties", "2027-05-20", "on record", "2027-01-05", ""),
        ("notification", "prior-notice", "all parties; by note", "2027-05-20", "open", None, "par. 38"),
    ]


def test_table_has_the_acts_of_each_exercise_in_one_cell(tmp_path: Path) -> None:
    """By due date, parted by semicolons; and the table is still read back as the same schedule."""
    found = answer()
    data = FORMATS["csv"].write(found)
    assert [row["acts"] for row in csv.DictReader(io.StringIO(data.decode(), newline=""))] == [CELL]
    file = tmp_path / "schedule.csv"
    file.write_bytes(data)
    read, diagnostics = read_schedule(file, found.problem)
    assert read is not None
    assert (fingerprint(read), diagnostics) == (fingerprint(found.schedule), ())


def test_calendar_has_an_entry_for_every_act_in_the_category_of_its_duty() -> None:
    """The first word says how it stands; no empty brackets where no paragraph is known."""
    data = FORMATS["ical"].write(answer()).decode().replace("\r\n ", "")
    events = [event for event in data.split("BEGIN:VEVENT")[1:] if "\r\nUID:act-" in event]
    shown = {
        (re.findall("SUMMARY:(.*)\r", event)[0], re.findall("CATEGORIES:(.*)\r", event)[0])
        for event in events
    }
    assert shown == {
        ("Overdue: yearly list to parliament: OAK", "Dated act,Listing"),
        ("Due: to be added to Law 7 to ARV: OAK", "Dated act,Authorisation"),
        ("Due: end of silence to ARV\\, BMK: OAK", "Dated act,Authorisation"),
        ("Done: observers to all parties: OAK", "Dated act,Invitation"),
        ("Due: prior notice to all parties\\; by note: OAK", "Dated act,Notification"),
    }
    assert "()" not in data
    assert "due by 20 May 2027 (par. 38)." in data


def test_report_lists_what_is_to_be_done_and_what_is_on_record() -> None:
    """Kinds with their counts first; then the open acts, the overdue ones marked; then those on record."""
    page = FORMATS["html"].write(answer()).decode()
    section = page[page.index('<section id="acts"') : page.index('<section id="planning"')]
    tables = [re.sub("<[^>]+>", "|", table) for table in re.findall("(?s)<table.*?</table>", section)]
    rows = [[re.sub(r"\|+", "|", line) for line in table.splitlines() if "|" in line] for table in tables]
    assert [line for line in rows[0] if line.startswith(("|Listing", "|Invitation"))] == [
        "|Listing|1|0|0|–|",
        "|Invitation|0|0|1|–|",
    ]
    assert [line for line in rows[1] if "parliament" in line] == [
        "|15 Nov 2026|Listing|yearly list|parliament|OAK|–|overdue|"
    ]
    assert [line for line in rows[1] if "prior" in line] == [
        "|20 May 2027|Notification|prior notice|all parties; by note|OAK|par. 38|open|"
    ]
    assert [line for line in rows[2] if "OAK" in line] == [
        "|20 May 2027|Invitation|observers|all parties|OAK|–|on record since |5 Jan 2027|"
    ]


def test_timeline_tells_the_standing_of_an_act() -> None:
    """The tooltip of a mark says kind, addressee, due date and standing."""
    shown = FORMATS["svg"].write(answer()).decode()
    assert "Notification: prior notice to all parties; by note: due 20 May 2027, open" in shown
    assert "Invitation: observers to all parties: due 20 May 2027, on record" in shown


@pytest.mark.parametrize(
    ("due", "on_record", "stands"),
    [
        ("2027-01-09", None, Standing.OVERDUE),
        ("2027-01-10", None, Standing.OPEN),
        ("2027-01-11", None, Standing.OPEN),
        ("2027-01-09", "2027-01-01", Standing.ON_RECORD),
        ("2027-01-09", "2027-01-10", Standing.ON_RECORD),
    ],
)
def test_standing_is_judged_at_as_of(due: str, on_record: str | None, stands: Standing) -> None:
    """Due on the day itself is open still; what is on record is done."""
    on = date.fromisoformat(on_record) if on_record else None
    act = Act(date.fromisoformat(due), "oak", "prior-notice", "host", "", on, Duty.CLEARANCE)
    assert standing(act, AS_OF) is stands
    assert in_a_cell(act, AS_OF) == f"{due} prior-notice to host (clearance, {stands})"


def test_acts_by_duty_count_each_standing_and_name_the_next() -> None:
    """The next is the first open one, never an overdue one."""
    dates = Period.model_validate("2027-01-08/2027-01-12")
    acts = [Act(day, "oak", "call", "host", "", None, Duty.WARNING) for day in dates.each_day()]
    counts = {Standing.OVERDUE: 2, Standing.OPEN: 3, Standing.ON_RECORD: 0}
    assert list(by_duty(acts, AS_OF)) == [OfDuty(Duty.WARNING, counts, AS_OF)]
