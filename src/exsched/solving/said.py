"""What is asked of a switchboard and what it answers; read by both processes, so it needs no engine."""

from dataclasses import dataclass
from typing import NamedTuple

from exsched.domain.schedule import Schedule


class Price(NamedTuple):
    """What easing a statement costs: whose signature it needs, how high that is, points, points a unit."""

    signature: str
    level: int
    statement: int
    unit: int


@dataclass(frozen=True)
class Said:
    """An answer: `yes` with a schedule, `no` with a guess at the statements that clash, or `unknown`.

    `proved` says that the answer to a question for the least cannot be improved on.
    """

    word: str
    schedule: Schedule | None = None
    core: frozenset[str] = frozenset()
    proved: bool = False

    @property
    def possible(self) -> bool | None:
        """Whether it can be; None when that was not settled within the limits."""
        return {"yes": True, "no": False}.get(self.word)
