"""Places for one exercise, held against judging every line that it could have."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from exsched.advising.place import APART, Asked, Place, place
from exsched.advising.place_told import Told
from exsched.advising.published import moved
from exsched.checking.judge import judge
from exsched.domain.schedule import Line, Schedule
from exsched.rulekit.problem import Problem
from exsched.solving.limits import Limits
from tests.advising.published import small
from tests.universe import every_choice

LIMITS = Limits(seconds=120)
LONGER = {"2027-01-01/2027-01-12": "2027-01-01/2027-01-16", "2027-01-04/2027-01-10": "2027-01-04/2027-01-14"}
"""A fortnight in which charlie can begin on most days."""
PRICED = LONGER | {
    "goals: [[hold_exercises], [wanted_participation]]": (
        "goals: [[hold_exercises, wanted_participation], [wanted_dates, wanted_sites]]"
    ),
    "sites: {land: south}\n    participants: {must: [BMK], may: [CAL]}": (
        "sites: {land: [north, south]}\n    wanted: 2027-01-14\n"
        "    participants: {must: [BMK], may: {CAL: 3}}"
    ),
}
"""The same with a day that is wanted, and two venues."""
FULL = {
    "startex: 2027-01-04/2027-01-10\n    sites: {land: south}": (
        "startex: 2027-01-06\n    sites: {land: north}"
    )
}
"""Charlie only on a day too close to alpha, and at the range that bravo has then."""


def every_place(problem: Problem, schedule: Schedule, name: str) -> Iterator[tuple[tuple[int, ...], Line]]:
    """All lines that hold the exercise and are allowed beside the others, with the tier values."""
    for choice in every_choice(problem, name):
        if choice.line.held:
            verdict = judge(problem, moved(schedule, choice.line))
            if verdict.allowed:
                yield verdict.tier_values(), choice.line


def is_like(line: Line, place: Place) -> bool:
    """Less than a week away at the same venues."""
    near = abs(line.execution.start - place.held.execution.start) < timedelta(APART)
    return near and line.sites == place.held.line.sites


@pytest.mark.parametrize(("edits", "name"), [({}, "bravo"), (PRICED, "charlie")])
def test_ranking_is_that_of_judging_every_line(edits: dict[str, str], name: str) -> None:
    """Each is the best of those far enough from the ones before it, and after the last none is left."""
    problem, schedule = small(edits)
    found = place(problem, schedule, Asked(name, 9), LIMITS)
    left = list(every_place(problem, schedule, name))
    assert found.exhausted
    for one in found.places:
        assert one.proved
        assert one.answer.verdict.tier_values() == min(values for values, _ in left)
        left = [(values, line) for values, line in left if not is_like(line, one)]
    assert left == []
    assert len(found.places) >= 1


def test_other_lines_stay_as_they_are() -> None:
    """The schedule with a place is the one handed in but for the line of the exercise."""
    problem, schedule = small(PRICED)
    dropped = moved(schedule, Line(exercise="charlie", held=False))
    found = place(problem, dropped, Asked("charlie", 1), LIMITS)
    (one,) = found.places
    others = [line for line in one.answer.schedule.lines if line.exercise != "charlie"]
    assert others == [line for line in schedule.lines if line.exercise != "charlie"]
    assert (found.was, found.exhausted) == (None, None)
    assert Told(found).lines()[-1] == "there may be more; --number asks for them"


def test_what_stands_in_the_way_is_told() -> None:
    """With the line that is in the way, and without the question itself."""
    problem, schedule = small(FULL)
    dropped = moved(schedule, Line(exercise="charlie", held=False))
    found = place(problem, dropped, Asked("charlie"), LIMITS)
    assert list(every_place(problem, dropped, "charlie")) == []
    assert (found.places, found.exhausted, found.settled) == ((), True, True)
    lines = Told(found).lines()
    assert lines[0].startswith("Because ")
    assert "charlie has no place while all other lines stay as they are" in " ".join(lines)
    assert any("alpha must be held and is locked" in line for line in lines)
    stated = Told(found).as_json()["conflict"]["statements"]
    assert "~placed" not in [said["key"] for said in stated]
    assert "why-not" in lines[-1]


def test_schedule_that_breaks_rules_by_itself_is_told() -> None:
    """Then no place can be found, and the hint leads to what is wrong."""
    problem, schedule = small()
    wrong = schedule.line("alpha").model_copy(update={"sites": {"land": "south"}})
    other = schedule.line("charlie").model_copy(update={"startex": wrong.startex, "endex": wrong.endex})
    found = place(problem, moved(schedule, wrong, other), Asked("bravo"), LIMITS)
    assert (found.places, found.exhausted) == ((), True)
    assert "`exsched verify` lists them" in Told(found).lines()[-1]
