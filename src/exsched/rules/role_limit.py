"""A nation takes part in some roles only.

What it says      In each of the exercises meant by `where`, with a site in one of `areas` if any are given,
                  the nation (or each nation of the group) takes part in one of `roles` or not at all. The
                  role is the one written for it in the exercise; a nation without one is there in full when
                  it sends a force, and as host when only a site lies in it.
Why it exists     Neutral States take part in staff work but not with troops; some send observers, or nobody
                  but engineers and medics, where others come in full.
Does not say      That the nation takes part. A nation that may not be `host` may not have a site of the
                  exercise on its soil either: list `host` if that is not meant.
Soft unit         One case: one nation in one exercise in another role.
Undecided         The nation has another role, and of the exercise it is not known whether it is meant: it
                  has no `domains` or no `sponsor` where `where` asks for them, or a site without a position
                  that may lie in one of the `areas`.
Validity          Applies when the exercise has an execution day inside `valid`.
Real case         In NATO's crisis-management exercise of 2025 Switzerland played a neutral State and sent no
                  troops (Swissinfo, November 2024).
"""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from exsched.domain.exercises import Role
from exsched.domain.names import Areas, NationOrGroup
from exsched.rulekit.decisions import Decisions
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.places import positions_missing
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule
from exsched.rulekit.where import Where


class RoleLimit(Rule):
    """The roles in which a nation takes part, where it takes part."""

    rule: Literal["role_limit"] = "role_limit"
    nation: NationOrGroup = Field(description="a group stands for each of its nations")
    roles: tuple[Role, ...] = Field(min_length=1, description="the roles allowed")
    where: Where = Field(default=Where(), description="which exercises are meant; all if left out")
    areas: Areas = Field(default=(), description="only exercises with a site in one of these")

    unit: ClassVar[str] = "case"

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        who = ", ".join(sorted(problem.expand([self.nation])))
        only = "" if self.where == Where() else f" in {self.where} exercises"
        inside = f" in {' or '.join(self.areas)}" if self.areas else ""
        return f"{who} will take part{only}{inside} only as {' or '.join(self.roles)}"

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Forbid the other roles."""
        d, others = decisions, frozenset(Role) - frozenset(self.roles)
        venues = frozenset().union(*(problem.programme.venues_in(area) for area in self.areas))
        for key, line in problem.forms.items():
            if self.where.matches(line):
                there = [d.touches(key, self.valid), *([d.uses(key, venues)] if self.areas else [])]
                for nation in sorted(problem.expand([self.nation]) & problem.nations_of(key)):
                    d.never([d.takes_part(nation, key, others), *there])

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Look at the role of the nation in every exercise that is meant."""
        who, facts = problem.expand([self.nation]), problem.programme
        for held in laydown.held.values():
            lost = positions_missing(facts, self.areas, held.venues)
            inside = not self.areas or lost or any(held.venues & facts.venues_in(a) for a in self.areas)
            means = self.where.means(held.exercise)
            if not inside or means is False or not held.touches(self.valid.period()):
                continue
            missing = ", ".join((*self.where.missing(held.exercise), *lost))
            for nation in sorted(who & set(held.roles)):
                if (role := held.roles[nation]) not in self.roles:
                    what = (
                        f"{nation} takes part in {held.id} as {role.value}, not as {' or '.join(self.roles)}"
                    )
                    if missing:
                        yield Undecided((held.id,), f"{what}, if that is meant", missing)
                    else:
                        yield Violation((held.id,), what)
