"""One attempt at one job, whatever it is: what it works on is read by ids, what comes out is stored.

Every write is conditional on the attempt. An attempt ends in one of four ways: the job has ended; the job
waits again because the worker parts or a process died; the job was taken away meanwhile and nothing is
written; or the worker dies, and the supervisor of another finds the job.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import Connection

from exsched.service.jobs.bench import LOG, Bench, Parting
from exsched.service.jobs.losses import SMALLER, failure, lose
from exsched.service.jobs.material import Material, material
from exsched.service.storage import attempts
from exsched.service.storage.records import Ending, Job


class Taken(Exception):
    """Another attempt holds the job: what this one wrote in the transaction is undone."""


class Attempt(ABC):
    """The course that all attempts have; `work` is what a kind of job adds."""

    def __init__(self, job: Job, bench: Bench) -> None:
        self.job, self.bench = job, bench

    @abstractmethod
    def work(self, given: Material) -> None:
        """Do it, and end the attempt in one of the ways below."""

    def run(self) -> None:
        """Until the job has ended, waits again, or is not ours any more."""
        try:
            self._run()
        except Parting:
            LOG.warning("%s: left to the other workers, since the database is away", self.job.id)
        except Taken:
            LOG.warning("%s: attempt %d was taken away, its result is dropped", self.job.id, self.job.attempt)

    def _run(self) -> None:
        try:
            self._begin()
        except (Parting, Taken):
            raise
        except Exception as defect:  # noqa: BLE001 - a job always ends, and says why
            LOG.exception("%s: a defect", self.job.id)
            sentence = f"this is a defect of exsched ({type(defect).__name__})"
            self.fail("defect", sentence, "please report it with the lines of the log")

    def _begin(self) -> None:
        if self.job.cancel_requested:
            self._end(Ending(state="cancelled", spent=self.job.spent))
            return
        given = self.bench.patiently(lambda connection: material(connection, self.job))
        if given.normal is None:
            self.fail("input-refused", f"revision {self.job.revision} of the programme was refused")
        else:
            self.work(given)

    # -- how an attempt ends --------------------------------------------------------------------------------

    def succeed(self, spent: float, store: Callable[[Connection], Ending]) -> None:
        """Store what came out and end the job, in one transaction; nothing is stored of a cancelled one."""

        def finish(connection: Connection) -> None:
            cancelled = attempts.asked(connection, self.job.id, self.job.attempt).cancel
            self._finish(
                connection, Ending(state="cancelled", spent=spent) if cancelled else store(connection)
            )

        self.bench.patiently(finish)

    def fail(self, code: str, sentence: str, hint: str | None = None, spent: float | None = None) -> None:
        """End the job, which has failed."""
        problem = failure(code, sentence, hint)
        self._end(Ending(state="failed", spent=self.job.spent if spent is None else spent, problem=problem))

    def refuse(self, why: object, spent: float) -> None:
        """End the job: our own checker does not agree with the solver."""
        sentence = f"the independent checker refused the solver's result, so it is not shown: {why}"
        self.fail("refused-by-checker", sentence, "please report it; another seed may help", spent)

    def give_up(self, lost: tuple[str, ...]) -> None:
        """End the job, of which too many attempts were lost."""
        self.fail("attempts-lost", f"given up after {len(lost)} attempts: {lost[-1]}", SMALLER)

    def lose(self, spent: float, why: str) -> None:
        """Let the job wait for another attempt, because this one was lost."""
        job, engine = replace(self.job, spent=spent), self.bench.engine
        if not self.bench.patiently(lambda connection: lose(connection, engine, job, why)):
            raise Taken

    def hand_back(self, spent: float) -> None:
        """Let the job wait for another worker, because this one parts."""
        job = self.job

        def back(connection: Connection) -> bool:
            attempts.progress(connection, job.id, job.attempt, (), spent)
            self.bench.engine.submit(connection, job.id)
            return attempts.hand_back(connection, job.id, job.attempt)

        if not self.bench.patiently(back):
            raise Taken

    def _end(self, ending: Ending) -> None:
        self.bench.patiently(lambda connection: self._finish(connection, ending))

    def _finish(self, connection: Connection, ending: Ending) -> None:
        if not attempts.finish(connection, self.job.id, self.job.attempt, ending):
            raise Taken
