"""A nation comes only if something holds, or stays away if something holds.

What it says      In each exercise in which the nation (or a nation of the group) takes part, the condition
                  `only_if` holds and the condition `not_if` does not. A condition is met when everything that
                  it names is: `present`, these nations take part (`match: all`, or `any` of them); `hosts`,
                  a site lies in one of them; `only_among`, every other participant is one of these;
                  `strength`, the planned maximum of troops lies in this range; `kinds` and `tags`, the
                  exercise, in the form that is held, has one of them. Roles count as said in `roles`, for the
                  nation and for the others: any but observer, if left out. The nation itself is never
                  counted among the others.
Why it exists     Nations come because a partner comes, or stay away because somebody else does, or because
                  the exercise grows beyond what their parliament was told.
Does not say      That the nation comes when the condition holds: see `required_participants`. What holds
                  between two nations whoever speaks is `incompatible_participants`; that one keeps away from
                  a place is `host_refusal`.
Soft unit         One case: one nation in one exercise against one of the two conditions.
Undecided         A condition asks for `strength`, the exercise has none, and nothing else decides; or the
                  condition fails, and the exercise has no `domains` or no `sponsor` where `where` asks for
                  them. A condition on `tags` is not met by an exercise without tags.
Validity          Applies when the exercise has an execution day inside `valid`.
Real case         When the host of ANATOLIAN EAGLE 2009 left out one nation, two others would not take part
                  without it and the international part was dropped (Jerusalem Post, October 2009).
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from exsched.domain.dates import Frozen, Span
from exsched.domain.exercises import COUNTED_ROLES, Exercise, Kind, Role
from exsched.domain.names import NationOrGroup, NationsOrGroups, Tags
from exsched.rulekit.decisions import Decisions, Lit
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.phrases import range_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule
from exsched.rulekit.where import Where


class Match(StrEnum):
    """How many of the nations named are needed."""

    ALL = "all"
    ANY = "any"


class Condition(Frozen):
    """What must be so, everything that is given together."""

    present: NationsOrGroups = Field(default=(), description="these take part")
    match: Match = Field(default=Match.ALL, description="all of `present`, or any of them")
    hosts: NationsOrGroups = Field(default=(), description="a site lies in one of these")
    only_among: NationsOrGroups = Field(default=(), description="every other participant is one of these")
    strength: Span | None = Field(default=None, description="planned maximum of troops")
    kinds: tuple[Kind, ...] = ()
    tags: Tags = ()

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.strength is None and not (
            self.present or self.hosts or self.only_among or self.kinds or self.tags
        ):
            raise ValueError("a condition needs one of present, hosts, only_among, strength, kinds, tags")
        return self

    def of_line(self, line: Exercise) -> bool | None:
        """Whether it is met as far as the exercise's own facts go; None when the strength is not known."""
        if (self.kinds and line.kind not in self.kinds) or (self.tags and not {*self.tags} & {*line.tags}):
            return False
        if self.strength is None:
            return True
        if line.strength is None:
            return None
        return not (self.strength.short_by(line.strength) or self.strength.over_by(line.strength))

    def __str__(self) -> str:
        listed = f" {'and' if self.match is Match.ALL else 'or'} ".join(self.present)
        parts = (
            f"{listed} take{'s' if len(self.present) == 1 else ''} part" if listed else "",
            f"a site is in {' or '.join(self.hosts)}" if self.hosts else "",
            f"all others are of {', '.join(self.only_among)}" if self.only_among else "",
            f"the strength is {range_of(self.strength, 'troop')}" if self.strength else "",
            f"it is {' or '.join((*self.kinds, *self.tags))}" if self.kinds or self.tags else "",
        )
        return " and ".join(part for part in parts if part)


class ConditionalParticipation(Rule):
    """When a nation comes, and when it does not."""

    rule: Literal["conditional_participation"] = "conditional_participation"
    nation: NationOrGroup = Field(description="who says so; a group stands for each of its nations")
    only_if: Condition | None = Field(default=None, description="without this it does not come")
    not_if: Condition | None = Field(default=None, description="with this it does not come")
    where: Where = Field(default=Where(), description="which exercises are meant; all if left out")
    roles: tuple[Role, ...] = Field(
        default=tuple(sorted(COUNTED_ROLES)), min_length=1, description="roles that count"
    )

    unit: ClassVar[str] = "case"

    @model_validator(mode="after")
    def _has_a_condition(self) -> Self:
        if self.only_if is None and self.not_if is None:
            raise ValueError("conditional_participation needs only_if, not_if, or both")
        return self

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        where = "" if self.where == Where() else f" in {self.where} exercises"
        only = f" only if {self.only_if}" if self.only_if else ""
        if self.not_if and not only:
            return f"{self.nation} will not take part{where} if {self.not_if}"
        unless = f", and not if {self.not_if}" if self.not_if else ""
        return f"{self.nation} will take part{where}{only}{unless}"

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Forbid taking part while the condition fails."""
        d, who, roles = decisions, problem.expand([self.nation]), frozenset(self.roles)
        for key, line in problem.forms.items():
            if not self.where.matches(line):
                continue
            for nation in sorted(who & problem.nations_of(key)):
                there = [d.takes_part(nation, key, roles), d.touches(key, self.valid)]
                if self.only_if and self.only_if.of_line(line) is False:
                    d.never(there)
                elif self.only_if:
                    met = d.all_of(self._met(problem, d, self.only_if, key, nation))
                    d.never([*there, d.negation(met)])
                if self.not_if and self.not_if.of_line(line):
                    d.never([*there, *self._met(problem, d, self.not_if, key, nation)])

    def _met(
        self, problem: Problem, d: Decisions, condition: Condition, key: str, nation: str
    ) -> Iterator[Lit]:
        roles, possible = frozenset(self.roles), problem.nations_of(key)
        if condition.present:
            named = sorted(problem.expand(condition.present) - {nation})
            parts = [d.takes_part(n, key, roles) if n in possible else d.any_of([]) for n in named]
            yield d.all_of(parts) if condition.match is Match.ALL else d.any_of(parts)
        if condition.hosts:
            yield d.any_of([d.hosts(host, key) for host in sorted(problem.expand(condition.hosts))])
        if condition.only_among:
            others = sorted(possible - problem.expand(condition.only_among) - {nation})
            yield d.negation(d.any_of([d.takes_part(other, key, roles) for other in others]))

    # -- checker --------------------------------------------------------------------------------------------

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Look at every exercise with the nation, and at what it makes its part depend on."""
        who = problem.expand([self.nation])
        for held in laydown.held.values():
            if held.touches(self.valid.period()) and self.where.means(held.exercise) is not False:
                for nation in sorted(who & held.participants(frozenset(self.roles))):
                    yield from self._judge(problem, held, nation)

    def _judge(self, problem: Problem, held: Held, nation: str) -> Iterator[Finding]:
        here = f"{nation} takes part in {held.id}"
        for condition, wanted, word in ((self.only_if, True, "only if"), (self.not_if, False, "not if")):
            if condition is None:
                continue
            met = self._is_met(problem, condition, held, nation)
            lacks = self.where.missing(held.exercise)
            lacks += (f"exercises.{held.id}.strength",) if met is None else ()
            if lacks and met is not wanted:
                what = f"whether {nation} may take part in {held.id} ({word} {condition}) is not known"
                yield Undecided((held.id,), what, ", ".join(lacks))
            elif met is not wanted:
                why = "it is not so" if wanted else "it is so"
                yield Violation((held.id,), f"{here}, {word} {condition}: {why}")

    def _is_met(self, problem: Problem, condition: Condition, held: Held, nation: str) -> bool | None:
        others = held.participants(frozenset(self.roles)) - {nation}
        named = problem.expand(condition.present) - {nation}
        enough = named <= others if condition.match is Match.ALL else bool(named & others)
        if condition.present and not enough:
            return False
        if condition.hosts and not problem.expand(condition.hosts) & held.hosts:
            return False
        if condition.only_among and others - problem.expand(condition.only_among):
            return False
        return condition.of_line(held.exercise)
