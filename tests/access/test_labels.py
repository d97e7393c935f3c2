"""Labels: what a programme says about who may see what."""

from typing import Any

import pytest

from exsched.access import (
    Label,
    label_of_cover,
    label_of_exercise,
    label_of_notes,
    label_of_part,
    label_of_statement,
)
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem
from tests.builders import a_line, a_schedule
from tests.intake.programmes import a_problem

EVERYBODY = frozenset({"ARV", "BMK", "CAL"})


def an_exercise(**parts: Any) -> Problem:
    """A problem with one exercise that may be held at the range of Arvania."""
    said = ", ".join(f"{key}: {value}" for key, value in parts.items())
    return a_problem(
        "groups: {SOUTH: [BMK, CAL]}",
        "forces: {cal-company: {name: Company, nation: CAL, domain: land}}",
        f"exercises: {{alpha: {{title: A, days: 3, {said}}}}}",
    )


def full(problem: Problem, laydown: Laydown | None = None) -> set[str]:
    """Who sees the exercise in full."""
    return set(label_of_exercise(problem, "alpha", laydown).full)


@pytest.mark.parametrize(
    ("parts", "seen_by"),
    [
        ({}, set()),
        ({"participants": "[ARV, BMK]"}, {"ARV", "BMK"}),
        ({"participants": "{may: {CAL: 1}}"}, {"CAL"}),
        ({"command": "BMK"}, {"BMK"}),
        ({"participants": "[ARV]", "release": "[CAL]"}, {"CAL"}),
        ({"participants": "[ARV]", "release": "[SOUTH]"}, {"BMK", "CAL"}),
        ({"participants": "[ARV]", "release": "[]"}, set()),
        ({"participants": "{must: {ARV: {}, CAL: {release: [ARV]}}}"}, {"ARV"}),
        ({"participants": "{must: {ARV: {}, CAL: {release: [SOUTH]}}}"}, {"ARV", "CAL"}),
    ],
)
def test_exercise_is_seen_by(parts: dict[str, str], seen_by: set[str]) -> None:
    """`release` decides alone; without it, those who take part and may know it, and who commands."""
    assert full(an_exercise(**parts)) == seen_by


def test_exercise_is_seen_by_those_who_take_part_in_the_schedule() -> None:
    """Hosts and owners of forces see an exercise without `release`; with one, it decides alone."""
    line = a_line(
        "alpha",
        "2027-01-10",
        days=3,
        sites={"land": "north"},
        participants={"BMK": "full"},
        forces={"r": {"cal-company": 1}},
    )
    parts = {"sites": "{land: north}", "forces": "{r: {need: 1, domain: land}}"}
    open_one, closed = an_exercise(**parts), an_exercise(**parts, release="[BMK]")
    assert full(open_one) == set()
    assert full(open_one, Laydown(open_one, a_schedule(line))) == {"ARV", "BMK", "CAL"}
    assert full(closed, Laydown(closed, a_schedule(line))) == {"BMK"}


def test_busy_is_less_than_full() -> None:
    """A nation that may see all sees no block."""
    problem = an_exercise(participants="[BMK]", busy="[SOUTH, ARV]")
    assert label_of_exercise(problem, "alpha") == Label(frozenset({"BMK"}), frozenset({"ARV", "CAL"}))


def test_part_is_known_to_its_release_among_those_who_see_the_exercise() -> None:
    """The release of a part never reaches beyond the exercise's own."""
    problem = an_exercise(participants="{must: {ARV: {}, BMK: {release: [ARV, CAL]}}}", release="[ARV, BMK]")
    whole = label_of_exercise(problem, "alpha")
    assert label_of_part(problem, "alpha", "BMK", whole) == Label(frozenset({"ARV"}))
    assert label_of_part(problem, "alpha", "ARV", whole) == Label(frozenset({"ARV", "BMK"}))


def test_notes_are_nobody_elses_unless_released() -> None:
    """Left out, only the owner reads them; `notes_release` never reaches beyond the exercise."""
    plain = an_exercise(participants="[ARV]")
    told = an_exercise(participants="[ARV]", notes_release="[ARV, CAL]")
    for problem, readers in ((plain, frozenset[str]()), (told, frozenset({"ARV"}))):
        whole = label_of_exercise(problem, "alpha")
        assert label_of_notes(problem, "alpha", whole) == Label(readers)


def test_cover_is_never_seen_in_full() -> None:
    """Nobody but the authority is told that a block is a cover."""
    problem = a_problem("cover: {c: {venue: north, dates: 2027-03-01/2027-03-07, release: [CAL]}}")
    assert label_of_cover(problem, "c") == Label(busy=frozenset({"CAL"}))


@pytest.mark.parametrize(
    ("rule", "seen_by"),
    [
        ("rule: spacing, days: 3", EVERYBODY),
        ("rule: spacing, days: 3, owner: ARV", {"ARV"}),
        ("rule: spacing, days: 3, release: [BMK]", {"BMK"}),
        ("rule: spacing, days: 3, owner: ARV, release: []", {"ARV"}),
        ("rule: spacing, days: 3, owner: ARV, release: [SOUTH]", EVERYBODY),
        ("rule: incompatible_participants, nations: [ARV, BMK]", {"ARV", "BMK"}),
        ("rule: host_load, nation: CAL, exercises: 1", {"CAL"}),
        ("rule: venue_closure, venue: north, dates: 2027-03-01", {"ARV"}),
        ("rule: tempo_cap, force: cal-company, days: 9, within: 99", {"CAL"}),
        ("rule: moratorium, parties: [SOUTH], dates: 2027-03-01", {"BMK", "CAL"}),
    ],
)
def test_statement_is_told_to(rule: str, seen_by: set[str]) -> None:
    """`release`, else the owner, else those named or whose forces and venues are named, else everybody."""
    problem = a_problem(
        "groups: {SOUTH: [BMK, CAL]}",
        "forces: {cal-company: {name: Company, nation: CAL, domain: land}}",
        "exercises: {alpha: {title: A, days: 3}}",
        f"rules: [{{{rule}}}]",
    )
    assert label_of_statement(problem, problem.statements[0]).full == seen_by
