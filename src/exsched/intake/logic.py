"""Contradictions that can be seen without solving."""

from collections.abc import Callable, Iterator, Sequence

from exsched.domain.programme import Programme
from exsched.intake.choices import Choices
from exsched.intake.circles import circle_doubts
from exsched.intake.clashes import clash_doubts
from exsched.intake.clashes_locks import lock_clash_doubts
from exsched.intake.clashes_pairs import pair_clash_doubts
from exsched.intake.doubt import Doubt
from exsched.intake.locks import lock_doubts, name_doubts
from exsched.intake.reference_lines import reference_doubts
from exsched.intake.report import Path, place_of
from exsched.intake.sorted_rules import Sorted
from exsched.intake.statements import Said
from exsched.intake.supply import supply_doubts
from exsched.intake.validate import Checker
from exsched.intake.windows import window_doubts
from exsched.rulekit.rule import Rule


def contradictions(facts: Programme, said: Sequence[Said], checker: Checker) -> None:
    """Report every contradiction; what is merely odd is left to lint."""
    choices = Choices(facts)
    for doubt in doubts(facts, said, choices, lambda path, _: str(place_of(checker.spot(path))), grave=True):
        if doubt.grave:
            spot = checker.spot(doubt.path)
            checker.report.error(
                doubt.code, doubt.message, spot, path=doubt.path, known=doubt.known, meant=doubt.meant
            )


def doubts(
    facts: Programme,
    said: Sequence[Said],
    choices: Choices,
    where: Callable[[Path, Rule], str],
    *,
    grave: bool = False,
) -> Iterator[Doubt]:
    """Everything that does not fit together; `where` names the place of a statement.

    With `grave`, what takes long to find and is only worth a warning may be left out.
    """
    yield from window_doubts(facts, choices)
    yield from supply_doubts(facts, choices)
    by_kind = Sorted(said)
    yield from name_doubts(facts, by_kind)
    yield from reference_doubts(facts)
    yield from lock_doubts(facts, by_kind, choices)
    yield from circle_doubts(facts, by_kind, where)
    yield from clash_doubts(facts, by_kind, choices, droppable=not grave)
    yield from lock_clash_doubts(facts, by_kind)
    yield from pair_clash_doubts(facts, by_kind, choices)
