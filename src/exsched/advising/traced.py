"""Which statements can change when an exercise moves: those whose check has looked at its days.

A check is a function of what it reads. While it reads of an exercise only what does not move (title, tags,
sites, nations), it comes to the same end wherever the exercise moves to. So one run over all statements, with
laydowns that note whose days are read, tells for each exercise which statements have to be judged again.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

from exsched.rulekit.laydown import Commitment, Held, Laydown
from exsched.rulekit.problem import Problem

Notes = set[str]
_DAYS = frozenset({"execution", "footprint", "line", "commitments"})
"""What of a held exercise moves with it."""


@dataclass(frozen=True)
class Noting(Held):
    """A held exercise that notes when its days are looked at."""

    def __getattribute__(self, name: str) -> Any:
        if name in _DAYS:
            notes = object.__getattribute__(self, "__dict__").get("notes")
            if notes is not None:
                notes.add(object.__getattribute__(self, "exercise").id)
        return object.__getattribute__(self, name)


def _noting(held: Held, notes: Notes) -> Noting:
    noting = Noting(**{field.name: getattr(held, field.name) for field in fields(Held)})
    noting.__dict__["notes"] = notes
    return noting


class TracedLaydown(Laydown):
    """A laydown whose exercises note when their days are looked at."""

    def __init__(self, base: Laydown, notes: Notes) -> None:
        super().__init__(base.problem, base.schedule)
        self._base, self._notes = base, notes

    @cached_property
    def held(self) -> dict[str, Held]:
        """The exercises held, each noting."""
        return {name: _noting(held, self._notes) for name, held in self._base.held.items()}

    def commitments_of(self, force: str) -> list[Commitment]:
        """The commitments of a force; their order follows from the days of all of them."""
        found = self._base.commitments_of(force)
        self._notes.update(commitment.exercise for commitment in found)
        return found


class MovedLaydown(Laydown):
    """A laydown with one line altered; what the others amount to is taken over."""

    def __init__(self, base: Laydown, alone: Held) -> None:
        super().__init__(base.problem, base.schedule)
        self._base, self._alone = base, alone

    @cached_property
    def held(self) -> dict[str, Held]:
        """The exercises held, the altered one among them."""
        return self._base.held | {self._alone.id: self._alone}


class AloneLaydown(Laydown):
    """A laydown with one exercise and no other, for statements that look at one line at a time."""

    def __init__(self, base: Laydown, alone: Held) -> None:
        super().__init__(base.problem, base.schedule)
        self._alone = alone

    @cached_property
    def held(self) -> dict[str, Held]:
        """The one exercise."""
        return {self._alone.id: self._alone}


def looked_at(base: Laydown, check: Callable[[Problem, Laydown], Any]) -> frozenset[str]:
    """The exercises whose days a check, or a measure, reads."""
    notes: Notes = set()
    traced = TracedLaydown(base, notes)
    traced.held  # noqa: B018 - made before anything is noted
    notes.clear()
    found = check(base.problem, traced)
    if not isinstance(found, int):
        list(found)
    return frozenset(notes)
