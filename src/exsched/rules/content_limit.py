"""A nation takes part only where the content suits it.

What it says      The nation (or each nation of the group) takes part, in a role that counts, in no exercise
                  that has one of the tags under `barred`; and, with `only`, in none with a tag that is not
                  listed there. The tags are those of the form that is held: an exercise that would be barred
                  may be held in a form without the tag.
Why it exists     Neutral States keep out of collective defence; some groups train together for disaster
                  relief and nothing else.
Does not say      What a tag means: that is for the staff to agree and write down.
Soft unit         One case: one nation in one exercise with such content.
Undecided         With `only`, an exercise that has no tags says nothing about its content.
Validity          Applies when the exercise has an execution day inside `valid`.
Real case         The ASEAN exercise of 2023 was moved and limited to non-combat content, and all ten members
                  took part (Reuters, June 2023; CNA, September 2023). The Swiss parliament debated in 2024
                  whether its forces may take part in exercises of collective defence.
"""

from collections.abc import Iterator
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from exsched.domain.exercises import COUNTED_ROLES, Exercise, Role
from exsched.domain.names import NationOrGroup, Tags
from exsched.rulekit.decisions import Decisions
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule


class ContentLimit(Rule):
    """The content that keeps a nation away, or the only one that does not."""

    rule: Literal["content_limit"] = "content_limit"
    nation: NationOrGroup = Field(description="a group stands for each of its nations")
    barred: Tags = Field(default=(), description="tags that keep it away")
    only: Tags = Field(default=(), description="all tags of the exercise are among these")
    roles: tuple[Role, ...] = Field(
        default=tuple(sorted(COUNTED_ROLES)), min_length=1, description="roles that count"
    )

    unit: ClassVar[str] = "case"

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.barred or self.only):
            raise ValueError("content_limit needs barred, only, or both")
        if both := sorted({*self.barred} & {*self.only}):
            raise ValueError(f"{', '.join(both)} listed under barred and under only")
        return self

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        who = ", ".join(sorted(problem.expand([self.nation])))
        barred = f"in no exercise with {' or '.join(self.barred)}" if self.barred else ""
        only = f"only in exercises of nothing but {' and '.join(self.only)}" if self.only else ""
        return f"{who} will take part {', and '.join(filter(None, (barred, only)))}"

    def _unsuited(self, line: Exercise) -> list[str]:
        foreign = {*line.tags} - {*self.only} if self.only else set()
        return sorted({*line.tags} & {*self.barred} | foreign)

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Forbid taking part in the forms with such content."""
        d, roles = decisions, frozenset(self.roles)
        for key, line in problem.forms.items():
            if self._unsuited(line):
                for nation in sorted(problem.expand([self.nation]) & problem.nations_of(key)):
                    d.never([d.takes_part(nation, key, roles), d.touches(key, self.valid)])

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Compare the tags of every exercise held with what its participants accept."""
        who, roles = problem.expand([self.nation]), frozenset(self.roles)
        for held in laydown.held.values():
            there = sorted(who & held.participants(roles)) if held.touches(self.valid.period()) else []
            unsuited = ", ".join(self._unsuited(held.exercise))
            for nation in there:
                if unsuited:
                    yield Violation((held.id,), f"{nation} takes part in {held.id}, which has {unsuited}")
                elif self.only and not held.exercise.tags:
                    what = f"whether {nation} may take part in {held.id} depends on its content"
                    yield Undecided((held.id,), what, f"exercises.{held.id}.tags")
