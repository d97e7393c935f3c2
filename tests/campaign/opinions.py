"""The second formulation's answer on a small programme, where there is one."""

from exsched.rulekit.problem import Problem
from exsched.solving.anatomy.take_apart import take_apart
from exsched.solving.build import build
from exsched.solving.confirming import confirm, other_formulation
from exsched.solving.opinion import Word

_OBJECTIONS = {Word.AGREES: "", Word.CONTRADICTS: "the second formulation contradicts", Word.SILENT: None}


def second_opinion(problem: Problem, expected: tuple[int, ...] | None) -> str | None:
    """What the second formulation objects to; empty when it agrees, None when it has no answer."""
    with other_formulation(take_apart(build(problem))) as opinion:
        return _OBJECTIONS[confirm(opinion, expected, problem.settings.give_back_permille, 20)]
