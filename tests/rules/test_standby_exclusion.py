"""A force on stand-by is not committed, or only near home and for a few days."""

from typing import Any

import pytest

from exsched.domain.schedule import Line
from exsched.rulekit.finding import Undecided, Violation
from exsched.rules.standby_exclusion import StandbyExclusion
from tests.builders import a_line, a_problem, a_programme, an_exercise, findings
from tests.rules.framed import a_framed_problem
from tests.rules.worsening import best_with_and_without

UNIT = {"unit": {"need": "0..1", "any_of": ["aster"]}}


def facts(force: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """An exercise with two sites, and a second role at the second; 0.1 degrees of latitude are 11 km."""
    aster = {"name": "Aster", "nation": "ARV", "domain": "land", "home": [60.0, 10.0]} | (force or {})
    places = {"near": [60.1, 10.0], "far": [61.0, 10.0], "nowhere": None}
    venues = {
        name: {"name": name, "host": "ARV", "kind": "range", **({"at": at} if at else {})}
        for name, at in places.items()
    }
    roles = UNIT | {"guard": {"need": "0..1", "any_of": ["aster"], "site": "camp"}}
    line = an_exercise(sites={"main": list(venues), "camp": list(venues)}, forces=roles, redeploy=1)
    return {"forces": {"aster": aster}, "venues": venues, "exercises": {"alder": line}} | more


def ready(**said: Any) -> StandbyExclusion:
    """Stand-by from the 10th to the 14th."""
    return StandbyExclusion.model_validate({"force": "aster", "dates": "2027-01-10/2027-01-14", **said})


def out(startex: str, days: int = 1, main: str = "near", camp: str = "near", roles: Any = ("unit",)) -> Line:
    """The exercise with the force in some roles."""
    taken = {role: {"aster": 1} for role in roles}
    return a_line("alder", startex, days, sites={"main": main, "camp": camp}, forces=taken)


def amounts(rule: StandbyExclusion, *lines: Line, **parts: Any) -> list[int]:
    """Days beyond what is allowed."""
    return [f.amount for f in findings(rule, *lines, **facts(**parts)) if isinstance(f, Violation)]


@pytest.mark.parametrize(
    ("startex", "over"),
    [("2027-01-07", []), ("2027-01-08", [1]), ("2027-01-12", [3]), ("2027-01-14", [1]), ("2027-01-15", [])],
)
def test_standby_exclusion_allows_nothing_where_nothing_is_said(startex: str, over: list[int]) -> None:
    """Two days and one of redeployment stay out of the dates."""
    assert amounts(ready(), out(startex, 2)) == over


def test_standby_exclusion_is_for_the_force_only() -> None:
    """An exercise without it is in order."""
    assert amounts(ready(), out("2027-01-10", roles=())) == []


@pytest.mark.parametrize(("days", "over"), [(1, []), (2, []), (3, [1]), (5, [2])])
def test_standby_exclusion_allows_some_days_in_one_exercise(days: int, over: list[int]) -> None:
    """Three days may be taken, the day of redeployment with them; the 15th is no stand-by day."""
    assert amounts(ready(days=3), out("2027-01-10", days)) == over


@pytest.mark.parametrize(
    ("main", "camp", "roles", "over"),
    [
        ("near", "near", ("unit", "guard"), []),
        ("near", "far", ("unit",), []),
        ("near", "far", ("unit", "guard"), [3]),
        ("far", "near", ("unit",), [3]),
        ("far", "near", ("guard",), []),
    ],
)
def test_standby_exclusion_allows_what_is_near(main: str, camp: str, roles: Any, over: list[int]) -> None:
    """The sites of the force's own roles count; too far away every day counts."""
    assert amounts(ready(km=50), out("2027-01-10", 2, main, camp, roles)) == over
    assert amounts(ready(km=50, days=3), out("2027-01-10", 2, main, camp, roles)) == over


@pytest.mark.parametrize(("km", "over"), [(11, [2]), (12, [])])
def test_standby_exclusion_measures_from_home(km: int, over: list[int]) -> None:
    """A tenth of a degree of latitude is 11.1 km."""
    assert amounts(ready(km=km), out("2027-01-10")) == over


def test_standby_exclusion_is_undecided_without_a_position() -> None:
    """When the distance is not known nothing is satisfied, unless it does not matter."""
    lost = out("2027-01-10", 2, "nowhere")
    found = findings(ready(km=50), lost, **facts())
    assert [(type(f), f.exercises) for f in found] == [(Undecided, ("alder",))]
    assert amounts(ready(km=50, days=1), lost) == [2]
    assert findings(ready(km=50), out("2027-01-03", 1, "nowhere"), **facts()) == []
    assert findings(ready(days=3), lost, **facts()) == []


def test_standby_exclusion_is_undecided_without_the_travel() -> None:
    """Travel that is not known could reach into the dates."""
    truck = {"mobility": {"mode": "road", "km_per_day": 500}}
    lost = out("2027-01-03", 1, "nowhere")
    for rule in (ready(), ready(days=3), ready(km=50)):
        assert [type(f) for f in findings(rule, lost, **facts(truck))] == [Undecided]
    assert findings(ready(valid="../2026-12-31"), lost, **facts(truck)) == []
    assert findings(ready(dates="2026-12-01/2026-12-31"), lost, **facts(truck)) == []


@pytest.mark.parametrize(
    ("valid", "over"), [("2027-01-11/..", [1]), ("../2027-01-10", [1]), ("../2027-01-09", [])]
)
def test_standby_exclusion_counts_days_within_validity(valid: str, over: list[int]) -> None:
    """Each day of the footprint is in it or not."""
    assert amounts(ready(valid=valid), out("2027-01-10")) == over


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "and joins no exercise"),
        ({"km": 50}, "and joins exercises only within 50 km of home"),
        ({"days": 1}, "and joins exercises only for at most 1 day of them"),
        ({"km": 50, "days": 2}, "and joins exercises only within 50 km of home for at most 2 days of them"),
    ],
)
def test_standby_exclusion_explains_itself(said: dict[str, int], sentence: str) -> None:
    """The sentence says when, and what is allowed."""
    whole = f"aster is on stand-by on 2027-01-10/2027-01-14 (guard) {sentence}"
    assert ready(role="guard", **said).explain(a_problem()) == whole


@pytest.mark.parametrize(
    ("said", "main", "end"),
    [
        ({}, "near", ""),
        ({"days": 1}, "near", ", not at most 1"),
        ({"km": 50, "days": 1}, "far", ", farther than 50 km from home"),
    ],
)
def test_standby_exclusion_says_what_is_broken(said: dict[str, int], main: str, end: str) -> None:
    """The days, and why they are not allowed."""
    found = findings(ready(**said), out("2027-01-10", 1, main), **facts())
    start = "aster is on stand-by on 2027-01-10/2027-01-14, and committed to alder on 2 days of them"
    assert [f.sentence for f in found] == [start + end]


def test_standby_exclusion_is_a_fact_of_a_force() -> None:
    """Each `standby` is a rule with its own allowance."""
    said = [{"dates": "2027-01-10/2027-01-14", "role": "guard"}, {"dates": "2027-02-01", "km": 50, "days": 2}]
    found = list(StandbyExclusion.from_facts(a_programme(**facts({"standby": said}))))
    assert found == [
        (("forces", "aster", "standby", 0), ready(role="guard")),
        (("forces", "aster", "standby", 1), ready(dates="2027-02-01", km=50, days=2)),
    ]


def test_standby_exclusion_alone_makes_the_best_worse() -> None:
    """With the force on stand-by throughout, an exercise that needs it cannot be held far away."""
    line = an_exercise(
        days=1,
        held="may",
        worth=4,
        sites={"main": ["far"]},
        forces={"unit": {"need": 1, "any_of": ["aster"]}},
    )
    problem = a_framed_problem(
        **facts(
            {"standby": [{"dates": "2027-01-01/2027-01-03", "km": 50}]},
            exercises={"alder": line},
            programme={"id": "tiny", "title": "Tiny", "horizon": "2027-01-01/2027-01-03"},
        )
    )
    assert best_with_and_without(problem, "standby_exclusion") == ((4, 0), (0, 0))
