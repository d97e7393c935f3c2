"""Shared means and what is drawn from them."""

from typing import Any

import pytest

from exsched.domain.schedule import Line
from exsched.rulekit.finding import Violation
from exsched.rules.shared_asset_pool import SharedAssetPool
from tests.builders import a_line, a_problem, a_programme, an_exercise, findings

LESS = [{"dates": "2027-01-10/2027-01-11", "units": 2}, {"dates": "2027-01-11/2027-01-12", "units": 3}]
FACTS: dict[str, Any] = {
    "pools": {"tankers": {"units": 4, "less": LESS, "source": "note 4"}, "wagons": {"units": 1}},
    "exercises": {
        "alder": an_exercise(deploy=2, redeploy=2, draws={"tankers": 3}),
        "birch": an_exercise(draws={"tankers": 2, "wagons": 1}),
        "cedar": an_exercise(),
    },
}
TANKERS = SharedAssetPool(pool="tankers")


def test_shared_asset_pool_is_a_fact_of_each_pool() -> None:
    """Every pool has one."""
    assert list(SharedAssetPool.from_facts(a_programme(**FACTS))) == [
        (("pools", "tankers"), SharedAssetPool(pool="tankers", source="note 4")),
        (("pools", "wagons"), SharedAssetPool(pool="wagons")),
    ]
    assert (TANKERS.cost, TANKERS.unit) == (None, "unit")


def test_shared_asset_pool_explains_itself() -> None:
    """The sentence says how many units there are, and when fewer."""
    problem = a_problem(**FACTS)
    assert [TANKERS.explain(problem), SharedAssetPool(pool="wagons").explain(problem)] == [
        "tankers has 4 units, 2 fewer on 2027-01-10/2027-01-11, 3 fewer on 2027-01-11/2027-01-12",
        "wagons has 1 unit",
    ]


def test_shared_asset_pool_adds_up_draws() -> None:
    """Draws on the same day add up; the worst day gives the amount, however long it lasts."""
    found = findings(TANKERS, a_line("alder", "2027-01-04", 3), a_line("birch", "2027-01-05", 3), **FACTS)
    sentence = "tankers has 4 units on 2027-01-05; the demand is 5 (alder, birch)"
    assert found == [Violation(("alder", "birch"), sentence, 1)]


def test_shared_asset_pool_counts_execution_days_only() -> None:
    """Deployment and redeployment draw nothing; an exercise that draws nothing does not count."""
    lines = a_line("alder", "2027-01-05"), a_line("birch", "2027-01-06"), a_line("cedar", "2027-01-05")
    assert findings(TANKERS, *lines, **FACTS) == []


@pytest.mark.parametrize(
    ("startex", "left"), [("2027-01-09", 4), ("2027-01-10", 2), ("2027-01-11", 0), ("2027-01-12", 1)]
)
def test_shared_asset_pool_adds_up_what_is_missing(startex: str, left: int) -> None:
    """Missing units of several reasons add up, and leave no fewer than none."""
    found = findings(TANKERS, a_line("alder", startex), **FACTS)
    assert [f.amount for f in found if isinstance(f, Violation)] == [3 - left] * (left < 3)


@pytest.mark.parametrize(("valid", "broken"), [("2027-01-12/..", 0), ("../2027-01-10", 0), ("2027-01-11", 1)])
def test_shared_asset_pool_applies_within_validity(valid: str, broken: int) -> None:
    """Only days within the validity count."""
    rule = SharedAssetPool.model_validate({"pool": "tankers", "valid": valid})
    assert len(findings(rule, a_line("birch", "2027-01-11"), **FACTS)) == broken


def test_shared_asset_pool_ignores_dropped_exercises() -> None:
    """An exercise that is not held draws nothing."""
    lines = Line(exercise="alder", held=False), a_line("birch", "2027-01-05")
    assert findings(TANKERS, *lines, **FACTS) == []
