"""Schedules of one programme side by side: what differs, what each goal and nation gets, how they rank."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from exsched.advising.compare.matrix import Matrix, matrix
from exsched.advising.compare.nations import Balance, balances
from exsched.releasing.changes import Change, changes
from exsched.rulekit.act import Act
from exsched.rulekit.verdict import Answer


@dataclass(frozen=True)
class Course:
    """One schedule among those compared.

    Attributes:
        changes: what differs from the first schedule; nothing for the first itself.
        gone, come: dated acts of the first that this one does not call for, and the other way round.
    """

    name: str
    answer: Answer
    changes: tuple[Change, ...] = ()
    gone: tuple[Act, ...] = ()
    come: tuple[Act, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """What was compared; the first schedule is what the others are compared with."""

    courses: tuple[Course, ...]
    nations: tuple[Balance, ...]
    matrix: Matrix

    @property
    def first(self) -> Course:
        """The schedule that the others are compared with."""
        return self.courses[0]

    @property
    def names(self) -> tuple[str, ...]:
        """What the schedules are called."""
        return tuple(course.name for course in self.courses)


def compare(
    names: Sequence[str], answers: Sequence[Answer], weights: Mapping[str, int] | None = None
) -> Comparison:
    """Compare schedules, each as the viewer sees it, with the first; refused ones as well."""
    first = answers[0]
    courses = tuple(_course(name, first, answer) for name, answer in zip(names, answers, strict=True))
    return Comparison(courses, balances(answers), matrix(answers, weights or {}))


def _course(name: str, first: Answer, answer: Answer) -> Course:
    if answer is first:
        return Course(name, answer)
    before, after = set(map(_bare, first.acts)), set(map(_bare, answer.acts))
    gone, come = tuple(sorted(before - after)), tuple(sorted(after - before))
    return Course(name, answer, changes(first, answer), gone, come)


def _bare(act: Act) -> Act:
    """The act without its record: what is on record was done for both."""
    return replace(act, on_record=None)
