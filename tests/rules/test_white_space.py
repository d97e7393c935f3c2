"""A force, or a nation, keeps some whole weeks free of exercises."""

from typing import Any

import pytest

from exsched.domain.schedule import Line
from exsched.rulekit.finding import Undecided, Violation
from exsched.rules.white_space import WhiteSpace
from tests.builders import a_line, a_problem, an_exercise, findings
from tests.rules.framed import a_framed_problem
from tests.rules.worsening import best_with_and_without

ESCORT = {"escort": {"need": "0..2", "any_of": ["aster"]}}


def facts(force: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """Two exercises in January; BIRCH has a day of redeployment."""
    aster = {"name": "Aster", "nation": "CAL", "domain": "maritime", "elements": 2} | (force or {})
    line = an_exercise(sites={"sea": ["north"]}, forces=ESCORT)
    lines = {"alder": line, "birch": line | {"redeploy": 1}}
    return {"forces": {"aster": aster}, "exercises": lines} | more


def out(exercise: str, startex: str, days: int = 1, **more: Any) -> Line:
    """An exercise held with one element of the force."""
    return a_line(exercise, startex, days, sites={"sea": "north"}, forces={"escort": {"aster": 1}}, **more)


def space(**said: Any) -> WhiteSpace:
    """The rule for the force, over the horizon."""
    return WhiteSpace.model_validate({"force": "aster", "per": "horizon", **said})


def missing(rule: WhiteSpace, *lines: Line, **parts: Any) -> list[int]:
    """Weeks missing, by period."""
    return [f.amount for f in findings(rule, *lines, **facts(**parts)) if isinstance(f, Violation)]


@pytest.mark.parametrize(
    ("startex", "days", "free"),
    [
        ("2027-01-07", 1, 3),
        ("2027-01-08", 1, 4),
        ("2027-01-15", 3, 4),
        ("2027-01-15", 4, 3),
        ("2027-01-04", 8, 2),
    ],
)
def test_white_space_counts_whole_weeks(startex: str, days: int, free: int) -> None:
    """Six days on either side of an exercise hold no week, and seven do."""
    assert missing(space(weeks=free), out("alder", startex, days)) == []
    assert missing(space(weeks=free + 2), out("alder", startex, days)) == [2]


@pytest.mark.parametrize(("block", "short"), [(1, []), (2, []), (3, [3])])
def test_white_space_counts_blocks_that_are_long_enough(block: int, short: list[int]) -> None:
    """Two blocks of two weeks do for blocks of two, not of three."""
    assert missing(space(weeks=3, block=block), out("alder", "2027-01-15", 2)) == short


def test_white_space_takes_the_footprint_of_the_force() -> None:
    """A day of redeployment takes the last of seven days; other exercises do not."""
    rule = space(weeks=1, valid="2027-01-10/2027-01-17")
    assert missing(rule, out("alder", "2027-01-10")) == []
    assert missing(rule, out("birch", "2027-01-10")) == [1]
    assert missing(rule, a_line("birch", "2027-01-10", 5, sites={"sea": "north"})) == []


@pytest.mark.parametrize(("redeploy", "short"), [(0, []), (1, [1])])
def test_white_space_knows_the_past(redeploy: int, short: list[int]) -> None:
    """A past footprint reaches into the first week."""
    past = {"dates": "2026-12-01/2026-12-31", "redeploy": redeploy, "forces": {"aster": 1}}
    rule = space(weeks=1, valid="2027-01-01/2027-01-07")
    assert missing(rule, history={"larch": past}) == short


def test_white_space_of_a_nation_goes_by_its_part() -> None:
    """A host and an owner of forces take part, an observer does not."""
    rule = WhiteSpace.model_validate({"nation": "CAL", "weeks": 4, "per": "horizon"})
    assert missing(rule, out("alder", "2027-01-04", 8)) == [2]
    assert missing(rule, a_line("alder", "2027-01-04", 8, sites={"sea": "north"})) == []
    past = {"dates": "2026-12-01/2027-01-04", "participants": ["CAL"]}
    assert missing(rule, history={"larch": past}) == [1]


@pytest.mark.parametrize(("per", "short"), [("year", [2]), ("quarter", [2, 2]), ("horizon", [])])
def test_white_space_searches_each_period_within_the_horizon(per: str, short: list[int]) -> None:
    """A year or quarter that lies partly in the horizon is cut to it."""
    long = {"id": "tiny", "title": "Tiny", "horizon": "2026-09-24/2027-01-03"}
    past = {"dates": "2026-09-20/2026-10-20", "forces": {"aster": 1}}
    found = missing(
        space(weeks=2, per=per),
        out("alder", "2026-11-01", 9),
        out("birch", "2026-11-17", 7),
        programme=long,
        history={"larch": past, "maple": past | {"dates": "2026-12-01/2026-12-24"}},
    )
    assert found == short


def test_white_space_says_what_is_missing() -> None:
    """The period, the weeks and the exercises are named."""
    found = findings(space(weeks=4), out("birch", "2027-01-15", 7), out("alder", "2027-01-15"), **facts())
    said = "aster has 3 free weeks in 2027-01-01/2027-01-31, not 4 (alder, birch)"
    assert found == [Violation(("alder", "birch"), said, 1)]


def test_white_space_is_silent_outside_its_validity() -> None:
    """Only days of `valid` that lie in the horizon are searched."""
    assert missing(space(weeks=1, valid="2027-02-01/..")) == []
    assert missing(space(weeks=1, valid="2027-01-26/..")) == [1]
    assert missing(space(weeks=1, valid="2027-01-25/..")) == []


def test_white_space_cannot_be_decided_without_the_travel() -> None:
    """A force that travels from nowhere may be away longer than is known."""
    found = findings(
        space(weeks=1), out("alder", "2027-01-15"), **facts({"mobility": {"mode": "sea", "km_per_day": 500}})
    )
    assert [(type(f), f.exercises) for f in found] == [(Undecided, ("alder",))]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"force": "aster", "weeks": 1}, "aster has 1 free week in each calendar year"),
        (
            {"nation": "ARV", "weeks": 4, "block": 2, "per": "quarter"},
            "ARV has 4 free weeks in each calendar quarter in blocks of at least 2",
        ),
        ({"nation": "ARV", "weeks": 4, "per": "horizon"}, "ARV has 4 free weeks in the horizon"),
    ],
)
def test_white_space_explains_itself(said: dict[str, Any], sentence: str) -> None:
    """The sentence says whose, how many and in which blocks; it is soft unless it is made hard."""
    rule = WhiteSpace.model_validate(said)
    assert (rule.explain(a_problem()), rule.cost, rule.unit) == (sentence, 1, "week")


@pytest.mark.parametrize("said", [{}, {"force": "aster", "nation": "ARV"}, {"force": "aster", "block": 3}])
def test_white_space_refuses_what_makes_no_sense(said: dict[str, Any]) -> None:
    """One owner, and a block that is no longer than what is asked for."""
    with pytest.raises(ValueError, match=r"needs either|longer than"):
        WhiteSpace.model_validate({"weeks": 2, **said})


def test_white_space_alone_makes_the_best_worse() -> None:
    """In nine days one of two exercises three days apart has to go to leave a week."""
    escort = {"escort": {"need": 1, "any_of": ["aster"]}}
    lines = {
        "alder": an_exercise(days=1, held="may", worth=3, startex="2027-01-04/2027-01-05", forces=escort),
        "birch": an_exercise(days=1, held="may", worth=5, startex="2027-01-01/2027-01-02", forces=escort),
    }
    problem = a_framed_problem(
        space(weeks=1, hard=True),
        **facts(exercises=lines),
        programme={"id": "tiny", "title": "Tiny", "horizon": "2027-01-01/2027-01-09"},
    )
    assert best_with_and_without(problem, "white_space") == ((3, 0), (0, 0))


def test_white_space_is_open_about_a_past_exercise_of_nobody() -> None:
    """It may take the weeks that are asked for; with fewer asked, it does not matter."""
    past = {"history": {"larch": {"dates": "2026-12-30/2027-01-08"}}}
    (found,) = findings(space(weeks=4), **facts(**past))
    assert isinstance(found, Undecided)
    assert found.missing == "history.larch.participants"
    assert findings(space(weeks=3), **facts(**past)) == []
