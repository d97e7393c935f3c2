"""Solver, trying of everything and second opinion on one random programme: equal status, equal values."""

from collections import Counter
from dataclasses import dataclass, field, replace

from exsched.rulekit.problem import Problem
from exsched.rules import RULES
from tests.brute_force import TooMany, best_values
from tests.campaign.opinions import second_opinion
from tests.random_programmes import a_random_problem
from tests.solved_values import solved_values

FAVOURITES = 3
"""So many rules that have bound least so far are said in each programme."""
ASKED = 6
"""So many rules of a programme, those that have bound least, are left out one by one."""
MOST = 600
"""Schedules that the referee may have to try."""


@dataclass
class Compared:
    """What has been compared so far."""

    programmes: int = 0
    feasible: int = 0
    opinions: int = 0
    bound: Counter[str] = field(default_factory=Counter)
    """By rule, the programmes in which leaving its statements out changes the answer."""
    disagreements: list[str] = field(default_factory=list)

    def add(self, other: "Compared") -> None:
        """Take in what another process has compared."""
        self.programmes += other.programmes
        self.feasible += other.feasible
        self.opinions += other.opinions
        self.bound += other.bound
        self.disagreements += other.disagreements

    def rarest(self) -> tuple[str, ...]:
        """The rules that have bound least."""
        return tuple(sorted(RULES, key=lambda rule: (self.bound[rule], rule))[:FAVOURITES])


def compare(seed: int, so_far: Compared, wanted: int) -> bool:
    """Compare all answers on one programme, and see which rules bind; False when it is too large to try.

    A rule is no longer asked about once it has bound `wanted` times.
    """
    problem = a_random_problem(seed, so_far.rarest() if wanted else ())
    try:
        expected = best_values(problem, MOST)
    except TooMany:
        return False
    so_far.programmes += 1
    so_far.feasible += expected is not None
    found = solved_values(problem)
    if found != expected:
        so_far.disagreements.append(f"seed {seed}: tried {expected}, solved {found}")
    other = second_opinion(problem, expected)
    so_far.opinions += other is not None
    if other:
        so_far.disagreements.append(f"seed {seed}: {other}")
    said = {statement.rule.rule for statement in problem.statements}
    for rule in sorted(said, key=lambda rule: (so_far.bound[rule], rule))[:ASKED]:
        if so_far.bound[rule] < wanted and solved_values(without(problem, rule)) != expected:
            so_far.bound[rule] += 1
    return True


def without(problem: Problem, rule: str) -> Problem:
    """The problem with no statement of the rule."""
    return replace(problem, statements=tuple(s for s in problem.statements if s.rule.rule != rule))
