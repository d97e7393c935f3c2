"""The clerk of a running solve: carries progress into the database and requests out of it, by a thread.

The solve never waits for the database: what cannot be written yet is kept, and newer replaces older.
"""

import threading
import time
from collections import deque
from dataclasses import asdict
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection

from exsched.domain.schedule import Schedule
from exsched.service.jobs.bench import LOG, Bench
from exsched.service.storage import attempts
from exsched.service.storage.database import Unavailable
from exsched.service.storage.records import Job
from exsched.solving.limits import Progress

_PASSING = {"better", "bound"}
"""Words of which only the latest matters."""


class Clerk:
    """Use it in a `with` block around the solve; on leaving, the last that it heard is written."""

    def __init__(self, job: Job, bench: Bench) -> None:
        self._job, self._bench = job, bench
        self._begun = time.monotonic()
        self._lock, self._leaving = threading.Lock(), threading.Event()
        self._events: deque[dict[str, Any]] = deque()
        self._best: list[dict[str, Any]] | None = None
        self._last = dict.fromkeys(("ask", "progress", "incumbent", "beat"), self._begun)
        self._thread = threading.Thread(target=self._run, name=f"clerk of {job.id}", daemon=True)
        self.lost = self.stop = self.cancel = False

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._leaving.set()
        self._thread.join()

    @property
    def spent(self) -> float:
        """Seconds of solving so far, over all attempts."""
        return self._job.spent + time.monotonic() - self._begun

    # -- what the solve calls -------------------------------------------------------------------------------

    def hear(self, progress: Progress) -> None:
        """Take a step of the solve."""
        told = asdict(progress) | {"seconds": round(self._job.spent + progress.seconds, 3)}
        with self._lock:
            if self._events and {told["word"], self._events[-1]["word"]} <= _PASSING:
                self._events.pop()
            self._events.append(told)

    def keep(self, schedule: Schedule) -> None:
        """Take the best schedule so far."""
        lines = schedule.model_dump(mode="json")["lines"]
        with self._lock:
            self._best = lines

    def must_stop(self) -> bool:
        """Whether the solve shall end now, for whatever reason."""
        return self.lost or self.stop or self.cancel or self._bench.parting.is_set()

    # -- the thread -----------------------------------------------------------------------------------------

    def _run(self) -> None:
        intervals = self._bench.intervals
        tick = min(intervals.ask, intervals.progress, intervals.incumbent) / 2
        while not self._leaving.wait(tick) and not self.lost:
            self._round(tick)
        with self._lock:
            while len(self._events) > 1:
                self._events.popleft()
        if not self.lost and (self._events or self._best):
            self._last = dict.fromkeys(self._last, 0.0)
            self._round(tick)

    def _round(self, tick: float) -> None:
        try:
            self._write()
            if self._due("ask", self._bench.intervals.ask):
                self._ask()
        except Unavailable as trouble:
            LOG.warning("%s: the database is not available: %s", self._job.id, trouble)
            self._leaving.wait(self._bench.intervals.retry - tick)
        except Exception:  # noqa: BLE001 - without the clerk nobody could stop the solve
            LOG.exception("%s: the clerk failed, and goes on", self._job.id)
            self._leaving.wait(self._bench.intervals.retry)

    def _due(self, what: str, every: float) -> bool:
        if time.monotonic() - self._last[what] < every:
            return False
        self._last[what] = time.monotonic()
        return True

    def _write(self) -> None:
        intervals = self._bench.intervals
        with self._lock:
            event = self._events[0] if self._events and self._due("progress", intervals.progress) else None
            best = self._best if self._best and self._due("incumbent", intervals.incumbent) else None
        if event is None and best is None and not self._due("beat", intervals.beat):
            return
        with self._bench.database.writing() as connection:
            mine = self._put(connection, event, best)
        self.lost = not mine
        with self._lock:
            if event is not None and self._events and self._events[0] is event:
                self._events.popleft()
            if self._best is best:
                self._best = None

    def _put(
        self, connection: Connection, event: dict[str, Any] | None, best: list[dict[str, Any]] | None
    ) -> bool:
        id_, attempt = self._job.id, self._job.attempt
        lines = [] if event is None else [(event["word"], event)]
        if not attempts.progress(connection, id_, attempt, lines, round(self.spent, 3)):
            return False
        return best is None or attempts.keep(connection, id_, attempt, best)

    def _ask(self) -> None:
        with self._bench.database.reading() as connection:
            asked = attempts.asked(connection, self._job.id, self._job.attempt)
        self.lost = self.lost or not asked.mine
        self.stop, self.cancel = asked.stop, asked.cancel
