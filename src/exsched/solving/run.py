"""One solve as its parent sees it: what the process has told, what stands, and when its time is over."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from exsched.checking.judge import judge
from exsched.domain.outcome import Evidence
from exsched.domain.schedule import Schedule
from exsched.rulekit.problem import Problem
from exsched.rulekit.verdict import Verdict
from exsched.solving.limits import Crashed, Limits, Progress, Refused
from exsched.solving.listing import first_come
from exsched.solving.messages import Message, judged, sensible
from exsched.solving.opinion import Word

GRACE = 5.0
"""Seconds after the limit at which the process is killed."""
CONFIRMING = 10.0
"""Seconds more, to confirm an `impossible` with a second configuration."""
STOP_GRACE = 1.5
"""Seconds that a stop request may take before the process is killed."""
_LISTING, _BASE, _PER_SECOND = 0.2, 0.2, 500
"""A list may take this share of the time, and seconds for any programme and for so many exercises."""
_AT_MOST = 4
"""So many times as long a list may take to place what must be held."""

_DISPUTED = (
    "a second formulation, or a second configuration of the solver, says otherwise: the claim is withdrawn"
)

Listen = Callable[[Progress], None]
Found = Callable[[Schedule], None]


@dataclass
class Best:
    """The best schedule so far, as the checker judged it."""

    schedule: Schedule
    verdict: Verdict


@dataclass
class Run:
    """What has been heard so far."""

    problem: Problem
    limits: Limits
    listen: Listen
    found: Found
    begun: float = field(default_factory=time.monotonic)
    tier: int = 0
    bounds: dict[int, int] = field(default_factory=dict)
    best: Best | None = None
    catching_up: bool = False
    """Whether the process has not yet found anything as good as the list's schedule."""
    solutions: int = 0
    engine: str = "exact"
    disputed: str = ""
    """Why a claim of best or impossible does not stand; a schedule found is still allowed by the checker."""
    ended: str = ""
    final: Evidence = Evidence.CLAIMED
    """The evidence of an answer that is final: optimal or impossible."""
    lost: str = ""
    killed: str = ""
    confirming: bool = False
    stopping_since: float | None = None

    # -- a list, while the model is built ------------------------------------------------------------------

    def listed(self, over: Callable[[], bool]) -> Schedule | None:
        """A first schedule at once, if there is an easy one; the process goes on from there."""
        limits = self.limits
        if limits.reproducible or not limits.listing:
            return None
        enough = min(_LISTING * limits.seconds, _BASE + len(self.problem.exercises) / _PER_SECOND)

        def spent(share: float) -> bool:
            return over() or time.monotonic() - self.begun > share * enough

        schedule = first_come(self.problem, lambda: spent(1), lambda: spent(_AT_MOST))
        if schedule is None:
            return None
        self._take(schedule, judge(self.problem, schedule))
        self.catching_up = True
        return schedule

    def _take(self, schedule: Schedule, verdict: Verdict) -> None:
        self.solutions += 1
        self.best = Best(schedule, verdict)
        self.found(schedule)
        self._report("first" if self.solutions == 1 else "better")

    # -- listening ------------------------------------------------------------------------------------------

    def hear(self, message: Message) -> None:
        """Take in one message of the solver's process."""
        message = sensible(message, len(self.problem.tiers))
        handler = getattr(self, f"_on_{message['word']}", None)
        if handler is not None:
            handler(message)

    def _on_building(self, message: Message) -> None:
        del message
        self._report("building")

    def _on_engine(self, message: Message) -> None:
        self.engine = message["engine"]

    def _on_built(self, message: Message) -> None:
        del message
        self._report("built")

    def _on_solution(self, message: Message) -> None:
        schedule, verdict = judged(message["schedule"], self.problem)
        if not verdict.allowed:
            first = verdict.hard[0].violation.sentence
            raise Refused(f"the solver returned a schedule that the checker refuses: {first}")
        self.tier = message["tier"]
        measured = verdict.tier_values()[self.tier]
        if measured > message["claimed"]:
            raise Refused(f"tier {self.tier + 1}: claimed {message['claimed']}, recomputed {measured}")
        if self.catching_up and self.best and verdict.tier_values() > self.best.verdict.tier_values():
            return  # the list's is still the best
        self.catching_up = False
        self._take(schedule, verdict)

    def _on_bound(self, message: Message) -> None:
        self.tier = message["tier"]
        if message["bound"] > self.bounds.get(self.tier, 0):
            self.bounds[self.tier] = message["bound"]
            self._report("bound")

    def _on_tier_done(self, message: Message) -> None:
        self.tier = message["tier"]
        if message["bound"] is not None:
            self.bounds[self.tier] = max(self.bounds.get(self.tier, 0), message["bound"])
        self._report("tier_done")

    def _on_confirming(self, message: Message) -> None:
        del message
        self.confirming = True
        self._report("confirming")

    def _on_ended(self, message: Message) -> None:
        self.ended = message["how"]
        if message.get("second") == Word.CONTRADICTS:
            self.disputed = _DISPUTED
        if message.get("second") == Word.AGREES:
            self.final = Evidence.CONFIRMED

    def _on_crashed(self, message: Message) -> None:
        self.lost = message["why"]

    def _on_too_large(self, message: Message) -> None:
        raise Crashed(message["why"])

    def _on_failed(self, message: Message) -> None:
        raise Refused(f"the solver's process failed: {message['kind']}: {message['why']}")

    def _report(self, word: str) -> None:
        goals = self.problem.tiers[self.tier] if self.problem.tiers else ()
        value = self.best.verdict.tier_values()[self.tier] if self.best and self.problem.tiers else None
        self.listen(
            Progress(
                seconds=time.monotonic() - self.begun,
                tier=self.tier,
                tiers=len(self.problem.tiers),
                goals=tuple(goal.goal for goal in goals),
                value=value,
                bound=self.bounds.get(self.tier),
                solutions=self.solutions,
                word=word,
            )
        )

    # -- ending ---------------------------------------------------------------------------------------------

    def must_stop(self, stop: Callable[[], bool]) -> bool:
        """Whether to ask the process to stop, now and for the first time."""
        if self.stopping_since is not None or self.ended or not stop():
            return False
        self.stopping_since = time.monotonic()
        self._report("stopping")
        return True

    def must_kill(self) -> bool:
        """Whether the process has outstayed its limit or a stop request."""
        now = time.monotonic()
        if self.stopping_since is not None and now - self.stopping_since > STOP_GRACE:
            self.killed = "stopped on request"
        elif now - self.begun > self._patience():
            self.killed = f"killed {GRACE:.0f} s after the time limit of {self.limits.seconds:g} s"
        return bool(self.killed)

    def _patience(self) -> float:
        if self.limits.reproducible:
            return 60 + 20 * self.limits.seconds
        return self.limits.seconds + GRACE + (CONFIRMING if self.confirming else 0)
