"""Posting and checking of every rule mean the same when an exercise can be held in a lesser form as well."""

from math import prod
from pathlib import Path

import pytest

from exsched.intake import load_text
from exsched.rulekit.problem import Problem
from exsched.rules import RULES
from tests.agreement import compare, made_hard, only
from tests.long_form import by_form
from tests.universe import every_choice

EXAMPLES = Path(__file__).parents[2] / "examples" / "rules"


LARGEST = by_form(short=6_000, long=10**9)
"""So many schedules are all tried at most."""
LESSER = "forms: {lesser: {loses: 1, days: 1, strength: 100, kind: TTX, tags: [], deploy: 0}}"


def with_a_form(rule: str) -> Problem:
    """The tiny programme of a rule's examples, where the first exercise can be held in another form too."""
    text = (EXAMPLES / rule / "programme.yaml").read_text()
    head, exercises, rest = text.partition("\nexercises:\n")
    assert exercises
    if "\n    forms:" not in rest:
        first, _, others = rest.partition("\n")
        block = first.endswith(":")
        first = f"{first}\n    {LESSER}" if block else first.replace("{", f"{{{LESSER}, ", 1)
        rest = f"{first}\n{others}"
    loaded = load_text(head + exercises + rest)
    assert loaded.problem is not None, [d.render() for d in loaded.diagnostics]
    return loaded.problem


@pytest.mark.parametrize("rule", sorted(RULES))
def test_posting_and_checking_agree_about_forms(rule: str) -> None:
    """A form that is shorter, smaller, of another kind and without tags changes both alike."""
    problem = with_a_form(rule)
    if prod(len(every_choice(problem, name, rule)) for name in problem.exercises) > LARGEST:
        pytest.skip("too many schedules for the short form")
    hard = made_hard(problem, rule)
    found = compare(only(problem, hard), rule)
    assert (sorted(map(str, found.too_weak))[:3], sorted(map(str, found.too_strict))[:3]) == ([], [])
    assert found.allowed > 0
