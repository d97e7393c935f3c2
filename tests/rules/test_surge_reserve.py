"""A share of a nation's forces, or of a pool, stays free for what nobody can plan."""

from typing import Any

import pytest

from exsched.domain.schedule import Line
from exsched.rulekit.finding import Undecided, Violation
from exsched.rules.surge_reserve import SurgeReserve
from tests.builders import a_line, a_problem, an_exercise, findings
from tests.rules.framed import a_framed_problem
from tests.rules.worsening import best_with_and_without

UNIT = {"unit": {"need": "0..9", "any_of": ["aster", "briar", "clover"]}}


def facts(force: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """Arvania has four elements, Belmark one, and the pool five units."""
    forces = {
        "aster": {"name": "Aster", "nation": "ARV", "domain": "land", "elements": 3} | (force or {}),
        "briar": {"name": "Briar", "nation": "ARV", "domain": "land"},
        "clover": {"name": "Clover", "nation": "BMK", "domain": "land"},
    }
    line = an_exercise(sites={"land": ["north"]}, forces=UNIT)
    lorries = {"draws": {"lorries": 2}, "lift": {"lorries": 3}, "deploy": 1, "redeploy": 2}
    pools = {"lorries": {"units": 5, "less": [{"dates": "2027-01-20", "units": 1}]}}
    return {"forces": forces, "pools": pools, "exercises": {"alder": line, "birch": line | lorries}} | more


def reserve(**said: Any) -> SurgeReserve:
    """From the 10th to the 20th a quarter stays free."""
    return SurgeReserve.model_validate({"percent": 25, "dates": "2027-01-10/2027-01-20", **said})


def out(exercise: str, startex: str, days: int = 1, **taken: int) -> Line:
    """An exercise held with some elements."""
    return a_line(exercise, startex, days, sites={"land": "north"}, forces={"unit": taken})


def amounts(rule: SurgeReserve, *lines: Line, **parts: Any) -> list[int]:
    """Elements or units too many."""
    return [f.amount for f in findings(rule, *lines, **facts(**parts)) if isinstance(f, Violation)]


@pytest.mark.parametrize(
    ("percent", "over"), [(25, [1]), (26, [2]), (50, [2]), (51, [3]), (100, [4]), (1, [1])]
)
def test_surge_reserve_rounds_the_share_up(percent: int, over: list[int]) -> None:
    """Of four elements 26 % are two; those of other nations are not counted."""
    lines = out("alder", "2027-01-12", 3, aster=3), out("birch", "2027-01-14", briar=1, clover=1)
    assert amounts(reserve(nation="ARV", percent=percent), *lines) == over


@pytest.mark.parametrize(
    ("startex", "over"),
    [("2027-01-08", []), ("2027-01-09", [1]), ("2027-01-20", [1]), ("2027-01-21", [1]), ("2027-01-22", [])],
)
def test_surge_reserve_looks_at_footprints_on_its_dates(startex: str, over: list[int]) -> None:
    """The day of deployment and the two of redeployment count, the dates include both ends."""
    short = startex == "2027-01-08"
    lines = {"birch": facts()["exercises"]["birch"] | {"redeploy": 1 if short else 2}}
    assert amounts(reserve(nation="ARV"), out("birch", startex, aster=3, briar=1), exercises=lines) == over


@pytest.mark.parametrize(
    ("startex", "percent", "over"),
    [
        ("2027-01-12", 40, []),
        ("2027-01-12", 41, [1]),
        ("2027-01-21", 40, [1]),
        ("2027-01-22", 60, []),
        ("2027-01-20", 60, [1]),
        ("2027-01-09", 60, [1]),
    ],
)
def test_surge_reserve_of_a_pool_counts_draws_and_lift(startex: str, percent: int, over: list[int]) -> None:
    """Three units on days of movement, two on days of execution; one is missing on the 20th."""
    assert amounts(reserve(pool="lorries", percent=percent), out("birch", startex)) == over


def test_surge_reserve_says_what_is_broken() -> None:
    """The first of the worst days is named."""
    lines = out("alder", "2027-01-12", 3, aster=3), out("birch", "2027-01-14", briar=1)
    found = findings(reserve(nation="ARV"), *lines, **facts())
    said = "ARV keeps 1 of 4 elements free, and has 4 committed on 2027-01-13 (alder, birch)"
    assert found == [Violation(("alder", "birch"), said, 1)]
    found = findings(reserve(pool="lorries", percent=40), out("birch", "2027-01-21"), **facts())
    said = "lorries keeps 2 of 5 units free, and has 3 committed and 1 missing on 2027-01-20 (birch)"
    assert [f.sentence for f in found] == [said]


@pytest.mark.parametrize(
    ("valid", "over"), [("2027-01-13/..", []), ("../2027-01-12", [1]), ("../2027-01-09", [])]
)
def test_surge_reserve_applies_within_its_validity(valid: str, over: list[int]) -> None:
    """Only dates inside it count."""
    rule = reserve(nation="ARV", percent=50, valid=valid)
    assert amounts(rule, out("alder", "2027-01-12", aster=3)) == over


def test_surge_reserve_cannot_be_decided_without_the_travel() -> None:
    """A force whose travel is not known may be out on these dates."""
    truck = facts({"mobility": {"mode": "road", "km_per_day": 500}})
    found = findings(reserve(nation="ARV", percent=50), out("alder", "2027-01-05", aster=3), **truck)
    assert [(type(f), f.exercises) for f in found] == [(Undecided, ("alder",))]
    assert findings(reserve(nation="ARV", percent=50), out("alder", "2027-01-05", aster=2), **truck) == []


def test_surge_reserve_explains_itself() -> None:
    """The share is said as a number; the rule is soft unless it is made hard."""
    problem = a_problem(**facts())
    assert reserve(nation="ARV", percent=30).explain(problem) == (
        "ARV keeps 2 of 4 elements free on 2027-01-10/2027-01-20"
    )
    assert reserve(pool="lorries", percent=1).explain(problem) == (
        "lorries keeps 1 of 5 units free on 2027-01-10/2027-01-20"
    )
    assert (reserve(nation="ARV").cost, reserve(nation="ARV", hard=True).cost) == (1, None)


@pytest.mark.parametrize("of", [{}, {"nation": "ARV", "pool": "lorries"}])
def test_surge_reserve_is_of_a_nation_or_of_a_pool(of: dict[str, str]) -> None:
    """One of the two, not both."""
    with pytest.raises(ValueError, match="either nation or pool"):
        reserve(**of)


def test_surge_reserve_alone_makes_the_best_worse() -> None:
    """Of two elements one stays free: the smaller of two exercises on one day goes."""
    lines = {
        name: an_exercise(days=1, held="may", worth=w, forces={"unit": {"need": 1, "any_of": [force]}})
        for name, w, force in (("alder", 3, "aster"), ("birch", 5, "briar"))
    }
    problem = a_framed_problem(
        reserve(nation="ARV", percent=50, dates="2027-01-01", hard=True),
        **facts(
            {"elements": 1},
            exercises=lines,
            programme={"id": "tiny", "title": "Tiny", "horizon": "2027-01-01/2027-01-01"},
        ),
    )
    assert best_with_and_without(problem, "surge_reserve") == ((3, 0), (0, 0))
