"""One exercise comes before another, at a stated distance."""

import pytest

from exsched.domain.dates import Span
from exsched.rulekit.finding import Violation
from exsched.rules.precedence import Precedence
from tests.builders import a_laydown, a_line, a_problem

LINES = {name: {"title": name.upper(), "days": {"min": 1, "max": 9}} for name in ("alder", "birch")}


def findings(rule: Precedence, birch: str) -> list[object]:
    """What the rule finds when ALDER is held from 5 to 6 January, and BIRCH from this day."""
    problem = a_problem(rule, exercises=LINES)
    laydown = a_laydown(problem, a_line("alder", "2027-01-05", 2), a_line("birch", birch, 2))
    return list(rule.check(problem, laydown))


@pytest.mark.parametrize("birch", ["2027-01-08", "2027-01-10"])
def test_precedence_includes_both_ends_of_the_gap(birch: str) -> None:
    """The least and the most days are allowed."""
    assert findings(Precedence(first="alder", then="birch", gap=Span(least=2, most=4)), birch) == []


def test_precedence_counts_the_days_by_which_the_gap_is_missed() -> None:
    """Too near, too far, and before."""
    rule = Precedence(first="alder", then="birch", gap=Span(least=2, most=4))
    pair = ("alder", "birch")
    near = "birch starts 1 day after alder ends, not 2 to 4 days"
    far = "birch starts 6 days after alder ends, not 2 to 4 days"
    before = "birch starts 2 days before alder ends, not 2 to 4 days after"
    assert findings(rule, "2027-01-07") == [Violation(pair, near, 1)]
    assert findings(rule, "2027-01-12") == [Violation(pair, far, 2)]
    assert findings(rule, "2027-01-04") == [Violation(pair, before, 4)]


def test_precedence_without_a_gap_asks_for_a_later_start() -> None:
    """The very next day is in order, the last day of the first is not."""
    rule = Precedence(first="alder", then="birch")
    assert findings(rule, "2027-01-07") == []
    assert len(findings(rule, "2027-01-06")) == 1


def test_precedence_applies_only_when_both_are_held() -> None:
    """A dropped exercise comes neither before nor after."""
    rule = Precedence(first="alder", then="birch")
    problem = a_problem(rule, exercises=LINES)
    for name in LINES:
        assert list(rule.check(problem, a_laydown(problem, a_line(name, "2027-01-05")))) == []


def test_precedence_applies_when_both_touch_its_validity() -> None:
    """Both need an execution day inside `valid`."""
    rule = Precedence.model_validate({"first": "birch", "then": "alder", "valid": "2027-01-06/2027-01-10"})
    assert len(findings(rule, "2027-01-10")) == 1
    assert findings(rule, "2027-01-11") == []
    early = Precedence.model_validate({"first": "birch", "then": "alder", "valid": "2027-01-07/.."})
    assert findings(early, "2027-01-10") == []


def test_precedence_says_what_it_means() -> None:
    """The sentence names both exercises and the gap."""
    problem = a_problem(exercises=LINES)
    rule = Precedence(first="alder", then="birch", gap=Span(least=30))
    assert rule.explain(problem) == "birch starts at least 30 days after alder ends"


def test_precedence_needs_two_exercises() -> None:
    """Nothing comes before itself."""
    with pytest.raises(ValueError, match="alder cannot come before itself"):
        Precedence(first="alder", then="alder")
