"""Share hosting among nations as was agreed."""

from typing import Any

import pytest

from exsched.domain.schedule import Line
from tests.builders import a_laydown, a_line
from tests.goals.world import a_goal, a_world, assert_best_is_found, assert_posts_what_it_measures

ALL = ["ARV", "BEL", "CAR"]


def value(*lines: Line, history: bool = False, **parts: Any) -> int:
    """What the goal measures among three nations, without a past unless asked for."""
    problem = a_world() if history else a_world(history={})
    goal = a_goal("fair_hosting", **({"nations": ALL} | parts))
    return goal.measure(problem, a_laydown(problem, *lines))


def alder(land: str, port: str, days: int = 2) -> Line:
    """ALDER at a range and a port."""
    return a_line("alder", "2027-12-30", days, sites={"land": land, "port": port})


SEA = a_line("alder", "2027-12-30", form="sea", sites={"port": "coast"})
SOUTH = a_line("birch", "2027-12-30", 2, sites={"land": "south"})


def test_fair_hosting_is_nought_when_nobody_or_everybody_hosts() -> None:
    """Nothing hosted is nothing unfair; one each is fair."""
    assert value() == 0
    assert value(alder("north", "coast"), SOUTH) == 0


def test_fair_hosting_measures_the_largest_deviation_or_the_sum() -> None:
    """ARV has one of two: 1 x 3 - 1 x 2 = 1; BEL 1; CAR 0 x 3 - 2 = 2 below."""
    lines = alder("north", "north"), SOUTH
    assert (value(*lines), value(*lines, by="sum")) == (2, 1 + 1 + 2)


def test_fair_hosting_counts_an_exercise_for_each_host_once() -> None:
    """Two sites in one nation are one exercise hosted, sites in two nations count for both."""
    assert value(alder("north", "north"), nations=["ARV", "BEL"]) == 1
    assert value(alder("south", "north"), nations=["ARV", "BEL"]) == 0


@pytest.mark.parametrize(
    ("of", "deviation"),
    [
        ("exercises", 2),  # CAR and BEL one each, ARV none: |0 x 3 - 2|
        ("days", 3),  # CAR 1 and BEL 2: |0 x 3 - 3|, and as much for BEL
        ("strength", 2),  # 90 troops are 1 hundred in CAR: |1 x 3 - 1|
    ],
)
def test_fair_hosting_shares_exercises_days_or_strength(of: str, deviation: int) -> None:
    """At sea ALDER lasts a day and has 90 troops at the port; BIRCH's strength is not written."""
    assert value(SEA, SOUTH, of=of) == deviation


@pytest.mark.parametrize(
    ("lines", "arv", "bel"),
    [((alder("north", "north"),), 21, 0), ((alder("south", "north"),), 4, 21), ((SEA,), 0, 0)],
)
def test_fair_hosting_takes_the_whole_strength_where_a_site_says_nothing(
    lines: tuple[Line, ...], arv: int, bel: int
) -> None:
    """The range says nothing: 2,050 troops, whatever the port beside it says; alone the port says 320."""
    assert value(*lines, of="strength", nations=["ARV", "BEL"]) == abs(2 * arv - (arv + bel))


def test_fair_hosting_knows_agreed_shares() -> None:
    """Two for one is fair when it was agreed; shares may be written in any proportion."""
    lines = alder("north", "north"), a_line("birch", "2027-12-30", 2, sites={"land": "north"})
    assert value(*lines, nations=[], shares={"ARV": 1, "BEL": 0}) == 0
    assert value(*lines, nations=[], shares={"ARV": 300, "BEL": 100}) == 2 * 4 - 3 * 2
    assert value(*lines, nations=["ARV", "BEL"], shares={"ARV": 3}) == 2 * 4 - 3 * 2


def test_fair_hosting_remembers_who_hosted() -> None:
    """BEL hosted in May 2027 and ARV in 2025, four days and two."""
    parts: dict[str, Any] = {"nations": ["ARV", "BEL"], "history": True}
    assert [value(of=of, **parts) for of in ("exercises", "days", "strength")] == [0, 2, 5]
    assert value(SOUTH, of="days", **parts) == 4


def test_fair_hosting_says_who_shares_what() -> None:
    """The sentence names nations and shares."""
    problem = a_world()
    goals = (
        a_goal("fair_hosting", nations=["pact"]),
        a_goal("fair_hosting", shares={"ARV": 2, "BEL": 1}, of="days"),
    )
    assert [goal.explain(problem) for goal in goals] == [
        "share the exercises hosted among pact",
        "share the days hosted among ARV, BEL as ARV 2, BEL 1",
    ]


@pytest.mark.parametrize(
    ("parts", "fault"), [({}, "needs `nations` or `shares`"), ({"shares": {"ARV": 0}}, "above 0")]
)
def test_fair_hosting_needs_nations(parts: dict[str, Any], fault: str) -> None:
    """Shared among nobody, or with no share at all, means nothing."""
    with pytest.raises(ValueError, match=fault):
        a_goal("fair_hosting", **parts)


@pytest.mark.parametrize("of", ["exercises", "days", "strength"])
@pytest.mark.parametrize("by", ["worst", "sum"])
def test_fair_hosting_posts_what_it_measures(of: str, by: str) -> None:
    """Posting and measuring agree, and so do solver and referee on the best."""
    goal = a_goal("fair_hosting", nations=ALL, shares={"BEL": 2}, of=of, by=by)
    assert_posts_what_it_measures(goal, 15)
    assert_best_is_found(goal)
