"""A nation comes only if something holds, or not if something holds."""

from typing import Any

import pytest

from exsched.domain.exercises import Role
from exsched.domain.schedule import Line
from exsched.rulekit.finding import Undecided, Violation
from exsched.rules.conditional_participation import ConditionalParticipation
from tests.builders import a_line, a_problem, an_exercise, findings
from tests.rules.worsening import an_example, best_with_and_without

LINE = an_exercise(kind="LIVEX", tags=["live-fire"], strength=900, sites={"land": ["north", "east"]})
FACTS: dict[str, Any] = {
    "groups": {"pact": ["CAR", "DOR"]},
    "venues": {
        "north": {"name": "North", "host": "ARV", "kind": "range"},
        "east": {"name": "East", "host": "DOR", "kind": "port"},
    },
    "exercises": {"alder": LINE | {"forms": {"small": {"strength": 400, "tags": ["staff"], "kind": "CPX"}}}},
}
UNKNOWN = FACTS | {"exercises": {"alder": {k: v for k, v in LINE.items() if k != "strength"}}}


def a_rule(**parts: Any) -> ConditionalParticipation:
    """What Belmark makes its part depend on."""
    return ConditionalParticipation.model_validate({"nation": "BEL"} | parts)


def out(land: str = "north", form: str | None = None, **roles: Role) -> Line:
    """ALDER of two days with Belmark and these nations."""
    who = {"BEL": Role.FULL} | roles
    return a_line("alder", "2027-01-05", 2, sites={"land": land}, participants=who, form=form)


def broken(rule: ConditionalParticipation, line: Line, facts: dict[str, Any] = FACTS) -> int:
    """How many cases the rule finds."""
    return sum(f.amount for f in findings(rule, line, **facts) if isinstance(f, Violation))


FULL, OBSERVER = Role.FULL, Role.OBSERVER


@pytest.mark.parametrize(
    ("condition", "line", "met"),
    [
        ({"present": ["CAR"]}, out(CAR=FULL), True),
        ({"present": ["CAR"]}, out(CAR=OBSERVER), False),
        ({"present": ["CAR"]}, out(), False),
        ({"present": ["ARV"]}, out(), True),
        ({"present": ["pact"]}, out(CAR=FULL), False),
        ({"present": ["pact"]}, out(CAR=FULL, DOR=FULL), True),
        ({"present": ["pact"], "match": "any"}, out(DOR=FULL), True),
        ({"present": ["pact"], "match": "any"}, out(), False),
        ({"present": ["BEL"], "match": "any"}, out(), False),
        ({"hosts": ["pact"]}, out("east"), True),
        ({"hosts": ["pact"]}, out(), False),
        ({"only_among": ["ARV", "CAR"]}, out(CAR=FULL), True),
        ({"only_among": ["ARV", "CAR"]}, out(CAR=FULL, DOR=FULL), False),
        ({"only_among": ["ARV", "CAR"]}, out(DOR=OBSERVER), True),
        ({"strength": "..899"}, out(), False),
        ({"strength": "..900"}, out(), True),
        ({"strength": "901.."}, out(), False),
        ({"strength": "900.."}, out(), True),
        ({"strength": "..899"}, out(form="small"), True),
        ({"kinds": ["LIVEX"]}, out(), True),
        ({"kinds": ["LIVEX"]}, out(form="small"), False),
        ({"tags": ["staff", "live-fire"]}, out(), True),
        ({"tags": ["staff"]}, out(), False),
        ({"present": ["CAR"], "hosts": ["DOR"]}, out(CAR=FULL), False),
        ({"present": ["CAR"], "hosts": ["DOR"]}, out("east", CAR=FULL), True),
    ],
)
def test_conditional_participation_asks_for_everything_named(
    condition: dict[str, Any], line: Line, met: bool
) -> None:
    """`only_if` is broken when the condition fails, `not_if` when it holds."""
    assert broken(a_rule(only_if=condition), line) == int(not met)
    assert broken(a_rule(not_if=condition), line) == int(met)


def test_conditional_participation_says_what_is_broken() -> None:
    """The sentence names the nation, the exercise and the condition."""
    rule = a_rule(only_if={"present": ["CAR", "DOR"], "match": "any"}, not_if={"kinds": ["LIVEX"]})
    here = "BEL takes part in alder"
    assert findings(rule, out(), **FACTS) == [
        Violation(("alder",), f"{here}, only if CAR or DOR take part: it is not so"),
        Violation(("alder",), f"{here}, not if it is LIVEX: it is so"),
    ]


@pytest.mark.parametrize(
    ("condition", "word"), [({"strength": "..900"}, "only if"), ({"strength": "901.."}, "not if")]
)
def test_conditional_participation_cannot_judge_unknown_strength(
    condition: dict[str, Any], word: str
) -> None:
    """Without a strength a condition on it cannot be decided."""
    key = word.replace(" ", "_")
    text = f"whether BEL may take part in alder ({word} the strength is "
    found = findings(a_rule(**{key: condition}), out(), **UNKNOWN)
    assert [type(f) for f in found] == [Undecided]
    assert found[0].sentence.startswith(text)


def test_conditional_participation_needs_no_strength_when_the_rest_decides() -> None:
    """A condition with another part that fails is not met, whatever the strength."""
    condition = {"strength": "..900", "present": ["CAR"]}
    assert broken(a_rule(only_if=condition), out(), UNKNOWN) == 1
    assert findings(a_rule(not_if=condition), out(), **UNKNOWN) == []


def test_conditional_participation_of_a_group_is_of_each_nation() -> None:
    """Every nation of the group speaks for itself, and does not count among the others."""
    rule = a_rule(nation="pact", only_if={"present": ["pact"], "match": "any"})
    assert broken(rule, out(CAR=FULL)) == 1
    assert broken(rule, out(CAR=FULL, DOR=FULL)) == 0


def test_conditional_participation_filters_exercises_and_roles() -> None:
    """`where` says which exercises, `roles` which roles count."""
    apart = a_rule(only_if={"present": ["CAR"]}, where={"tags": ["staff"]})
    assert [broken(apart, out()), broken(apart, out(form="small"))] == [0, 1]
    watching = a_rule(only_if={"present": ["CAR"]}, roles=["observer"])
    assert [broken(watching, out()), broken(watching, out(BEL=OBSERVER))] == [0, 1]


@pytest.mark.parametrize(
    ("valid", "cases"),
    [("../2027-01-04", 0), ("../2027-01-05", 1), ("2027-01-06/..", 1), ("2027-01-07/..", 0)],
)
def test_conditional_participation_applies_within_validity(valid: str, cases: int) -> None:
    """An exercise counts when one of its days lies within the validity; a dropped one never."""
    rule = a_rule(only_if={"present": ["CAR"]}, valid=valid)
    assert broken(rule, out()) == cases
    assert broken(rule, Line(exercise="alder", held=False)) == 0


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"only_if": {"present": ["CAR"]}}, "BEL will take part only if CAR takes part"),
        (
            {"only_if": {"hosts": ["ARV", "DOR"]}, "not_if": {"strength": "900..", "tags": ["night"]}},
            "BEL will take part only if a site is in ARV or DOR, and not if the strength is at least 900 "
            "troops and it is night",
        ),
        (
            {"not_if": {"present": ["CAR", "DOR"]}, "where": {"kinds": ["CPX"]}},
            "BEL will not take part in CPX exercises if CAR and DOR take part",
        ),
        ({"only_if": {"only_among": ["pact"]}}, "BEL will take part only if all others are of pact"),
    ],
)
def test_conditional_participation_explains_itself(parts: dict[str, Any], sentence: str) -> None:
    """The sentence says what the part depends on."""
    assert a_rule(**parts).explain(a_problem(**FACTS)) == sentence


@pytest.mark.parametrize("parts", [{}, {"only_if": {}}, {"not_if": {"match": "any"}}])
def test_conditional_participation_without_a_condition_is_refused(parts: dict[str, Any]) -> None:
    """A statement that says nothing is a mistake."""
    with pytest.raises(ValueError, match="needs"):
        a_rule(**parts)


def test_conditional_participation_is_hard_and_counts_cases() -> None:
    """Hard unless a price is given."""
    rule = a_rule(only_if={"present": ["CAR"]})
    assert (rule.cost, rule.model_copy(update={"soft": 2}).cost, rule.unit) == (None, 2, "case")


def test_conditional_participation_makes_the_best_schedule_worse() -> None:
    """With the rule a wish stays open, and trying everything finds the same values."""
    problem = an_example("conditional_participation")
    with_it, without = best_with_and_without(problem, "conditional_participation")
    assert with_it is not None and without is not None and with_it > without


def test_conditional_participation_is_open_for_an_exercise_without_domains() -> None:
    """A condition that fails is broken only if the exercise is meant; one that holds is fine either way."""
    rule = a_rule(only_if={"present": ["CAR"]}, where={"domains": ["land"]})
    (found,) = findings(rule, out(), **FACTS)
    assert isinstance(found, Undecided)
    assert found.missing == "exercises.alder.domains"
    assert findings(rule, out(CAR=Role.FULL), **FACTS) == []
