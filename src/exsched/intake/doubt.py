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
    """A contradiction when the exercise must be held, in this form; else it will only never be held so."""
    if line.held is HeldIf.MUST and not line.forms:
        return Doubt(code, message, path)
    form = " in this form" if line.forms else ""
    return Doubt("W604", f"{message}, so {line.id} can never be held{form}", path)


def path_in_form(line: Exercise, section: str, name: str) -> Path:
    """Where a site or a role of one form of an exercise is written."""
    form = line.form
    own = getattr(line.forms[form], section) if form in line.forms else None
    return ("exercises", line.id, *(("forms", form) if own is not None else ()), section, name)
