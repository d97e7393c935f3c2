"""A problem as intake would make it: the rules under test, and every rule that the facts stand for."""

from typing import Any

from exsched.goals import GOALS
from exsched.rulekit.problem import Problem, Statement
from exsched.rulekit.rule import Rule
from exsched.rules import RULES
from tests.builders import a_programme


def a_framed_problem(*rules: Rule, **parts: Any) -> Problem:
    """These rules and those of all facts, with the goals to hold exercises and then to break little."""
    facts = a_programme(**parts)
    said = [Statement(rule.id or f"rules[{n}]", rule) for n, rule in enumerate(rules)]
    for kind in RULES.values():
        said += [Statement(".".join(map(str, path)), r, fact=True) for path, r in kind.from_facts(facts)]
    tiers = tuple((GOALS[name].model_validate({"goal": name}),) for name in ("hold_exercises", "soft_rules"))
    return Problem(facts, tuple(said), tiers)
