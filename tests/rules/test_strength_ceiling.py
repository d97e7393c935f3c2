"""There is a ceiling on the troops of an exercise, in an area, or on a State's soil."""

from typing import Any

import pytest

from exsched.domain.schedule import Line
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rules.strength_ceiling import StrengthCeiling
from tests.builders import a_laydown, a_line, a_problem, an_exercise
from tests.rules.framed import a_framed_problem
from tests.rules.worsening import best_with_and_without

FACTS: dict[str, Any] = {
    "venues": {
        "north": {"name": "North", "host": "ARV", "kind": "range"},
        "harbour": {"name": "Harbour", "host": "ARV", "kind": "port"},
        "south": {"name": "South", "host": "BMK", "kind": "range"},
    },
    "areas": {"border": {"venues": ["north", "south"]}},
}
LINE: dict[str, Any] = {"strength": 1000, "sites": {"place": ["north", "harbour", "south"]}}


def found(place: dict[str, Any], *lines: Line, **changed: Any) -> list[Finding]:
    """What a ceiling on a place finds in these lines; exercises may be changed in some keys."""
    facts = FACTS | changed.pop("facts", {})
    exercises = {name: an_exercise(**(LINE | changed.get(name, {}))) for name in ("alder", "birch")}
    rule = StrengthCeiling.model_validate(place)
    problem = a_problem(rule, **facts, exercises=exercises)
    return list(rule.check(problem, a_laydown(problem, *lines)))


def out(name: str, startex: str = "2027-01-05", venue: str = "north", days: int = 3, **rest: Any) -> Line:
    """An exercise held at a venue."""
    return a_line(name, startex, days, sites={"place": venue}, **rest)


@pytest.mark.parametrize(("most", "amounts"), [(999, [1]), (1000, []), (1001, [])])
@pytest.mark.parametrize("place", [{"exercise": "alder"}, {"area": "border"}, {"host": "ARV"}])
def test_strength_ceiling_is_not_passed(place: dict[str, str], most: int, amounts: list[int]) -> None:
    """The ceiling itself is allowed."""
    broken = found({**place, "most": most}, out("alder"))
    assert [f.amount for f in broken if isinstance(f, Violation)] == amounts


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ({"area": "border"}, "2000 troops in border on 2027-01-06 (alder, birch), and 1500 are the most"),
        ({"host": "ARV"}, "2000 troops in ARV on 2027-01-06 (alder, birch), and 1500 are the most"),
    ],
)
def test_strength_ceiling_adds_up_the_worst_day(place: dict[str, str], sentence: str) -> None:
    """Exercises that share a day count together."""
    lines = (out("alder"), out("birch", "2027-01-06"))
    assert found({**place, "most": 1500}, *lines) == [Violation(("alder", "birch"), sentence, 500)]
    assert found({**place, "most": 1500}, lines[0], out("birch", "2027-01-08")) == []


def test_strength_ceiling_counts_execution_days() -> None:
    """Arrival and departure are left to `host_load`."""
    lines = (out("alder"), out("birch", "2027-01-08"))
    assert found({"host": "ARV", "most": 1500}, *lines, birch={"deploy": 4}) == []


def test_strength_ceiling_looks_at_the_place() -> None:
    """What is elsewhere does not count."""
    lines = (out("alder", venue="south"), out("birch", venue="harbour"))
    assert found({"area": "border", "most": 1000}, *lines) == []
    assert found({"host": "ARV", "most": 1000}, *lines) == []
    assert len(found({"exercise": "alder", "most": 999}, *lines)) == 1
    assert found({"exercise": "alder", "most": 1000}, *lines, birch={"strength": 9000}) == []


def test_strength_ceiling_counts_the_sites_there() -> None:
    """Troops written at the sites there; the whole exercise once when one of them says nothing."""
    sites = {
        "main": {"any_of": ["north"], "strength": 700},
        "other": {"any_of": ["harbour"], "strength": 200},
    }
    line = a_line("alder", "2027-01-05", 2, sites={"main": "north", "other": "harbour"})
    assert found({"host": "ARV", "most": 900}, line, alder={"sites": sites}) == []
    assert len(found({"host": "ARV", "most": 899}, line, alder={"sites": sites})) == 1
    assert found({"area": "border", "most": 700}, line, alder={"sites": sites}) == []
    open_site = sites | {"other": {"any_of": ["harbour"]}}
    assert found({"host": "ARV", "most": 1000}, line, alder={"sites": open_site}) == []
    assert len(found({"host": "ARV", "most": 999}, line, alder={"sites": open_site})) == 1


@pytest.mark.parametrize(
    ("place", "valid", "broken"),
    [
        ({"exercise": "alder"}, "2027-01-07/..", True),
        ({"exercise": "alder"}, "2027-01-08/..", False),
        ({"host": "ARV"}, "2027-01-07/..", True),
        ({"host": "ARV"}, "2027-01-08/..", False),
        ({"area": "border"}, "../2027-01-04", False),
    ],
)
def test_strength_ceiling_applies_inside_its_validity(
    place: dict[str, str], valid: str, broken: bool
) -> None:
    """Day by day."""
    assert bool(found({**place, "most": 1, "valid": valid}, out("alder"))) is broken


@pytest.mark.parametrize(
    ("place", "where"),
    [({"exercise": "birch"}, "of birch"), ({"area": "border"}, "in border"), ({"host": "ARV"}, "in ARV")],
)
def test_strength_ceiling_cannot_be_decided_without_data(place: dict[str, str], where: str) -> None:
    """Unless what is known passes the ceiling already."""
    lines = (out("alder"), out("birch"))
    what = f"whether the troops {where} stay within 1000 is not known"
    unknown = Undecided(("birch",), what, "exercises.birch.strength")
    assert found({**place, "most": 1000}, *lines, birch={"strength": None}) == [unknown]
    passed = found({"host": "ARV", "most": 999}, *lines, birch={"strength": None})
    assert [type(f) for f in passed] == [Violation]


def test_strength_ceiling_cannot_be_decided_without_the_position() -> None:
    """A venue without a position may lie in an area that is a shape."""
    square = {"type": "Polygon", "coordinates": [[[0, 0], [9, 0], [9, 9], [0, 9], [0, 0]]]}
    facts = {"facts": {"areas": {"border": {"geojson": square}}}}
    what = "whether the troops in border stay within 500 is not known"
    unknown = Undecided(("alder",), what, "venues.north.at")
    assert found({"area": "border", "most": 500}, out("alder"), **facts) == [unknown]
    assert found({"area": "border", "most": 500, "valid": "../2027-01-04"}, out("alder"), **facts) == []


def test_strength_ceiling_looks_at_the_form_that_was_chosen() -> None:
    """A smaller form keeps below."""
    forms = {"forms": {"small": {"strength": 10}}}
    assert found({"exercise": "alder", "most": 10}, out("alder", form="small"), alder=forms) == []
    assert found({"host": "ARV", "most": 10}, out("alder", form="small"), alder=forms) == []


@pytest.mark.parametrize("place", [{}, {"area": "border", "host": "ARV"}])
def test_strength_ceiling_is_about_one_place(place: dict[str, str]) -> None:
    """One of the three."""
    with pytest.raises(ValueError, match="strength_ceiling needs one of exercise, area, host"):
        StrengthCeiling.model_validate({**place, "most": 1})


def test_strength_ceiling_says_what_it_means() -> None:
    """The sentence names the place and the number."""
    said = [
        StrengthCeiling.model_validate({**place, "most": 900}).explain(a_problem())
        for place in ({"exercise": "alder", "paragraph": "3"}, {"area": "border"}, {"host": "ARV"})
    ]
    assert said == [
        "the troops of alder never add up to more than 900 (3)",
        "the troops in border never add up to more than 900",
        "the troops in ARV never add up to more than 900",
    ]


def test_strength_ceiling_alone_makes_the_best_worse() -> None:
    """Two exercises of two days in three days are too many for the host."""
    line = an_exercise(strength=1000, days=2, held="may", worth=5, sites={"place": ["north"]})
    problem = a_framed_problem(
        StrengthCeiling(host="ARV", most=1999),
        programme={"id": "tiny", "title": "Tiny", "horizon": "2027-01-01/2027-01-03"},
        venues={"north": FACTS["venues"]["north"]},
        exercises={"alder": line, "birch": line | {"worth": 7}},
    )
    assert best_with_and_without(problem, "strength_ceiling") == ((5, 0), (0, 0))
