"""The solver and the trying of all schedules agree on status and value, on random small problems."""

import os
from itertools import count

import pytest

from exsched.rulekit.problem import Problem
from tests.brute_force import TooMany, best_values
from tests.random_programmes import a_random_problem
from tests.solved_values import solved_values

CASES = int(os.environ.get("EXSCHED_BRUTE_FORCE", "500"))
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


def test_every_rule_binds_somewhere() -> None:
    """For every rule that the random problems hold there is one whose best value changes without it.

    Who was not invited is nothing that the solver could decide, so that rule binds hand-made schedules only.
    """
    present: set[str] = set()
    binding: set[str] = set()
    for seed in range(CASES):
        problem = a_random_problem(seed)
        names = {s.rule.rule for s in problem.statements}
        present |= names
        if names <= binding | {"invited_participants"}:
            continue
        whole = solved_values(problem)
        for name in sorted(names - binding):
            kept = tuple(s for s in problem.statements if s.rule.rule != name)
            if solved_values(Problem(problem.programme, kept, problem.tiers)) != whole:
                binding.add(name)
    assert sorted(present - binding) == ["invited_participants"]
