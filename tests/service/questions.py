"""One of each question that can be asked of a programme; a question without one fails its test."""

from collections.abc import Callable
from typing import Any

Asked = dict[str, Any]

QUICK: Asked = {"seconds": 20, "workers": 1}
"""One search at a time, so that the same question gives the same answer."""

AUTUMN = "2027-10-04/2027-11-12"

OF_EACH: dict[str, Callable[[str, str], Asked]] = {
    "explain": lambda _exercise, _schedule: {},
    "relax": lambda _exercise, _schedule: {"most": 2},
    "why-not": lambda exercise, schedule: {"exercise": exercise, "startex": AUTUMN, "schedule": schedule},
}
"""For each question what it needs besides its name, given an exercise and a schedule or release."""


def of_each(exercise: str, schedule: str) -> list[Asked]:
    """All questions, each once."""
    return [{"question": name} | QUICK | more(exercise, schedule) for name, more in OF_EACH.items()]
