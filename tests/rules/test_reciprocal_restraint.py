"""Two sides do alike."""

from typing import Any

import pytest

from exsched.rulekit.finding import Violation
from exsched.rules.reciprocal_restraint import ReciprocalRestraint
from tests.builders import a_line, a_problem, an_exercise, findings
from tests.rules.worsening import an_example, best_with_and_without

FACTS: dict[str, Any] = {
    "exercises": {name: an_exercise() for name in ("alder", "birch", "cedar", "dogwood")}
}
STARTS = {"alder": "2027-01-05", "birch": "2027-01-06", "cedar": "2027-01-07", "dogwood": "2027-01-08"}


def a_rule(**parts: Any) -> ReciprocalRestraint:
    """ALDER and BIRCH face CEDAR and DOGWOOD."""
    basis = {"one": ["alder", "birch"], "other": ["cedar", "dogwood"]}
    return ReciprocalRestraint.model_validate(basis | parts)


def found(rule: ReciprocalRestraint, *names: str) -> list[tuple[str, ...]]:
    """The exercises of each case when these are held, two days each."""
    lines = [a_line(name, STARTS[name], 2) for name in names]
    return [f.exercises for f in findings(rule, *lines, **FACTS) if isinstance(f, Violation)]


@pytest.mark.parametrize(
    ("held", "cases"),
    [
        ([], []),
        (["alder"], [("alder", "cedar", "dogwood")]),
        (["alder", "birch"], [("alder", "birch", "cedar", "dogwood")]),
        (["dogwood"], [("dogwood", "alder", "birch")]),
        (["alder", "dogwood"], []),
        (["alder", "birch", "cedar", "dogwood"], []),
    ],
)
def test_reciprocal_restraint_wants_something_of_each_side(held: list[str], cases: list[Any]) -> None:
    """One side alone is one case, however much it holds."""
    assert found(a_rule(), *held) == cases


@pytest.mark.parametrize(
    ("held", "cases"),
    [
        (["alder"], []),
        (["alder", "birch"], []),
        (["alder", "cedar"], []),
        (["birch", "cedar"], [("birch", "cedar")]),
        (["birch", "dogwood"], []),
        (["alder", "birch", "cedar", "dogwood"], [("birch", "cedar")]),
    ],
)
def test_reciprocal_restraint_keeps_two_sides_apart(held: list[str], cases: list[Any]) -> None:
    """Two exercises of different sides that share an execution day are one case."""
    assert found(a_rule(relation="no_overlap"), *held) == cases


def test_reciprocal_restraint_says_what_is_broken() -> None:
    """The sentences name both sides."""
    alder, cedar = a_line("alder", "2027-01-05", 3), a_line("cedar", "2027-01-07")
    assert findings(a_rule(), alder, **FACTS) == [
        Violation(("alder", "cedar", "dogwood"), "alder is held and nothing of cedar, dogwood")
    ]
    assert findings(a_rule(relation="no_overlap"), alder, cedar, **FACTS) == [
        Violation(("alder", "cedar"), "alder and cedar are both held on 2027-01-07")
    ]


@pytest.mark.parametrize(
    ("valid", "cases"),
    [("../2027-01-04", 0), ("../2027-01-05", 1), ("2027-01-06/..", 1), ("2027-01-07/..", 0)],
)
def test_reciprocal_restraint_applies_within_validity(valid: str, cases: int) -> None:
    """What is held counts when one of its days lies within the validity; any answer will do."""
    assert len(found(a_rule(valid=valid), "alder")) == cases
    assert found(a_rule(valid=valid), "alder", "dogwood") == []


def test_reciprocal_restraint_is_answered_from_outside_its_validity() -> None:
    """The other side's exercise need not lie within the validity, and needs no answer itself then."""
    assert found(a_rule(valid="../2027-01-05"), "alder", "dogwood") == []
    assert found(a_rule(valid="../2027-01-05"), "dogwood") == []


def test_reciprocal_restraint_explains_itself() -> None:
    """The sentence names the two sides and what they owe each other."""
    problem = a_problem(**FACTS)
    assert a_rule().explain(problem) == "alder/birch and cedar/dogwood are both held, or neither of them"
    apart = a_rule(relation="no_overlap").explain(problem)
    assert apart == "alder/birch and cedar/dogwood are not held at the same time"


def test_reciprocal_restraint_has_two_sides() -> None:
    """An exercise cannot face itself."""
    with pytest.raises(ValueError, match="alder stands on both sides"):
        a_rule(other=["alder"])


def test_reciprocal_restraint_is_soft_unless_it_is_made_hard() -> None:
    """The default cost is 1 for a case."""
    assert [a_rule().cost, a_rule(soft=7).cost, a_rule(hard=True).cost] == [1, 7, None]
    assert a_rule().unit == "case"


def test_reciprocal_restraint_makes_the_best_schedule_worse() -> None:
    """With the rule something is paid, and trying everything finds the same values."""
    with_it, without = best_with_and_without(an_example("reciprocal_restraint"), "reciprocal_restraint")
    assert with_it is not None and without is not None and with_it > without
