"""Days of a calendar that may turn out otherwise by a day, and who exercises on them."""

from collections.abc import Iterator
from dataclasses import dataclass

from exsched.domain.dates import Period
from exsched.exporting.selection import Selection
from exsched.rulekit.laydown import Held
from exsched.rulekit.verdict import Answer


@dataclass(frozen=True)
class Shifting:
    """One stretch of a period with an uncertain edge, and the exercises held on its uncertain days."""

    period: str
    why: str
    dates: Period
    uncertain: tuple[Period, ...]
    held: tuple[Held, ...]


def shifting(answer: Answer, selection: Selection) -> Iterator[Shifting]:
    """Every stretch within the horizon with days that are not certain, by date."""
    found = []
    horizon, chosen = answer.problem.programme.horizon, selection.held(answer)
    for period in answer.problem.programme.periods.values():
        for dates in period.dates:
            doubt = tuple(days for days in period.uncertain if days.overlaps(dates))
            if doubt and dates.overlaps(horizon):
                users = tuple(held for held in chosen if any(held.touches(days) for days in doubt))
                found.append(Shifting(period.id, period.why or "", dates, doubt, users))
    yield from sorted(found, key=lambda one: (one.dates.start, one.period))
