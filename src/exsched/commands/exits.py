"""Exit codes, and how a verb stops with one of them."""

from enum import IntEnum
from typing import Any


class Exit(IntEnum):
    """What the command reports to the shell."""

    DONE = 0
    DEFECT = 1
    USAGE = 2
    REFUSED = 3
    NO = 4
    UNDECIDED = 5
    ENVIRONMENT = 6
    UNVERIFIED = 7
    INTERRUPTED = 130

    @property
    def meaning(self) -> str:
        """The code in words."""
        return _MEANINGS[self]


_MEANINGS = {
    Exit.DONE: "done",
    Exit.DEFECT: "a defect of the program",
    Exit.USAGE: "wrong usage",
    Exit.REFUSED: "the input is refused",
    Exit.NO: "the answer is no: proved impossible, or the schedule breaks a hard rule",
    Exit.UNDECIDED: "undecided within the limits",
    Exit.ENVIRONMENT: "the environment stands in the way: disk, memory, rights",
    Exit.UNVERIFIED: "our own checker refused our result",
    Exit.INTERRUPTED: "interrupted",
}


class Stop(Exception):
    """Ends the command with a code and one sentence for the planner.

    Args:
        code: the exit code.
        sentence: what happened; empty when everything has been said.
        hint: what to do about it.
        document: what `--json` shows besides the sentence.
    """

    def __init__(
        self, code: Exit, sentence: str = "", hint: str | None = None, document: dict[str, Any] | None = None
    ) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.hint = hint
        self.document = document or {}

    def as_json(self) -> dict[str, Any]:
        """The same for a program to read."""
        error = {
            "exit": int(self.code),
            "meaning": self.code.meaning,
            "sentence": self.sentence,
            "hint": self.hint,
        }
        return {"error": error, **self.document}
