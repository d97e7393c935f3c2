"""Whether a rule makes the best schedule worse: the solver and the referee asked with it and without it."""

from dataclasses import replace
from pathlib import Path

from exsched.intake import load
from exsched.rulekit.problem import Problem
from tests.brute_force import best_values
from tests.solved_values import solved_values

Values = tuple[int, ...] | None


def best_with_and_without(problem: Problem, rule: str, most: int = 20_000) -> tuple[Values, Values]:
    """The tier values of the best schedule with the rule and without it; None when nothing is allowed.

    The referee, who tries every schedule, has found the same values as the solver both times.
    """
    bare = replace(problem, statements=tuple(s for s in problem.statements if s.rule.rule != rule))
    found = []
    for asked in (problem, bare):
        values = solved_values(asked)
        assert values == best_values(asked, most, rule)
        found.append(values)
    return found[0], found[1]


def an_example(rule: str) -> Problem:
    """The tiny programme of a rule's examples."""
    loaded = load(Path(__file__).parents[2] / "examples" / "rules" / rule / "programme.yaml")
    assert loaded.problem is not None, [d.render() for d in loaded.diagnostics]
    return loaded.problem
