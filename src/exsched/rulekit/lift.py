"""Days on which an exercise that is held takes lift."""

from collections.abc import Iterator
from datetime import timedelta

from exsched.domain.dates import Period
from exsched.rulekit.laydown import Held


def lift_days(held: Held) -> Iterator[Period]:
    """The days of deployment and those of redeployment; nothing where there are none."""
    if held.footprint.start < held.execution.start:
        yield Period(start=held.footprint.start, end=held.execution.start - timedelta(1))
    if held.execution.end < held.footprint.end:
        yield Period(start=held.execution.end + timedelta(1), end=held.footprint.end)
