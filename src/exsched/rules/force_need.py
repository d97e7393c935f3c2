"""Every force role of an exercise is filled, by forces that can fill it.

What it says      When the exercise is held, the elements that fill the role add up to a number within
                  `need`; they come from so many nations as `nations` says (with no element, from none); and
                  every one belongs to a force that the role allows: one of `any_of` (if given), with the
                  `capability`, of the `domain`, `of` one of the nations.
Why it exists     Without an opposing force or the frigates there is no exercise; a role that a single
                  nation fills is not what was agreed.
Does not say      That the forces are free (see `force_availability`) or in one place only (see
                  `no_double_commitment`). Elements that the role does not allow count for nothing.
Soft unit         One element too few, too many or not allowed, and one nation too few or too many.
Undecided         The programme line has no force role of this name.
Validity          Applies when the exercise has an execution day inside `valid`.
Facts             Each of `forces` of an exercise.
Real case         A maritime exercise wants four to six frigates of at least three nations.
"""

from collections.abc import Iterator
from typing import ClassVar, Literal, Self

from exsched.domain.dates import Span
from exsched.domain.exercises import ForceNeed
from exsched.domain.forces import Force
from exsched.domain.names import ExerciseId, Id
from exsched.domain.programme import Programme
from exsched.rulekit.decisions import Decisions, Range, Term
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.phrases import number_of, range_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Path, Rule


class ForceNeedMet(Rule):
    """A force role of an exercise that needs elements."""

    rule: Literal["force_need"] = "force_need"
    exercise: ExerciseId
    role: Id

    unit: ClassVar[str] = "element"

    @classmethod
    def from_facts(cls, programme: Programme) -> Iterator[tuple[Path, Self]]:
        """One for each force role of each exercise, in whichever of its forms it needs it."""
        for name, line in programme.exercises.items():
            for role in line.forces:
                yield ("exercises", name, "forces", role), cls(exercise=name, role=role)
            seen = set(line.forces)
            for form, other in line.forms.items():
                for role in [role for role in other.forces or () if role not in seen]:
                    seen.add(role)
                    path: Path = ("exercises", name, "forms", form, "forces", role)
                    yield path, cls(exercise=name, role=role)

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        forms = [problem.forms[key] for key in problem.forms_of(self.exercise)]
        need = next((line.forces[self.role] for line in forms if self.role in line.forces), None)
        return f"{self.exercise} needs forces for {self.role}{f': {_words(need)}' if need else ''}"

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Bound the elements of the forces that are allowed, and the nations that they come from."""
        for key in problem.forms_of(self.exercise):
            if need := problem.forms[key].forces.get(self.role):
                self._post_need(problem, decisions, key, need)

    def _post_need(self, problem: Problem, d: Decisions, key: str, need: ForceNeed) -> None:
        when = [d.touches(key, self.valid)]
        able = problem.programme.eligible(need)
        elements = [Term(1, d.elements(key, self.role, force)) for force in able]
        d.within(elements, [_range(need.need)], when)
        if need.nations is not None:
            owners: dict[str, list[str]] = {}
            for force in able:
                owners.setdefault(problem.programme.forces[force].nation, []).append(force)
            there = [
                Term(1, d.any_of([d.fills(key, self.role, force) for force in forces]))
                for forces in owners.values()
            ]
            d.within(there, [_range(need.nations)], when)

    # -- checker --------------------------------------------------------------------------------------------

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Count the elements and the nations that fill the role."""
        held = laydown.held.get(self.exercise)
        if held is None or not held.touches(self.valid.period()):
            return
        need = held.exercise.forces.get(self.role)
        if need is None and any(self.role in problem.forms[key].forces for key in problem.forms_of(held.id)):
            return
        if need is None:
            missing = f"exercises.{self.exercise}.forces.{self.role}"
            yield Undecided((held.id,), f"what {held.id} needs for {self.role} is not known", missing)
            return
        taken = [c for c in held.commitments if c.need == self.role]
        able = [c for c in taken if _may_fill(problem.programme, need, c.force)]
        for other in (c for c in taken if c not in able):
            what = f"{other.force.id} cannot fill {self.role} of {held.id}"
            yield Violation((held.id,), what, other.elements)
        elements = sum(c.elements for c in able)
        if off := need.need.short_by(elements) + need.need.over_by(elements):
            has, wants = number_of(elements, "element"), range_of(need.need, "element")
            yield Violation((held.id,), f"{held.id} has {has} for {self.role}, not {wants}", off)
        nations = len({c.force.nation for c in able})
        if need.nations and (off := need.nations.short_by(nations) + need.nations.over_by(nations)):
            has, wants = number_of(nations, "nation"), range_of(need.nations, "nation")
            yield Violation((held.id,), f"{self.role} of {held.id} comes from {has}, not {wants}", off)


def _range(span: Span) -> Range:
    return span.least, span.most


def _may_fill(facts: Programme, need: ForceNeed, force: Force) -> bool:
    return (
        (not need.any_of or force.id in need.any_of)
        and (need.capability is None or need.capability in force.capabilities)
        and (need.domain is None or need.domain is force.domain)
        and (not need.of or force.nation in facts.expand(need.of))
    )


def _words(need: ForceNeed) -> str:
    parts = [
        range_of(need.need, "element") + (f" of {', '.join(need.any_of)}" if need.any_of else ""),
        f"with {need.capability}" if need.capability else "",
        f"of domain {need.domain}" if need.domain else "",
        f"of {', '.join(need.of)}" if need.of else "",
        f"from {range_of(need.nations, 'nation')}" if need.nations else "",
    ]
    return ", ".join(part for part in parts if part)
