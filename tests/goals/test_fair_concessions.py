"""Let no nation give up much more than others."""

from typing import Any

import pytest

from exsched.domain.exercises import Role
from exsched.domain.schedule import Line
from exsched.goals.fair_concessions import FairConcessions
from tests.builders import a_laydown, a_line
from tests.goals.world import a_goal, a_world, assert_best_is_found, assert_posts_what_it_measures

NO_PAST = {"prices": {"past": 0}}


def losses(*lines: Line, **parts: Any) -> dict[str, int]:
    """What each nation loses."""
    problem = a_world()
    goal = a_goal("fair_concessions", **parts)
    assert isinstance(goal, FairConcessions)
    return goal.losses(problem, a_laydown(problem, *lines))


def value(*lines: Line, **parts: Any) -> int:
    """What the goal measures."""
    problem = a_world()
    return a_goal("fair_concessions", **parts).measure(problem, a_laydown(problem, *lines))


def alder(startex: str = "2027-12-30", *nations: str, **more: Any) -> Line:
    """ALDER, sponsored by Arvania, wanted on 30 December."""
    return a_line("alder", startex, participants=dict.fromkeys(nations, Role.FULL), **more)


def birch(startex: str = "2027-12-31", *nations: str) -> Line:
    """BIRCH, sponsored by Belmark, wanted on 31 December or 1 January."""
    return a_line("birch", startex, 2, participants=dict.fromkeys(nations, Role.FULL))


def test_fair_concessions_price_what_is_dropped() -> None:
    """Arvania loses ALDER (6) and its part in BIRCH (3), Belmark BIRCH (4) and its parts (2 and 1)."""
    assert losses(**NO_PAST) == {"ARV": 6 + 3, "BEL": 4 + 2 + 1, "CAR": 0}


def test_fair_concessions_are_nought_when_all_wishes_are_met() -> None:
    """The best possible of every nation at once."""
    lines = alder("2027-12-30", "ARV", "BEL"), birch("2028-01-01", "ARV", "BEL")
    assert losses(*lines, **NO_PAST) == {"ARV": 0, "BEL": 0, "CAR": 0}


@pytest.mark.parametrize(("startex", "days"), [("2027-12-29", 1), ("2027-12-30", 0), ("2028-01-02", 3)])
def test_fair_concessions_count_days_for_sponsor_and_those_who_must(startex: str, days: int) -> None:
    """Belmark only may take part in ALDER: its days are not Belmark's loss."""
    lines = alder(startex, "ARV", "BEL"), birch("2028-01-01", "ARV", "BEL")
    assert losses(*lines, **NO_PAST) == {"ARV": days, "BEL": 0, "CAR": 0}


def test_fair_concessions_count_who_is_left_out_and_lesser_forms() -> None:
    """At sea ALDER loses 2 of its worth; Belmark is left out of it, Arvania of BIRCH."""
    lines = alder("2027-12-30", "ARV", form="sea"), birch("2028-01-01", "BEL")
    assert losses(*lines, **NO_PAST) == {"ARV": 2 + 3, "BEL": 2, "CAR": 0}


def test_fair_concessions_take_prices() -> None:
    """Each kind of loss has its own price; wishes refused in the past count too."""
    prices = {"dropped": 10, "day": 7, "left_out": 3, "past": 5}
    assert losses(alder("2028-01-01", "ARV"), prices=prices) == {
        "ARV": 2 * 7 + 3 * 3,
        "BEL": 4 * 10 + (2 + 1) * 3,
        "CAR": 2 * 5,
    }


def test_fair_concessions_know_a_sponsor_by_name_and_a_command() -> None:
    """An exercise is a nation's own when it sponsors it, by id or name, or commands it."""
    line = {"title": "BIRCH", "days": 1, "held": "may", "worth": 5}
    for who in ({"sponsor": "BEL"}, {"sponsor": "Belmark"}, {"command": "BEL"}):
        problem = a_world(exercises={"birch": line | who}, history={})
        goal = a_goal("fair_concessions")
        assert goal.measure(problem, a_laydown(problem)) == 5


def test_fair_concessions_take_the_worst_or_the_sum() -> None:
    """Nine of Arvania, seven of Belmark, two of Carvia's past."""
    assert (value(), value(by="sum"), value(nations=["BEL", "CAR"])) == (9, 18, 7)


@pytest.mark.parametrize(
    ("acceptable", "red_line", "expected"),
    [(0, 9, 9), (0, 8, 9 + 10), (5, 7, 4 + 20), (9, 9, 7), (100, 100, 7)],
)
def test_fair_concessions_know_what_is_acceptable_and_red_lines(
    acceptable: int, red_line: int, expected: int
) -> None:
    """Arvania loses nine: what it accepts does not count, what lies above its red line counts ten more."""
    lines = {"acceptable": {"ARV": acceptable}, "red_line": {"ARV": red_line}}
    assert value(beyond=10, **lines) == expected


def test_fair_concessions_refuse_a_red_line_below_what_is_acceptable() -> None:
    """Nobody accepts what lies above the red line."""
    with pytest.raises(ValueError, match="ARV: the red line 1 lies below"):
        a_goal("fair_concessions", acceptable={"ARV": 2}, red_line={"ARV": 1})


def test_fair_concessions_say_whose_losses_count() -> None:
    """The sentence counts nations and red lines."""
    problem = a_world()
    goals = (
        a_goal("fair_concessions"),
        a_goal("fair_concessions", nations=["pact"], by="sum", red_line={"ARV": 1}),
    )
    assert [goal.explain(problem) for goal in goals] == [
        "keep the largest loss of any of 3 nations against its best possible small",
        "keep the losses of 2 nations against its best possible small, with 1 red line",
    ]


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"by": "sum", "prices": {"day": 4, "past": 0}},
        {"acceptable": {"ARV": 1}, "red_line": {"ARV": 3, "BEL": 2}, "beyond": 7},
        {"acceptable": {"ARV": 1}, "red_line": {"ARV": 3, "BEL": 2}, "beyond": 7, "by": "sum"},
    ],
)
def test_fair_concessions_post_what_they_measure(parts: dict[str, Any]) -> None:
    """Posting and measuring agree, and so do solver and referee on the best."""
    assert_posts_what_it_measures(a_goal("fair_concessions", **parts))
    assert_best_is_found(a_goal("fair_concessions", **parts))


def test_fair_concessions_need_no_nation_with_a_wish() -> None:
    """A programme in which nobody wishes anything has nothing to concede."""
    problem = a_world(exercises={"elm": {"title": "ELM", "days": 1}}, history={}, schedules={})
    assert a_goal("fair_concessions").measure(problem, a_laydown(problem)) == 0
