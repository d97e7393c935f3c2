"""Windows: can the exercise start on any allowed day and still end inside the horizon?"""

from collections.abc import Iterator
from datetime import date, timedelta

from exsched.domain.dates import Period
from exsched.domain.exercises import Exercise
from exsched.domain.programme import Programme
from exsched.intake.choices import Choices, last_end, limits_of
from exsched.intake.doubt import Doubt, unless_droppable
from exsched.intake.report import Path


def window_doubts(facts: Programme, choices: Choices) -> Iterator[Doubt]:
    """Exercises without any possible STARTEX, and ranges in which no STARTEX is possible."""
    for line in facts.every_form():
        name = line.id
        path: Path = ("exercises", name, "startex" if line.startex else "days")
        starts = choices.starts(line)
        if line.wanted and starts and not any(_meets(line.wanted, *stretch) for stretch in starts):
            allowed = ", ".join(f"{first}/{last}" if first < last else f"{first}" for first, last in starts)
            what = f"{name} wants to start on {line.wanted}, and can start only on {allowed}"
            yield Doubt("W615", what, ("exercises", name, "wanted"))
        if not starts:
            yield _impossible(facts, line, path)
        elif len(line.startex) > 1:
            first, last = limits_of(facts, line)
            for n, window in enumerate(line.startex):
                if window.end < first or window.start > last or first > last:
                    what = f"{name} can never start within {window}: {_why(facts, line, window)}"
                    yield Doubt("W601", what, (*path, n))


def _meets(wanted: Period, first: date, last: date) -> bool:
    return wanted.start <= last and first <= wanted.end


def _impossible(facts: Programme, line: Exercise, path: Path) -> Doubt:
    windows = line.startex or (facts.horizon,)
    if not any(window.overlaps(facts.horizon) for window in windows):
        said = ", ".join(map(str, windows))
        what = f"{line.id} may start on {said}, which lies outside the horizon {facts.horizon}"
        return _unless_in_forms("E501", line, what, path)
    what = f"no allowed STARTEX leaves room for {line.id}: {_why(facts, line, windows[0])}"
    return _unless_in_forms("E502", line, what, path)


def _unless_in_forms(code: str, line: Exercise, what: str, path: Path) -> Doubt:
    return unless_droppable(code, line, what, path) if line.forms else Doubt(code, what, path)


def _why(facts: Programme, line: Exercise, window: Period) -> str:
    first = max(window.start, facts.horizon.start + timedelta(line.deploy))
    last = last_end(facts, line)
    if last < first:
        return f"it must end by {last}, and {first} is the first possible day"
    room = max(0, (last - first).days + 1)
    if first > window.end:
        return f"it deploys for {line.deploy} days, so {first} is the first possible day"
    return f"from {first} to {last} are {room} days, it needs {line.days.min}"
