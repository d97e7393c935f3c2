"""What somebody who must not see an exercise can work out about its dates from what he sees.

The attacker of this model sees the views of some nations: their exercises with dates, sites and forces, and
the rules that they may be told. He is taken to know all about the hidden exercise but its dates: length,
sites, forces, participants, form. He puts it on every day of the programme and strikes out those on which a
hard rule that he knows would be broken. Whoever knows less strikes out less, so that what is left here is the
least that anybody with these views is left with. Not in the model: what he knows from elsewhere, what he sees
of earlier releases, and why a visible exercise lies where it lies.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from exsched.access.entities import foreign_force
from exsched.domain.exercises import Exercise, ForceNeed, Participants, SiteNeed
from exsched.domain.programme import Programme
from exsched.domain.schedule import Line, Schedule
from exsched.domain.venues import Venue
from exsched.proof.growing import OF_ONE_LINE
from exsched.releasing.joining import SECTIONS, lines_of, merged, written_in
from exsched.rulekit.finding import Violation
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.problem import Problem, Statement
from exsched.rulekit.verdict import Answer
from exsched.rules import RULES


@dataclass(frozen=True)
class Weeks:
    """Mondays of the ISO weeks in which a hidden exercise may start: all that were asked, and those left."""

    asked: frozenset[date]
    possible: frozenset[date]


@dataclass
class Effort:
    """How many placements may still be tried: the bound of the enumeration."""

    left: int
    used: int = field(default=0)

    def take(self) -> None:
        """Count one placement."""
        self.left -= 1
        self.used += 1


def start_weeks(whole: Answer, views: tuple[Answer, ...], exercise: str, effort: Effort) -> Weeks:
    """The weeks in which an exercise, hidden in these views, may start for who sees only them."""
    attack = _Attack(whole, views, exercise)
    asked: dict[date, list[date]] = {}
    for start in attack.starts():
        asked.setdefault(start - timedelta(start.weekday()), []).append(start)
    possible = {monday for monday, starts in asked.items() if any(attack.stands(s, effort) for s in starts)}
    return Weeks(frozenset(asked), frozenset(possible))


class _With(Laydown):
    """A laydown and one more exercise, without working out the others again."""

    def __init__(self, others: Laydown, problem: Problem, schedule: Schedule, more: Held) -> None:
        super().__init__(problem, schedule)
        self._all = dict(sorted((others.held | {more.id: more}).items()))

    @cached_property
    def held(self) -> dict[str, Held]:
        """The exercises held, by id, sorted by id."""
        return self._all


class _Attack:
    """One hidden exercise before one attacker."""

    def __init__(self, whole: Answer, views: tuple[Answer, ...], exercise: str) -> None:
        self._line = whole.schedule.line(exercise).model_copy(update={"form": None})
        self._lines = lines_of(views)
        hidden = _but_for_dates(whole.laydown.held[exercise])
        programme = _known(whole.problem.programme, views, hidden)
        written = written_in(views)
        facts = [
            Statement(".".join(map(str, path)), rule, fact=True)
            for kind in RULES.values()
            for path, rule in kind.from_facts(programme)
        ]
        hard = [s for s in (*written, *facts) if s.rule.cost is None and _bears_on(s, hidden, self._line)]
        self.problem = Problem(programme, tuple(hard))
        self._programme = programme.programme.id
        self._others = Laydown(self.problem, Schedule(programme=self._programme, lines=self._lines))
        self._horizon = programme.horizon
        one_line = [s for s in hard if s.rule.rule in OF_ONE_LINE]
        others = [s for s in hard if s.rule.rule not in OF_ONE_LINE]
        alone = self._alone(self._line.execution.start)
        self._of_one = [s for s in one_line if not _breaks(s, self.problem, alone)]
        beside = self._beside(alone)
        self._of_many = [s for s in others if not _breaks(s, self.problem, beside)]

    def starts(self) -> Iterator[date]:
        """Every STARTEX with which the execution lies inside the horizon."""
        start = self._horizon.start
        while start + timedelta(self._line.execution.days - 1) <= self._horizon.end:
            yield start
            start += timedelta(1)

    def stands(self, start: date, effort: Effort) -> bool:
        """Whether no hard rule that the attacker knows is broken; yes when the effort is used up."""
        if effort.left <= 0:
            return True
        effort.take()
        alone = self._alone(start)
        return not self._any_breaks(self._of_one, alone) and not self._any_breaks(
            self._of_many, self._beside(alone)
        )

    def _any_breaks(self, statements: list[Statement], laydown: Laydown) -> bool:
        """Whether any of them is broken; the one that is, is asked first the next time."""
        for number, statement in enumerate(statements):
            if _breaks(statement, self.problem, laydown):
                statements.insert(0, statements.pop(number))
                return True
        return False

    def _alone(self, start: date) -> Laydown:
        """The hidden exercise on these days, and nothing else."""
        end = start + timedelta(self._line.execution.days - 1)
        line = self._line.model_copy(update={"startex": start, "endex": end})
        return Laydown(self.problem, Schedule.model_construct(programme=self._programme, lines=(line,)))

    def _beside(self, alone: Laydown) -> Laydown:
        """The same beside all that is visible."""
        lines = Schedule.model_construct(
            programme=self._programme, lines=(*self._lines, *alone.schedule.lines)
        )
        return _With(self._others, self.problem, lines, alone.held[self._line.exercise])


def _breaks(statement: Statement, problem: Problem, laydown: Laydown) -> bool:
    return any(isinstance(found, Violation) for found in statement.rule.check(problem, laydown))


def _bears_on(statement: Statement, hidden: Exercise, line: Line) -> bool:
    """Whether the hidden exercise can matter to it; a fact on another exercise, venue or force cannot."""
    if not statement.fact:
        return True
    about = {kind: getattr(statement.rule, kind, None) for kind in ("exercise", "venue", "force")}
    forces = {name for taken in line.forces.values() for name in taken}
    return (
        about["exercise"] in {None, hidden.id}
        and about["venue"] in {None, *line.sites.values()}
        and about["force"] in {None, *forces}
    )


def _but_for_dates(held: Held) -> Exercise:
    """The exercise as it is held, with nothing that says when."""
    line, facts = held.line, held.exercise
    changes: dict[str, Any] = {
        "days": {"min": held.execution.days, "max": held.execution.days},
        "sites": {need: SiteNeed(any_of=(venue,)) for need, venue in line.sites.items()},
        "forces": {
            need: ForceNeed.model_validate(
                {"need": sum(taken.values()), "any_of": tuple(taken), "site": _site(facts, need)}
            )
            for need, taken in line.forces.items()
        },
        "participants": Participants(
            must={n: facts.part(n) or {"role": role} for n, role in held.roles.items()}
        ),
    }
    dates: dict[str, Any] = {
        "startex": (),
        "endex_by": None,
        "wanted": None,
        "locked": None,
        "planning": None,
        "forms": {},
    }
    kept = {name: getattr(facts, name) for name in Exercise.model_fields}
    return Exercise.model_validate(kept | dates | changes)


def _site(facts: Exercise, need: str) -> str | None:
    found = facts.forces.get(need)
    return found.site if found else None


def _known(true: Programme, views: tuple[Answer, ...], hidden: Exercise) -> Programme:
    """What the attacker knows of the programme, the hidden exercise and what it needs added."""
    first = views[0].problem.programme
    known: dict[str, Any] = {
        section: merged(section, [view.problem.programme for view in views]) for section in SECTIONS
    }
    acts = dict.fromkeys(act for view in views for act in view.problem.programme.acts)
    acts |= dict.fromkeys(act for act in true.acts if act.exercise == hidden.id)
    for name in (name for need in hidden.sites.values() for name in need.any_of):
        known["venues"].setdefault(name, _bare_venue(true.venues[name]))
    for name in (name for need in hidden.forces.values() for name in need.any_of):
        known["forces"].setdefault(name, foreign_force(true.forces[name]))
    pools = {"draws": hidden.draws, "lift": hidden.lift}
    drawn = {name: {p: n for p, n in asked.items() if p in known["pools"]} for name, asked in pools.items()}
    known["exercises"] |= {hidden.id: hidden.model_copy(update=drawn)}
    return first.model_copy(update=known | {"acts": tuple(acts), "schedules": {}})


def _bare_venue(venue: Venue) -> Venue:
    return Venue(
        id=venue.id, name=venue.name, host=venue.host, kind=venue.kind, at=venue.at, provides=venue.provides
    )
