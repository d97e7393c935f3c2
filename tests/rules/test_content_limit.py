"""A nation takes part only where the content suits it."""

from typing import Any

import pytest

from exsched.domain.exercises import Role
from exsched.domain.schedule import Line
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rules.content_limit import ContentLimit
from tests.builders import a_line, a_problem, an_exercise, findings
from tests.rules.worsening import an_example, best_with_and_without

FORMS = {"open": {"tags": ["relief"]}, "mixed": {"tags": ["relief", "medical"]}, "blank": {"tags": []}}
FACTS: dict[str, Any] = {
    "groups": {"pact": ["CAR", "DOR"]},
    "exercises": {"alder": an_exercise(tags=["article-5", "live-fire"], forms=FORMS)},
}


def a_rule(**parts: Any) -> ContentLimit:
    """Carvia keeps out of something."""
    return ContentLimit.model_validate({"nation": "CAR"} | (parts or {"barred": ["article-5"]}))


def out(form: str | None = None, **roles: Role) -> Line:
    """ALDER of two days, in a form."""
    return a_line("alder", "2027-01-05", 2, participants=roles or {"CAR": Role.FULL}, form=form)


def said(*tags: str) -> list[Finding]:
    """What is found when Carvia is there in spite of these tags."""
    return [Violation(("alder",), f"CAR takes part in alder, which has {', '.join(tags)}")]


@pytest.mark.parametrize(
    ("parts", "form", "found"),
    [
        ({"barred": ["article-5"]}, None, said("article-5")),
        ({"barred": ["article-5"]}, "open", []),
        ({"barred": ["article-5", "live-fire"]}, None, said("article-5", "live-fire")),
        ({"barred": ["article-5"]}, "blank", []),
        ({"only": ["relief"]}, "open", []),
        ({"only": ["relief"]}, "mixed", said("medical")),
        ({"only": ["relief", "medical"]}, "mixed", []),
        ({"only": ["relief"]}, None, said("article-5", "live-fire")),
        ({"only": ["relief"], "barred": ["medical"]}, "mixed", said("medical")),
    ],
)
def test_content_limit_compares_the_tags_of_the_form_held(
    parts: dict[str, Any], form: str | None, found: list[Finding]
) -> None:
    """A barred tag, or one that is not among those allowed, is one case for the nation."""
    assert findings(a_rule(**parts), out(form), **FACTS) == found


def test_content_limit_cannot_judge_an_exercise_without_tags() -> None:
    """With `only`, nothing is known about the content of an exercise that has no tags."""
    sentence = "whether CAR may take part in alder depends on its content"
    expected = [Undecided(("alder",), sentence, "exercises.alder.tags")]
    assert findings(a_rule(only=["relief"]), out("blank"), **FACTS) == expected


@pytest.mark.parametrize(
    ("roles", "role", "broken"),
    [
        ({}, Role.OBSERVER, 0),
        ({}, Role.STAFF, 1),
        ({"roles": ["observer"]}, Role.OBSERVER, 1),
        ({"roles": ["full"]}, Role.STAFF, 0),
    ],
)
def test_content_limit_counts_roles(roles: dict[str, Any], role: Role, broken: int) -> None:
    """Every role but observer counts, or those that are named."""
    rule = a_rule(barred=["article-5"], **roles)
    assert len(findings(rule, out(CAR=role), **FACTS)) == broken


def test_content_limit_of_a_group_is_of_each_nation() -> None:
    """Each nation of the group is a case; others are not."""
    line = out(CAR=Role.FULL, DOR=Role.FULL, BEL=Role.FULL)
    assert len(findings(a_rule(nation="pact", barred=["article-5"]), line, **FACTS)) == 2


@pytest.mark.parametrize(
    ("valid", "broken"),
    [("../2027-01-04", 0), ("../2027-01-05", 1), ("2027-01-06/..", 1), ("2027-01-07/..", 0)],
)
def test_content_limit_applies_within_validity(valid: str, broken: int) -> None:
    """An exercise counts when one of its days lies within the validity; a dropped one never."""
    rule = a_rule(barred=["article-5"], valid=valid)
    assert len(findings(rule, out(), **FACTS)) == broken
    assert findings(rule, Line(exercise="alder", held=False), **FACTS) == []


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({}, "CAR will take part in no exercise with article-5"),
        ({"only": ["relief"]}, "CAR will take part only in exercises of nothing but relief"),
        (
            {"nation": "pact", "barred": ["a", "b"], "only": ["c", "d"]},
            "CAR, DOR will take part in no exercise with a or b, and only in exercises of nothing but c "
            "and d",
        ),
    ],
)
def test_content_limit_explains_itself(parts: dict[str, Any], sentence: str) -> None:
    """The sentence says what keeps the nation away."""
    assert a_rule(**parts).explain(a_problem(**FACTS)) == sentence


@pytest.mark.parametrize("parts", [{"only": []}, {"barred": ["a"], "only": ["a"]}])
def test_content_limit_that_says_nothing_or_both_is_refused(parts: dict[str, Any]) -> None:
    """A limit without tags is a mistake, and so is a tag that is barred and allowed."""
    with pytest.raises(ValueError, match="barred"):
        a_rule(**parts)


def test_content_limit_is_hard_and_counts_cases() -> None:
    """Hard unless a price is given."""
    assert (a_rule().cost, a_rule(barred=["a"], soft=2).cost, a_rule().unit) == (None, 2, "case")


def test_content_limit_makes_the_best_schedule_worse() -> None:
    """With the rule a wish stays open, and trying everything finds the same values."""
    with_it, without = best_with_and_without(an_example("content_limit"), "content_limit")
    assert with_it is not None and without is not None and with_it > without
