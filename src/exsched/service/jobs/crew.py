"""The crew: the worker processes of this machine, started, watched, and started again when they die.

`exsched serve` and `exsched worker` have one each. A worker whose master dies sees its standard input end,
hands its job back and ends; a worker that dies is taken off the list at once, so that others need not wait
for its silence.
"""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Self

import exsched
from exsched.service.jobs.bench import LOG
from exsched.service.jobs.intervals import USUAL, Intervals
from exsched.service.jobs.slot import Orders
from exsched.service.jobs.worker_id import new_worker_id
from exsched.service.storage import workers
from exsched.service.storage.database import Database, Unavailable

_WATCH = 0.2
_PAUSE_AT_MOST = 30.0


class _Slot:
    """One place in the crew: the process that fills it, and when the next may start."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.worker = ""
        self.begun = self.not_before = 0.0
        self.pause = 0.5


class Crew:
    """Keeps `slots` workers running between `start` and `stop`; also a context manager."""

    def __init__(self, url: str, slots: int, intervals: Intervals = USUAL, log_level: str = "info") -> None:
        self._url, self._log_level = url, log_level
        self._intervals = intervals
        self._slots = [_Slot() for _ in range(slots)]
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="crew", daemon=True)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def processes(self) -> tuple[int, ...]:
        """The process ids of the workers that run now."""
        return tuple(slot.process.pid for slot in self._slots if slot.process and slot.process.poll() is None)

    def start(self) -> None:
        """Start the workers and return at once."""
        self._thread.start()

    def stop(self) -> None:
        """Let all workers hand their jobs back and end; kills those that do not."""
        self._stopping.set()
        self._thread.join()
        running = [slot for slot in self._slots if slot.process is not None]
        for slot in running:
            assert slot.process is not None and slot.process.stdin is not None
            slot.process.stdin.close()
        deadline = time.monotonic() + 2 * self._intervals.parting + 2
        for slot in running:
            assert slot.process is not None
            try:
                slot.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                slot.process.kill()
                slot.process.wait()

    def _watch(self) -> None:
        database = Database(self._url)
        while not self._stopping.is_set():
            for slot in self._slots:
                if slot.process is None and time.monotonic() >= slot.not_before:
                    self._fill(slot)
                elif slot.process is not None and slot.process.poll() is not None:
                    self._vacate(slot, database)
            self._stopping.wait(_WATCH)
        database.close()

    def _fill(self, slot: _Slot) -> None:
        slot.worker, slot.begun = new_worker_id(), time.monotonic()
        slot.process = subprocess.Popen(
            [sys.executable, "-m", "exsched.service.jobs.slot"],
            stdin=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for the master alone
            env={**os.environ, "PYTHONPATH": search_path()},
        )
        assert slot.process.stdin is not None
        try:
            slot.process.stdin.write(Orders(self._url, slot.worker, self._intervals, self._log_level).line())
            slot.process.stdin.flush()
        except BrokenPipeError:
            LOG.warning("a worker died before it had its orders")

    def _vacate(self, slot: _Slot, database: Database) -> None:
        assert slot.process is not None and slot.process.stdin is not None
        LOG.warning("worker %s ended with status %d; another follows", slot.worker, slot.process.returncode)
        slot.process.stdin.close()
        slot.process = None
        lived = time.monotonic() - slot.begun
        slot.pause = 0.5 if lived > _PAUSE_AT_MOST else min(2 * slot.pause, _PAUSE_AT_MOST)
        slot.not_before = time.monotonic() + slot.pause
        try:
            with database.writing() as connection:
                workers.leave(connection, slot.worker)
        except Unavailable as trouble:
            LOG.warning("the database is not available: %s", trouble)


def search_path() -> str:
    """PYTHONPATH with which a child process finds this very exsched."""
    ours = str(Path(exsched.__file__).parent.parent)
    rest = os.environ.get("PYTHONPATH")
    return f"{ours}{os.pathsep}{rest}" if rest else ours
