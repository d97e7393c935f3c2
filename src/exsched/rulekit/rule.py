"""The base of every rule: its provenance, its three faces (post, check, explain) and its facts."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Self

from pydantic import Field, Strict

from exsched.domain.dates import ALWAYS, Frozen, Validity
from exsched.domain.names import Id, Name, NationId, NationsOrGroups, Note
from exsched.domain.programme import Programme
from exsched.rulekit.act import Act
from exsched.rulekit.finding import Finding

if TYPE_CHECKING:
    from exsched.rulekit.decisions import Decisions
    from exsched.rulekit.laydown import Laydown
    from exsched.rulekit.problem import Problem

Cost = Annotated[int, Strict(), Field(ge=0, le=1_000_000)]
Path = tuple[str | int, ...]


class Rule(Frozen):
    """One statement that a schedule must satisfy, or pays for when it does not.

    `post` tells the solver, `check` judges a finished schedule, `explain` says it to people. `post` and
    `check` share no code; the agreement test holds them together.
    """

    rule: str
    id: Id | None = Field(default=None, description="the planner's name for this statement")
    owner: NationId | None = Field(default=None, description="who says so")
    authority: Name | None = Field(default=None, description="who may waive it")
    valid: Validity = Field(default=ALWAYS, description="outside these days the rule does not apply")
    reason: Name | None = Field(default=None, description="a neutral code; the true reason may stay private")
    release: NationsOrGroups | None = Field(default=None, description="who may be told that this rule exists")
    source: Note | None = None
    soft: Cost | None = Field(
        default=None, description="cost per unit broken; left out = the rule's own default"
    )
    hard: bool = Field(default=False, description="makes a rule hard that is soft by default")

    unit: ClassVar[str] = "case"
    soft_by_default: ClassVar[bool] = False

    @property
    def cost(self) -> int | None:
        """Cost per unit broken, or None when the rule is hard."""
        if self.soft is not None:
            return self.soft
        return 1 if self.soft_by_default and not self.hard else None

    @classmethod
    def from_facts(cls, programme: Programme) -> Iterator[tuple[Path, Self]]:
        """The rules of this kind that facts on entities stand for, each with the path of its fact."""
        del programme
        return iter(())

    def post(self, problem: "Problem", decisions: "Decisions") -> None:
        """Tell the solver."""
        raise NotImplementedError

    def check(self, problem: "Problem", laydown: "Laydown") -> Iterable[Finding]:
        """Judge a schedule from plain dates and names."""
        raise NotImplementedError

    def acts(self, problem: "Problem", laydown: "Laydown") -> Iterable[Act]:
        """The dated acts that this rule calls for, given a schedule."""
        del problem, laydown
        return ()

    def explain(self, problem: "Problem") -> str:
        """The statement as one sentence."""
        raise NotImplementedError
