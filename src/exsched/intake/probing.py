"""Finds missing data by asking the checker about small schedules, before there is one to judge.

A rule that cannot be decided says what is missing. Asking it beforehand finds that for every kind of rule,
those included that nobody had in mind here. Asked about is each exercise by itself, on its first day, at its
shortest and longest, and on the days that a rule names; then some exercises at once, for the rules that had
nothing to say so far.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from exsched.domain.dates import ALWAYS, Period
from exsched.domain.exercises import Exercise, Role
from exsched.domain.programme import Programme
from exsched.domain.schedule import Line, Schedule
from exsched.intake.choices import Choices, last_end
from exsched.rulekit.finding import Undecided
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem, Statement
from exsched.rulekit.rule import Rule

WAYS = 6
"""In how many ways each form of an exercise is held at most: other venues and forces each time."""
WAYS_TOGETHER = 2
TOGETHER = 5
"""How many exercises are held at once at most."""
DAYS_NAMED = 3
"""How many of the periods that a rule names are tried at most."""
MOST_CHECKS = 100_000
"""How many times a rule is asked about an exercise at most, so that a large programme is not read for
minutes: by itself, and once more about several at once.
"""

Question = tuple[Laydown, Sequence[Statement]]


def lacking(problem: Problem, statements: Sequence[Statement]) -> dict[str, tuple[str, ...]]:
    """By key, what each statement cannot be decided without, in the order in which it was found."""
    choices = Choices(problem.programme)
    found = _ask(problem, _alone(problem, choices, statements))
    silent = [said for said in statements if said.key not in found]
    found |= _ask(problem, _together(problem, choices, silent))
    return {key: tuple(missing) for key, missing in found.items()}


def _ask(problem: Problem, questions: Iterable[Question]) -> dict[str, dict[str, None]]:
    found: dict[str, dict[str, None]] = {}
    left = MOST_CHECKS
    for laydown, statements in questions:
        left -= len(statements) * len(laydown.schedule.lines)
        if left < 0:
            break
        for said in statements:
            for finding in said.rule.check(problem, laydown):
                if isinstance(finding, Undecided):
                    missing = found.setdefault(said.key, {})
                    missing.update(dict.fromkeys(finding.missing.split(", ")))
    return found


# -- one exercise by itself -----------------------------------------------------------------------------------


def _alone(problem: Problem, choices: Choices, statements: Sequence[Statement]) -> Iterator[Question]:
    named: dict[tuple[Period, ...], list[Statement]] = {}
    for said in statements:
        named.setdefault(tuple(_days_of(problem.programme, said.rule)), []).append(said)
    for way in range(WAYS):
        for line in problem.forms.values():
            first = _held(problem, choices, line, way)
            lines = _different([first, _held(problem, choices, line, way, longest=True)])
            for held in lines:
                yield _laydown(problem, [held]), statements
            for periods, asked in named.items() if first else ():
                tried = [_held(problem, choices, line, way, period) for period in periods]
                for held in _different(tried, lines):
                    yield _laydown(problem, [held]), asked


def _days_of(facts: Programme, rule: Rule) -> list[Period]:
    """The first of the days within which the rule bites, as far as it names some."""
    period, dates = getattr(rule, "period", None), getattr(rule, "dates", ())
    said = facts.periods[period].dates if isinstance(period, str) and period in facts.periods else dates
    said = (said,) if isinstance(said, Period) else said
    if not said and rule.valid != ALWAYS:
        said = (rule.valid.period(),)
    within = [facts.horizon.common(one) for one in said if one.overlaps(rule.valid.period())]
    return [one for one in within if one][:DAYS_NAMED]


# -- several at once ------------------------------------------------------------------------------------------


def _together(problem: Problem, choices: Choices, statements: Sequence[Statement]) -> Iterator[Question]:
    """Each exercise with one, two and more that can be held on its days; bare ones come first."""
    forms = sorted(problem.forms.values(), key=_written)
    for way in range(WAYS_TOGETHER if statements else 0):
        for line in forms:
            if not (first := _held(problem, choices, line, way, whatever=True)):
                continue
            assert first.startex and first.endex
            days, lines = Period(start=first.startex, end=first.endex), {line.id: first}
            for other in forms:
                if other.id not in lines and (held := _held(problem, choices, other, way, days, whatever=True)):
                    lines[other.id] = held
                    yield _laydown(problem, lines.values()), statements
                if len(lines) == TOGETHER:
                    break


def _written(line: Exercise) -> int:
    """How much of what a planner may leave out is written."""
    facts = (line.strength, line.domains, line.tags, line.command, line.sponsor, line.cost, line.observers)
    return sum(bool(fact) for fact in facts)


# -- a line of a schedule -------------------------------------------------------------------------------------


def _laydown(problem: Problem, lines: Iterable[Line]) -> Laydown:
    return Laydown(problem, Schedule(programme=problem.programme.programme.id, lines=tuple(lines)))


def _held(
    problem: Problem,
    choices: Choices,
    line: Exercise,
    way: int,
    touching: Period | None = None,
    *,
    longest: bool = False,
    whatever: bool = False,
) -> Line | None:
    """The exercise on its first possible day with everybody, and the next venues and forces each time.

    With `touching` it shares a day with a period. None when it cannot be held so, or when it was held with
    these venues and forces before, unless `whatever`.
    """
    startex = _first_start(choices, line, touching)
    venues = {name: choices.venues(need) for name, need in line.sites.items()}
    forces = {name: choices.forces(need) for name, need in line.forces.items()}
    others = max((len(options) for options in (*venues.values(), *forces.values())), default=1)
    if startex is None or not all(venues.values()) or (way >= max(1, others) and not whatever):
        return None
    taken = {name: options[way % len(options)] for name, options in forces.items() if options}
    endex = startex + timedelta((line.days.max if longest else line.days.min) - 1)
    return Line(
        exercise=line.id,
        form=line.form if line.forms else None,
        startex=startex,
        endex=min(endex, last_end(problem.programme, line)),
        sites={name: options[way % len(options)] for name, options in venues.items()},
        participants=_everybody(line),
        forces={name: {force: _elements(problem, line, name, force)} for name, force in taken.items()},
    )


def _first_start(choices: Choices, line: Exercise, touching: Period | None) -> date | None:
    """The first day on which it can start; with a period, one inside it if possible, else one before."""
    starts = choices.starts(line)
    if touching is None:
        return starts[0][0] if starts else None
    for earliest in (touching.start, touching.start - timedelta(line.days.min - 1)):
        for first, last in starts:
            if (day := max(first, earliest)) <= min(last, touching.end):
                return day
    return None


def _different(tried: Iterable[Line | None], before: Sequence[Line] = ()) -> list[Line]:
    found: list[Line] = []
    for held in tried:
        if held and held not in before and held not in found:
            found.append(held)
    return found


def _everybody(line: Exercise) -> dict[str, Role]:
    who = {**line.participants.must, **line.participants.may}
    return {nation: part.role for nation, part in who.items()}


def _elements(problem: Problem, line: Exercise, role: str, force: str) -> int:
    least = max(1, line.forces[role].need.least or 1)
    return min(problem.programme.forces[force].elements, least)
