"""After an absence, a force is at home for so many times as long before it leaves again."""

from typing import Any

import pytest

from exsched.domain.schedule import Line
from exsched.rulekit.finding import Undecided, Violation
from exsched.rules.dwell_ratio import DwellRatio
from tests.builders import a_line, a_problem, an_exercise, findings
from tests.rules.framed import a_framed_problem
from tests.rules.worsening import best_with_and_without

ESCORT = {"escort": {"need": "0..2", "any_of": ["aster"]}}
RULE = DwellRatio(force="aster", ratio=2)


def facts(force: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """Three exercises that one force can join; BIRCH has a day of deployment."""
    aster = {"name": "Aster", "nation": "ARV", "domain": "maritime"} | (force or {})
    line = an_exercise(sites={"sea": ["north"]}, forces=ESCORT)
    lines = {"alder": line, "birch": line | {"deploy": 1}, "cedar": line}
    return {"forces": {"aster": aster}, "exercises": lines} | more


def out(exercise: str, startex: str, days: int = 2, elements: int = 1) -> Line:
    """An exercise held with the force."""
    return a_line(exercise, startex, days, sites={"sea": "north"}, forces={"escort": {"aster": elements}})


ALDER = out("alder", "2027-01-05")


@pytest.mark.parametrize(
    ("startex", "short"),
    [("2027-01-12", []), ("2027-01-11", [1]), ("2027-01-08", [4]), ("2027-01-07", [4]), ("2027-01-06", [4])],
)
def test_dwell_ratio_counts_whole_days_at_home(startex: str, short: list[int]) -> None:
    """Two days away ask for four at home; the day of deployment is none, and fewer than 0 there are not."""
    found = findings(RULE, ALDER, out("birch", startex), **facts())
    assert [f.amount for f in found if isinstance(f, Violation)] == short


def test_dwell_ratio_goes_by_the_length_of_the_earlier() -> None:
    """What the later absence lasts is for the one after it."""
    assert findings(RULE, out("alder", "2027-01-05", 1), out("cedar", "2027-01-08", 9), **facts()) == []
    assert len(findings(RULE, out("cedar", "2027-01-05", 9), out("alder", "2027-01-16", 1), **facts())) == 1


def test_dwell_ratio_says_what_is_missing() -> None:
    """Both exercises are named, the earlier first."""
    found = findings(RULE, out("cedar", "2027-01-02", 3), ALDER, **facts())
    said = "aster is away 3 days in cedar and at home 0 days before alder, not 6"
    assert found == [Violation(("cedar", "alder"), said, 6)]


def test_dwell_ratio_compares_every_two_absences() -> None:
    """A short absence in between does not shorten what a long one asks for."""
    lines = out("alder", "2027-01-01", 5), out("cedar", "2027-01-16", 1), out("birch", "2027-01-10", 1)
    found = findings(RULE, *lines, **facts())
    assert [(f.exercises, f.amount) for f in found if isinstance(f, Violation)] == [(("alder", "birch"), 7)]
    later = findings(RULE, out("alder", "2027-01-01", 5), out("cedar", "2027-01-08", 1), ALDER, **facts())
    assert len(later) == 1


@pytest.mark.parametrize(("startex", "broken"), [("2027-01-03", [1]), ("2027-01-04", [])])
def test_dwell_ratio_knows_the_past(startex: str, broken: list[int]) -> None:
    """Two days away until 30 December, one of them a deployment, ask for four days at home."""
    past = {"larch": {"dates": "2026-12-30", "deploy": 1, "forces": {"aster": 1}}}
    found = findings(RULE, out("alder", startex), **facts(history=past))
    assert [(f.exercises, f.amount) for f in found if isinstance(f, Violation)] == [
        (("alder",), n) for n in broken
    ]


@pytest.mark.parametrize(
    ("valid", "count"),
    [
        ("2027-01-07/..", 1),
        ("2027-01-08/..", 0),
        ("../2027-01-07", 1),
        ("../2027-01-06", 0),
        ("../2026-12-31", 0),
    ],
)
def test_dwell_ratio_applies_when_the_later_begins_within_validity(valid: str, count: int) -> None:
    """The first day of the later footprint decides."""
    rule = DwellRatio.model_validate({"force": "aster", "ratio": 2, "valid": valid})
    assert len(findings(rule, ALDER, out("birch", "2027-01-08"), **facts())) == count


def test_dwell_ratio_of_several_elements_cannot_be_decided() -> None:
    """Nothing says which element goes where, unless there is one absence only."""
    two = facts({"elements": 2})
    assert [type(f) for f in findings(RULE, ALDER, out("birch", "2027-01-30"), **two)] == [Undecided]
    assert findings(RULE, ALDER, **two) == []


def test_dwell_ratio_cannot_be_decided_without_the_travel() -> None:
    """A force that travels from nowhere may be home later than is known."""
    sea = facts({"mobility": {"mode": "sea", "km_per_day": 500}})
    found = findings(RULE, ALDER, out("birch", "2027-01-29"), **sea)
    assert [(type(f), f.exercises) for f in found] == [(Undecided, ("alder", "birch"))]
    assert findings(RULE, ALDER, **sea) == []


def test_dwell_ratio_explains_itself() -> None:
    """The sentence names force and ratio; it is soft unless it is made hard."""
    assert RULE.explain(a_problem()) == "after each absence aster is at home 2 days for each day away"
    assert [RULE.cost, DwellRatio(force="aster", ratio=1, hard=True).cost, RULE.unit] == [1, None, "day"]


def test_dwell_ratio_alone_makes_the_best_worse() -> None:
    """In seven days two absences of two days leave three of the four days at home: one is missing."""
    force = {"escort": {"need": 1, "any_of": ["aster"]}}
    lines = {name: an_exercise(days=2, forces=force) for name in ("alder", "birch")}
    problem = a_framed_problem(
        RULE.model_copy(update={"soft": 5}),
        **facts(exercises=lines),
        programme={"id": "tiny", "title": "Tiny", "horizon": "2027-01-01/2027-01-07"},
    )
    assert best_with_and_without(problem, "dwell_ratio") == ((0, 5), (0, 0))


def test_dwell_ratio_is_open_about_a_past_exercise_of_nobody() -> None:
    """It may have been there, and too few days are left after it."""
    past = {"history": {"larch": {"dates": "2026-12-29/2026-12-31"}}}
    (found,) = findings(RULE, ALDER, **facts(**past))
    assert isinstance(found, Undecided)
    assert found.missing == "history.larch.participants"
    assert findings(RULE, out("alder", "2027-01-07"), **facts(**past)) == []
