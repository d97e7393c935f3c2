"""Judge a schedule: every statement, every goal, from plain dates and names."""

import hashlib
import json

from exsched import __version__
from exsched.domain.outcome import GoalValue
from exsched.domain.schedule import Schedule
from exsched.rulekit.finding import Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem
from exsched.rulekit.verdict import Broken, Open, Verdict


def judge(problem: Problem, schedule: Schedule) -> Verdict:
    """Check every statement and measure every goal.

    Ids in the schedule must be known to the programme; intake refuses a file that names others.
    """
    laydown = Laydown(problem, schedule)
    broken: list[Broken] = []
    undecided: list[Open] = []
    for statement in problem.statements:
        for finding in statement.rule.check(problem, laydown):
            if isinstance(finding, Violation):
                broken.append(Broken(statement, finding))
            else:
                undecided.append(Open(statement, finding))
    values = tuple(
        tuple(
            GoalValue(
                goal=goal.goal, unit=goal.unit, value=goal.measure(problem, laydown), weight=goal.weight
            )
            for goal in tier
        )
        for tier in problem.tiers
    )
    return Verdict(
        broken=tuple(broken),
        undecided=tuple(undecided),
        values=values,
        rules_checked=len(problem.statements),
        input_hash=problem.input_hash,
        schedule_hash=fingerprint(schedule),
        checker=f"exsched {__version__}",
    )


def fingerprint(schedule: Schedule) -> str:
    """SHA-256 of what is decided, independent of the order of lines and of derived data."""
    lines = sorted(
        (line.model_dump(mode="json") for line in schedule.lines), key=lambda line: line["exercise"]
    )
    text = json.dumps([schedule.programme, lines], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
