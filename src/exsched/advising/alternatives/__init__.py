"""What else: courses of action that truly differ, none of them much worse than the best.

Each is the best schedule, tier by tier, among those that stay below a ceiling in every tier and differ
enough from all courses before it. So the first alternative is the best of them, and where there is none the
programme has no other course of that kind.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from exsched.advising.alternatives.twins import images
from exsched.advising.ceiling import Ceiling
from exsched.advising.clock import Clock
from exsched.advising.differs import EVERY_WAY, Differs, Way
from exsched.checking.judge import judge
from exsched.domain.outcome import Status
from exsched.domain.schedule import Schedule
from exsched.rulekit.problem import Problem, Statement
from exsched.rulekit.verdict import Answer
from exsched.solving.limits import Crashed, Limits, Refused, Solved
from exsched.solving.solve import solve


@dataclass(frozen=True)
class Asked:
    """What counts as another course.

    Attributes:
        within: per cent of a tier's best value that may be given back, a whole number.
        points: what may be given back besides, in points of the tier; a tier of 0 stays 0 without it.
        least: exercises that have to differ.
        days: days by which STARTEX has to move to count.
    """

    number: int = 3
    within: int = 5
    points: int = 0
    least: int = 1
    differ_in: frozenset[Way] = EVERY_WAY
    days: int = 7

    def ceilings(self, values: tuple[int, ...]) -> tuple[int, ...]:
        """The most that each tier may come to."""
        return tuple(value + value * self.within // 100 + self.points for value in values)

    def from_(self, reference: Schedule) -> Differs:
        """The distance to be kept from a schedule."""
        return Differs(reference=reference, least=self.least, differ_in=self.differ_in, days=self.days)


@dataclass(frozen=True)
class Found:
    """One course; `proved` says that no better one differs as much from those before it."""

    answer: Answer
    proved: bool


@dataclass(frozen=True)
class Alternatives:
    """What was found.

    Attributes:
        best: the course that all others are measured against; None when no schedule was found.
        given: whether the best was handed in rather than searched for.
        exhausted: True when there is no further course of that kind, None when that was not settled.
    """

    asked: Asked
    best: Found | None
    others: tuple[Found, ...] = ()
    ceilings: tuple[int, ...] = ()
    exhausted: bool | None = None
    given: bool = False
    why: str = ""
    possible: bool | None = None
    """False when there is no schedule at all; None when that was not settled."""

    @property
    def courses(self) -> tuple[Found, ...]:
        """The best and the others."""
        return ((self.best,) if self.best else ()) + self.others


def alternatives(
    problem: Problem,
    limits: Limits,
    asked: Asked,
    best: Schedule | None = None,
    stop: Callable[[], bool] = lambda: False,
    tell: Callable[[str], None] = lambda _: None,
) -> Alternatives:
    """Look for other courses within the limits, around `best`, or around the best that is found if None.

    Raises:
        Refused: the solver contradicts itself or the checker.
        Crashed: the solver's process died before there was any schedule.
    """
    search = _Search(problem, limits, asked, stop, tell)
    if best is not None:
        return search.around(Found(_answer(problem, best), proved=False), given=True)
    tell("looking for the best schedule")
    solved = search.solved(problem, 1 / (asked.number + 1), None)
    if solved.answer is None:
        possible = False if solved.outcome.status is Status.IMPOSSIBLE else None
        return Alternatives(asked, None, why=solved.outcome.headline(), possible=possible)
    return search.around(Found(solved.answer, solved.outcome.status is Status.OPTIMAL), given=False)


@dataclass
class _Search:
    problem: Problem
    limits: Limits
    asked: Asked
    stop: Callable[[], bool]
    tell: Callable[[str], None]
    clock: Clock = field(init=False)

    def __post_init__(self) -> None:
        self.clock = Clock(self.limits.seconds)

    def around(self, best: Found, *, given: bool) -> Alternatives:
        """The courses beside the best."""
        values = best.answer.verdict.tier_values()
        ceilings = self.asked.ceilings(values)
        courses, exhausted, why = [best], None, ""
        while len(courses) <= self.asked.number and not self.stop() and not self.clock.over:
            self.tell(f"looking for alternative {len(courses)}")
            try:
                solved = self._next(courses, ceilings)
            except Crashed as crashed:
                why = str(crashed)
                break
            if solved.answer is None:
                exhausted = solved.outcome.status is Status.IMPOSSIBLE or None
                why = solved.outcome.headline()
                break
            courses.append(self._checked(solved, ceilings, courses))
        return Alternatives(
            self.asked, best, tuple(courses[1:]), ceilings, exhausted, given, why, possible=True
        )

    def _next(self, courses: list[Found], ceilings: tuple[int, ...]) -> Solved:
        """The best schedule that differs enough from all of these."""
        said = [*self.problem.statements, *self._ceilings(ceilings)]
        kept = (image for found in courses for image in images(self.problem, found.answer.schedule))
        said += [self.asked.from_(image).statement(n) for n, image in enumerate(kept)]
        left = self.asked.number + 1 - len(courses)
        return self.solved(
            replace(self.problem, statements=tuple(said)), 1 / left, courses[0].answer.schedule
        )

    def _ceilings(self, ceilings: tuple[int, ...]) -> Iterator[Statement]:
        for number, (tier, limit) in enumerate(zip(self.problem.tiers, ceilings, strict=True)):
            yield Ceiling(goals=tier, limit=limit).statement(number)

    def solved(self, problem: Problem, share: float, hint: Schedule | None) -> Solved:
        """One solve with a share of the time that is left."""
        limits = replace(self.limits, seconds=self.clock.share(share, 1.0))
        return solve(problem, replace(limits, confirm=False), stop=self.stop, hint=hint)

    def _checked(self, solved: Solved, ceilings: tuple[int, ...], before: list[Found]) -> Found:
        """The course, judged again over the programme alone, and measured against what was asked."""
        assert solved.answer is not None
        answer = _answer(self.problem, solved.answer.schedule)
        near = [
            one
            for one in before
            if len(self.asked.from_(one.answer.schedule).differing(self.problem, answer.laydown))
            < self.asked.least
        ]
        high = any(v > most for v, most in zip(answer.verdict.tier_values(), ceilings, strict=True))
        if not answer.verdict.allowed or near or high:
            raise Refused("an alternative was returned that is not what was asked for")
        return Found(answer, solved.outcome.status is Status.OPTIMAL)


def _answer(problem: Problem, schedule: Schedule) -> Answer:
    return Answer(problem, schedule, judge(problem, schedule))
