"""Contradictions that can be seen without solving."""

from collections.abc import Callable, Iterator, Sequence

from exsched.domain.programme import Programme
from exsched.intake.choices import Choices
from exsched.intake.circles import circle_doubts
from exsched.intake.doubt import Doubt
from exsched.intake.locks import lock_doubts, name_doubts
from exsched.intake.report import place_of
from exsched.intake.statements import Said
from exsched.intake.supply import supply_doubts
from exsched.intake.validate import Checker
from exsched.intake.windows import window_doubts


def contradictions(facts: Programme, said: Sequence[Said], checker: Checker) -> None:
    """Report every contradiction; what is merely odd is left to lint."""
    choices = Choices(facts)
    for doubt in doubts(facts, said, choices, lambda one: str(place_of(checker.spot(one.path)))):
        if doubt.grave:
            spot = checker.spot(doubt.path)
            checker.report.error(
                doubt.code, doubt.message, spot, path=doubt.path, known=doubt.known, meant=doubt.meant
            )


def doubts(
    facts: Programme, said: Sequence[Said], choices: Choices, where: Callable[[Said], str]
) -> Iterator[Doubt]:
    """Everything that does not fit together; `where` names the place of a statement."""
    yield from window_doubts(facts, choices)
    yield from supply_doubts(facts, choices)
    yield from name_doubts(facts, said)
    yield from lock_doubts(facts, said, choices)
    yield from circle_doubts(facts, said, where)
