"""The second formulation's answer on a small programme, where there is one."""

from exsched.rulekit.problem import Problem
from exsched.solving.confirming import confirm_values, opinion_of
from exsched.solving.opinion import Word

_OBJECTIONS = {Word.AGREES: "", Word.CONTRADICTS: "the second formulation contradicts", Word.SILENT: None}


def second_opinion(problem: Problem, expected: tuple[int, ...] | None) -> str | None:
    """What the second formulation objects to; empty when it agrees, None when it has no answer."""
    return _OBJECTIONS[confirm_values(problem, expected, 20, opinion_of())]
