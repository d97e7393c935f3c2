"""Solve a problem: start the solver's process, check every schedule it sends, keep the best, end on time."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from math import ceil

from exsched import __version__
from exsched.checking.judge import judge
from exsched.domain.outcome import Evidence, Outcome, Status, TierResult
from exsched.domain.schedule import Schedule
from exsched.goals.hold_exercises import HoldExercises
from exsched.rulekit.problem import Problem
from exsched.rulekit.verdict import Answer, Verdict
from exsched.solving.child import Job
from exsched.solving.engine_version import Unfit, refuse_known_bad
from exsched.solving.limits import Crashed, Limits, Progress, Refused, Solved
from exsched.solving.listing import first_come
from exsched.solving.messages import Garbage, Message, judged, sensible
from exsched.solving.opinion import Word
from exsched.solving.process import SolverProcess

GRACE = 5.0
"""Seconds after the limit at which the process is killed."""
CONFIRMING = 10.0
"""Seconds more, to confirm an `impossible` with a second configuration."""
_LISTING, _BASE, _PER_SECOND = 0.2, 0.2, 500
"""A list may take this share of the time, and seconds for any programme and for so many exercises."""
_AT_MOST = 4
"""So many times as long a list may take to place what must be held."""
STOP_GRACE = 1.5
"""Seconds that a stop request may take before the process is killed."""

_DISPUTED = (
    "a second formulation, or a second configuration of the solver, says otherwise: the claim is withdrawn"
)

WITHIN_AT_MOST = 50
"""Per cent above the bound beyond which the distance from the best counts as not settled."""

Listen = Callable[[Progress], None]
Found = Callable[[Schedule], None]


def _silent(_: Progress | Schedule) -> None:
    return


def _never() -> bool:
    return False


def solve(
    problem: Problem,
    limits: Limits | None = None,
    listen: Listen = _silent,
    stop: Callable[[], bool] = _never,
    hint: Schedule | None = None,
    found: Found = _silent,
) -> Solved:
    """Find the best schedule within the limits; `stop` is asked ten times a second.

    `found` gets every schedule that is the best so far, after the checker has allowed it.

    Raises:
        Refused: our own checker refused what the solver returned, or the solver contradicts itself.
        Crashed: the process ended without a schedule, for lack of memory or by a defect of the engine; or the
            engine is one that is known to answer wrongly.
    """
    limits = limits or Limits()
    try:
        refuse_known_bad()
    except Unfit as unfit:
        raise Crashed(str(unfit)) from None
    if not problem.tiers:
        problem = replace(problem, tiers=((HoldExercises(),),))
    run = _Run(problem, limits, listen, found)
    if hint is not None and (verdict := judge(problem, hint)).allowed:
        run.best = _Best(hint, verdict)
    job = Job(problem, limits, hint, known=run.best is not None, begun=run.begun)
    with SolverProcess(job) as process:
        if hint is None and (schedule := run.listed(stop)):
            process.suggest(schedule)
        for message in process.messages(wait=0.1):
            if message is None:
                break
            try:
                run.hear(message)
            except Garbage as garbage:
                run.lost = f"sent what is no message ({garbage})"
                break
            if run.ended:
                break
            if run.must_stop(stop):
                process.ask_to_stop()
            if run.must_kill():
                process.kill()
        if not run.ended:
            run.lost = run.killed or run.lost or process.last_words()
    return run.solved()


@dataclass
class _Best:
    schedule: Schedule
    verdict: Verdict


@dataclass
class _Run:
    """What has been heard so far."""

    problem: Problem
    limits: Limits
    listen: Listen
    found: Found
    begun: float = field(default_factory=time.monotonic)
    tier: int = 0
    bounds: dict[int, int] = field(default_factory=dict)
    best: _Best | None = None
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

    def listed(self, stop: Callable[[], bool]) -> Schedule | None:
        """A first schedule at once, if there is an easy one; the process goes on from there."""
        limits = self.limits
        if limits.reproducible or not limits.listing:
            return None
        enough = min(_LISTING * limits.seconds, _BASE + len(self.problem.exercises) / _PER_SECOND)

        def spent(share: float) -> bool:
            return stop() or time.monotonic() - self.begun > share * enough

        schedule = first_come(self.problem, lambda: spent(1), lambda: spent(_AT_MOST))
        if schedule is None:
            return None
        self._take(schedule, judge(self.problem, schedule))
        self.catching_up = True
        return schedule

    def _take(self, schedule: Schedule, verdict: Verdict) -> None:
        self.solutions += 1
        self.best = _Best(schedule, verdict)
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

    def solved(self) -> Solved:
        """The honest answer."""
        if self.ended in {"impossible", "unconfirmed", "contradicted"}:
            return self._nothing()
        if self.best is None:
            if self.ended == "found":
                raise Refused("the solver says that it has found a schedule, and shows none")
            if self.lost and not self.killed:
                limit = f"its memory limit is {self.limits.memory_mb} MB"
                raise Crashed(f"the solver's process {self.lost}; {limit}")
            return Solved(self._outcome(Status.UNDECIDED, Evidence.UNVERIFIED, why=self.lost or None), None)
        tiers = self._tiers(self.best.verdict)
        outcome = self._judged(tiers)
        answer = Answer(self.problem, self.best.schedule, self.best.verdict, outcome)
        return Solved(outcome, answer, died=bool(self.lost and not self.killed))

    def _nothing(self) -> Solved:
        if self.ended == "contradicted" or (self.best is not None and self.ended == "impossible"):
            raise Refused("one run of the solver says that there is no schedule, another has one")
        if self.ended == "unconfirmed":
            why = "one run says impossible, a second configuration could not confirm it within the limits"
            return Solved(self._outcome(Status.UNDECIDED, Evidence.UNVERIFIED, why=why), None)
        if self.disputed:
            return Solved(self._outcome(Status.UNDECIDED, Evidence.UNVERIFIED, why=self.disputed), None)
        return Solved(self._outcome(Status.IMPOSSIBLE, self.final, why="two configurations agree"), None)

    def _tiers(self, verdict: Verdict) -> tuple[TierResult, ...]:
        found = []
        for number, (goals, value) in enumerate(zip(verdict.values, verdict.tier_values(), strict=True)):
            bound = self.bounds.get(number, 0)
            if value < bound:
                raise Refused(
                    f"tier {number + 1}: the solver's bound {bound} lies above the schedule's value {value}"
                )
            proved = value == bound and not self.disputed
            bound = 0 if self.disputed else bound
            found.append(TierResult(goals=goals, value=value, bound=bound, proved=proved))
        return tuple(found)

    def _judged(self, tiers: tuple[TierResult, ...]) -> Outcome:
        open_tier = next((tier for tier in tiers if not tier.proved), None)
        if open_tier is None:
            return self._outcome(Status.OPTIMAL, self.final, tiers)
        above = None if self.disputed else open_tier.above_best_percent
        if above is None or above > WITHIN_AT_MOST:
            why = self.disputed or self.lost or None
            return self._outcome(Status.FEASIBLE, Evidence.CHECKED, tiers, why=why)
        within = ceil(10 * above) / 10
        return self._outcome(Status.WITHIN, Evidence.CLAIMED, tiers, within=within, why=self.lost or None)

    def _outcome(
        self,
        status: Status,
        evidence: Evidence,
        tiers: tuple[TierResult, ...] = (),
        within: float | None = None,
        why: str | None = None,
    ) -> Outcome:
        limits = self.limits
        cut_short = bool(self.killed or self.lost or self.stopping_since is not None)
        return Outcome(
            status=status,
            evidence=evidence,
            tiers=tiers,
            within_percent=within,
            reproducible=limits.reproducible and not cut_short,
            seed=limits.seed,
            parameters={
                "seconds": limits.seconds,
                "workers": 1 if limits.reproducible else limits.workers,
                "memory_mb": limits.memory_mb,
                "engine": self.engine,
            },
            versions={"exsched": __version__, "ortools": version("ortools")},
            why=why,
        )
