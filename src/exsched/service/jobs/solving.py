"""An attempt at a solve: on what its viewer sees, from the best schedule so far to a checked one."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from sqlalchemy import Connection

from exsched.checking.judge import fingerprint, judge
from exsched.domain.outcome import Evidence, Outcome, Status
from exsched.domain.schedule import Schedule
from exsched.rulekit.problem import Problem
from exsched.rulekit.verdict import Answer
from exsched.service.jobs.attempt import Attempt, Taken
from exsched.service.jobs.clerk import Clerk
from exsched.service.jobs.losses import MOST
from exsched.service.jobs.material import Material, known
from exsched.service.storage import schedules
from exsched.service.storage.records import Ending, Job, NewSchedule
from exsched.solving.limits import Crashed, Limits, Refused, Solved
from exsched.solving.solve import solve

_LEAST_SECONDS = 1.0
"""With less time left than this, nothing is solved any more."""


class Solving(Attempt):
    """One attempt at a solve."""

    @cached_property
    def limits(self) -> Limits:
        """What the job asks for, less what earlier attempts have spent.

        A reproducible job starts anew each time: half a search and a hint would give another schedule.
        """
        asked = Limits(**self.job.parameters)
        return asked if asked.reproducible else replace(asked, seconds=asked.seconds - self.job.spent)

    def work(self, given: Material) -> None:
        """Solve it, or conclude with what earlier attempts have found."""
        problem, lines = given.problem(self.job.viewer), given.start(afresh=self.limits.reproducible)
        start = known(problem, lines) if lines else None
        if len(given.lost) >= MOST and start is None:
            self.give_up(given.lost)
        elif why := self._over(given.lost):
            self._conclude(problem, start, why)
        else:
            self._solve(problem, start)

    def _over(self, lost: Sequence[str]) -> str | None:
        """Why nothing is solved any more, or None."""
        if len(lost) >= MOST:
            return f"{len(lost)} attempts were lost; what they had found is kept; the last one: {lost[-1]}"
        if self.job.stop_requested:
            return "stopped on request"
        if self.limits.seconds < _LEAST_SECONDS:
            return "the time was used up by attempts that were lost"
        return None

    def _solve(self, problem: Problem, start: Schedule | None) -> None:
        clerk = Clerk(self.job, self.bench)
        try:
            with clerk:
                solved = solve(problem, self.limits, clerk.hear, clerk.must_stop, start, clerk.keep)
        except Crashed as crashed:
            self.lose(clerk.spent, str(crashed))
        except Refused as refused:
            self.refuse(refused, clerk.spent)
        else:
            self._after(solved, clerk)

    def _after(self, solved: Solved, clerk: Clerk) -> None:
        settled = solved.outcome.status in {Status.OPTIMAL, Status.IMPOSSIBLE}
        if clerk.lost:
            raise Taken
        if clerk.cancel or clerk.stop or settled:
            self._keep(solved, clerk.spent)
        elif self.bench.parting.is_set():
            self.hand_back(clerk.spent)
        elif solved.died:
            self.lose(clerk.spent, solved.outcome.why or "the solver's process ended")
        else:
            self._keep(solved, clerk.spent)

    def _conclude(self, problem: Problem, best: Schedule | None, why: str) -> None:
        """End with the best schedule known, without solving."""
        verdict = None if best is None else judge(problem, best)
        if best is None or verdict is None or not verdict.allowed:
            outcome = Outcome(status=Status.UNDECIDED, evidence=Evidence.UNVERIFIED, why=why)
            self._keep(Solved(outcome, None), self.job.spent)
            return
        outcome = Outcome(status=Status.FEASIBLE, evidence=Evidence.CHECKED, why=why)
        self._keep(Solved(outcome, Answer(problem, best, verdict, outcome)), self.job.spent)

    def _keep(self, solved: Solved, spent: float) -> None:
        """Store schedule and outcome."""
        outcome = solved.outcome.model_dump(mode="json") | {"headline": solved.outcome.headline()}

        def store(connection: Connection) -> Ending:
            schedule = None
            if solved.answer is not None:
                schedule = schedules.add(connection, _kept(self.job, solved.answer, outcome)).id
            return Ending(state="succeeded", spent=spent, outcome=outcome, schedule=schedule)

        self.succeed(spent, store)


def _kept(job: Job, answer: Answer, outcome: dict[str, Any]) -> NewSchedule:
    return NewSchedule(
        programme=job.programme,
        revision=job.revision,
        viewer=job.viewer,
        job=job.id,
        closed_by=job.closed_by,
        title=job.label,
        lines=answer.schedule.model_dump(mode="json")["lines"],
        sha256=fingerprint(answer.schedule),
        outcome=outcome,
        verdict=answer.verdict.certificate(),
        allowed=answer.verdict.allowed,
        token=job.token,
    )
