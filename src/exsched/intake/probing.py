"""Finds missing data by asking the checker about small schedules, before there is one to judge.

A rule that cannot be decided says what is missing. Asking it beforehand finds that for every kind of rule,
those included that nobody had in mind here. Asked about is each exercise by itself, on its first day, at its
shortest and longest, and on the days that a rule names; then some exercises at once, for the rules that had
nothing to say so far.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from exsched.domain.dates import ALWAYS, Period
from exsched.domain.exercises import Exercise
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
"""How many times a rule is asked about an exercise by itself at most, so that lint does not take minutes."""
MOST_TOGETHER = 30_000
"""The same for several at once, each of them counted."""

Question = tuple[Laydown, Sequence[Statement]]


def lacking(problem: Problem, statements: Sequence[Statement]) -> dict[str, tuple[str, ...]]:
    """By key, what each statement cannot be decided without, in the order in which it was found."""
    ways = _Ways(problem)
    found = _ask(problem, _alone(ways, statements), MOST_CHECKS)
    silent = [said for said in statements if said.key not in found]
    found |= _ask(problem, _together(ways, silent), MOST_TOGETHER)
    return {key: tuple(missing) for key, missing in found.items()}


def _ask(problem: Problem, questions: Iterable[Question], left: int) -> dict[str, dict[str, None]]:
    found: dict[str, dict[str, None]] = {}
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


# -- one exercise by itself ------------------------------------------------------------------------------


def _alone(ways: "_Ways", statements: Sequence[Statement]) -> Iterator[Question]:
    named: dict[Period, list[Statement]] = {}
    for said in statements:
        for period in _days_of(ways.problem.programme, said.rule):
            named.setdefault(period, []).append(said)
    for way in range(WAYS):
        for line in ways.problem.forms.values():
            first = ways.first_start(line)
            if first is None or not ways.differs(line, way):
                continue
            yield ways.laydown([ways.held(line, way, first)]), statements
            if line.days.max > line.days.min:
                yield ways.laydown([ways.held(line, way, first, line.days.max)]), statements
            for period, asked in named.items():
                day = ways.first_start(line, period)
                if day not in (None, first):
                    yield ways.laydown([ways.held(line, way, day)]), asked


def _days_of(facts: Programme, rule: Rule) -> list[Period]:
    """The first of the days within which the rule bites, as far as it names some."""
    period, dates = getattr(rule, "period", None), getattr(rule, "dates", ())
    said = facts.periods[period].dates if isinstance(period, str) and period in facts.periods else dates
    said = (said,) if isinstance(said, Period) else said
    if not said and rule.valid != ALWAYS:
        said = (rule.valid.period(),)
    within = [facts.horizon.common(one) for one in said if one.overlaps(rule.valid.period())]
    return [one for one in within if one][:DAYS_NAMED]


# -- several at once -------------------------------------------------------------------------------------


def _together(ways: "_Ways", statements: Sequence[Statement]) -> Iterator[Question]:
    """Each exercise with one, two and more that can be held on its days; bare ones come first."""
    forms = sorted(ways.problem.forms.values(), key=_written)
    for way in range(WAYS_TOGETHER if statements else 0):
        for line in forms:
            first = ways.first_start(line)
            if first is None or not ways.possible(line):
                continue
            days = Period(start=first, end=first + timedelta(line.days.min - 1))
            lines = {line.id: ways.held(line, way, first)}
            for other in forms:
                day = None if other.id in lines else ways.first_start(other, days)
                if day and ways.possible(other):
                    lines[other.id] = ways.held(other, way, day)
                    yield ways.laydown(lines.values()), statements
                if len(lines) == TOGETHER:
                    break


def _written(line: Exercise) -> int:
    """How much of what a planner may leave out is written."""
    facts = (line.strength, line.domains, line.tags, line.command, line.sponsor, line.cost, line.observers)
    return sum(bool(fact) for fact in facts)


# -- lines of a schedule ---------------------------------------------------------------------------------


class _Ways:
    """The ways in which exercises are held: everybody comes, venues and forces take turns."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._choices = Choices(problem.programme)

    def first_start(self, line: Exercise, touching: Period | None = None) -> date | None:
        """The first day on which it can start; with a period, one inside it if possible, else one before."""
        starts = self._choices.starts(line)
        if touching is None:
            return starts[0][0] if starts else None
        for earliest in (touching.start, touching.start - timedelta(line.days.min - 1)):
            for first, last in starts:
                if (day := max(first, earliest)) <= min(last, touching.end):
                    return day
        return None

    def possible(self, line: Exercise) -> bool:
        """Whether every site has a venue."""
        return all(self._choices.venues(need) for need in line.sites.values())

    def differs(self, line: Exercise, way: int) -> bool:
        """Whether this way has a venue or a force that no way before it had."""
        venues = [len(self._choices.venues(need)) for need in line.sites.values()]
        forces = [len(self._choices.forces(need)) for need in line.forces.values()]
        return all(venues) and way < max([1, *venues, *forces])

    def held(self, line: Exercise, way: int, startex: date, days: int | None = None) -> Line:
        """The exercise from a day on, at its shortest unless said otherwise."""
        endex = startex + timedelta((days or line.days.min) - 1)
        venues = {name: self._choices.venues(need) for name, need in line.sites.items()}
        forces = {name: self._choices.forces(need) for name, need in line.forces.items()}
        who = {**line.participants.must, **line.participants.may}
        taken = {name: options[way % len(options)] for name, options in forces.items() if options}
        return Line(
            exercise=line.id,
            form=line.form if line.forms else None,
            startex=startex,
            endex=min(endex, last_end(self.problem.programme, line)),
            sites={name: options[way % len(options)] for name, options in venues.items()},
            participants={nation: part.role for nation, part in who.items()},
            forces={name: {force: self._elements(line, name, force)} for name, force in taken.items()},
        )

    def _elements(self, line: Exercise, role: str, force: str) -> int:
        least = max(1, line.forces[role].need.least or 1)
        return min(self.problem.programme.forces[force].elements, least)

    def laydown(self, lines: Iterable[Line]) -> Laydown:
        """These lines and no others."""
        return Laydown(
            self.problem, Schedule(programme=self.problem.programme.programme.id, lines=tuple(lines))
        )
