"""The calendar: what it shows, and that no client trips over it."""

import os
import subprocess
import sys
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import icalendar
import pytest
import vobject

from exsched.domain.programme import Programme
from exsched.domain.schedule import Schedule
from exsched.exporting import FORMATS, Selection
from exsched.exporting.ical import Publisher, write
from exsched.rulekit.verdict import Answer
from tests.exporting import feed_rules
from tests.exporting.sample import answer, problem, programme, refused, schedule

Dates = dict[str, tuple[date, date]]


def expected(found: Answer) -> Dates:
    """First and last day of every exercise, by UID."""
    return {
        f"ex-{held.id}@exsched.invalid": (held.execution.start, held.execution.end)
        for held in found.laydown.held.values()
    }


def with_title(title: str, notes: str = "") -> Answer:
    """The sample, with a text in one exercise that intake would have refused."""
    facts = programme()
    line = facts.exercises["air-ring-27"].model_copy(update={"title": title, "notes": notes or None})
    venue = facts.venues["kaldbay"].model_copy(update={"name": title})
    changed = facts.model_copy(
        update={
            "exercises": facts.exercises | {"air-ring-27": line},
            "venues": facts.venues | {"kaldbay": venue},
            "programme": facts.programme.model_copy(update={"title": title, "organiser": title}),
        }
    )
    return answer(changed)


def events(data: bytes) -> dict[str, feed_rules.Event]:
    """Events by the part of the UID before the domain."""
    return {event.value("UID").partition("@")[0]: event for event in feed_rules.read(data)[1]}


def test_calendar_keeps_the_feed_rules() -> None:
    """The whole calendar, a draft and every nation's own keep all rules."""
    found = answer()
    asked = [
        Selection(),
        Selection(draft=True),
        *(Selection(nation=n) for n in found.problem.programme.nations),
    ]
    assert [feed_rules.broken(write(found, selection)) for selection in asked] == [[] for _ in asked]


def test_calendar_agrees_with_the_schedule_in_icalendar() -> None:
    """The first reader finds every exercise with its inclusive dates."""
    found = answer()
    calendar: Any = icalendar.Calendar.from_ical(write(found))
    read = {
        str(event["UID"]): (event["DTSTART"].dt, event["DTEND"].dt - timedelta(1))
        for event in calendar.walk("VEVENT")
        if str(event["UID"]).startswith("ex-")
    }
    assert read == expected(found)


def test_calendar_agrees_with_the_schedule_in_vobject() -> None:
    """A second, independent reader finds the same."""
    found = answer()
    calendar = vobject.readOne(write(found).decode())
    read = {
        event.uid.value: (event.dtstart.value, event.dtend.value - timedelta(1))
        for event in calendar.vevent_list
        if event.uid.value.startswith("ex-")
    }
    assert read == expected(found)


def test_calendar_shows_planning_events_and_acts_under_their_exercise() -> None:
    """Every planning event and every dated act is an entry of its own with the exercise as parent."""
    found = answer()
    shown = [
        (event.day("DTSTART"), event.day("DTEND") - timedelta(1), event.value("RELATED-TO").partition("@")[0])
        for name, event in events(write(found)).items()
        if name.startswith(("pe-", "act-"))
    ]
    planned = [(event.start, event.end, f"ex-{event.exercise}") for event in found.planning]
    due = [(act.due, act.due, f"ex-{act.exercise}") for act in found.acts]
    assert sorted(shown) == sorted(planned + due)


def test_calendar_entry_reads_like_this() -> None:
    """One whole entry, byte by byte."""
    data = write(answer()).decode()
    start = data.index("BEGIN:VEVENT\r\nUID:ex-deep-keel-27")
    end = data.index("END:VEVENT\r\n", start) + len("END:VEVENT\r\n")
    assert data[start:end].replace("\r\n ", "").split("\r\n") == [
        "BEGIN:VEVENT",
        "UID:ex-deep-keel-27@exsched.invalid",
        "DTSTAMP:20261101T000000Z",
        "CREATED:20261101T000000Z",
        "LAST-MODIFIED:20261101T000000Z",
        "SEQUENCE:0",
        "STATUS:CONFIRMED",
        "DTSTART;VALUE=DATE:20271004",
        "DTEND;VALUE=DATE:20271016",
        "SUMMARY:DEEP KEEL 27 (LIVEX)",
        "DESCRIPTION:STARTEX 4 Oct 2027\\, ENDEX 15 Oct 2027: 12 days\\, both included.\\n"
        "Footprint 2–17 Oct 2027.\\nSites: sea: Southern sea area (BMK)\\n"
        "Participants: ARV\\, BMK\\, DOR\\n"
        "Forces: 2 × Arvanian frigates (ARV)\\; 2 × Belmark frigates (BMK)\\nPlanned strength: 2\\,200.",
        "LOCATION:Southern sea area (BMK)",
        "GEO:54.7;14.5",
        "CATEGORIES:LIVEX,Maritime,BMK",
        "CLASS:PUBLIC",
        "TRANSP:TRANSPARENT",
        "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
        'ORGANIZER;CN="Northern planning cell":mailto:exercise-planning@exsched.invalid',
        "END:VEVENT",
        "",
    ]


def test_calendar_of_a_draft_is_tentative() -> None:
    """A draft never looks confirmed."""
    assert {event.value("STATUS") for event in events(write(answer(), Selection(draft=True))).values()} == {
        "TENTATIVE"
    }


def test_calendar_of_a_refused_schedule_is_tentative_and_says_so() -> None:
    """No event of a refused schedule looks confirmed, in status, title or name of the calendar."""
    data = write(refused())
    assert feed_rules.broken(data) == []
    shown = events(data).values()
    assert {(e.value("STATUS"), e.value("SUMMARY")[:9]) for e in shown} == {("TENTATIVE", "REFUSED: ")}
    names = [line for line in data.decode().split("\r\n") if line.startswith(("NAME:", "X-WR-CALNAME:"))]
    assert names == [
        "NAME:REFUSED: Northern exercise programme 2027",
        "X-WR-CALNAME:REFUSED: Northern exercise programme 2027",
    ]


def test_calendar_is_the_same_bytes_twice() -> None:
    """Nothing comes from the clock."""
    assert write(answer()) == write(answer())


def test_calendar_event_is_the_same_for_every_selection() -> None:
    """One exercise has the same bytes in every feed."""
    found = answer()
    whole, own = events(write(found)), events(write(found, Selection(nation="DOR")))
    assert {name: whole[name] for name in own} == own
    assert sorted(name for name in own if name.startswith("ex-")) == [
        *("ex-baltic-sweep-27", "ex-deep-keel-27", "ex-grey-map-27", "ex-locked-net-27"),
    ]


def test_calendar_domain_stands_in_every_uid() -> None:
    """The domain is the installation's."""
    data = write(answer(), publisher=Publisher("cell.example", "planning"))
    assert {event.value("UID").partition("@")[2] for event in events(data).values()} == {"cell.example"}
    assert {event.value("ORGANIZER") for event in events(data).values()} == {"mailto:planning@cell.example"}


def test_calendar_without_entries_says_so() -> None:
    """An empty calendar would be taken for an error; it has one entry that explains itself."""
    facts = programme()
    said = problem(facts)
    empty = Schedule(programme="northern-2027")
    found = Answer(said, empty, answer(facts).verdict)
    data = write(found)
    assert feed_rules.broken(data) == []
    assert (
        events(data)["none-northern-2027"].value("SUMMARY")
        == "No entries in Northern exercise programme 2027"
    )


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        pytest.param(
            "x\r\nATTACH:http://evil.example/\r\nBEGIN:VALARM\r\nTRIGGER:-PT1H\r\nEND:VALARM",
            "x ATTACH:http://evil.example/ BEGIN: VALARM TRIGGER:-PT1H END: VALARM (LIVEX)",
            id="text-14",
        ),
        pytest.param("a,b;c\\\\d " + "å" * 150, "a,b;c\\\\d " + "å" * 150 + " (LIVEX)", id="text-16"),
        pytest.param("a\0b\x1bc\u2028d", "abc d (LIVEX)", id="text-17"),
        pytest.param("\\NATO \\\\server\\Nord", "\\NATO \\\\server\\Nord (LIVEX)", id="backslash-N"),
        pytest.param(
            "end\u202e:\u200bvevent \x85END\u200b:VEVENT", "end: vevent END: VEVENT (LIVEX)", id="hidden"
        ),
        pytest.param('Cell: "J7"; NOR, x', 'Cell: "J7"; NOR, x (LIVEX)', id="quotes"),
        pytest.param(
            "\U0001f469\u200d\u2708\ufe0f e\u0301", "\U0001f469\u200d\u2708\ufe0f é (LIVEX)", id="emoji"
        ),
    ],
)
def test_calendar_withstands_hostile_text(title: str, shown: str) -> None:
    """No text in any field adds a line, a component or an event, and harmless text comes back whole."""
    hostile, harmless = write(with_title(title)), write(answer())
    assert feed_rules.broken(hostile) == []
    assert sorted(events(hostile)) == sorted(events(harmless))
    assert feed_rules.text_of(events(hostile)["ex-air-ring-27"].value("SUMMARY")) == shown
    calendar: Any = icalendar.Calendar.from_ical(hostile)
    found = [event for event in calendar.walk("VEVENT") if event["UID"].startswith("ex-air-ring-27")]
    assert [str(event["SUMMARY"]) for event in found] == [shown]


def test_calendar_withstands_hostile_text_without_assertions() -> None:
    """The result does not hang on `python -O`."""
    code = (
        "import sys; from tests.exporting.test_ical import with_title, write;"
        r"sys.stdout.buffer.write(write(with_title('x\r\nBEGIN:VALARM\r\nEND:VALARM')))"
    )
    paths = os.pathsep.join(str(Path(__file__).parents[2] / part) for part in ("src", "."))
    run = [sys.executable, "-O", "-c", code]
    plain = subprocess.run(run, capture_output=True, check=True, env=os.environ | {"PYTHONPATH": paths})
    assert feed_rules.broken(plain.stdout) == []


def test_calendar_tells_apart_events_with_like_names() -> None:
    """`MEL/MIL` and `MEL-MIL` are two events with two UIDs."""
    facts = programme()
    changed: Programme = facts.model_copy(
        update={"planning": {"livex": {"MEL/MIL": 8, "MEL-MIL": 8}, "cpx": {}}}
    )
    data = write(answer(changed))
    assert feed_rules.broken(data) == []
    names = sorted(name for name in events(data) if name.startswith("pe-cold-shield-27"))
    assert names == ["pe-cold-shield-27+MEL-MIL", "pe-cold-shield-27+MEL-MIL-7bed65dc"]


@pytest.mark.skipif(find_spec("khal") is None, reason="khal is not installed")
def test_calendar_is_imported_by_khal(tmp_path: Path) -> None:
    """A third reader, from the vdir family, shows every exercise on its days, both ends included."""
    feed, config = tmp_path / "feed.ics", tmp_path / "khal.conf"
    feed.write_bytes(FORMATS["ical"].write(answer()))
    (tmp_path / "cal").mkdir()
    config.write_text(
        f"[calendars]\n[[feed]]\npath = {tmp_path}/cal\n[sqlite]\npath = {tmp_path}/khal.db\n"
        "[locale]\nlocal_timezone = UTC\ndefault_timezone = UTC\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\n"
        "longdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
    )
    start = [sys.executable, "-c", "from khal.cli import main_khal; main_khal()", "-c", str(config)]
    env = os.environ | {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
    subprocess.run(
        [*start, "import", "--batch", "-a", "feed", str(feed)], check=True, env=env, capture_output=True
    )
    shown = subprocess.run(
        [*start, "list", "--once", "-df", "", "-f", "{start-long}|{end-long}|{uid}", "2025-06-01", "1000d"],
        check=True,
        env=env,
        capture_output=True,
        text=True,
    ).stdout.split()
    lines = [line.split("|") for line in shown if "|ex-" in line]
    read = {uid: (date.fromisoformat(first), date.fromisoformat(last)) for first, last, uid in lines}
    assert read == expected(answer())


def test_calendar_of_the_schedule_given_has_no_dropped_exercise() -> None:
    """What is not held has no entry."""
    dropped = [line.exercise for line in schedule(programme()).lines if not line.held]
    assert dropped == ["marsh-wolf-27"]
    assert not [name for name in events(write(answer())) if "marsh-wolf" in name]
