"""The base of every goal: a whole number to keep small, measured in its own unit."""

from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field, Strict

from exsched.domain.dates import Frozen

if TYPE_CHECKING:
    from exsched.rulekit.decisions import Decisions, Term
    from exsched.rulekit.laydown import Laydown
    from exsched.rulekit.problem import Problem


class Goal(Frozen):
    """Something to make as small as possible; goals of one tier add up by `weight`."""

    goal: str
    weight: Annotated[int, Strict(), Field(ge=0, le=1_000_000)] = 1

    unit: ClassVar[str] = "point"

    def post(self, problem: "Problem", decisions: "Decisions") -> list["Term"]:
        """What the solver adds up, before the weight; never below what `measure` finds."""
        raise NotImplementedError

    def measure(self, problem: "Problem", laydown: "Laydown") -> int:
        """The value of a finished schedule, recomputed from plain dates and names."""
        raise NotImplementedError

    def explain(self, problem: "Problem") -> str:
        """The goal as one sentence."""
        raise NotImplementedError
