"""Labels that were narrowed after a schedule was made: what was open then may be closed now.

A release shows what its own problem opens. So before it goes out its labels are compared with those of the
newest problem; whoever would still be shown what has been closed since stops the release.
"""

from collections.abc import Iterator

from exsched.access.label import Label, label_of_exercise, label_of_notes, label_of_part
from exsched.domain.exercises import Exercise
from exsched.rulekit.problem import Problem
from exsched.rulekit.verdict import Answer

Gone = dict[str, frozenset[str]]
"""What was narrowed, in words, and the nations that would see it although they no longer may."""


def narrowed(answer: Answer, newest: Problem) -> Gone:
    """What a release of the answer would show to nations to which the newest problem closes it.

    Exercises that name their readers, then or now; notes; reserved blocks; parts whose readers are named now.
    """
    found: Gone = {}
    for name, now in newest.exercises.items():
        if name in answer.problem.exercises:
            found |= {what: gone for what, gone in _narrowed(answer, newest, now) if gone}
    return found


def _narrowed(answer: Answer, newest: Problem, now: Exercise) -> Iterator[tuple[str, frozenset[str]]]:
    name, old = now.id, answer.problem.exercises[now.id]
    before = label_of_exercise(answer.problem, name, answer.laydown)
    after = label_of_exercise(newest, name, answer.laydown)
    if now.release is not None or old.release is not None:
        yield name, before.full - after.full
    yield f"the reserved block of {name}", before.busy - after.busy - after.full
    still = Label(before.full & after.full)
    if old.notes is not None or old.source is not None:
        noted = label_of_notes(answer.problem, name, still).full
        yield f"what is noted on {name}", noted - label_of_notes(newest, name, still).full
    for nation in (*now.participants.must, *now.participants.may):
        told = label_of_part(answer.problem, name, nation, still).full
        yield f"the part of {nation} in {name}", told - label_of_part(newest, name, nation, still).full


def sentence(found: Gone) -> str:
    """The first of them in words, and how many more there are."""
    name, gone = min(found.items())
    more = f", and {len(found) - 1} more were narrowed" if len(found) > 1 else ""
    return f"{name} is no longer released to {', '.join(sorted(gone))} since this schedule was made{more}"
