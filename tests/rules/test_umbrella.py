"""Exercises under an umbrella take place within it."""

from typing import Any

import pytest

from exsched.domain.schedule import Line
from exsched.rulekit.finding import Violation
from exsched.rules.umbrella import Umbrella
from tests.builders import a_line, a_problem, an_exercise, findings
from tests.rules.worsening import an_example, best_with_and_without

FACTS: dict[str, Any] = {"exercises": {name: an_exercise(deploy=3) for name in ("alder", "birch", "cedar")}}
ALDER = a_line("alder", "2027-01-10", 5)


def a_rule(**parts: Any) -> Umbrella:
    """BIRCH and CEDAR under ALDER."""
    return Umbrella.model_validate({"parent": "alder", "children": ["birch", "cedar"]} | parts)


@pytest.mark.parametrize(
    ("startex", "days", "off", "said"),
    [
        ("2027-01-10", 5, 0, ""),
        ("2027-01-12", 1, 0, ""),
        ("2027-01-09", 5, 1, "begins 1 day before"),
        ("2027-01-11", 5, 1, "ends 1 day after"),
        ("2027-01-08", 9, 4, "begins 2 days before and ends 2 days after"),
        ("2027-01-05", 2, 5, "begins 5 days before"),
        ("2027-01-20", 2, 7, "ends 7 days after"),
    ],
)
def test_umbrella_covers_every_day_of_a_child(startex: str, days: int, off: int, said: str) -> None:
    """Execution days count, those before the parent and those after it."""
    found = findings(a_rule(), ALDER, a_line("birch", startex, days), **FACTS)
    sentence = f"birch {said} alder"
    assert found == ([Violation(("birch", "alder"), sentence, off)] if off else [])


def test_umbrella_without_its_parent_has_no_children() -> None:
    """Each execution day of a child is one, when the parent is dropped."""
    birch, dropped = a_line("birch", "2027-01-10", 4), Line(exercise="alder", held=False)
    expected = [Violation(("birch", "alder"), "birch is held, and alder is not", 4)]
    assert findings(a_rule(), birch, **FACTS) == expected
    assert findings(a_rule(), birch, dropped, **FACTS) == expected


def test_umbrella_looks_at_each_child_that_is_held() -> None:
    """Children that are dropped break nothing; of several each is judged."""
    birch, cedar = a_line("birch", "2027-01-09"), a_line("cedar", "2027-01-15")
    assert findings(a_rule(), ALDER, Line(exercise="birch", held=False), **FACTS) == []
    found = findings(a_rule(), ALDER, birch, cedar, **FACTS)
    assert [f.exercises for f in found] == [("birch", "alder"), ("cedar", "alder")]


@pytest.mark.parametrize(
    ("valid", "cases"),
    [("../2027-01-14", 0), ("../2027-01-15", 1), ("2027-01-16/..", 1), ("2027-01-17/..", 0)],
)
@pytest.mark.parametrize("parent", [[ALDER], []])
def test_umbrella_applies_where_the_child_lies(parent: list[Line], valid: str, cases: int) -> None:
    """The child has an execution day inside the validity."""
    lines = [*parent, a_line("birch", "2027-01-15", 2)]
    assert len(findings(a_rule(valid=valid), *lines, **FACTS)) == cases


def test_umbrella_explains_itself() -> None:
    """The sentence names the parent and its children."""
    said = "birch, cedar take place within alder, or not at all"
    assert a_rule().explain(a_problem(**FACTS)) == said
    assert (a_rule().cost, a_rule(soft=2).cost, a_rule().unit) == (None, 2, "day")


def test_umbrella_is_not_under_itself() -> None:
    """A parent among its children is a mistake."""
    with pytest.raises(ValueError, match="alder cannot be its own child"):
        a_rule(children=["alder"])


def test_umbrella_makes_the_best_schedule_worse() -> None:
    """With the rule something is lost, and trying everything finds the same values."""
    with_it, without = best_with_and_without(an_example("umbrella"), "umbrella")
    assert with_it is not None and without is not None and with_it > without
