"""A programme of a few days, small enough to go through every schedule of it."""

from typing import Any

from exsched.advising.ceiling import Ceiling
from exsched.advising.differs import Differs
from exsched.goals import GOALS
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem, Statement
from exsched.rulekit.rule import Rule
from exsched.rules import RULES
from tests.builders import a_programme, an_exercise
from tests.universe import every_laydown

FACTS: dict[str, Any] = {
    "programme": {"id": "tiny", "title": "Tiny programme", "horizon": "2027-03-01/2027-03-04"},
    "venues": {
        "north": {"name": "North range", "host": "ARV", "kind": "range", "takes": {"exercises": 1}},
        "south": {"name": "South range", "host": "CAL", "kind": "range", "takes": {"exercises": 1}},
    },
    "exercises": {
        "alder": an_exercise(
            title="ALDER",
            days=2,
            held="may",
            worth=5,
            wanted="2027-03-01",
            sites={"land": {"any_of": ["north", "south"]}},
            participants={"may": {"BMK": {"worth": 3}}},
            forms={"staff": {"loses": 2, "days": 1, "sites": {}}},
        ),
        "birch": an_exercise(
            title="BIRCH",
            days=2,
            worth=4,
            wanted="2027-03-02",
            sites={"land": {"any_of": ["north", "south"]}},
        ),
    },
}
GOALS_SAID = [["hold_exercises"], ["wanted_dates", "wanted_sites", "wanted_participation"]]


def a_small_problem(*rules: Rule, goals: list[list[str]] = GOALS_SAID, **parts: Any) -> Problem:
    """These rules, those of all facts, and the goals."""
    facts = a_programme(**FACTS | parts)
    said = [_said(n, rule) for n, rule in enumerate(rules)]
    for kind in RULES.values():
        said += [Statement(".".join(map(str, path)), r, fact=True) for path, r in kind.from_facts(facts)]
    tiers = tuple(tuple(GOALS[name].model_validate({"goal": name}) for name in tier) for tier in goals)
    return Problem(facts, tuple(said), tiers)


def _said(number: int, rule: Rule) -> Statement:
    """A rule of a question under the key that it has in questions, others as in a file."""
    if isinstance(rule, Ceiling | Differs):
        return rule.statement(number)
    return Statement(rule.id or f"rules[{number}]", rule)


def every_allowed(problem: Problem) -> list[tuple[tuple[int, ...], Laydown]]:
    """All schedules that break no hard statement, with their tier values, best first."""
    found = [
        (values(problem, laydown), laydown)
        for laydown in every_laydown(problem)
        if not any(
            hasattr(finding, "amount")
            for said in problem.statements
            if said.rule.cost is None
            for finding in said.rule.check(problem, laydown)
        )
    ]
    return sorted(found, key=lambda one: one[0])


def values(problem: Problem, laydown: Laydown) -> tuple[int, ...]:
    """The value of each tier."""
    return tuple(sum(goal.weight * goal.measure(problem, laydown) for goal in tier) for tier in problem.tiers)
