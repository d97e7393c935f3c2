"""Labels that were narrowed after a schedule was made: what was open then may be closed now.

A release shows what its own problem opens. So before it goes out its labels are compared with those of the
newest problem; whoever would still be shown what has been closed since stops the release.
"""

from exsched.access.label import label_of_exercise
from exsched.rulekit.problem import Problem
from exsched.rulekit.verdict import Answer


def narrowed(answer: Answer, newest: Problem) -> dict[str, frozenset[str]]:
    """Exercise -> nations that would see it although its present `release` no longer names them."""
    found = {}
    for name, now in newest.exercises.items():
        if name not in answer.problem.exercises or now.release is None:
            continue
        then = label_of_exercise(answer.problem, name, answer.laydown).full
        gone = then - label_of_exercise(newest, name).full
        if gone:
            found[name] = gone
    return found


def sentence(found: dict[str, frozenset[str]]) -> str:
    """The first of them in words, and how many more there are."""
    name, gone = min(found.items())
    more = f", and {len(found) - 1} more were narrowed" if len(found) > 1 else ""
    return f"{name} is no longer released to {', '.join(sorted(gone))} since this schedule was made{more}"
