"""One attempt at one job: read the problem by its id, solve it for its viewer, store what came out.

Every write is conditional on the attempt. An attempt ends in one of four ways: the job has ended; the job
waits again because the worker parts or the solver died; the job was taken away meanwhile and nothing is
written; or the worker dies, and the supervisor of another finds the job.
"""

from dataclasses import replace
from functools import cached_property
from typing import Any

from sqlalchemy import Connection

from exsched.checking.judge import fingerprint, judge
from exsched.domain.outcome import Evidence, Outcome, Status
from exsched.domain.schedule import Schedule
from exsched.rulekit.problem import Problem
from exsched.rulekit.verdict import Answer
from exsched.service.jobs.bench import LOG, Bench, Parting
from exsched.service.jobs.clerk import Clerk
from exsched.service.jobs.losses import MOST, SMALLER, failure, lose
from exsched.service.jobs.material import known, material
from exsched.service.storage import attempts, schedules
from exsched.service.storage.records import Ending, Job, NewSchedule
from exsched.solving import Crashed, Limits, Refused, Solved, solve

_LEAST_SECONDS = 1.0
"""With less time left than this, nothing is solved any more."""


class _Taken(Exception):
    """Another attempt holds the job: what this one wrote in the transaction is undone."""


def attempt(job: Job, bench: Bench) -> None:
    """Work on a job that this worker has claimed, until it has ended or waits again."""
    try:
        _Attempt(job, bench).run()
    except Parting:
        LOG.warning("%s: left to the other workers, since the database is away", job.id)
    except _Taken:
        LOG.warning("%s: attempt %d was taken away, its result is dropped", job.id, job.attempt)


class _Attempt:
    def __init__(self, job: Job, bench: Bench) -> None:
        self.job, self.bench = job, bench

    @cached_property
    def limits(self) -> Limits:
        """What the job asks for, less what earlier attempts have spent.

        A reproducible job starts anew each time: half a search and a hint would give another schedule.
        """
        asked = Limits(**self.job.parameters)
        return asked if asked.reproducible else replace(asked, seconds=asked.seconds - self.job.spent)

    def run(self) -> None:
        """Until the job has ended, waits again, or is not ours any more."""
        try:
            self._run()
        except (Parting, _Taken):
            raise
        except Exception as defect:  # noqa: BLE001 - a job always ends, and says why
            LOG.exception("%s: a defect", self.job.id)
            sentence = f"this is a defect of exsched ({type(defect).__name__})"
            self._fail("defect", sentence, "please report it with the lines of the log")

    def _run(self) -> None:
        if self.job.cancel_requested:
            self._end(Ending(state="cancelled", spent=self.job.spent))
            return
        given = self.bench.patiently(lambda connection: material(connection, self.job))
        if given.normal is None:
            self._fail("input-refused", f"revision {self.job.revision} of the programme was refused")
            return
        problem, lines = given.problem(self.job.viewer), given.start(afresh=self.limits.reproducible)
        start = known(problem, lines) if lines else None
        if len(given.lost) >= MOST and start is None:
            sentence = f"given up after {len(given.lost)} attempts: {given.lost[-1]}"
            self._fail("attempts-lost", sentence, SMALLER)
        elif why := self._over(len(given.lost)):
            self._conclude(problem, start, why)
        else:
            self._solve(problem, start)

    def _over(self, lost: int) -> str | None:
        """Why nothing is solved any more, or None."""
        if lost >= MOST:
            return f"{lost} attempts were lost; what they had found is kept"
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
            self._lose(clerk.spent, str(crashed))
        except Refused as refused:
            sentence = f"the independent checker refused the solver's result, so it is not shown: {refused}"
            self._fail("refused-by-checker", sentence, "please report it; another seed may help", clerk.spent)
        else:
            self._after(solved, clerk)

    def _after(self, solved: Solved, clerk: Clerk) -> None:
        settled = solved.outcome.status in {Status.OPTIMAL, Status.IMPOSSIBLE}
        if clerk.lost:
            raise _Taken
        if clerk.cancel or clerk.stop or settled:
            self._keep(solved, clerk.spent)
        elif self.bench.parting.is_set():
            self._hand_back(clerk.spent)
        elif solved.died:
            self._lose(clerk.spent, solved.outcome.why or "the solver's process ended")
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

    # -- how an attempt ends --------------------------------------------------------------------------------

    def _keep(self, solved: Solved, spent: float) -> None:
        """Store schedule and outcome and end the job, in one transaction."""
        outcome = solved.outcome.model_dump(mode="json") | {"headline": solved.outcome.headline()}

        def store(connection: Connection) -> None:
            if attempts.asked(connection, self.job.id, self.job.attempt).cancel:
                self._finish(connection, Ending(state="cancelled", spent=spent))
                return
            schedule = None
            if solved.answer is not None:
                schedule = schedules.add(connection, _kept(self.job, solved.answer, outcome)).id
            ending = Ending(state="succeeded", spent=spent, outcome=outcome, schedule=schedule)
            self._finish(connection, ending)

        self.bench.patiently(store)

    def _end(self, ending: Ending) -> None:
        self.bench.patiently(lambda connection: self._finish(connection, ending))

    def _finish(self, connection: Connection, ending: Ending) -> None:
        if not attempts.finish(connection, self.job.id, self.job.attempt, ending):
            raise _Taken

    def _fail(self, code: str, sentence: str, hint: str | None = None, spent: float | None = None) -> None:
        problem = failure(code, sentence, hint)
        self._end(Ending(state="failed", spent=self.job.spent if spent is None else spent, problem=problem))

    def _lose(self, spent: float, why: str) -> None:
        job, engine = replace(self.job, spent=spent), self.bench.engine
        if not self.bench.patiently(lambda connection: lose(connection, engine, job, why)):
            raise _Taken

    def _hand_back(self, spent: float) -> None:
        job = self.job

        def back(connection: Connection) -> bool:
            attempts.progress(connection, job.id, job.attempt, (), spent)
            self.bench.engine.submit(connection, job.id)
            return attempts.hand_back(connection, job.id, job.attempt)

        if not self.bench.patiently(back):
            raise _Taken


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
