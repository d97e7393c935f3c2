"""The checker's verdict on one schedule, and the certificate that travels with every export."""

from dataclasses import dataclass
from functools import cached_property

from exsched.domain.outcome import GoalValue, Outcome
from exsched.domain.schedule import Schedule
from exsched.rulekit.act import Act, PlanningEvent
from exsched.rulekit.finding import Undecided, Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem, Statement


@dataclass(frozen=True)
class Broken:
    """A statement that the schedule breaks."""

    statement: Statement
    violation: Violation

    @property
    def hard(self) -> bool:
        """Whether it may not be broken at any price."""
        return self.statement.rule.cost is None

    @property
    def cost(self) -> int:
        """What a soft breach costs; 0 for a hard one."""
        return (self.statement.rule.cost or 0) * self.violation.amount


@dataclass(frozen=True)
class Open:
    """A statement that cannot be decided."""

    statement: Statement
    undecided: Undecided


@dataclass(frozen=True)
class Verdict:
    """What the checker found; `values` has one entry for each goal of each tier."""

    broken: tuple[Broken, ...]
    undecided: tuple[Open, ...]
    values: tuple[tuple[GoalValue, ...], ...]
    rules_checked: int
    input_hash: str
    schedule_hash: str
    checker: str

    @property
    def hard(self) -> tuple[Broken, ...]:
        """Hard statements broken."""
        return tuple(b for b in self.broken if b.hard)

    @property
    def soft(self) -> tuple[Broken, ...]:
        """Soft statements broken, dearest first."""
        return tuple(sorted((b for b in self.broken if not b.hard), key=lambda b: -b.cost))

    @property
    def allowed(self) -> bool:
        """No hard statement is broken. Statements that cannot be decided are listed apart."""
        return not self.hard

    @property
    def word(self) -> str:
        """The verdict in one word: allowed, refused, or allowed as far as can be decided."""
        if not self.allowed:
            return "refused"
        return "allowed as far as can be decided" if self.undecided else "allowed"

    def tier_values(self) -> tuple[int, ...]:
        """Weighted value of each tier."""
        return tuple(sum(goal.value * goal.weight for goal in tier) for tier in self.values)

    def certificate(self) -> dict[str, str | int]:
        """What travels with every export."""
        return {
            "verdict": self.word,
            "rules_checked": self.rules_checked,
            "hard_broken": len(self.hard),
            "soft_broken": len(self.soft),
            "undecided": len(self.undecided),
            "input_sha256": self.input_hash,
            "schedule_sha256": self.schedule_hash,
            "checker": self.checker,
        }


@dataclass(frozen=True)
class Answer:
    """A checked schedule with all that an export needs; `outcome` is missing for one typed by hand.

    `blocks` are the ids of exercises that stand for something that may not be seen: they call for no act.
    """

    problem: Problem
    schedule: Schedule
    verdict: Verdict
    outcome: Outcome | None = None
    blocks: frozenset[str] = frozenset()

    @cached_property
    def laydown(self) -> Laydown:
        """The schedule read against its programme."""
        return Laydown(self.problem, self.schedule)

    @cached_property
    def acts(self) -> tuple[Act, ...]:
        """Every dated act that the schedule calls for, by due date."""
        rules = (statement.rule for statement in self.problem.statements)
        acts = {act for rule in rules for act in rule.acts(self.problem, self.laydown)}
        return tuple(sorted(act for act in acts if act.exercise not in self.blocks))

    @cached_property
    def planning(self) -> tuple[PlanningEvent, ...]:
        """Every planning event of the exercises held, by date."""
        return tuple(sorted(self.laydown.planning()))
