"""The solver and the trying of all schedules agree on status and value, on random small problems."""

import os
from itertools import count

import pytest

from exsched.goals import GOALS
from exsched.rules import RULES
from tests.brute_force import TooMany, best_values
from tests.random_programmes import a_random_problem
from tests.solved_values import solved_values

CASES = int(os.environ.get("EXSCHED_BRUTE_FORCE", "160"))
CHUNKS = 10
TOLD_OFTEN = 0.6


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_solver_agrees_with_trying_everything(chunk: int) -> None:
    """Status and the value of every tier are equal, and most problems have a schedule."""
    feasible = compared = 0
    for seed in count(chunk, CHUNKS):
        problem = a_random_problem(seed)
        try:
            expected = best_values(problem)
        except TooMany:
            continue
        feasible += expected is not None
        assert (seed, solved_values(problem)) == (seed, expected)
        compared += 1
        if compared * CHUNKS >= CASES:
            break
    assert feasible >= TOLD_OFTEN * compared


def test_random_problems_hold_every_rule_and_goal() -> None:
    """No rule and no goal is left out of what solver and referee are compared on."""
    problems = [a_random_problem(seed) for seed in range(400)]
    rules = {said.rule.rule for problem in problems for said in problem.statements}
    goals = {goal.goal for problem in problems for tier in problem.tiers for goal in tier}
    assert (set(RULES) - rules, set(GOALS) - goals) == (set(), set())
