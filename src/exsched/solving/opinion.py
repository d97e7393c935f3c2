"""What a second opinion amounts to; read by both processes, so it needs no engine."""

from enum import StrEnum


class Word(StrEnum):
    """What a second opinion amounts to."""

    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    SILENT = "silent"
