"""Keep the forces that a published schedule sends to an exercise: what `stability` does not measure.

What it measures  For every exercise that the reference holds and that is still held, the force elements by
                  which its roles are filled otherwise: too many and missing ones, role by role.
Unit              Element.
Does not appear   In constraint files: it stands beside `stability` when a schedule is replanned.
"""

from collections.abc import Iterator
from typing import ClassVar, Literal

from exsched.domain.names import ScheduleId
from exsched.domain.schedule import Line
from exsched.rulekit.decisions import Decisions, Term
from exsched.rulekit.goal import Goal
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem


class KeptForces(Goal):
    """Few force elements that go elsewhere."""

    goal: Literal["kept_forces"] = "kept_forces"
    against: ScheduleId

    unit: ClassVar[str] = "element"

    def explain(self, problem: Problem) -> str:
        """The goal as one sentence."""
        del problem
        return f"send the forces where {self.against} sends them"

    def _reference(self, problem: Problem) -> Iterator[Line]:
        reference = problem.programme.schedules.get(self.against)
        for line in reference.lines if reference else ():
            if line.held and line.exercise in problem.exercises:
                yield line

    def post(self, problem: Problem, decisions: Decisions) -> list[Term]:
        """Each role of each form: how far its forces are from those of the reference."""
        d = decisions
        found = []
        for was in self._reference(problem):
            held = d.held(was.exercise)
            forms = [problem.forms[key] for key in problem.forms_of(was.exercise)]
            for role in sorted({role for form in forms for role in form.forces} | set(was.forces)):
                needs = [form.forces[role] for form in forms if role in form.forces]
                able = {force for need in needs for force in problem.programme.eligible(need)}
                for force in sorted(able | set(was.forces.get(role, {}))):
                    number = was.forces.get(role, {}).get(force, 0)
                    taken = [Term(1, d.elements(was.exercise, role, force))]
                    found.append(Term(1, d.shortfall(taken, [(number, number)], [held])))
        return found

    def measure(self, problem: Problem, laydown: Laydown) -> int:
        """Compare the forces of every exercise that is still held, role by role."""
        total = 0
        for was in self._reference(problem):
            held = laydown.held.get(was.exercise)
            if held is None:
                continue
            for role in {*held.line.forces, *was.forces}:
                now, then = held.line.forces.get(role, {}), was.forces.get(role, {})
                total += sum(abs(now.get(force, 0) - then.get(force, 0)) for force in {*now, *then})
        return total
