"""What one move touches, before anything is changed: the checker judges the schedule with one line altered.

No solver is asked, and nothing else moves: what would have to give way is for `replan`.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from exsched.advising.acts_moved import ActMoved, acts_moved
from exsched.advising.neighbours import linked
from exsched.advising.published import moved
from exsched.checking.judge import judge
from exsched.domain.schedule import Line, Schedule
from exsched.exporting.wording import many
from exsched.releasing.changes import Change, changes
from exsched.rulekit.laydown import Held
from exsched.rulekit.problem import Problem
from exsched.rulekit.verdict import Answer, Broken

_MOST = 30
"""Dated acts and planning events told in words; the document has them all."""


@dataclass(frozen=True)
class Move:
    """What is to become of one exercise; what is left out stays as it is."""

    to: date | None = None
    at: str | None = None
    without: tuple[str, ...] = ()
    drop: bool = False


@dataclass(frozen=True)
class Ripple:
    """The schedule before and after one move."""

    exercise: str
    before: Answer
    after: Answer

    @cached_property
    def change(self) -> Change | None:
        """The move itself; None when it changes nothing."""
        return next(iter(changes(self.before, self.after)), None)

    @cached_property
    def newly_broken(self) -> tuple[Broken, ...]:
        """What is broken only after the move, hard statements first."""
        return _only(self.after.verdict.broken, self.before.verdict.broken)

    @cached_property
    def no_more_broken(self) -> tuple[Broken, ...]:
        """What is broken only before it."""
        return _only(self.before.verdict.broken, self.after.verdict.broken)

    @cached_property
    def linked(self) -> tuple[str, ...]:
        """Exercises that some statement names together with this one."""
        return tuple(sorted(linked(self.before.laydown, [self.exercise])))

    @cached_property
    def shared(self) -> dict[str, dict[str, list[str]]]:
        """Forces, venues and pools that it takes before or after, each with the others that take them."""
        mine = [
            a.laydown.held[self.exercise]
            for a in (self.before, self.after)
            if self.exercise in a.laydown.held
        ]
        found: dict[str, dict[str, list[str]]] = {}
        for kind, taken in _TAKEN.items():
            names = sorted({name for held in mine for name in taken(held)})
            others = self.before.laydown.held
            found[kind] = {
                name: [n for n, held in others.items() if n != self.exercise and name in taken(held)]
                for name in names
            }
        return found

    @cached_property
    def acts(self) -> tuple[ActMoved, ...]:
        """Dated acts that move, fall away, are new or must be repeated."""
        today = self.before.problem.programme.as_of
        return acts_moved(self.before, self.after, [self.exercise] if self.change else [], today)

    @cached_property
    def planning(self) -> tuple[tuple[str, date | None, date | None], ...]:
        """Planning events that move: event, first day before, first day after."""
        was, now = (
            {e.event: e.start for e in answer.planning if e.exercise == self.exercise}
            for answer in (self.before, self.after)
        )
        return tuple(
            (event, was.get(event), now.get(event))
            for event in {**was, **now}
            if was.get(event) != now.get(event)
        )

    def lines(self) -> list[str]:
        """The preview for people."""
        if self.change is None:
            return [f"{self.exercise}: nothing would change"]
        return [
            self.change.sentence,
            *_told("newly broken:", [_sentence(b) for b in self.newly_broken], "no statement newly broken"),
            *_told("no more broken:", [_sentence(b) for b in self.no_more_broken]),
            *_told("linked exercises:", list(self.linked)),
            *_told("shared with others:", self._shared()),
            *_told("dated acts:", [act.sentence for act in self.acts]),
            *_told("planning events:", [_event(*event, self.before.problem) for event in self.planning]),
            *_told("goals, before and after:", self._goals()),
        ]

    def _shared(self) -> list[str]:
        return [
            f"{kind} {name}: {', '.join(others)}"
            for kind, names in self.shared.items()
            for name, others in names.items()
            if others
        ]

    def _goals(self) -> list[str]:
        pairs = zip(self.before.verdict.values, self.after.verdict.values, strict=True)
        return [
            f"tier {number} {was.goal}: {was.value} → {now.value} {now.unit}"
            for number, (old, new) in enumerate(pairs, 1)
            for was, now in zip(old, new, strict=True)
        ]

    def as_json(self) -> dict[str, Any]:
        """The preview for a program."""
        return {
            "exercise": self.exercise,
            "change": self.change.sentence if self.change else None,
            "allowed": self.after.verdict.allowed,
            "newly_broken": [_as_json(b) for b in self.newly_broken],
            "no_more_broken": [_as_json(b) for b in self.no_more_broken],
            "linked": list(self.linked),
            "shared": self.shared,
            "acts": [act.as_json() for act in self.acts],
            "planning": [
                {"event": name, "before": was and was.isoformat(), "after": now and now.isoformat()}
                for name, was, now in self.planning
            ],
            "tiers_before": list(self.before.verdict.tier_values()),
            "tiers_after": list(self.after.verdict.tier_values()),
        }


def ripple(problem: Problem, schedule: Schedule, exercise: str, move: Move) -> Ripple:
    """Judge the schedule as it is and with the move; the exercise must be held in it.

    Raises:
        ValueError: with a sentence, when the move cannot be written as a line.
    """
    before = Answer(problem, schedule, judge(problem, schedule))
    held = before.laydown.held.get(exercise)
    if held is None:
        raise ValueError(f"{exercise} is not held in this schedule, so it cannot be moved")
    after = moved(schedule, _line(problem, held, move))
    return Ripple(exercise, before, Answer(problem, after, judge(problem, after)))


def _line(problem: Problem, held: Held, move: Move) -> Line:
    if move.drop:
        return Line(exercise=held.id, held=False)
    line = held.line
    if move.to:
        by = move.to - held.execution.start
        line = line.model_copy(update={"startex": move.to, "endex": held.execution.end + by})
    if move.at:
        line = line.model_copy(update={"sites": line.sites | {_need(problem, held, move.at): move.at}})
    gone = set(move.without)
    if gone:
        forces = problem.programme.forces
        left = {
            role: {name: number for name, number in taken.items() if forces[name].nation not in gone}
            for role, taken in line.forces.items()
        }
        there = {nation: role for nation, role in line.participants.items() if nation not in gone}
        kept = {role: taken for role, taken in left.items() if taken}
        line = line.model_copy(update={"participants": there, "forces": kept})
    return line


def _need(problem: Problem, held: Held, venue: str) -> str:
    """The site that a venue would meet: one that it fits and does not meet already."""
    needs = held.exercise.sites
    fitting = [need for need, site in needs.items() if venue in problem.programme.candidates(site)]
    if not needs:
        raise ValueError(f"{held.id} needs no site")
    if not fitting:
        able = sorted({v for site in needs.values() for v in problem.programme.candidates(site)})
        raise ValueError(f"{venue} fits no site of {held.id}; venues that do: {', '.join(able)}")
    return next((need for need in fitting if held.line.sites.get(need) != venue), fitting[0])


def _only(these: Iterable[Broken], others: Iterable[Broken]) -> tuple[Broken, ...]:
    known = {(b.statement.key, b.violation.sentence) for b in others}
    left = [b for b in these if (b.statement.key, b.violation.sentence) not in known]
    return tuple(sorted(left, key=lambda b: (not b.hard, -b.cost)))


def _told(head: str, lines: list[str], nothing: str = "") -> list[str]:
    if not lines:
        return [nothing] if nothing else []
    more = [f"  and {len(lines) - _MOST} more; --json shows them all"] if len(lines) > _MOST else []
    return [head, *(f"  {line}" for line in lines[:_MOST]), *more]


def _sentence(broken: Broken) -> str:
    said = broken.statement
    kind = "hard" if broken.hard else f"soft, costs {broken.cost}"
    return f"{broken.violation.sentence} ({kind}; {said.place or said.key})"


def _event(event: str, was: date | None, now: date | None, problem: Problem) -> str:
    if now is None:
        return f"{event} falls away, it was in the week of {was}"
    past = "; that week is past" if now + timedelta(4) < problem.programme.as_of else ""
    later = f" ({many(abs((now - was).days), 'day')} {'later' if now > was else 'earlier'})" if was else ""
    return f"{event} moves to the week of {now}{later}{past}"


def _as_json(broken: Broken) -> dict[str, Any]:
    said = broken.statement
    return {
        "statement": said.key,
        "place": str(said.place) if said.place else None,
        "hard": broken.hard,
        "cost": broken.cost,
        "amount": broken.violation.amount,
        "sentence": broken.violation.sentence,
        "exercises": list(broken.violation.exercises),
    }


_TAKEN: dict[str, Callable[[Held], Collection[str]]] = {
    "force": lambda held: {commitment.force.id for commitment in held.commitments},
    "venue": lambda held: held.venues,
    "pool": lambda held: {*held.exercise.draws, *held.exercise.lift},
}
