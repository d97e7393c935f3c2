"""What can be kept of a schedule that breaks rules: a search starts beside it and not from nothing."""

from exsched.checking.judge import judge
from exsched.domain.schedule import Schedule
from exsched.rulekit.problem import Problem

_ROUNDS = 6
"""Dropping an exercise may leave others without what they need; so often at most they are dropped as well."""


def what_stands(problem: Problem, schedule: Schedule) -> Schedule | None:
    """The schedule without the exercises that break a rule; None when the rest is not allowed either."""
    for _ in range(_ROUNDS + 1):
        verdict = judge(problem, schedule)
        if verdict.allowed:
            return schedule
        wrong = {name for broken in verdict.hard for name in broken.violation.exercises}
        lines = tuple(line for line in schedule.lines if line.exercise not in wrong)
        if len(lines) == len(schedule.lines):
            return None
        schedule = schedule.model_copy(update={"lines": lines})
    return None
