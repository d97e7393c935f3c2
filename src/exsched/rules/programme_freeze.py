"""What is near is no longer changed.

What it says      Inside the freeze, a line stays as it is in the reference schedule `against`: whether it is
                  held, its STARTEX and ENDEX, the venue of each site, the nations taking part, the force
                  elements of each role, and the form. The freeze holds the `days` that follow `as_of`, both
                  ends counted; a line is inside when its STARTEX of the reference, or its new one, is. So
                  nothing may be moved out of the freeze, nor into it, nor added or dropped within it. An
                  exercise without a line in the reference was not held there. Exercises under `exceptions`
                  may be changed.
Why it exists     Ranges, flights, leave and notifications hang on what was published; late changes cost most
                  and are to be decided by whoever approved the programme.
Does not say      What changes further ahead cost: see the goal `stability`. Single lines are fixed with
                  `locked_line`.
Soft unit         One change: a line held or dropped, STARTEX, ENDEX, a site, a nation, a force element, the
                  form. Of a line that is dropped nothing else is counted.
Undecided         There is no schedule of that name, so that nothing can be compared.
Validity          The freeze holds only days inside `valid`.
Real case         Changes to the joint training plan of the CSTO go back to the bodies that approved it; in
                  2023 a host was replaced within two months (TASS, 11 January 2023).
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import ClassVar, Literal

from pydantic import Field

from exsched.domain.dates import LAST_DAY, Day, Period, Validity
from exsched.domain.exercises import FULL_FORM, Role
from exsched.domain.names import Days, ExerciseIds, ScheduleId
from exsched.domain.schedule import Line
from exsched.rulekit.decisions import Decisions, Lit, Term
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule


class ProgrammeFreeze(Rule):
    """How many days ahead the programme is fixed, and as which schedule."""

    rule: Literal["programme_freeze"] = "programme_freeze"
    days: Days = Field(description="days that follow `as_of`")
    against: ScheduleId = Field(description="the reference, one of `schedules`")
    exceptions: ExerciseIds = Field(default=(), description="these may be changed")

    unit: ClassVar[str] = "change"

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        but = f", but for {', '.join(self.exceptions)}" if self.exceptions else ""
        return f"nothing that starts within {number_of(self.days, 'day')} differs from {self.against}{but}"

    def _frozen(self, problem: Problem) -> Period | None:
        as_of = problem.programme.as_of
        return Period(start=as_of, end=as_of + timedelta(self.days)).common(self.valid.period())

    def _references(self, problem: Problem) -> dict[str, Line]:
        """The line of the reference for every exercise that may not be changed; none without a reference."""
        reference = problem.programme.schedules.get(self.against)
        if reference is None:
            return {}
        lines = {line.exercise: line for line in reference.lines}
        names = [name for name in problem.exercises if name not in self.exceptions]
        return {name: lines.get(name, Line(exercise=name, held=False)) for name in names}

    @staticmethod
    def _nations(problem: Problem, line: Line) -> frozenset[str]:
        facts = problem.programme
        hosts = {facts.venues[venue].host for venue in line.sites.values()}
        owners = {facts.forces[force].nation for taken in line.forces.values() for force in taken}
        return frozenset({*line.participants} | hosts | owners)

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Fix what is frozen: always, or when the new STARTEX falls into the freeze."""
        d, frozen = decisions, self._frozen(problem)
        for name, was in self._references(problem).items() if frozen else ():
            assert frozen is not None
            if not was.held:
                d.never([d.starts_in(name, frozen)])
            elif was.execution.start in frozen:
                d.never([d.negation(d.held(name))])
                self._keep(problem, d, was, d.held(name))
            else:
                self._keep(problem, d, was, d.starts_in(name, frozen))

    def _keep(self, problem: Problem, d: Decisions, was: Line, inside: Lit) -> None:
        name, start, end = was.exercise, was.execution.start, was.execution.end
        d.never([inside, d.negation(d.starts_in(name, Period(start=start, end=start)))])
        d.never([inside, d.negation(self._ends_on(d, name, end))])
        d.never([inside, d.negation(self._in_form(problem, d, was))])
        nations = self._nations(problem, was)
        for nation in sorted(problem.nations_of(name) | nations):
            there = d.takes_part(nation, name, frozenset(Role))
            d.never([inside, d.negation(there) if nation in nations else there])
        self._keep_sites(problem, d, was, inside)
        self._keep_forces(problem, d, was, inside)

    @staticmethod
    def _in_form(problem: Problem, d: Decisions, was: Line) -> Lit:
        forms = zip(problem.exercises[was.exercise].form_names, problem.forms_of(was.exercise), strict=True)
        return d.any_of([d.held(key) for name, key in forms if name == (was.form or FULL_FORM)])

    @staticmethod
    def _ends_on(d: Decisions, name: str, day: Day) -> Lit:
        reaches = d.touches(name, Validity(start=day))
        if day == LAST_DAY:
            return reaches
        return d.all_of([reaches, d.negation(d.touches(name, Validity(start=day + timedelta(1))))])

    @staticmethod
    def _keep_sites(problem: Problem, d: Decisions, was: Line, inside: Lit) -> None:
        possible: dict[str, set[str]] = {need: set() for need in was.sites}
        for key in problem.forms_of(was.exercise):
            for need, site in problem.forms[key].sites.items():
                possible.setdefault(need, set()).update(problem.programme.candidates(site))
        for need, venues in sorted(possible.items()):
            if need in was.sites:
                d.never([inside, d.negation(d.at_site(was.exercise, need, was.sites[need]))])
            else:
                d.never([inside, d.any_of([d.at_site(was.exercise, need, v) for v in sorted(venues)])])

    @staticmethod
    def _keep_forces(problem: Problem, d: Decisions, was: Line, inside: Lit) -> None:
        possible = {need: set(taken) for need, taken in was.forces.items()}
        for key in problem.forms_of(was.exercise):
            for need, role in problem.forms[key].forces.items():
                possible.setdefault(need, set()).update(problem.programme.eligible(role))
        for need, forces in sorted(possible.items()):
            for force in sorted(forces):
                number = was.forces.get(need, {}).get(force, 0)
                elements = d.elements(was.exercise, need, force)
                d.within([Term(1, elements)], [(number, number)], [inside])

    # -- checker --------------------------------------------------------------------------------------------

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Compare every line that was, or is now, inside the freeze with the reference."""
        if self.against not in problem.programme.schedules:
            what = "what changed within the freeze is not known without the reference"
            yield Undecided((), what, f"schedules.{self.against}")
        frozen = self._frozen(problem)
        for name, was in self._references(problem).items() if frozen else ():
            assert frozen is not None
            held = laydown.held.get(name)
            before = was.held and was.execution.start in frozen
            now = held is not None and held.execution.start in frozen
            if before and held is None:
                yield Violation((name,), f"{name}, frozen on {was.execution.start}, is not held")
            elif held and now and not was.held:
                yield Violation((name,), f"{name} is new, within the freeze, on {held.execution.start}")
            elif held and (before or now) and (changes := self._changes(problem, was, held)):
                said = ", ".join(what for what, _ in changes)
                yield Violation((name,), f"{name} is frozen: {said}", sum(n for _, n in changes))

    def _changes(self, problem: Problem, was: Line, held: Held) -> list[tuple[str, int]]:
        line, found = held.line, []
        days = (("STARTEX", line.startex, was.startex), ("ENDEX", line.endex, was.endex))
        found += [(f"{what} {new}, not {old}", 1) for what, new, old in days if new != old]
        forms = (line.form or FULL_FORM, was.form or FULL_FORM)
        found += [(f"form {forms[0]}, not {forms[1]}", 1)] if forms[0] != forms[1] else []
        for need in sorted({*line.sites, *was.sites}):
            new, old = line.sites.get(need, "no venue"), was.sites.get(need, "no venue")
            found += [(f"{need} at {new}, not {old}", 1)] if new != old else []
        nations = self._nations(problem, was)
        found += [
            (f"{n} {'is new' if n in held.roles else 'is gone'}", 1) for n in sorted({*held.roles} ^ nations)
        ]
        for need in sorted({*line.forces, *was.forces}):
            taken, agreed = line.forces.get(need, {}), was.forces.get(need, {})
            for force in sorted({*taken, *agreed}):
                if off := abs(taken.get(force, 0) - agreed.get(force, 0)):
                    found.append(
                        (f"{taken.get(force, 0)} {force} as {need}, not {agreed.get(force, 0)}", off)
                    )
        return found
