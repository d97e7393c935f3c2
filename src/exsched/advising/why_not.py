"""Why an exercise is not then, not there, not with them: the wish is forced, and what follows is told.

Either it cannot be, and the answer is a smallest set of statements that clash with the wish; or it can be,
and the answer is what it costs, tier by tier, and which exercises would be otherwise. The statements about
the exercise alone are asked first: where they forbid the wish by themselves, nothing has to be planned.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from exsched.access.label import exercises_in
from exsched.advising.clock import Clock
from exsched.advising.conflict import Conflict, Search
from exsched.advising.wish import KEY, Wish
from exsched.checking.judge import judge
from exsched.domain.outcome import Outcome, Status
from exsched.domain.schedule import Schedule
from exsched.rulekit.problem import Problem
from exsched.rulekit.verdict import Answer
from exsched.solving.limits import Crashed, Limits, Solved
from exsched.solving.oracle import Oracle
from exsched.solving.solve import solve
from exsched.solving.switches import hard

_REASONS = 0.5
"""Share of the time for what might forbid the wish."""

Stop = Callable[[], bool]


@dataclass(frozen=True)
class WhyNot:
    """The answer to one wish.

    Attributes:
        word: `already` (the schedule has it so), `costs`, `impossible`, `no schedule` (there is none at all,
            whatever is wished), or `undecided`.
        before: the schedule without the wish, as the checker judges it.
        after: the best schedule found with the wish.
        conflict: what clashes with the wish, when it is impossible and the reasons were found in time.
        exact: whether both are proved best, so that the cost is what it costs and not only what was found.
    """

    wish: Wish
    word: str
    before: Answer | None = None
    after: Answer | None = None
    conflict: Conflict | None = None
    exact: bool = False
    seconds: float = 0.0

    @property
    def costs(self) -> tuple[int, ...]:
        """What each tier grows by; less than 0 where the schedule without the wish was not the best."""
        if self.before is None or self.after is None:
            return ()
        pairs = zip(self.before.verdict.tier_values(), self.after.verdict.tier_values(), strict=True)
        return tuple(after - before for before, after in pairs)


def why_not(
    problem: Problem,
    wish: Wish,
    limits: Limits,
    schedule: Schedule | None = None,
    outcome: Outcome | None = None,
    stop: Stop = lambda: False,
) -> WhyNot:
    """Answer one wish within the limits.

    Args:
        problem: the problem as the asker sees it.
        wish: what is asked for.
        limits: for the whole answer.
        schedule: the schedule to compare with; without one the best is looked for first.
        outcome: how that schedule was made, if that is known.
        stop: asked ten times a second.

    Raises:
        Refused: the solver contradicts itself or the checker.
    """
    return _Question(problem, wish, limits, Clock(limits.seconds), stop).answered(schedule, outcome)


@dataclass
class _Question:
    problem: Problem
    wish: Wish
    limits: Limits
    clock: Clock
    stop: Stop

    def answered(self, schedule: Schedule | None, outcome: Outcome | None) -> WhyNot:
        """The whole course of an answer."""
        before = self._judged(schedule, outcome) if schedule else None
        if before is not None and self._has_it(before.schedule):
            return self._told("already", before, before)
        if conflict := self._forbidden():
            word = "impossible" if KEY in conflict.keys else "no schedule"
            return self._told(word, before, conflict=conflict)
        before = before or self._best()
        if before is not None and self._has_it(before.schedule):
            return self._told("already", before, before)
        solved = self._solved(self._wished, self.clock.left, before.schedule if before else None)
        if solved is not None and solved.answer is not None:
            return self._costs(before, solved.answer)
        sure = solved is not None and solved.outcome.status is Status.IMPOSSIBLE and before is not None
        return self._told("impossible" if sure else "undecided", before)

    @property
    def _wished(self) -> Problem:
        return replace(self.problem, statements=(*self.problem.statements, self.wish.statement()))

    def _forbidden(self) -> Conflict | None:
        """A smallest clash with the wish, of statements about the exercise alone where there is one."""
        clock = Clock(self.clock.share(_REASONS))
        with Oracle(self._wished, self.limits, self.stop) as oracle:
            if not oracle.ready(clock.left):
                return None
            search = Search(self._wished, oracle, clock)
            return search.smallest(self._about_it()) or search.smallest(oracle.keys)

    def _judged(self, schedule: Schedule, outcome: Outcome | None) -> Answer:
        return Answer(self.problem, schedule, judge(self.problem, schedule), outcome)

    def _has_it(self, schedule: Schedule) -> bool:
        wished = replace(self.problem, statements=(self.wish.statement(),), tiers=())
        return judge(wished, schedule).allowed

    def _best(self) -> Answer | None:
        solved = self._solved(self.problem, self.clock.share(1 - _REASONS), None)
        return solved.answer if solved else None

    def _solved(self, problem: Problem, seconds: float, hint: Schedule | None) -> Solved | None:
        if self.stop() or seconds <= 0:
            return None
        try:
            return solve(
                problem,
                replace(self.limits, seconds=max(1.0, seconds), confirm=False),
                stop=self.stop,
                hint=hint,
            )
        except Crashed:
            return None

    def _about_it(self) -> frozenset[str]:
        """The hard statements that name this exercise and no other."""
        alone = frozenset({self.wish.exercise})
        return frozenset(s.key for s in hard(self._wished.statements) if exercises_in(s.rule) == alone)

    def _costs(self, before: Answer | None, wished: Answer) -> WhyNot:
        """The cost, with the schedule judged without the wish."""
        after = self._judged(wished.schedule, wished.outcome)
        proved = [one is not None and _proved(one.outcome) for one in (before, after)]
        return self._told("costs", before, after, exact=all(proved))

    def _told(
        self,
        word: str,
        before: Answer | None,
        after: Answer | None = None,
        conflict: Conflict | None = None,
        *,
        exact: bool = False,
    ) -> WhyNot:
        seconds = self.limits.seconds - self.clock.left
        return WhyNot(self.wish, word, before, after, conflict, exact, seconds)


def _proved(outcome: Outcome | None) -> bool:
    return outcome is not None and outcome.status is Status.OPTIMAL
