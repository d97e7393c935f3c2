"""Forces that are away on some days."""

from typing import Any

import pytest

from exsched.domain.dates import Period
from exsched.domain.schedule import Line
from exsched.rulekit.finding import Undecided, Violation
from exsched.rules.force_availability import ForceAvailability
from tests.builders import a_line, a_problem, a_programme, an_exercise, findings

DOCK = {"dates": "2027-01-10/2027-01-12", "available": 1, "why": "dock", "source": "note 3"}
ASTER: dict[str, Any] = {
    "name": "Aster",
    "nation": "ARV",
    "domain": "maritime",
    "elements": 2,
    "away": [DOCK],
}
ESCORT = {"need": 1, "any_of": ["aster"]}


def facts(force: dict[str, Any] | None = None, **exercise: Any) -> dict[str, Any]:
    """Two exercises that ask for the force."""
    line = an_exercise(forces={"escort": ESCORT, "picket": ESCORT}, **exercise)
    return {"forces": {"aster": ASTER | (force or {})}, "exercises": {"alder": line, "birch": line}}


def a_rule(**parts: Any) -> ForceAvailability:
    """In dock from 10 to 12 January, one element left."""
    basis = {"force": "aster", "dates": "2027-01-10/2027-01-12", "available": 1}
    return ForceAvailability.model_validate(basis | parts)


def out(exercise: str, startex: str, days: int = 1, elements: int = 1, **more: Any) -> Line:
    """An exercise held with some escorts."""
    return a_line(exercise, startex, days, forces={"escort": {"aster": elements}}, **more)


def test_force_availability_is_a_fact_of_each_force() -> None:
    """Each `away` of a force becomes one rule, with its reason and source."""
    found = list(ForceAvailability.from_facts(a_programme(**facts())))
    rule = a_rule(reason="dock", source="note 3")
    assert found == [(("forces", "aster", "away", 0), rule)]
    assert (rule.cost, rule.unit) == (None, "element-day")


def test_force_availability_explains_itself() -> None:
    """The sentence says who, how many and when, and why if that is given."""
    problem = a_problem(**facts())
    said = [a_rule(reason="dock").explain(problem), a_rule(available=0).explain(problem)]
    assert said == [
        "aster has 1 of 2 elements available on 2027-01-10/2027-01-12 (dock)",
        "aster is away on 2027-01-10/2027-01-12",
    ]


def test_force_availability_allows_what_is_left() -> None:
    """As many elements as are available may be committed, and all of them outside the dates."""
    lines = out("alder", "2027-01-10", 3), out("birch", "2027-01-08", 2, elements=2)
    assert findings(a_rule(), lines[0], **facts()) == []
    assert findings(a_rule(), lines[1], **facts()) == []


@pytest.mark.parametrize("startex", ["2027-01-09", "2027-01-13"])
def test_force_availability_ends_at_its_dates(startex: str) -> None:
    """The days before the first and after the last day are free."""
    assert findings(a_rule(available=0), out("alder", startex), **facts()) == []


@pytest.mark.parametrize("startex", ["2027-01-10", "2027-01-12"])
def test_force_availability_holds_on_its_first_and_last_day(startex: str) -> None:
    """The first and the last day count."""
    day = Period.model_validate(startex)
    sentence = f"aster has 0 elements available on {day}, and 1 are committed (alder)"
    assert findings(a_rule(available=0), out("alder", startex), **facts()) == [
        Violation(("alder",), sentence, 1)
    ]


def test_force_availability_counts_footprint_days() -> None:
    """Days of deployment and redeployment count as days of execution do."""
    found = findings(a_rule(available=0), out("alder", "2027-01-08"), **facts(redeploy=3))
    assert [f.amount for f in found if isinstance(f, Violation)] == [2]


def test_force_availability_adds_up_exercises_and_roles() -> None:
    """Elements in several exercises and roles add up; each day of each element too many counts."""
    alder = a_line("alder", "2027-01-09", 3, forces={"escort": {"aster": 1}, "picket": {"aster": 1}})
    first = "aster has 1 element available on 2027-01-10, and 2 are committed (alder)"
    second = "aster has 1 element available on 2027-01-11, and 3 are committed (alder, birch)"
    assert findings(a_rule(), alder, out("birch", "2027-01-11"), **facts()) == [
        Violation(("alder",), first, 1),
        Violation(("alder", "birch"), second, 2),
    ]


def test_force_availability_applies_within_validity() -> None:
    """Only days that are both in the dates and in the validity count."""
    partly, never = a_rule(available=0, valid="2027-01-12/.."), a_rule(valid="../2027-01-09")
    found = findings(partly, out("alder", "2027-01-10", 3), **facts())
    assert [f.amount for f in found if isinstance(f, Violation)] == [1]
    assert findings(never, out("alder", "2027-01-10", elements=2), **facts()) == []


def test_force_availability_counts_travel() -> None:
    """A force that travels longer than the exercise deploys is committed on its days of travel."""
    moving = {"home": [60.0, 10.0], "mobility": {"mode": "sea", "km_per_day": 200}}
    north = {"name": "North", "host": "ARV", "kind": "sea_area", "at": [60.0, 13.0]}
    world = facts(moving, sites={"sea": ["north"]}) | {"venues": {"north": north}}
    found = findings(a_rule(available=0), out("alder", "2027-01-09", sites={"sea": "north"}), **world)
    sentence = "aster has 0 elements available on 2027-01-10, and 1 are committed (alder)"
    assert found == [Violation(("alder",), sentence, 1)]


MOVING = {"mobility": {"mode": "sea", "km_per_day": 200}}


def test_force_availability_cannot_be_decided_without_positions() -> None:
    """Travel of unknown length that could reach into the dates leaves the rule undecided."""
    sentence = (
        "whether aster is on its way to or from alder on 2027-01-10/2027-01-12 depends on its travel time"
    )
    missing = "the home of aster, or where the sites of alder lie"
    found = findings(a_rule(available=0), out("alder", "2027-01-05"), **facts(MOVING))
    assert found == [Undecided(("alder",), sentence, missing)]


def test_force_availability_does_not_mind_travel_that_cannot_matter() -> None:
    """Where the elements that are left are enough for everything, unknown travel changes nothing."""
    assert findings(a_rule(), out("alder", "2027-01-05"), **facts(MOVING)) == []


def test_force_availability_is_broken_whatever_the_travel() -> None:
    """Days that are too many without any travel are a breach, not an open question."""
    found = findings(a_rule(available=0), out("alder", "2027-01-11"), **facts(MOVING))
    assert [type(f) for f in found] == [Violation]


def test_force_availability_ignores_dropped_exercises() -> None:
    """An exercise that is not held takes nothing."""
    assert findings(a_rule(available=0), Line(exercise="alder", held=False), **facts()) == []
