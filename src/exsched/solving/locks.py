"""What is known of a line before anything is decided: what hard locks say of an exercise that is held.

This only makes the model smaller, for whatever is known folds away in every rule: the same statements are
posted as well, and a part that cannot be what it is locked to stays open, so that it is they who forbid it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from exsched.domain.dates import ALWAYS
from exsched.rulekit.problem import Problem
from exsched.rules.locked_line import LockedLine


@dataclass(frozen=True)
class Known:
    """The parts of an exercise's line that are known, in the words of a lock; the rest is to be decided.

    Attributes:
        held: whether it is held; None when that is to be decided, and then nothing else is known.
    """

    held: bool | None = None
    form: str | None = None
    startex: date | None = None
    days: int | None = None
    sites: Mapping[str, str] = field(default_factory=dict)
    participants: frozenset[str] | None = None
    forces: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def with_lock(self, lock: LockedLine) -> "Known":
        """What is known with one lock more; of two that differ the first counts."""
        days = (lock.endex - lock.startex).days + 1 if lock.startex and lock.endex else None
        who = None if lock.participants is None else frozenset(lock.participants)
        return Known(
            held=True,
            form=self.form or lock.form,
            startex=self.startex or lock.startex,
            days=self.days or days,
            sites={**lock.sites, **self.sites},
            participants=who if self.participants is None else self.participants,
            forces={**lock.forces, **self.forces},
        )

    def of_form(self, form: str, forms: int) -> "Known":
        """What is known of the exercise in one of its forms."""
        if forms == 1:
            return self
        if self.form is None:
            return Known()
        return self if self.form == form else Known(held=False)


OPEN = Known()


def known_lines(problem: Problem, always_held: frozenset[str]) -> dict[str, Known]:
    """What is known of each exercise; of those that need not be held, only that some are not."""
    found = dict.fromkeys(always_held, Known(held=True))
    for rule in (said.rule for said in problem.statements):
        if rule.cost is not None or rule.valid != ALWAYS:
            continue
        if isinstance(rule, LockedLine) and rule.exercise in found:
            found[rule.exercise] = found[rule.exercise].with_lock(rule)
        elif rule.rule == "wish" and not getattr(rule, "held", True):
            found.setdefault(str(getattr(rule, "exercise", "")), Known(held=False))
    return found
