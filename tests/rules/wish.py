"""A goal for tests: be exactly this schedule; every difference in what can be decided counts."""

from collections.abc import Iterator
from typing import ClassVar

from exsched.domain.exercises import FULL_FORM, Role
from exsched.domain.schedule import Line, Schedule
from exsched.rulekit.decisions import Decisions, Term
from exsched.rulekit.goal import Goal
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem


class Wish(Goal):
    """Count the differences from one schedule."""

    goal: str = "wish"
    schedule: Schedule

    unit: ClassVar[str] = "difference"

    def explain(self, problem: Problem) -> str:
        """The goal as one sentence."""
        del problem
        return "be that schedule"

    def post(self, problem: Problem, decisions: Decisions) -> list[Term]:
        """One term for each part of each line that can differ."""
        return [term for name in problem.exercises for term in self._differences(problem, decisions, name)]

    def _differences(self, problem: Problem, d: Decisions, name: str) -> Iterator[Term]:
        line, held = self.schedule.line(name), d.held(name)
        yield Term(100, d.negation(held) if line.held else held)
        if not line.held or line.startex is None or line.endex is None:
            return
        start, days = d.day(line.startex), (line.endex - line.startex).days + 1
        yield Term(1, d.shortfall([Term(1, d.startex(name))], [(start, start)], [held]))
        yield Term(1, d.shortfall([Term(1, d.length(name))], [(days, days)], [held]))
        present = Laydown(problem, self.schedule).held[name].roles
        for nation in problem.nations_of(name):
            there = d.takes_part(nation, name, frozenset(Role))
            other = d.negation(there) if nation in present else there
            yield Term(1, d.all_of([held, other]))
        for key in problem.forms_of(name):
            if problem.forms[key].form == (line.form or FULL_FORM):
                yield from self._choices(problem, d, key, line)
            else:
                yield Term(50, d.held(key))

    @staticmethod
    def _choices(problem: Problem, d: Decisions, key: str, line: Line) -> Iterator[Term]:
        form = problem.forms[key]
        for need, site in form.sites.items():
            for venue in problem.programme.candidates(site):
                there = d.at_site(key, need, venue)
                wanted = line.sites.get(need) == venue
                yield Term(1, d.all_of([d.held(key), d.negation(there) if wanted else there]))
        for need, role in form.forces.items():
            for force in problem.programme.eligible(role):
                number = line.forces.get(need, {}).get(force, 0)
                elements = [Term(1, d.elements(key, need, force))]
                yield Term(1, d.shortfall(elements, [(number, number)], [d.held(key)]))

    def measure(self, problem: Problem, laydown: Laydown) -> int:
        """The differences, counted in the lines themselves."""
        return sum(self._off(problem, laydown, name) for name in problem.exercises)

    def _off(self, problem: Problem, laydown: Laydown, name: str) -> int:
        line, there = self.schedule.line(name), laydown.schedule.line(name)
        if line.held != there.held:
            return 100
        if not line.held or not (line.startex and line.endex and there.startex and there.endex):
            return 0
        days = abs((line.startex - there.startex).days)
        days += abs((line.endex - line.startex).days - (there.endex - there.startex).days)
        who = [Laydown(problem, asked).held[name].roles for asked in (self.schedule, laydown.schedule)]
        off = days + len(who[0].keys() ^ who[1].keys())
        if line.form != there.form:
            return off + 50
        return off + len({*line.sites.items()} ^ {*there.sites.items()}) + _forces_off(line, there)


def _forces_off(one: Line, other: Line) -> int:
    slots = {(need, force) for line in (one, other) for need, taken in line.forces.items() for force in taken}
    counts = [
        [line.forces.get(need, {}).get(force, 0) for need, force in sorted(slots)] for line in (one, other)
    ]
    return sum(abs(a - b) for a, b in zip(*counts, strict=True))
