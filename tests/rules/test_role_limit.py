"""A nation takes part in some roles only."""

from typing import Any

import pytest

from exsched.domain.exercises import Role
from exsched.domain.schedule import Line
from exsched.rulekit.finding import Undecided, Violation
from exsched.rules.role_limit import RoleLimit
from tests.builders import a_line, a_problem, an_exercise, findings
from tests.rules.worsening import an_example, best_with_and_without

LINE = an_exercise(
    kind="LIVEX",
    sites={"land": ["north", "east"]},
    participants={"may": ["BEL", "CAR"]},
    forms={"map": {"kind": "CPX"}},
)
FACTS: dict[str, Any] = {
    "groups": {"pact": ["CAR", "DOR"]},
    "areas": {"bay": {"venues": ["east"]}},
    "venues": {
        "north": {"name": "North", "host": "ARV", "kind": "range"},
        "east": {"name": "East", "host": "DOR", "kind": "port"},
    },
    "exercises": {"alder": LINE},
}


def a_rule(**parts: Any) -> RoleLimit:
    """Carvia sends staff."""
    return RoleLimit.model_validate({"nation": "CAR", "roles": ["staff"]} | parts)


def out(role: Role, land: str = "north", form: str | None = None, nation: str = "CAR") -> Line:
    """ALDER of two days with a nation in a role."""
    return a_line(
        "alder",
        "2027-01-05",
        2,
        sites={"land": land},
        participants={nation: role, "BEL": Role.FULL},
        form=form,
    )


def facts_of(role: Role) -> dict[str, Any]:
    """The facts with a role written for Carvia."""
    written = {"participants": {"may": {"BEL": 1, "CAR": {"role": role.value}}}}
    return FACTS | {"exercises": {"alder": LINE | written}}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("allowed", [["staff"], ["staff", "observer"], ["full", "host", "non_combat"]])
def test_role_limit_allows_the_roles_listed_and_no_others(role: Role, allowed: list[str]) -> None:
    """Any role that is not listed is a case, observers included."""
    found = findings(a_rule(roles=allowed), out(role), **facts_of(role))
    word = " or ".join(allowed)
    said = Violation(("alder",), f"CAR takes part in alder as {role.value}, not as {word}")
    assert found == ([] if role.value in allowed else [said])


def test_role_limit_is_about_its_nation_only() -> None:
    """Others, and a nation that is not there, are left alone; a group stands for each of its nations."""
    assert findings(a_rule(nation="ARV", roles=["host"]), out(Role.FULL), **FACTS) == []
    assert len(findings(a_rule(nation="pact"), out(Role.FULL, "east"), **FACTS)) == 2


def test_role_limit_counts_the_host() -> None:
    """A site in the nation makes it host, unless it has another role."""
    line = out(Role.FULL, "east", nation="BEL")
    assert len(findings(a_rule(nation="DOR"), line, **FACTS)) == 1
    assert findings(a_rule(nation="DOR", roles=["host"]), line, **FACTS) == []


@pytest.mark.parametrize(("form", "broken"), [(None, 1), ("map", 0)])
def test_role_limit_filters_exercises_by_the_form_held(form: str | None, broken: int) -> None:
    """The kind of the form that is held decides."""
    assert len(findings(a_rule(where={"kinds": ["LIVEX"]}), out(Role.FULL, form=form), **FACTS)) == broken


@pytest.mark.parametrize(("land", "broken"), [("north", 0), ("east", 1)])
def test_role_limit_filters_exercises_by_area(land: str, broken: int) -> None:
    """One site in one of the areas is enough."""
    assert len(findings(a_rule(areas=["bay"]), out(Role.FULL, land), **FACTS)) == broken


@pytest.mark.parametrize(
    ("valid", "broken"),
    [("../2027-01-04", 0), ("../2027-01-05", 1), ("2027-01-06/..", 1), ("2027-01-07/..", 0)],
)
def test_role_limit_applies_within_validity(valid: str, broken: int) -> None:
    """An exercise counts when one of its days lies within the validity; a dropped one never."""
    assert len(findings(a_rule(valid=valid), out(Role.FULL), **FACTS)) == broken
    assert findings(a_rule(valid=valid), Line(exercise="alder", held=False), **FACTS) == []


def test_role_limit_explains_itself() -> None:
    """The sentence says who, where and as what."""
    problem = a_problem(**FACTS)
    rule = a_rule(nation="pact", roles=["staff", "observer"], where={"kinds": ["LIVEX"]}, areas=["bay"])
    assert (
        rule.explain(problem) == "CAR, DOR will take part in LIVEX exercises in bay only as staff or observer"
    )
    assert a_rule().explain(problem) == "CAR will take part only as staff"
    assert (rule.cost, a_rule(soft=2).cost, rule.unit) == (None, 2, "case")


def test_role_limit_needs_a_role() -> None:
    """Who may come in no role at all is a matter for other rules."""
    with pytest.raises(ValueError, match="at least 1"):
        a_rule(roles=[])


def test_role_limit_makes_the_best_schedule_worse() -> None:
    """With the rule a wish stays open, and trying everything finds the same values."""
    with_it, without = best_with_and_without(an_example("role_limit"), "role_limit")
    assert with_it is not None and without is not None and with_it > without


def test_role_limit_is_open_while_it_is_not_known_whether_the_exercise_is_meant() -> None:
    """A site that may lie in the area, or domains that are not written, leave another role open."""
    facts = facts_of(Role.FULL) | {
        "areas": {"sea": {"geojson": {"type": "Polygon", "coordinates": [[[1, 1], [2, 1], [2, 2], [1, 1]]]}}}
    }
    what = "CAR takes part in alder as full, not as staff, if that is meant"
    found = findings(a_rule(areas=["sea"]), out(Role.FULL), **facts)
    assert found == [Undecided(("alder",), what, "venues.north.at")]
    found = findings(a_rule(where={"domains": ["land"], "kinds": ["LIVEX"]}), out(Role.FULL), **facts)
    assert found == [Undecided(("alder",), what, "exercises.alder.domains")]
    assert findings(a_rule(where={"domains": ["land"], "kinds": ["CPX"]}), out(Role.FULL), **facts) == []
    assert (
        findings(a_rule(areas=["sea"]), out(Role.STAFF), **facts_of(Role.STAFF) | {"areas": facts["areas"]})
        == []
    )
