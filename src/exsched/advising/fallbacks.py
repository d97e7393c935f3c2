"""What an exercise falls back on: other forms, other venues, another date, and what each costs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from exsched.advising.barred import Barred
from exsched.advising.clock import Clock
from exsched.advising.replan import Asked, Replanned, replan
from exsched.advising.replan_told import Told
from exsched.advising.wish import Wish
from exsched.domain.dates import Period
from exsched.domain.exercises import FULL_FORM
from exsched.domain.schedule import Schedule
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule
from exsched.rules.must_be_held import MustBeHeld
from exsched.solving.limits import Limits

_APART = 6
"""Another date is more than so many days away."""


@dataclass(frozen=True)
class Fallback:
    """One way to hold the exercise all the same."""

    way: str
    found: Replanned

    def lines(self) -> list[str]:
        """The way, what it costs, and the lines that change."""
        if self.found.after is None:
            word = "impossible" if self.found.impossible else "none found while its neighbours stay"
            return [f"{self.way}: {word}"]
        price = f"{len(self.found.changes)} changed, {self.found.points} points"
        return [f"{self.way}: {price}", *(f"  {change.sentence}" for change in self.found.changes)]

    def as_json(self) -> dict[str, Any]:
        """The same as JSON values."""
        return {"way": self.way} | Told(self.found).as_json()


def fallbacks(
    problem: Problem,
    published: Schedule,
    exercise: str,
    asked: Asked,
    limits: Limits,
    stop: Callable[[], bool] = lambda: False,
) -> tuple[Fallback, ...]:
    """Every fall-back with its cheapest consequences in the nearest rings, cheapest first."""
    held = Laydown(problem, published).held.get(exercise)
    if held is None:
        return ()
    ways, clock, found = list(_ways(problem, held)), Clock(limits.seconds), []
    for number, (way, rule) in enumerate(ways):
        if clock.over or stop():
            break
        share = replace(limits, seconds=max(2.0, clock.left / (len(ways) - number)))
        also = (*asked.disruption.also, MustBeHeld(exercise=exercise), rule)
        more = replace(asked, disruption=replace(asked.disruption, also=also), rings_only=True)
        found.append(Fallback(way, replan(problem, published, more, share, stop)))
    return tuple(sorted(found, key=_price))


def _price(one: Fallback) -> tuple[bool, int, int]:
    return one.found.after is None, one.found.points or 0, len(one.found.changes)


def _ways(problem: Problem, held: Held) -> Iterator[tuple[str, Rule]]:
    name, facts = held.id, problem.programme
    for form in problem.exercises[name].form_names:
        if form != (held.line.form or FULL_FORM):
            yield f"in the form {form}", Wish(exercise=name, form=form)
    for need, venue in held.sites.items():
        wanted = held.exercise.sites.get(need)
        for other in facts.candidates(wanted) if wanted else ():
            if other != venue.id and other not in held.venues:
                yield f"{need} at {other} instead of {venue.id}", Wish(exercise=name, venue=other)
    start = held.execution.start
    near = Period(start=start - timedelta(_APART), end=start + timedelta(_APART))
    yield "on another date", Barred(exercise=name, startex=near)
