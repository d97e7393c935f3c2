"""How far each exercise can move alone, and what stops it: every other day tried by the checker.

A day is free when the exercise, moved there with nothing else changed, breaks no hard statement that is kept
now and when no tier of goals loses more than was allowed. For each exercise only those statements and goals
are judged again that look at its days.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from exsched.advising.bottlenecks import Bottleneck, bottlenecks
from exsched.advising.traced import AloneLaydown, MovedLaydown, looked_at
from exsched.domain.dates import Period
from exsched.domain.schedule import Schedule
from exsched.exporting.wording import many
from exsched.goals.soft_rules import SoftRules
from exsched.proof.growing import OF_ONE_LINE
from exsched.rulekit.finding import Violation
from exsched.rulekit.goal import Goal
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.problem import Problem, Statement

_OWN = frozenset({"exercise_window", "locked_line", "programme_horizon"})
"""What an exercise says of its own dates."""
_DEAR = frozenset({"large_activity_cap"})
"""Half of the time went into these (measured on the European year), though they seldom stop a move."""
_MOST = 10
"""Statements and resources told in words."""


@dataclass(frozen=True)
class Free:
    """Where one exercise could start instead.

    Attributes:
        window: the days around STARTEX without a gap.
        others: the other stretches of free days.
        stopped: by key of a hard statement, how many days it stops that windows, locks and horizon leave.
    """

    exercise: str
    startex: date
    window: Period
    others: tuple[Period, ...]
    stopped: Counter[str]

    @property
    def sentence(self) -> str:
        """The windows in words."""
        earlier = (self.startex - self.window.start).days
        later = (self.window.end - self.startex).days
        around = f"{many(earlier, 'day')} earlier, {many(later, 'day')} later"
        if not earlier and not later:
            around = "fixed where it is"
        others = ", ".join(map(str, self.others))
        return f"{self.exercise} ({self.startex}): {around}" + (f"; also {others}" if others else "")


@dataclass(frozen=True)
class Slack:
    """What was found.

    Attributes:
        loss: what a tier may lose; None where no loss was asked for.
        tier: the tier that may lose it, from 1; 0 means each.
    """

    problem: Problem
    exact: tuple[Free, ...]
    loss: int
    tier: int
    losing: tuple[Free, ...]
    bottlenecks: tuple[Bottleneck, ...]
    partial: bool = False

    @cached_property
    def stoppers(self) -> tuple[tuple[Statement, int], ...]:
        """The hard statements that stop most moves, each with the number of days, over all exercises."""
        total: Counter[str] = Counter()
        for free in self.exact:
            total += free.stopped
        known = {said.key: said for said in self.problem.statements}
        return tuple(
            (known[key], days) for key, days in sorted(total.items(), key=lambda kv: (-kv[1], kv[0]))
        )

    def lines(self) -> list[str]:
        """The answer for people."""
        lines = ["STARTEX alone, at no loss:", *(f"  {free.sentence}" for free in self.exact)]
        if self.loss:
            where = f"tier {self.tier}" if self.tier else "each tier"
            lines += [f"at a loss of up to {many(self.loss, 'point')} in {where}:"]
            wider = [new for old, new in zip(self.exact, self.losing, strict=True) if old != new]
            lines += [f"  {free.sentence}" for free in wider] or ["  no more than that"]
        lines += ["statements that stop most moves, beside windows and locks:"] if self.stoppers else []
        for said, days in self.stoppers[:_MOST]:
            lines.append(
                f"  {many(days, 'day')}: {said.rule.explain(self.problem)} ({said.place or said.key})"
            )
        lines += ["bottlenecks:"] if self.bottlenecks else []
        lines += [f"  {one.sentence}" for one in self.bottlenecks[:_MOST]]
        return [*lines, *(["stopped early: exercises not listed were not tried"] if self.partial else [])]

    def as_json(self) -> dict[str, Any]:
        """The answer for a program."""
        return {
            "exercises": [_as_json(free) for free in self.exact],
            "loss": self.loss,
            "tier": self.tier or None,
            "at_loss": [_as_json(free) for free in self.losing] if self.loss else None,
            "stoppers": [
                {
                    "statement": said.key,
                    "place": str(said.place) if said.place else None,
                    "sentence": said.rule.explain(self.problem),
                    "days": days,
                }
                for said, days in self.stoppers
            ],
            "bottlenecks": [one.as_json() for one in self.bottlenecks],
            "partial": self.partial,
        }


def _as_json(free: Free) -> dict[str, Any]:
    return {
        "exercise": free.exercise,
        "startex": free.startex.isoformat(),
        "window": str(free.window),
        "others": [str(period) for period in free.others],
        "stopped": dict(free.stopped),
    }


def slack(
    problem: Problem,
    schedule: Schedule,
    loss: int = 0,
    tier: int = 0,
    only: Collection[str] = (),
    stop: Callable[[], bool] = lambda: False,
) -> Slack:
    """Try every day of the horizon for every exercise that is held, or for `only` these."""
    trial = _Trial(problem, Laydown(problem, schedule))
    exact, losing, partial = [], [], False
    for name in [name for name in trial.base.held if not only or name in only]:
        if stop():
            partial = True
            break
        days = list(trial.days(name))
        exact.append(_free(trial.base.held[name], days, lambda costs: max(costs, default=0) <= 0))
        losing.append(_free(trial.base.held[name], days, lambda costs: _bearable(costs, loss, tier)))
    return Slack(problem, tuple(exact), loss, tier, tuple(losing), bottlenecks(trial.base), partial)


def _bearable(costs: tuple[int, ...], loss: int, tier: int) -> bool:
    return all(cost <= (loss if tier in {0, number} else 0) for number, cost in enumerate(costs, 1))


@dataclass(frozen=True)
class _Day:
    """One other STARTEX: the hard statements broken there, or what each tier loses."""

    startex: date
    broken: tuple[str, ...]
    costs: tuple[int, ...] = ()
    own: bool = False
    """Whether its own window, lock or the horizon stops it."""


class _Trial:
    """All that is judged again, worked out once for the schedule as it is.

    Hard statements are asked in four steps, and a later step only on days that the earlier ones leave: the
    exercise's own window, lock and the horizon; those that look at it alone; those that look at others; dear
    ones.
    """

    def __init__(self, problem: Problem, base: Laydown) -> None:
        self.problem, self.base = problem, base
        self._hard: dict[str, list[list[Statement]]] = {name: [[], [], [], []] for name in base.held}
        self._soft: dict[str, list[Statement]] = {name: [] for name in base.held}
        self._amounts: dict[tuple[str, str], int] = {}
        for said in problem.statements:
            self._sort_in(said)
        goals = {goal for tier in problem.tiers for goal in tier if not isinstance(goal, SoftRules)}
        self._readers = {goal: looked_at(base, goal.measure) for goal in goals}
        self._values = {goal: goal.measure(problem, base) for goal in goals}

    def _sort_in(self, said: Statement) -> None:
        """Note for which exercises the statement has to be judged again, and how it stands now."""
        now = self._amount(said, self.base)
        for name in looked_at(self.base, said.rule.check):
            one = said.rule.rule in OF_ONE_LINE
            step = 0 if said.rule.rule in _OWN else 1 if one else 3 if said.rule.rule in _DEAR else 2
            (self._hard[name][step] if said.rule.cost is None else self._soft[name]).append(said)
            alone = AloneLaydown(self.base, self.base.held[name])
            self._amounts[said.key, name] = self._amount(said, alone) if one else now

    def _amount(self, said: Statement, laydown: Laydown) -> int:
        found = said.rule.check(self.problem, laydown)
        return sum(one.amount for one in found if isinstance(one, Violation))

    def days(self, name: str) -> Iterator[_Day]:
        """Every STARTEX of the horizon but the present one."""
        held = self.base.held[name]
        for start in self.problem.programme.horizon.each_day():
            if start != held.execution.start:
                yield self._tried(_moved(held, (start - held.execution.start).days))

    def _tried(self, held: Held) -> _Day:
        alone, all_ = AloneLaydown(self.base, held), MovedLaydown(self.base, held)
        name, start = held.id, held.execution.start
        for number, step in enumerate(self._hard[name]):
            broken = tuple(said.key for said, _ in self._more(step, name, alone, all_))
            if broken:
                return _Day(start, broken, own=number == 0)
        soft = sum(
            (s.rule.cost or 0) * more for s, more in self._more(self._soft[name], name, alone, all_, -1)
        )
        tiers = self.problem.tiers
        return _Day(
            start, (), tuple(sum(self._loss(goal, name, all_, soft) for goal in tier) for tier in tiers)
        )

    def _more(
        self, statements: list[Statement], name: str, alone: Laydown, all_: Laydown, above: int = 0
    ) -> Iterator[tuple[Statement, int]]:
        """By how much statements are broken more than now; with `above` -1 also those broken less."""
        for said in statements:
            laydown = alone if said.rule.rule in OF_ONE_LINE else all_
            more = self._amount(said, laydown) - self._amounts[said.key, name]
            if more > 0 or (more and above < 0):
                yield said, more

    def _loss(self, goal: Goal, name: str, moved: Laydown, soft: int) -> int:
        if isinstance(goal, SoftRules):
            return goal.weight * soft
        if name not in self._readers[goal]:
            return 0
        return goal.weight * (goal.measure(self.problem, moved) - self._values[goal])


def _moved(held: Held, by: int) -> Held:
    """The exercise so many days later, with all that moves with it."""
    line = held.line.model_copy(
        update={"startex": _later(held.execution, by).start, "endex": _later(held.execution, by).end}
    )
    commitments = tuple(replace(one, footprint=_later(one.footprint, by)) for one in held.commitments)
    return replace(
        held,
        line=line,
        execution=_later(held.execution, by),
        footprint=_later(held.footprint, by),
        commitments=commitments,
    )


def _later(period: Period, by: int) -> Period:
    more = timedelta(by)
    return period.model_copy(update={"start": period.start + more, "end": period.end + more})


def _free(held: Held, days: list[_Day], bearable: Callable[[tuple[int, ...]], bool]) -> Free:
    start = held.execution.start
    fine = sorted({start, *(day.startex for day in days if not day.broken and bearable(day.costs))})
    stopped = Counter(key for day in days if not day.own for key in day.broken)
    windows = list(_stretches(fine))
    own = next(window for window in windows if start in window)
    return Free(held.id, start, own, tuple(w for w in windows if w is not own), stopped)


def _stretches(days: list[date]) -> Iterator[Period]:
    """The days as periods without a gap."""
    first = last = days[0]
    for day in days[1:]:
        if (day - last).days > 1:
            yield Period(start=first, end=last)
            first = day
        last = day
    yield Period(start=first, end=last)
