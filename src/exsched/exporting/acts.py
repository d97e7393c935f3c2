"""Dated acts as every export tells them: what kind, how they stand, and which are next."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from exsched.rulekit.act import Act, Duty


class Standing(StrEnum):
    """How an act stands on the day at which lead times are judged; due on that day is still open."""

    OVERDUE = "overdue"
    OPEN = "open"
    ON_RECORD = "on record"


@dataclass(frozen=True)
class OfDuty:
    """All acts of one kind: how many are in which standing, and when the next open one is due."""

    duty: Duty
    counts: dict[Standing, int]
    soonest: date | None


def standing(act: Act, as_of: date) -> Standing:
    """Whether it is on record, open, or overdue."""
    if act.on_record is not None:
        return Standing.ON_RECORD
    return Standing.OVERDUE if act.due < as_of else Standing.OPEN


def by_duty(acts: Iterable[Act], as_of: date) -> Iterator[OfDuty]:
    """One entry for each kind of act that is called for, in the order of `Duty`."""
    found: dict[Duty, list[Act]] = {duty: [] for duty in Duty}
    for act in acts:
        found[act.duty].append(act)
    for duty, some in found.items():
        if some:
            stands = [standing(act, as_of) for act in some]
            open_ = [act.due for act, how in zip(some, stands, strict=True) if how is Standing.OPEN]
            yield OfDuty(duty, {how: stands.count(how) for how in Standing}, min(open_, default=None))


def named(act: Act) -> str:
    """The act in words: `prior-notification` is a `prior notification`."""
    return act.act.replace("-", " ")


def in_a_cell(act: Act, as_of: date) -> str:
    """`2027-01-12 prior-notification to OSCE (notification, open)`."""
    return f"{act.due} {act.act} to {act.to} ({act.duty}, {standing(act, as_of)})"
