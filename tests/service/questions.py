"""One of each question that can be asked of a programme; a question without one fails its test."""

from collections.abc import Callable
from typing import Any

Asked = dict[str, Any]

QUICK: Asked = {"seconds": 120, "workers": 1}
"""One search at a time, so that the same question gives the same answer."""

AUTUMN = "2027-10-04/2027-11-12"

OF_EACH: dict[str, Callable[[str, str, str], Asked]] = {
    "explain": lambda _one, _two, _three: {},
    "relax": lambda _one, _two, _three: {"most": 2},
    "why-not": lambda exercise, schedule, _: {"exercise": exercise, "startex": AUTUMN, "schedule": schedule},
    "compare": lambda _, schedule, other: {"schedules": [schedule, other]},
    "alternatives": lambda _, schedule, _other: {"number": 1, "within": 50, "schedule": schedule},
    "trade-off": lambda _one, _two, _three: {"between": ["soft_rules", "wanted_dates"], "points": 2},
    "price": lambda _, schedule, _other: {"schedule": schedule},
    "replan": lambda exercise, schedule, _: {"cancel": [exercise], "schedule": schedule},
    "fallbacks": lambda exercise, schedule, _: {"exercise": exercise, "schedule": schedule},
    "ripple": lambda exercise, schedule, _: {"exercise": exercise, "drop": True, "schedule": schedule},
    "place": lambda exercise, schedule, _: {"exercise": exercise, "number": 1, "schedule": schedule},
    "slack": lambda exercise, schedule, _: {"only": [exercise], "schedule": schedule},
}
"""For each question what it needs besides its name, given an exercise and two schedules or releases."""


def of_each(exercise: str, schedule: str, other: str) -> list[Asked]:
    """All questions, each once."""
    return [{"question": name} | QUICK | more(exercise, schedule, other) for name, more in OF_EACH.items()]
