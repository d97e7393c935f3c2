"""Change as little as possible of what was published or agreed.

What it measures  For every exercise that the reference schedule `against` (one of `schedules:`) holds, what
                  has changed since, in points, times the weight of its state of commitment:
                  `dropped`      once, when it is not held any more; nothing else of it counts then;
                  `day`          for every day by which STARTEX has moved, and for every day by which it has
                                 become longer or shorter;
                  `site`         for every site of the reference that is met by another venue, or by none;
                  `participant`  for every nation that took part and does not any more, or takes part and did
                                 not; in any role, hosts and owners of forces included;
                  `form`         once, when it is held in another form.
Prices            Dropped 20, day 1, site 5, participant 5, form 10 points, unless `prices` says otherwise.
State             The weight by `state` of the exercise: idea 0, requested 1, agreed 2, announced 5, committed
                  20, unless `states` says otherwise.
Unit              Point.
Does not measure  Exercises that the reference does not hold (adding one breaks no promise), roles of nations,
                  and which force elements go. What must not change any more is a rule: `locked_line`,
                  `programme_freeze`.
Unknown           Without a schedule of that name nothing can be compared; the sentence of the goal says so.
Real case         A review of a joint exercise programme found many changes: what was executed differed
                  markedly from what was approved, and some 67.5 million dollars were reprogrammed (summary
                  of GAO/NSIAD-85-46).
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field, Strict

from exsched.domain.dates import Frozen
from exsched.domain.exercises import FULL_FORM, Role, State
from exsched.domain.names import ScheduleId
from exsched.domain.programme import Programme
from exsched.domain.schedule import Line
from exsched.rulekit.decisions import Decisions, Term
from exsched.rulekit.goal import Goal
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem

Price = Annotated[int, Strict(), Field(ge=0, le=10_000)]
Weight = Annotated[int, Strict(), Field(ge=0, le=100)]


class Prices(Frozen):
    """Points for one change."""

    dropped: Price = 20
    day: Price = 1
    site: Price = 5
    participant: Price = 5
    form: Price = 10


class States(Frozen):
    """By how much a change weighs, by state of commitment."""

    idea: Weight = 0
    requested: Weight = 1
    agreed: Weight = 2
    announced: Weight = 5
    committed: Weight = 20

    def of(self, state: State) -> int:
        """The weight of a state."""
        return int(getattr(self, state))


class Stability(Goal):
    """Keep the priced changes against an earlier schedule few."""

    goal: Literal["stability"] = "stability"
    against: ScheduleId = Field(description="the reference, one of `schedules`")
    prices: Prices = Prices()
    states: States = States()

    unit: ClassVar[str] = "point"

    def explain(self, problem: Problem) -> str:
        """The goal as one sentence."""
        if self.against not in problem.programme.schedules:
            return (
                f"change as little as possible of {self.against}: there is no such schedule to compare with"
            )
        lines = number_of(len(self._reference(problem)), "exercise")
        return f"change as little as possible of {self.against} ({lines})"

    def _reference(self, problem: Problem) -> dict[str, Line]:
        """The lines to compare with, of exercises that the programme still has and that count."""
        reference = problem.programme.schedules.get(self.against)
        lines = [line for line in reference.lines if line.held] if reference else []
        exercises = problem.exercises
        return {
            line.exercise: line
            for line in lines
            if line.exercise in exercises and self.states.of(exercises[line.exercise].state)
        }

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> list[Term]:
        """Every change that could be made to a line of the reference."""
        return [
            Term(self.states.of(problem.exercises[name].state) * change.factor, change.of)
            for name, was in self._reference(problem).items()
            for change in self._changes(problem, decisions, name, was)
        ]

    def _changes(self, problem: Problem, d: Decisions, name: str, was: Line) -> Iterator[Term]:
        held, span = d.held(name), was.execution
        yield Term(self.prices.dropped, d.negation(held))
        start = d.day(span.start)
        yield Term(self.prices.day, d.shortfall([Term(1, d.startex(name))], [(start, start)], [held]))
        length = [(span.days, span.days)]
        yield Term(self.prices.day, d.shortfall([Term(1, d.length(name))], length, [held]))
        for need, venue in was.sites.items():
            same = d.at_site(name, need, venue)
            yield Term(self.prices.site, d.all_of([held, d.negation(same)]))
        before = _nations(problem.programme, was)
        for nation in sorted(before | problem.nations_of(name)):
            there = d.takes_part(nation, name, frozenset(Role))
            changed = d.all_of([held, d.negation(there)]) if nation in before else there
            yield Term(self.prices.participant, changed)
        forms = zip(problem.exercises[name].form_names, problem.forms_of(name), strict=True)
        same_form = d.any_of([d.held(key) for form, key in forms if form == (was.form or FULL_FORM)])
        yield Term(self.prices.form, d.all_of([held, d.negation(same_form)]))

    # -- checker --------------------------------------------------------------------------------------------

    def measure(self, problem: Problem, laydown: Laydown) -> int:
        """The weighed points of every exercise of the reference."""
        total = 0
        for name, was in self._reference(problem).items():
            held = laydown.held.get(name)
            points = self.prices.dropped if held is None else self._points(problem.programme, held, was)
            total += points * self.states.of(problem.exercises[name].state)
        return total

    def _points(self, facts: Programme, held: Held, was: Line) -> int:
        now, then = held.execution, was.execution
        days = abs((now.start - then.start).days) + abs(now.days - then.days)
        moved = [need for need, venue in was.sites.items() if held.line.sites.get(need) != venue]
        nations = _nations(facts, was) ^ set(held.roles)
        other_form = (held.line.form or FULL_FORM) != (was.form or FULL_FORM)
        return (
            self.prices.day * days
            + self.prices.site * len(moved)
            + self.prices.participant * len(nations)
            + self.prices.form * other_form
        )


def _nations(facts: Programme, line: Line) -> frozenset[str]:
    """Who took part according to a line: named, hosting, or owning a force there."""
    hosts = {facts.venues[venue].host for venue in line.sites.values() if venue in facts.venues}
    forces = {force for taken in line.forces.values() for force in taken}
    owners = {facts.forces[force].nation for force in forces if force in facts.forces}
    return frozenset({*line.participants} | hosts | owners)
