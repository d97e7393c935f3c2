"""Where one exercise could go while every other line stays: the best place, then the next, and so on.

Each place is the best, tier by tier, of those that lie at least a week from all places before it or at
another venue. So the first is the best place of all, and where none is left there is no other.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from exsched.access.label import exercises_in
from exsched.advising.barred import Barred
from exsched.advising.brisk import solve_briskly
from exsched.advising.clock import Clock
from exsched.advising.conflict import Conflict, Search
from exsched.advising.published import all_kept, moved, named, with_statements
from exsched.checking.judge import judge
from exsched.domain.dates import Period
from exsched.domain.outcome import Status
from exsched.domain.schedule import Line, Schedule
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.problem import Problem, Statement
from exsched.rulekit.verdict import Answer
from exsched.rules.must_be_held import MustBeHeld
from exsched.solving.limits import Limits, Refused
from exsched.solving.oracle import Oracle
from exsched.solving.switches import hard

APART = 7
"""Days between two places at the same venues."""
_REASONS = 0.5
"""Share of the time that is kept for what stands in the way."""
_LEAST = 1.0
"""Seconds below which no further search is begun."""


@dataclass(frozen=True)
class Asked:
    """For which exercise, and how many places."""

    exercise: str
    number: int = 5


@dataclass(frozen=True)
class Place:
    """One place; `proved` says that no better one lies far enough from those before it."""

    answer: Answer
    held: Held
    proved: bool


@dataclass(frozen=True)
class Places:
    """What was found.

    Attributes:
        without: the schedule in which the exercise is not held; what a place costs is measured by it.
        was: where the schedule holds the exercise, if it does.
        exhausted: True when there is no further place, None when that was not settled.
        conflict: what stands in the way, when there is no place at all and it was found in time.
    """

    asked: Asked
    without: Answer
    was: Held | None
    places: tuple[Place, ...] = ()
    exhausted: bool | None = None
    conflict: Conflict | None = None
    fixed: Problem | None = None
    """The problem with the other lines kept, whose statements the conflict names."""

    @property
    def settled(self) -> bool:
        """Whether there is an answer: some place, or that there is none."""
        return bool(self.places) or self.exhausted is True


def place(
    problem: Problem,
    schedule: Schedule,
    asked: Asked,
    limits: Limits,
    stop: Callable[[], bool] = lambda: False,
    tell: Callable[[str], None] = lambda _: None,
) -> Places:
    """Look for so many places within the limits.

    Raises:
        Refused: the solver contradicts itself or the checker.
        Crashed: the solver's process died.
    """
    return _Search(problem, schedule, asked, limits, stop, tell).found()


@dataclass
class _Search:
    problem: Problem
    schedule: Schedule
    asked: Asked
    limits: Limits
    stop: Callable[[], bool]
    tell: Callable[[str], None]
    clock: Clock = field(init=False)

    def __post_init__(self) -> None:
        self.clock, self.exercise = Clock(self.limits.seconds), self.asked.exercise
        self.was = Laydown(self.problem, self.schedule).held.get(self.exercise)
        self.bare = self._with(Line(exercise=self.exercise, held=False))
        others = [name for name in self.problem.exercises if name != self.exercise]
        said = (
            Statement("~placed", MustBeHeld(exercise=self.exercise)),
            *all_kept(self.bare.laydown, others),
        )
        exact = replace(self.problem.settings, give_back_permille=0)  # places are ranked tier by tier
        self.fixed = with_statements(replace(self.problem, settings=exact), said)

    def found(self) -> Places:
        """The places one after the other, or what stands in the way of the first."""
        places: list[Place] = []
        exhausted = None
        while len(places) < self.asked.number and self.clock.left >= _LEAST and not self.stop():
            self.tell(f"looking for place {len(places) + 1}")
            one, none_left = self._next(places)
            if one is None:
                exhausted = none_left or None
                break
            places.append(one)
        conflict = self._in_the_way() if exhausted and not places else None
        return Places(self.asked, self.bare, self.was, tuple(places), exhausted, conflict, self.fixed)

    def _next(self, before: list[Place]) -> tuple[Place | None, bool]:
        """The best place far enough from these, and, if there is none, whether that is settled."""
        question = with_statements(self.fixed, named("elsewhere", map(self._near, before)))
        seconds = self.clock.left if before else self.clock.share(1 - _REASONS, _LEAST)
        limits = replace(self.limits, seconds=max(_LEAST, seconds))
        solved, barren = solve_briskly(question, limits, self.stop, self.schedule)
        if solved.answer is None:
            return None, barren or solved.outcome.status is Status.IMPOSSIBLE
        line = solved.answer.schedule.line(self.exercise)
        proved = solved.outcome.status is Status.OPTIMAL
        return self._checked(line, solved.answer, proved=proved), False

    def _near(self, place: Place) -> Barred:
        """What is too like a place: STARTEX less than a week away at the same venues."""
        start, less = place.held.execution.start, timedelta(APART - 1)
        near = Period(start=start - less, end=start + less)
        return Barred(exercise=self.exercise, startex=near, sites=place.held.line.sites)

    def _checked(self, line: Line, solved: Answer, *, proved: bool) -> Place:
        """The place, with all other lines as they were handed in, judged over the programme alone."""
        answer = self._with(line)
        if not answer.verdict.allowed or answer.verdict.tier_values() != solved.verdict.tier_values():
            raise Refused("a place was returned that does not hold beside the other lines as they are")
        return Place(answer, answer.laydown.held[self.exercise], proved)

    def _with(self, line: Line) -> Answer:
        schedule = moved(self.schedule, line)
        return Answer(self.problem, schedule, judge(self.problem, schedule))

    def _in_the_way(self) -> Conflict | None:
        """A smallest clash: of what is said of the exercise alone where that suffices."""
        with Oracle(self.fixed, self.limits, self.stop) as oracle:
            if not oracle.ready(self.clock.left):
                return None
            search = Search(self.fixed, oracle, self.clock)
            return search.smallest(self._about_it()) or search.smallest(oracle.keys)

    def _about_it(self) -> frozenset[str]:
        alone = frozenset({self.exercise})
        return frozenset(s.key for s in hard(self.fixed.statements) if exercises_in(s.rule) == alone)
