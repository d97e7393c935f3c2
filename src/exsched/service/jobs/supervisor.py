"""The supervisor: each worker beats, and looks for the jobs of workers that have fallen silent.

All comparisons are on the clock of the database. A worker that could not reach the database itself, or was
frozen, first waits until all others have had the time to beat again: it must not take its own blindness for
their death.
"""

import threading
import time
from collections.abc import Callable

from exsched.service.jobs.bench import LOG, Bench
from exsched.service.jobs.losses import lose
from exsched.service.storage import attempts, jobs, workers
from exsched.service.storage.database import Unavailable
from exsched.service.storage.records import Job

_BEATS = 3
"""Beats in a row, without a gap, after which the silence of another means something."""


class Supervisor:
    """Two threads: one beats, one sweeps; `idle` tells whether this worker has nothing to do."""

    def __init__(self, bench: Bench, worker: str, idle: Callable[[], bool]) -> None:
        self._bench, self._worker, self._idle = bench, worker, idle
        self._gone = threading.Event()
        self._last_beat = self._steady_since = time.monotonic()
        self._waited_before: frozenset[str] = frozenset()
        self._threads = [
            threading.Thread(target=self._again, args=(what, every), name=what.__name__, daemon=True)
            for what, every in ((self.beat, bench.intervals.beat), (self.sweep, bench.intervals.sweep))
        ]

    def start(self) -> None:
        """Enter the worker and begin.

        Raises:
            Unavailable: the database does not answer.
        """
        self.beat()
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Stop both threads, and take the worker's name off the list."""
        self._gone.set()
        for thread in self._threads:
            thread.join()
        try:
            with self._bench.database.writing() as connection:
                workers.leave(connection, self._worker)
        except Unavailable as trouble:
            LOG.warning("left without taking leave, the database is not available: %s", trouble)

    def _again(self, what: Callable[[], None], every: float) -> None:
        while not self._gone.wait(every):
            try:
                what()
            except Unavailable as trouble:
                LOG.warning("the database is not available: %s", trouble)
            except Exception:  # noqa: BLE001 - whatever it was, the next look may succeed
                LOG.exception("%s failed; it is tried again", what.__name__)

    def beat(self) -> None:
        """Give a sign of life."""
        with self._bench.database.writing() as connection:
            workers.beat(connection, self._worker, slots=1)
        if time.monotonic() - self._last_beat > 2 * self._bench.intervals.beat:
            self._steady_since = time.monotonic()
        self._last_beat = time.monotonic()

    def sweep(self) -> None:
        """Let the jobs of dead workers wait again, and give their tickets back."""
        if not self._sees():
            return
        silence = self._bench.intervals.silence
        with self._bench.database.reading() as connection:
            orphans = attempts.orphans(connection, silence)
            alive = {worker.id for worker in workers.alive(connection, silence)}
        if not self._sees():  # frozen between two looks: the others may have been, too
            return
        self._lose(orphans)
        if lost := self._bench.engine.rescue(alive):
            LOG.info("%d tickets of dead workers given to others", lost)
        self._notice_waiting()
        self._bench.engine.tidy()

    def _sees(self) -> bool:
        """Whether we have beaten without a gap for so long that all others could, too."""
        beat = self._bench.intervals.beat
        lately = time.monotonic() - self._last_beat <= 2 * beat
        return lately and self._last_beat - self._steady_since >= (_BEATS - 1) * beat

    def _lose(self, orphans: tuple[Job, ...]) -> None:
        for job in orphans:
            with self._bench.database.writing() as connection:
                lost = lose(connection, self._bench.engine, job, f"worker {job.worker} fell silent")
            if lost:
                LOG.warning("%s: attempt %d lost, worker %s is dead", job.id, job.attempt, job.worker)

    def _notice_waiting(self) -> None:
        """Write a new ticket when jobs wait for two sweeps although this worker is idle: theirs is lost.

        That happens when only our own tables came back from a backup, or the engine lost a ticket to a full
        disk. A ticket too many does no harm. A job that seems to run on an idle worker waits as well.
        """
        with self._bench.database.reading() as connection:
            waiting = frozenset(
                job.id
                for job in jobs.unfinished(connection)
                if job.state == "queued" or job.worker == self._worker
            )
        idle = self._idle()
        if idle and (forgotten := sorted(waiting & self._waited_before)):
            with self._bench.database.writing() as connection:
                self._bench.engine.submit(connection, forgotten[0])
        self._waited_before = waiting if idle else frozenset()
