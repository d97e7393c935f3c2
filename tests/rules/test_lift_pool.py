"""Lift is not asked for beyond what there is."""

from typing import Any

import pytest

from exsched.domain.schedule import Line
from exsched.rulekit.finding import Violation
from exsched.rules.lift_pool import LiftPool
from exsched.rules.shared_asset_pool import SharedAssetPool
from tests.builders import a_line, a_problem, a_programme, an_exercise, findings
from tests.rules.framed import a_framed_problem
from tests.rules.worsening import best_with_and_without

RULE = LiftPool(pool="wagons")
MOVED = an_exercise(
    deploy=2, redeploy=1, lift={"wagons": 3}, forms={"light": {"lift": {"wagons": 1}, "deploy": 0}}
)


def facts(**more: Any) -> dict[str, Any]:
    """Five wagons, two of them missing on the 20th."""
    pools = {"wagons": {"units": 5, "less": [{"dates": "2027-01-20", "units": 2}]}, "ferries": {"units": 1}}
    return {"pools": pools, "exercises": {"alder": MOVED, "birch": MOVED}} | more


def amounts(*lines: Line, rule: LiftPool = RULE) -> list[int]:
    """Units too many."""
    return [f.amount for f in findings(rule, *lines, **facts()) if isinstance(f, Violation)]


ALDER = a_line("alder", "2027-01-10", 3)


@pytest.mark.parametrize(
    ("startex", "days", "over"),
    [
        ("2027-01-06", 1, []),
        ("2027-01-07", 1, [1]),
        ("2027-01-08", 1, [1]),
        ("2027-01-11", 1, [1]),
        ("2027-01-12", 2, []),
        ("2027-01-14", 2, [1]),
        ("2027-01-15", 2, [1]),
        ("2027-01-16", 2, []),
    ],
)
def test_lift_pool_counts_days_of_movement_only(startex: str, days: int, over: list[int]) -> None:
    """ALDER moves on 8, 9 and 13; BIRCH on the two days before STARTEX and the one after ENDEX."""
    assert amounts(ALDER, a_line("birch", startex, days)) == over


@pytest.mark.parametrize(
    ("startex", "over"), [("2027-01-12", [1]), ("2027-01-13", [1]), ("2027-01-14", []), ("2027-01-11", [])]
)
def test_lift_pool_goes_by_the_form(startex: str, over: list[int]) -> None:
    """The light form does not deploy, and takes one wagon home."""
    lines = {"alder": MOVED, "birch": MOVED | {"lift": {"wagons": 5}}}
    light = a_line("alder", startex, 1, form="light")
    found = findings(RULE, light, a_line("birch", "2027-01-15", 1), **facts(exercises=lines))
    assert [f.amount for f in found if isinstance(f, Violation)] == over


def test_lift_pool_does_without_missing_units() -> None:
    """Three wagons are left on the 20th; the day and who asks are named."""
    lines = a_line("alder", "2027-01-21", 1), a_line("birch", "2027-01-21", 1, form="light")
    assert amounts(*lines) == []
    both = a_line("alder", "2027-01-21", 1), a_line("birch", "2027-01-21", 1)
    said = "wagons has 3 units on 2027-01-20; the lift asked for is 6 (alder, birch)"
    assert findings(RULE, *both, **facts()) == [Violation(("alder", "birch"), said, 3)]


def test_lift_pool_and_shared_asset_pool_do_not_count_for_each_other() -> None:
    """Lift is no draw, and a draw is no lift."""
    lines = {"alder": MOVED | {"lift": {"wagons": 9}}, "birch": an_exercise(draws={"wagons": 9})}
    held = ALDER, a_line("birch", "2027-01-09", 1)
    lift = findings(RULE, *held, **facts(exercises=lines))
    drawn = findings(SharedAssetPool(pool="wagons"), *held, **facts(exercises=lines))
    assert [f.exercises for f in (*lift, *drawn)] == [("alder",), ("birch",)]


@pytest.mark.parametrize(
    ("valid", "over"),
    [("2027-01-09/..", [1]), ("2027-01-10/2027-01-12", []), ("2027-01-13/..", [1]), ("../2027-01-07", [])],
)
def test_lift_pool_counts_days_within_validity(valid: str, over: list[int]) -> None:
    """Other days are not judged."""
    rule = LiftPool.model_validate({"pool": "wagons", "valid": valid})
    assert amounts(ALDER, a_line("birch", "2027-01-10", 3), rule=rule) == over


def test_lift_pool_is_a_fact_of_each_pool_that_lifts() -> None:
    """One for every pool that some form takes lift from; the sentence says what it has."""
    assert list(LiftPool.from_facts(a_programme(**facts()))) == [(("pools", "wagons", "lift"), RULE)]
    ferry = an_exercise(forms={"by-sea": {"lift": {"ferries": 1}}})
    found = list(LiftPool.from_facts(a_programme(**facts(exercises={"alder": ferry}))))
    assert found == [(("pools", "ferries", "lift"), LiftPool(pool="ferries"))]
    said = "wagons has 5 units for deployment and redeployment, 2 fewer on 2027-01-20"
    assert RULE.explain(a_problem(**facts())) == said
    assert (RULE.cost, RULE.unit) == (None, "unit")


def test_lift_pool_alone_makes_the_best_worse() -> None:
    """Both move on one day, and the wagons do for the greater exercise only."""
    lines = {
        n: an_exercise(days=1, held="may", worth=w, deploy=1, lift={"wagons": 3}, startex="2027-01-02")
        for n, w in (("alder", 3), ("birch", 5))
    }
    problem = a_framed_problem(
        **facts(
            exercises=lines, programme={"id": "tiny", "title": "Tiny", "horizon": "2027-01-01/2027-01-03"}
        )
    )
    assert best_with_and_without(problem, "lift_pool") == ((3, 0), (0, 0))
