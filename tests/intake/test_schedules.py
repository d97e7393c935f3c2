"""Schedules typed by hand and written by us."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exsched.domain.exercises import Role
from exsched.domain.schedule import Line, Schedule
from exsched.intake import Diagnostic, load_text, read_schedule
from exsched.rulekit.problem import Problem
from tests.intake.programmes import HEAD, a_problem

PARTS = """\
pools: {}
forces:
  guns: {name: Guns, nation: ARV, domain: land, capabilities: [artillery], elements: 3}
  ships: {name: Ships, nation: BMK, domain: maritime, capabilities: [frigate, artillery], elements: 2}
exercises:
  alpha:
    title: Alpha
    days: 10
    sites: {land: [north, south], port: [harbour], both: [north, harbour]}
    participants: {must: [ARV], may: {BMK: {role: staff}}}
    forces:
      fire: {need: 0..3, capability: artillery}
      fleet: {need: 0..2, capability: frigate}
  bravo: {title: Bravo, days: 5, held: may, sites: {land: [north, south]}}
"""
VENUES = """\
venues:
  north: {name: North, host: ARV, kind: range}
  south: {name: South, host: BMK, kind: range}
  harbour: {name: Harbour, host: BMK, kind: port}
"""
START, END = date(2027, 3, 1), date(2027, 3, 10)
HEADER = "exercise,startex,endex,sites,participants,forces\n"


@pytest.fixture(scope="module")
def problem() -> Problem:
    """Two exercises with sites and roles to be matched."""
    loaded = load_text(HEAD[: HEAD.index("venues:")] + VENUES + PARTS)
    assert loaded.problem is not None, [d.message for d in loaded.diagnostics]
    return loaded.problem


def read(problem: Problem, text: str) -> tuple[Schedule | None, tuple[Diagnostic, ...]]:
    """The schedule in a text from standard input."""
    return read_schedule("-", problem, stdin=text.encode())


def line(**rest: Any) -> Line:
    """Alpha on its ten days."""
    return Line(exercise="alpha", startex=START, endex=END, **rest)


def the_line(problem: Problem, row: str) -> Line:
    """The only line of a CSV schedule."""
    schedule, diagnostics = read(problem, HEADER + row + "\n")
    assert schedule is not None, [d.message for d in diagnostics]
    return schedule.lines[0]


def test_csv_is_read_with_needs_and_roles(problem: Problem) -> None:
    """Everything written out is taken as it stands."""
    row = "alpha,2027-03-01,2027-03-10,land=south;port=harbour,ARV;CAL:observer,fire=guns:2;fleet=ships"
    assert the_line(problem, row) == line(
        sites={"land": "south", "port": "harbour"},
        participants={"ARV": Role.FULL, "CAL": Role.OBSERVER},
        forces={"fire": {"guns": 2}, "fleet": {"ships": 1}},
    )


def test_csv_is_read_in_the_form_that_export_writes(problem: Problem) -> None:
    """`NATION=role` and `role=force*2` are read too."""
    row = "alpha,2027-03-01,2027-03-10,,BMK=staff,fire=guns*2"
    expected = line(participants={"BMK": Role.STAFF}, forces={"fire": {"guns": 2}})
    assert the_line(problem, row) == expected


def test_csv_matches_bare_venues_to_the_needs_that_can_take_them(problem: Problem) -> None:
    """Each bare venue meets a site it fits, whatever the order, and none is left over if there is a way."""
    for cell in ("north;harbour;south", "south;north;harbour", "harbour;south;north"):
        row = f"alpha,2027-03-01,2027-03-10,{cell},ARV,"
        assert the_line(problem, row).sites == {"land": "south", "port": "harbour", "both": "north"}


def test_csv_lets_one_venue_meet_two_sites(problem: Problem) -> None:
    """When fewer venues than sites are listed, the first of them that fits meets the rest."""
    row = "alpha,2027-03-01,2027-03-10,harbour;south,ARV,"
    assert the_line(problem, row).sites == {"land": "south", "port": "harbour", "both": "harbour"}


def test_csv_leaves_a_venue_that_does_not_fit_to_the_checker(problem: Problem) -> None:
    """A wrong venue at the only free site is a rule broken, not a file refused."""
    schedule, _ = read(problem, HEADER + "bravo,2027-03-01,2027-03-05,harbour,,\n")
    assert schedule is not None
    assert schedule.lines[0].sites == {"land": "harbour"}


def test_csv_gives_participants_the_role_of_the_programme(problem: Problem) -> None:
    """A bare nation takes part as the exercise says, and else in full."""
    row = "alpha,2027-03-01,2027-03-10,,ARV;BMK;CAL,"
    expected = {"ARV": Role.FULL, "BMK": Role.STAFF, "CAL": Role.FULL}
    assert the_line(problem, row).participants == expected


def test_csv_matches_bare_forces_to_the_role_with_the_fewest_others(problem: Problem) -> None:
    """Ships go to the role that only they can fill, and to the other one when that is full."""
    row = "alpha,2027-03-01,2027-03-10,,ARV,guns:2;ships:2"
    assert the_line(problem, row).forces == {"fire": {"guns": 2}, "fleet": {"ships": 2}}


def test_csv_knows_exercises_that_are_not_held(problem: Problem) -> None:
    """`held` says so; exercises without a row are not held either."""
    schedule, _ = read(problem, "exercise,held,title\nbravo,no,Bravo\n")
    assert schedule == Schedule(programme="tiny", lines=(Line(exercise="bravo", held=False),))


def test_csv_reads_quoted_cells_over_several_lines(problem: Problem) -> None:
    """A title with a line break does not shift the places of later rows."""
    text = 'exercise,title,startex,endex\nbravo,"Bravo,\nsecond",2027-03-01,2027-03-05\nomega,,,\n'
    _, diagnostics = read(problem, text)
    assert [(d.code, str(d.place)) for d in diagnostics] == [("E401", "-:4:1")]


def test_yaml_takes_the_short_forms(problem: Problem) -> None:
    """Lists as in a CSV cell, one venue as text, and mappings as in the file that we write."""
    text = (
        "programme: tiny\nlines:\n"
        "  - {exercise: alpha, startex: 2027-03-01, endex: 2027-03-10, sites: [harbour, north],\n"
        "     participants: [ARV, BMK], forces: ['guns:2']}\n"
        "  - {exercise: bravo, startex: 2027-03-01, endex: 2027-03-05, sites: south}\n"
    )
    schedule, diagnostics = read(problem, text)
    assert diagnostics == ()
    assert schedule is not None
    assert schedule.lines[0].sites == {"land": "north", "port": "harbour", "both": "harbour"}
    assert schedule.lines[1].sites == {"land": "south"}


def test_json_of_ours_is_read_back_and_what_is_derived_ignored(problem: Problem) -> None:
    """The keys that follow from the rest may say anything."""
    document = {
        "programme": "tiny",
        "lines": [
            json.loads(line(sites={"land": "north"}, participants={"ARV": Role.FULL}).model_dump_json())
            | {"derived": {"footprint": "nonsense", "anything": [1, 2]}},
            {"exercise": "bravo", "held": False, "startex": None, "endex": None, "derived": {}},
        ],
        "outcome": {"status": "optimal"},
        "verdict": {"verdict": "allowed"},
        "made_with": {"input_sha256": problem.input_hash},
    }
    schedule, diagnostics = read(problem, json.dumps(document))
    assert diagnostics == ()
    assert schedule is not None
    assert schedule.lines == (
        line(sites={"land": "north"}, participants={"ARV": Role.FULL}),
        Line(exercise="bravo", held=False),
    )


def test_schedule_of_an_earlier_input_is_read_with_a_note(problem: Problem) -> None:
    """A schedule whose programme has changed is checked all the same."""
    text = '{"programme": "tiny", "lines": [], "made_with": {"input_sha256": "0123"}}'
    schedule, diagnostics = read(problem, text)
    assert schedule == Schedule(programme="tiny")
    assert [(d.code, d.severity.value) for d in diagnostics] == [("W613", "note")]


def test_schedule_errors_are_all_shown(problem: Problem) -> None:
    """One wrong row hides no other."""
    rows = "alhpa,2027-03-01,2027-03-10,,,\nalpha,2027-3-1,2027-03-10,,XXX,\n"
    _, diagnostics = read(problem, HEADER + rows)
    assert [(d.code, d.place.line if d.place else 0) for d in diagnostics] == [
        ("E401", 2),
        ("E303", 3),
        ("E401", 3),
    ]


@pytest.mark.parametrize(("name", "code"), [("missing.csv", "E101"), (".", "E103")])
def test_schedule_that_is_not_there_is_refused(
    tmp_path: Path, problem: Problem, name: str, code: str
) -> None:
    """A missing file and a folder are no schedules."""
    schedule, diagnostics = read_schedule(tmp_path / name, problem)
    assert (schedule, [d.code for d in diagnostics]) == (None, [code])


def test_schedule_from_another_problem_is_refused() -> None:
    """The id of the programme must agree."""
    schedule, diagnostics = read(a_problem("exercises: {}"), "programme: other\nlines: []\n")
    assert (schedule, [d.code for d in diagnostics]) == (None, ["E403"])


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        ("alpha,2027-03-01,2027-03-10,land=north;land=south,ARV,", ["E311"]),
        ("alpha,2027-03-01,2027-03-10,north;south;south,ARV,", ["E404"]),
        ("alpha,2027-03-01,2027-03-10,,ARV,guns:two", ["E309"]),
        ("alpha,2027-03-01,2027-03-10,,ARV,fire=guns;fire=guns", ["E311"]),
        ("bravo,2027-03-01,2027-03-05,,ARV,guns", ["E404"]),
        ("alpha,2027-03-01,2027-03-10,,ARV,guns;guns;guns", ["E404"]),
    ],
)
def test_csv_refuses_what_means_two_things(problem: Problem, row: str, codes: list[str]) -> None:
    """What is listed twice, or fits nowhere, is not guessed."""
    schedule, diagnostics = read(problem, f"{HEADER}{row}\n")
    assert (schedule, [d.code for d in diagnostics]) == (None, codes)


def test_csv_with_a_note_of_an_earlier_input_is_read(problem: Problem) -> None:
    """The hash that export writes into each row is compared."""
    _, diagnostics = read(problem, "exercise,held,input_sha256\nbravo,no,0123\n")
    assert [d.code for d in diagnostics] == ["W613"]


def test_yaml_refuses_entries_that_are_no_text(problem: Problem) -> None:
    """A list in short form holds names, and an exercise is named by text."""
    text = (
        "programme: tiny\nlines:\n"
        "  - {exercise: alpha, startex: 2027-03-01, endex: 2027-03-10, sites: [7], participants: {ARV: }}\n"
        "  - {exercise: ~}\n"
        "  - {startex: 2027-03-01}\n"
    )
    _, diagnostics = read(problem, text)
    assert [(d.code, d.place.line if d.place else 0) for d in diagnostics] == [
        ("E301", 3),
        ("E401", 4),
        ("E204", 5),
    ]


@pytest.mark.parametrize(
    "text",
    [
        HEADER + "alpha,2027-03-01,2027-03-10,,BMK=observer,\n",
        "programme: tiny\nlines:\n"
        "- {exercise: alpha, startex: 2027-03-01, endex: 2027-03-10, participants: {BMK: observer}}\n",
    ],
)
def test_schedule_refuses_another_role_than_the_declared(problem: Problem, text: str) -> None:
    """A role that the programme settles cannot be rewritten in a schedule."""
    schedule, (found,) = read(problem, text)
    what = "BMK takes part in alpha as staff, not as observer"
    assert (schedule, found.code, found.message, found.known) == (None, "E405", what, ("staff",))
    assert found.place is not None


def test_csv_with_semicolons_takes_lists_with_commas(problem: Problem) -> None:
    """The form that a spreadsheet writes where the comma is the decimal mark."""
    text = (
        HEADER.replace(",", ";")
        + "alpha;2027-03-01;2027-03-10;land=south,port=harbour;ARV, CAL;fire=guns:2\n"
    )
    schedule, diagnostics = read(problem, text)
    expected = line(
        sites={"land": "south", "port": "harbour"},
        participants={"ARV": Role.FULL, "CAL": Role.FULL},
        forces={"fire": {"guns": 2}},
    )
    assert (schedule, diagnostics) == (Schedule(programme="tiny", lines=(expected,)), ())


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("46517", "46517 is a spreadsheet's number for 2027-05-10"),
        ("5/17/2027", "5/17/2027: write 2027-05-17"),
        ("17.05.2027", "17.05.2027: write 2027-05-17"),
        ("5/6/2027", "5/6/2027: day and month could be swapped; write YYYY-MM-DD"),
        ("May 17", "May 17: a date is written YYYY-MM-DD"),
    ],
)
def test_csv_says_how_to_write_a_date(problem: Problem, written: str, message: str) -> None:
    """What a spreadsheet makes of a date is recognised; nothing is guessed."""
    schedule, diagnostics = read(problem, f"{HEADER}alpha,{written},2027-06-10,,ARV,\n")
    assert (schedule, [(d.code, d.message) for d in diagnostics]) == (None, [("E303", message)])
