"""Asking a question about a schedule: days as options, what the viewer sees of both."""

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from exsched.commands import advice, inputs
from exsched.commands.exits import Exit, Stop

if TYPE_CHECKING:
    from exsched.domain.dates import Period
    from exsched.domain.schedule import Schedule
    from exsched.rulekit.problem import Problem


class Both(NamedTuple):
    """A programme and a schedule of it, as the viewer sees them."""

    problem: "Problem"
    schedule: "Schedule"


def both(programme: str, schedule: str, viewer: str, outputs: list[str] | None = None) -> Both:
    """Read a programme and its schedule; nothing that the viewer may not see is left in them.

    Raises:
        Stop: refused (3), or wrong usage (2).
    """
    inputs.once(programme, schedule)
    problem = inputs.problem(programme, outputs or [])
    seen = advice.seen(problem, viewer, inputs.schedule(schedule, problem))
    assert seen.schedule is not None
    return Both(seen.problem, seen.schedule)


def day(option: str, text: str) -> date:
    """A date given with an option.

    Raises:
        Stop: usage (2).
    """
    from exsched.domain.dates import parse_day

    try:
        return parse_day(text)
    except ValueError as trouble:
        raise Stop(Exit.USAGE, f"{option}: {trouble}") from None


def period(option: str, text: str) -> "Period":
    """A range of days given with an option, `FROM/TO`, or one day.

    Raises:
        Stop: usage (2).
    """
    from exsched.domain.dates import Period

    first, slash, last = text.partition("/")
    start = day(option, first)
    end = day(option, last) if slash else start
    if end < start:
        raise Stop(Exit.USAGE, f"{option} {text}: it ends before it begins", "swap the two dates")
    return Period(start=start, end=end)
