"""What one viewer sees of the exercises of a programme, asked once and kept."""

from dataclasses import dataclass
from functools import cached_property

from exsched.access.label import (
    Label,
    label_of_exercise,
    label_of_notes,
    label_of_part,
    owner_of,
)
from exsched.access.viewer import Viewer
from exsched.access.visible import Sight, visible
from exsched.domain.exercises import Exercise
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem


@dataclass(frozen=True)
class Seeing:
    """A viewer before a programme; with a laydown, those who take part in it see an exercise too."""

    problem: Problem
    viewer: Viewer
    laydown: Laydown | None = None

    @cached_property
    def _labels(self) -> dict[str, Label]:
        return {name: label_of_exercise(self.problem, name, self.laydown) for name in self.problem.exercises}

    @cached_property
    def full(self) -> dict[str, Exercise]:
        """The exercises that are seen in full, as they are written."""
        return self._seen(Sight.FULL)

    @cached_property
    def busy(self) -> dict[str, Exercise]:
        """The exercises in whose place a reserved block is seen."""
        return self._seen(Sight.BUSY)

    def _seen(self, sight: Sight) -> dict[str, Exercise]:
        return {
            name: line
            for name, line in self.problem.exercises.items()
            if visible(self.viewer, self._labels[name]) is sight
        }

    def owns(self, section: str, name: str) -> bool:
        """Whether the viewer's nation wrote it."""
        return self.viewer.nation is not None and owner_of(self.problem, section, name) == self.viewer.nation

    def reads_notes(self, exercise: str) -> bool:
        """Whether source and notes of an exercise are for the viewer."""
        label = label_of_notes(self.problem, exercise, self._labels[exercise])
        return visible(self.viewer, label) is Sight.FULL

    def hidden_in(self, exercise: str) -> frozenset[str]:
        """The nations that are written to take part in an exercise, and of which the viewer may not know."""
        return self._hidden[exercise]

    @cached_property
    def _hidden(self) -> dict[str, frozenset[str]]:
        return {name: frozenset(self._hidden_in(line)) for name, line in self.full.items()}

    def _hidden_in(self, line: Exercise) -> list[str]:
        whole = self._labels[line.id]
        return [
            nation
            for nation in (*line.participants.must, *line.participants.may)
            if visible(self.viewer, label_of_part(self.problem, line.id, nation, whole)) is not Sight.FULL
        ]
