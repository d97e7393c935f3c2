"""What a nation's submission may say: only of what is its own."""

from pathlib import Path

import pytest

from exsched.intake import Diagnostic, load
from exsched.intake.submissions import AMONG, BESIDE, OF_OWN_EXERCISES
from exsched.rules import RULES
from tests.intake.programmes import HEAD

MAIN = (
    HEAD
    + """\
groups: {PAIR: [ARV, BMK]}
areas: {here: {venues: [north]}}
exercises:
  alpha: {title: A, days: 3, held: may, series: a, sites: {land: north}, participants: [ARV]}
include: belmark.yaml
"""
)
OWN = """\
owner: BMK
venues: {south: {name: South, host: BMK, kind: range}}
forces: {guns: {name: Guns, nation: BMK, domain: land}}
areas: {there: {venues: [south]}, both: {venues: [south, north]}}
pools: {wagons: {units: 3}}
exercises:
  bravo:
    {title: B, days: 3, held: may, series: b, tags: [winter], sites: {land: south},
     participants: {must: [BMK, CAL]}}
"""


def submitted(folder: Path, *parts: str, **files: str) -> tuple[Diagnostic, ...]:
    """What is found in a programme with the submission of one nation."""
    (folder / "programme.yaml").write_text(MAIN, encoding="utf-8")
    (folder / "belmark.yaml").write_text(OWN + "\n".join(parts) + "\n", encoding="utf-8")
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load(folder).diagnostics


def faults(found: tuple[Diagnostic, ...]) -> list[tuple[str, str]]:
    """Code and message, without the part that names the submission."""
    return [(d.code, d.message.partition("): ")[2] or d.message) for d in found]


@pytest.mark.parametrize(
    "rule",
    [
        "{rule: host_refusal, nation: BMK, hosts: [ARV], areas: [here]}",
        "{rule: incompatible_participants, nations: [ARV, BMK], unless_present: CAL}",
        "{rule: incompatible_participants, nations: [PAIR, CAL]}",
        "{rule: incompatible_participants, nations: [CAL], against: [BMK]}",
        "{rule: consensus, members: [PAIR], exercises: [alpha], deadline: 2027-02-01, objections: [BMK]}",
        "{rule: moratorium, parties: [PAIR], dates: 2027-05-01}",
        "{rule: conditional_participation, nation: BMK, not_if: {present: [ARV]}}",
        "{rule: blackout_period, nations: [BMK], dates: 2027-05-01}",
        "{rule: blackout_period, venues: [south], dates: 2027-05-01}",
        "{rule: blackout_period, areas: [there], dates: 2027-05-01}",
        "{rule: host_load, nation: BMK, exercises: 1}",
        "{rule: abroad_load, nation: BMK, exercises: 1}",
        "{rule: venue_closure, venue: south, dates: 2027-05-01}",
        "{rule: force_availability, force: guns, dates: 2027-05-01}",
        "{rule: shared_asset_pool, pool: wagons}",
        "{rule: required_participants, exercises: [alpha], all_of: [BMK]}",
        "{rule: required_participants, exercises: [bravo], of: [PAIR, CAL], at_least: 2}",
        "{rule: precedence, first: alpha, then: bravo}",
        "{rule: linked_exercises, exercises: [alpha, bravo], relation: overlap}",
        "{rule: spacing, where: {exercises: [bravo]}, days: 3}",
        "{rule: spacing, where: {tags: [winter]}, days: 3}",
        "{rule: locked_line, exercise: bravo, startex: 2027-05-01, participants: [BMK, CAL]}",
        "{rule: dated_act, act: notice, days: 10, to: staff, hosts: [BMK]}",
    ],
)
def test_a_submission_speaks_of_its_own(tmp_path: Path, rule: str) -> None:
    """Own nation, forces, venues, exercises and part are free to speak of, and the context may be anybody."""
    assert faults(submitted(tmp_path, f"rules: [{rule}]")) == []


@pytest.mark.parametrize(
    ("rule", "what"),
    [
        ("{rule: host_refusal, nation: ARV, hosts: [BMK]}", "host_refusal speaks of ARV"),
        (
            "{rule: incompatible_participants, nations: [ARV, CAL]}",
            "incompatible_participants speaks of ARV, CAL, and BMK is not among them",
        ),
        (
            "{rule: blackout_period, nations: [PAIR], dates: 2027-05-01}",
            "blackout_period speaks of PAIR, which is ARV, BMK's",
        ),
        (
            "{rule: venue_closure, venue: north, dates: 2027-05-01}",
            "venue_closure speaks of north, which is ARV's",
        ),
        (
            "{rule: blackout_period, areas: [both], dates: 2027-05-01}",
            "blackout_period speaks of both, which is not BMK's alone",
        ),
        ("{rule: host_load, nation: CAL, exercises: 1}", "host_load speaks of CAL"),
        (
            "{rule: required_participants, exercises: [alpha], all_of: [CAL]}",
            "required_participants speaks of CAL",
        ),
        (
            "{rule: exercise_window, exercise: alpha, startex: 2027-05-01}",
            "exercise_window speaks of alpha, which is not an exercise of BMK",
        ),
        (
            "{rule: locked_line, exercise: alpha, participants: [ARV]}",
            "locked_line speaks of alpha, which is not an exercise of BMK",
        ),
        (
            "{rule: spacing, where: {kinds: [OTHER]}, days: 3}",
            "spacing speaks of alpha too, which is not an exercise of BMK",
        ),
        (
            "{rule: consensus, members: [PAIR], exercises: [alpha], deadline: 2027-02-01, objections: [ARV]}",
            "consensus speaks of ARV",
        ),
        ("{rule: legal_cover, kind: SOFA}", "legal_cover speaks of everybody"),
    ],
)
def test_a_submission_does_not_speak_of_others(tmp_path: Path, rule: str, what: str) -> None:
    """A statement about somebody else is refused, with its place, its owner and who may say it."""
    (found,) = submitted(tmp_path, f"rules: [{rule}]")
    assert faults((found,)) == [("E215", what)]
    assert found.message.startswith("this file is BMK's submission (belmark.yaml:1:8): ")
    assert found.hint is not None
    assert found.hint.startswith("move it to a")
    assert found.place is not None
    assert found.place.file == "belmark.yaml"


def test_a_submission_describes_its_own_only(tmp_path: Path) -> None:
    """Nations, agreements, past exercises and acts of others are refused, each in its place."""
    found = submitted(
        tmp_path,
        "nations: {DOR: {name: Doria}}",
        "agreements: {sofa: {kind: SOFA, parties: [ARV, CAL]}}",
        "history:",
        "  old: {title: Old, dates: 2026-03-01, hosts: [ARV]}",
        "  own: {title: Own, dates: 2026-03-01, hosts: [BMK], holidays_lost: {BMK: 1, ARV: 2}}",
        "acts:",
        "  - {act: notice, exercise: alpha, on: 2026-05-01}",
        "  - {act: notice, exercise: bravo, on: 2026-05-01}",
    )
    assert faults(found) == [
        ("E215", "it cannot describe DOR"),
        ("E215", "BMK is not a party to sofa"),
        ("E215", "BMK neither commanded nor hosted nor took part in old"),
        ("E215", "it cannot say what ARV gave up"),
        ("E215", "BMK has no part in alpha, so it cannot put notice on record for it"),
    ]
    assert found[3].hint == "move it to a submission of ARV, or a file without `owner:`"


def test_a_submission_owns_neither_foreign_ground_nor_troops(tmp_path: Path) -> None:
    """Ground and troops of another nation are its own to describe; so is an exercise without the owner."""
    other = """\
owner: BMK
venues: {east: {name: East, host: CAL, kind: range}}
forces: {tanks: {name: Tanks, nation: ARV, domain: land}}
exercises: {delta: {title: D, days: 2, sites: {land: north}, participants: [CAL]}}
"""
    found = submitted(tmp_path, "include: more.yaml", more=other)
    assert faults(found) == [
        ("E215", "east lies in CAL"),
        ("E215", "tanks belongs to ARV"),
        ("E215", "BMK neither commands nor could host or take part in delta"),
    ]


def test_what_a_submission_includes_belongs_to_it(tmp_path: Path) -> None:
    """A file that only a submission includes is stamped and limited as the submission is."""
    assert faults(
        submitted(
            tmp_path, "include: more.yaml", more="rules: [{rule: host_load, nation: CAL, exercises: 1}]"
        )
    ) == [("E215", "host_load speaks of CAL")]
    assert faults(submitted(tmp_path, "include: more.yaml", more="owner: CAL\n")) == [
        ("E211", '"CAL" owns this file, and "BMK" the one that includes it')
    ]
    assert faults(submitted(tmp_path, "include: more.yaml", more="pools: {awacs: {units: 2}}")) == []


def test_a_submission_leaves_the_programme_to_the_main_file(tmp_path: Path) -> None:
    """Header, goals, settings and library data are for the main file."""
    found = submitted(
        tmp_path,
        "goals: [[hold_exercises]]",
        "solve: {time_limit: 5}",
        "include: library:planning/defaults",
    )
    assert [d.code for d in found] == ["E216"] * 3
    assert found[0].message == "`goals:` is said in BMK's submission, and only the main file may do so"


def test_the_main_file_speaks_for_all(tmp_path: Path) -> None:
    """An owner at the head of the main file stamps its statements and forbids nothing."""
    text = f"owner: ARV\n{HEAD}rules: [{{rule: host_load, nation: BMK, exercises: 1}}]\n"
    (tmp_path / "programme.yaml").write_text(text, encoding="utf-8")
    loaded = load(tmp_path)
    assert loaded.problem is not None
    assert [s.rule.owner for s in loaded.problem.statements if not s.fact] == ["ARV"]


def test_a_submission_may_bring_an_exercise_that_it_commands(tmp_path: Path) -> None:
    """Whoever commands may plan it on foreign ground, and speak of it afterwards."""
    more = """\
exercises: {delta: {title: D, days: 2, command: BMK, sites: {land: north}, participants: [CAL]}}
rules: [{rule: precedence, first: delta, then: alpha}]
"""
    assert faults(submitted(tmp_path, "include: more.yaml", more=more)) == []


@pytest.mark.parametrize("table", [AMONG, BESIDE])
def test_exceptions_name_fields_that_exist(table: dict[str, frozenset[str]]) -> None:
    """An exception for a rule names fields of that rule."""
    gone = {
        (name, field)
        for name, fields in table.items()
        for field in fields
        if name in RULES and field not in RULES[name].model_fields
    }
    assert gone == set()


def test_exceptions_name_rules_that_exist() -> None:
    """Every exception is for a rule that there is."""
    assert {*AMONG, *BESIDE, *OF_OWN_EXERCISES} - set(RULES) == set()
