"""What of an answer a report shows: the exercises selected, and what concerns them."""

from dataclasses import dataclass

from exsched.exporting.selection import Selection
from exsched.rulekit.act import Act
from exsched.rulekit.verdict import Answer, Broken, Open


@dataclass(frozen=True)
class Seen:
    """Exercises, breaches, open questions and dated acts that are selected."""

    exercises: frozenset[str]
    hard: tuple[Broken, ...]
    soft: tuple[Broken, ...]
    undecided: tuple[Open, ...]
    acts: tuple[Act, ...]

    @classmethod
    def of(cls, answer: Answer, selection: Selection) -> "Seen":
        """Everything, or what names an exercise that is selected; what names none concerns everyone."""
        names = frozenset(held.id for held in selection.held(answer))

        def concerns(exercises: tuple[str, ...]) -> bool:
            return not selection.narrowed or not exercises or bool(names & set(exercises))

        return cls(
            exercises=names,
            hard=tuple(b for b in answer.verdict.hard if concerns(b.violation.exercises)),
            soft=tuple(b for b in answer.verdict.soft if concerns(b.violation.exercises)),
            undecided=tuple(o for o in answer.verdict.undecided if concerns(o.undecided.exercises)),
            acts=tuple(act for act in answer.acts if act.exercise in names),
        )

    @property
    def open_acts(self) -> tuple[Act, ...]:
        """Acts that are not on record, by due date."""
        return tuple(act for act in self.acts if act.on_record is None)
