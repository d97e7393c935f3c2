"""What became of each statement from one programme to the next."""

import pytest

from exsched.intake import Loaded, load_text
from exsched.intake.comparing import compare, shipped, written

OLD = """\
programme: {id: y27, title: Y, horizon: 2027-01-01/2027-12-31}
nations: {ARV: {name: Arvania}, BMK: {name: Belmark}}
venues: {north: {name: North, host: ARV, kind: range, closed: [{dates: 2027-02-01}]}}
periods: {leave: {dates: 2027-07-01/2027-07-31}}
exercises:
  alpha-27: {title: A, days: 3, series: alpha, sites: {land: north}, participants: [ARV, BMK]}
  bravo-27: {title: B, days: 3, series: bravo, participants: [ARV, BMK]}
rules:
"""
NEW = OLD.replace("2027", "2028").replace("y27", "y28").replace("-27:", "-28:")


def programme(head: str, *rules: str) -> Loaded:
    """A programme with these statements."""
    loaded = load_text(head + "".join(f"  - {{{rule}}}\n" for rule in rules))
    assert loaded.problem is not None, loaded.diagnostics
    return loaded


def fates(old: tuple[str, ...], new: tuple[str, ...]) -> list[tuple[str, str, list[str]]]:
    """Fate, key and differences of each statement."""
    found = compare(programme(OLD, *old), programme(NEW, *new))
    return [
        (str(one.fate), one.said.key, [f"{d.field}: {d.old} -> {d.new}" for d in one.differences])
        for one in found
    ]


LOAD = "rule: host_load, nation: ARV, exercises: 2"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ((LOAD,), (LOAD,), [("unchanged", "rules[0]", [])]),
        ((), (LOAD,), [("new", "rules[0]", [])]),
        ((LOAD,), (), [("dropped", "rules[0]", [])]),
        (
            (f"id: cap, {LOAD}",),
            ("id: cap, rule: host_load, nation: ARV, exercises: 3",),
            [("changed", "cap", ["exercises: 2 -> 3"])],
        ),
        (
            (LOAD,),
            (f"{LOAD}, soft: 5, reason: rest",),
            [("changed", "rules[0]", ["reason: None -> rest", "soft: None -> 5"])],
        ),
        ((LOAD,), (f"id: cap, {LOAD}",), [("changed", "cap", ["id: None -> cap"])]),
        (
            (f"{LOAD}, valid: ../2027-12-31",),
            (f"{LOAD}, valid: ../2027-12-31",),
            [("outdated", "rules[0]", [])],
        ),
        (
            (f"id: cap, {LOAD}",),
            ("id: cap, rule: abroad_load, nation: ARV, exercises: 2",),
            [("changed", "cap", ["rule: host_load -> abroad_load"])],
        ),
        (
            (LOAD, "rule: host_load, nation: BMK, exercises: 1"),
            ("rule: host_load, nation: BMK, exercises: 1", LOAD),
            [("unchanged", "rules[0]", []), ("unchanged", "rules[1]", [])],
        ),
        ((LOAD, LOAD), (LOAD,), [("dropped", "rules[1]", []), ("unchanged", "rules[0]", [])]),
    ],
)
def test_statements_are_matched_by_id_else_by_content(
    old: tuple[str, ...], new: tuple[str, ...], expected: list[tuple[str, str, list[str]]]
) -> None:
    """Each statement of either programme is shown once, with what differs."""
    assert fates(old, new) == expected


def test_the_next_edition_stands_for_the_last() -> None:
    """A statement about last year's exercise is carried over to this year's of the same series."""
    old = (
        "rule: precedence, first: alpha-27, then: bravo-27",
        "rule: spacing, where: {exercises: [alpha-27]}, days: 3",
    )
    new = (
        "rule: precedence, first: alpha-28, then: bravo-28",
        "rule: spacing, where: {exercises: [alpha-28]}, days: 3",
    )
    assert [fate for fate, _, _ in fates(old, new)] == ["unchanged", "unchanged"]
    assert [
        fate for fate, _, _ in fates(old[:1], ("rule: precedence, first: bravo-28, then: alpha-28",))
    ] == [
        "new",
        "dropped",
    ]


def test_moved_dates_of_a_period_are_a_difference() -> None:
    """The name of a period stays, and what it means has changed."""
    rule = "rule: blackout_period, nations: [ARV], period: leave"
    moved = ["dates of leave: 2027-07-01/2027-07-31 -> 2028-07-01/2028-07-31"]
    assert fates((rule,), (rule,)) == [("changed", "rules[0]", moved)]


def test_statements_are_sorted_by_owner() -> None:
    """Nobody's first, then by owner; inside by fate and place."""
    found = compare(programme(OLD), programme(NEW, f"{LOAD}, owner: BMK", f"{LOAD}, owner: ARV", LOAD))
    assert [one.owner for one in found] == ["", "ARV", "BMK"]


def test_library_and_facts_are_left_out() -> None:
    """What ships with exsched was not copied by anybody, and facts stand on their entities."""
    loaded = programme(OLD + "", LOAD)
    assert [said.key for said in written(loaded)] == ["rules[0]"]
    with_library = load_text(OLD.replace("rules:\n", "include: library:regimes/vienna-document-2011\n"))
    assert with_library.problem is not None
    assert written(with_library) == []
    assert shipped(with_library.problem) > 0
