"""Every force role of an exercise is filled, by forces that can fill it."""

from typing import Any

import pytest

from exsched.rulekit.finding import Undecided, Violation
from exsched.rules.duration_bounds import DurationBounds
from exsched.rules.force_need import ForceNeedMet
from tests.agreement import allowed_by_post
from tests.builders import a_laydown, a_line, a_problem


def a_force(
    nation: str, domain: str = "maritime", capability: str = "frigate", elements: int = 4
) -> dict[str, Any]:
    """A force of a nation."""
    return {
        "name": f"{nation} {capability}",
        "nation": nation,
        "domain": domain,
        "elements": elements,
        "capabilities": [capability],
    }


FORCES = {
    "arv-ships": a_force("ARV"),
    "bmk-ships": a_force("BMK"),
    "bmk-more": a_force("BMK"),
    "cal-jets": a_force("CAL", "air", "fighter"),
}


def findings(need: Any, taken: dict[str, int] | None, valid: str = "../..") -> list[object]:
    """What the rule finds when ALDER fills its role so on 5 January."""
    rule = ForceNeedMet.model_validate({"exercise": "alder", "role": "fleet", "valid": valid})
    forces = (
        {} if need is None else {"forces": {"fleet": need, "other": {"need": 0, "capability": "frigate"}}}
    )
    line = {"title": "ALDER", "days": 1, **forces}
    problem = a_problem(rule, groups={"south": ["BMK", "CAL"]}, forces=FORCES, exercises={"alder": line})
    filled: dict[str, Any] = {"other": {"arv-ships": 1}}
    if taken:
        filled["fleet"] = taken
    return list(rule.check(problem, a_laydown(problem, a_line("alder", "2027-01-05", forces=filled))))


@pytest.mark.parametrize(("arvania", "belmark"), [(1, 1), (2, 1), (3, 0)])
def test_force_need_adds_up_the_elements_of_all_forces(arvania: int, belmark: int) -> None:
    """The least and the most elements are allowed, from whichever force; other roles do not count."""
    taken = {"arv-ships": arvania, "bmk-ships": belmark} if belmark else {"arv-ships": arvania}
    assert findings({"need": "2..3", "capability": "frigate"}, taken) == []


def test_force_need_counts_the_elements_missing_and_too_many() -> None:
    """The amount is the distance to the range."""
    need = {"need": "2..3", "capability": "frigate"}
    short = "alder has 0 elements for fleet, not 2 to 3 elements"
    over = "alder has 5 elements for fleet, not 2 to 3 elements"
    assert findings(need, None) == [Violation(("alder",), short, 2)]
    assert findings(need, {"arv-ships": 4, "bmk-ships": 1}) == [Violation(("alder",), over, 2)]


def test_force_need_may_have_no_least() -> None:
    """A role that asks for no more than so many may stay empty."""
    assert findings({"need": "..3", "capability": "frigate"}, None) == []


def test_force_need_counts_nations_and_not_forces() -> None:
    """Two forces of one nation are one nation."""
    need = {"need": 3, "capability": "frigate", "nations": "2.."}
    one = "fleet of alder comes from 1 nation, not at least 2 nations"
    assert findings(need, {"bmk-ships": 1, "bmk-more": 2}) == [Violation(("alder",), one, 1)]
    assert findings(need, {"arv-ships": 1, "bmk-more": 2}) == []
    alone = need | {"nations": 1}
    two = "fleet of alder comes from 2 nations, not 1 nation"
    assert findings(alone, {"arv-ships": 1, "bmk-more": 2}) == [Violation(("alder",), two, 1)]


@pytest.mark.parametrize(
    ("need", "force"),
    [
        ({"need": 0, "any_of": ["arv-ships"]}, "bmk-ships"),
        ({"need": 0, "capability": "frigate"}, "cal-jets"),
        ({"need": 0, "domain": "maritime"}, "cal-jets"),
        ({"need": 0, "capability": "frigate", "of": ["south"]}, "arv-ships"),
    ],
)
def test_force_need_lets_only_forces_in_that_can_fill_the_role(need: Any, force: str) -> None:
    """By name, capability, domain and nation; such elements count for nothing."""
    said = f"{force} cannot fill fleet of alder"
    assert findings(need, {force: 2}) == [Violation(("alder",), said, 2)]


def test_force_need_takes_the_members_of_a_group() -> None:
    """`of` names nations or groups."""
    assert findings({"need": 1, "capability": "frigate", "of": ["south"]}, {"bmk-ships": 1}) == []


def test_force_need_cannot_be_decided_for_an_unknown_role() -> None:
    """What the role needs is not written."""
    unknown = "what alder needs for fleet is not known"
    assert findings(None, {"arv-ships": 1}) == [
        Undecided(("alder",), unknown, "exercises.alder.forces.fleet")
    ]


def test_force_need_applies_inside_its_validity() -> None:
    """One execution day inside `valid` is enough."""
    need = {"need": 1, "capability": "frigate"}
    assert findings(need, None, "2027-01-06/..") == []
    assert len(findings(need, None, "2027-01-05/..")) == 1


def test_force_need_leaves_a_dropped_exercise_alone() -> None:
    """A dropped exercise takes nothing."""
    rule = ForceNeedMet(exercise="alder", role="fleet")
    problem = a_problem(rule, exercises={"alder": {"title": "ALDER", "days": 1}})
    assert list(rule.check(problem, a_laydown(problem))) == []


def test_force_need_comes_from_every_role() -> None:
    """Each role has a statement of its own."""
    roles = {name: {"need": 1, "capability": "frigate"} for name in ("escort", "fleet")}
    problem = a_problem(exercises={"alder": {"title": "ALDER", "days": 1, "forces": roles}})
    assert list(ForceNeedMet.from_facts(problem.programme)) == [
        (("exercises", "alder", "forces", "escort"), ForceNeedMet(exercise="alder", role="escort")),
        (("exercises", "alder", "forces", "fleet"), ForceNeedMet(exercise="alder", role="fleet")),
    ]


@pytest.mark.parametrize(
    ("need", "words"),
    [
        ({"need": 1, "any_of": ["arv-ships", "bmk-ships"]}, ": 1 element of arv-ships, bmk-ships"),
        (
            {"need": "2..", "capability": "frigate", "domain": "maritime", "of": ["ARV"], "nations": "..2"},
            ": at least 2 elements, with frigate, of domain maritime, of ARV, from at most 2 nations",
        ),
        (None, ""),
    ],
)
def test_force_need_says_what_it_means(need: Any, words: str) -> None:
    """The sentence names what the role asks for."""
    forces = {} if need is None else {"forces": {"fleet": need}}
    problem = a_problem(forces=FORCES, exercises={"alder": {"title": "ALDER", "days": 1, **forces}})
    said = ForceNeedMet(exercise="alder", role="fleet").explain(problem)
    assert said == f"alder needs forces for fleet{words}"


def test_force_need_posts_nothing_for_an_unknown_role() -> None:
    """What cannot be decided binds nothing: ALDER is held on one of two days, or dropped."""
    head = {"id": "tiny", "title": "Tiny", "horizon": "2027-01-01/2027-01-02"}
    line = {"title": "ALDER", "days": 1, "held": "may"}
    bounds = DurationBounds(exercise="alder", min=1, max=1)
    unknown = ForceNeedMet(exercise="alder", role="fleet")
    problem = a_problem(unknown, bounds, programme=head, exercises={"alder": line})
    assert len(allowed_by_post(problem)) == 3
