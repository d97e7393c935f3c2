"""What is told about a case: the best schedule with its rules and without them."""

from typing import NamedTuple


class Case(NamedTuple):
    """One programme of this folder.

    `rules` are those of the case, `best` is the best schedule with them, `without` the one without the
    statements of the case. `bites` are the statements that `without` breaks: none where the case shows a rule
    that does not bite. `decisive` are those of which each alone, left out, gives another best schedule.
    A line that is the same in `best` and `without` is one that the rules leave alone.
    """

    name: str
    rules: str
    best: tuple[str, ...]
    without: tuple[str, ...]
    bites: str
    decisive: str
    says: str
