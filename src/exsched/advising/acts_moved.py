"""Dated acts of two schedules: which move, which fall due in the past, which must be repeated."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from exsched.rulekit.act import Act
from exsched.rulekit.verdict import Answer


@dataclass(frozen=True)
class ActMoved:
    """One dated act: as it was and as it is; None where it is not called for.

    `late` when it falls due before today and is not on record; `repeat` when it is on record for what has
    changed since.
    """

    before: Act | None
    after: Act | None
    late: bool
    repeat: bool

    @property
    def sentence(self) -> str:
        """What becomes of the act."""
        act = self.after or self.before
        assert act is not None
        name = f"{act.exercise}: {act.act.replace('-', ' ')} to {act.to}"
        if self.after is None:
            done = f"; it was done on {act.on_record} and must be withdrawn" if act.on_record else ""
            return f"{name} is not called for any more{done}"
        told = f"{name} is due on {self.after.due}"
        if self.before is None:
            told += ", new"
        elif self.before.due != self.after.due:
            told += f" instead of {self.before.due}"
        if self.repeat:
            told += f"; it was done on {act.on_record} and must be repeated"
        return told + ("; that day is past" if self.late else "")

    def as_json(self) -> dict[str, Any]:
        """The act as JSON values."""
        act = self.after or self.before
        assert act is not None
        return {
            "exercise": act.exercise,
            "act": act.act,
            "to": act.to,
            "due_before": self.before.due.isoformat() if self.before else None,
            "due": self.after.due.isoformat() if self.after else None,
            "on_record": act.on_record.isoformat() if act.on_record else None,
            "late": self.late,
            "repeat": self.repeat,
            "sentence": self.sentence,
        }


def acts_moved(before: Answer, after: Answer, changed: Collection[str], today: date) -> tuple[ActMoved, ...]:
    """Every act that differs, and every act on record for an exercise that changes, by day and exercise."""
    found = tuple(_differences(_by_duty(before), _by_duty(after), changed, today))
    return tuple(sorted(found, key=_when))


Key = tuple[str, str, str, str]


def _by_duty(answer: Answer) -> dict[Key, Act]:
    return {(act.exercise, act.act, act.to, act.paragraph): act for act in answer.acts}


def _differences(
    old: dict[Key, Act], new: dict[Key, Act], changed: Collection[str], today: date
) -> Iterator[ActMoved]:
    for key in sorted({*old, *new}):
        was, now = old.get(key), new.get(key)
        repeat = now is not None and now.on_record is not None and now.exercise in changed
        if was == now and not repeat:
            continue
        late = now is not None and now.due < today and (now.on_record is None or repeat)
        yield ActMoved(was, now, late, repeat)


def _when(moved: ActMoved) -> tuple[date, str, str]:
    act = moved.after or moved.before
    assert act is not None
    return act.due, act.exercise, act.act
