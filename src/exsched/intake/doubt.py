"""Something that does not fit together, found without solving."""

from dataclasses import dataclass

from exsched.domain.exercises import Exercise, HeldIf
from exsched.intake.report import Path


@dataclass(frozen=True)
class Doubt:
    """A contradiction (E…) that refuses the input, or something to look at (W…)."""

    code: str
    message: str
    path: Path
    known: tuple[str, ...] = ()
    meant: str | None = None
    hint: str | None = None

    @property
    def grave(self) -> bool:
        """Whether it is a contradiction."""
        return self.code.startswith("E")


def unless_droppable(code: str, line: Exercise, message: str, path: Path) -> Doubt:
    """A contradiction when the exercise must be held; else it will only never be held."""
    if line.held is HeldIf.MUST:
        return Doubt(code, message, path)
    return Doubt("W604", f"{message}, so {line.id} can never be held", path)
