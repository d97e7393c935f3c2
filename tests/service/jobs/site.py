"""A service without its web part: a database with programmes, the engine, and workers to send signals to."""

import os
import secrets
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection

from exsched.intake import load
from exsched.intake.normal_form import write_problem
from exsched.service.jobs import engine
from exsched.service.jobs.crew import search_path
from exsched.service.jobs.intervals import Intervals
from exsched.service.jobs.slot import Orders
from exsched.service.jobs.worker_id import new_worker_id
from exsched.service.questions import stored
from exsched.service.storage import installation, jobs, programmes, revisions, submissions
from exsched.service.storage.database import Database
from exsched.service.storage.records import Job, JobEvent, NewJob, NewRevision, NewSubmission

EXAMPLES = Path(__file__).parents[3] / "examples"
SHORT, LONG = "first-steps", "europe-2024"
"""Solved at once; and not solved to the end within minutes."""

QUICK = Intervals(
    beat=0.3, silence=2, sweep=0.4, take=0.1, ask=0.2, progress=0.1, incumbent=0.2, retry=0.3, parting=5
)

Result = TypeVar("Result")


class Site:
    """One database with what a service needs; close it when done."""

    def __init__(self, url: str, *, fresh: bool = True) -> None:
        self.url = url
        self.database = Database(url)
        if fresh:
            engine.prepare(url)
            for programme in (SHORT, LONG):
                self._publish(programme)
        self.tickets = engine.Tickets(url)

    def close(self) -> None:
        """Give all connections back."""
        self.tickets.close()
        self.database.close()

    def _publish(self, programme: str) -> None:
        problem = load(EXAMPLES / programme).problem
        assert problem is not None
        with self.database.writing() as connection:
            installation.ensure(connection, "example.org")
            programmes.add(connection, programme, programme)
            bundle, _ = submissions.put(connection, _nothing(programme))
            revisions.add(
                connection,
                NewRevision(
                    programme=programme,
                    base=0,
                    bundle=bundle.id,
                    submissions={},
                    normal=write_problem(problem),
                    input_hash=problem.input_hash,
                    diagnostics=[],
                    counts={},
                ),
            )

    def write(self, action: Callable[[Connection], Result]) -> Result:
        """Do it in a transaction of its own."""
        with self.database.writing() as connection:
            return action(connection)

    def read(self, action: Callable[[Connection], Result]) -> Result:
        """Read in a transaction of its own."""
        with self.database.reading() as connection:
            return action(connection)

    # -- jobs -----------------------------------------------------------------------------------------------

    def submit(
        self, programme: str = SHORT, owner: str = "", *, hint: str | None = None, **limits: Any
    ) -> str:
        """Queue a solve as the API does; gives its id."""
        return self._queue(new_job(programme, owner, hint=hint, **limits))

    def ask(self, programme: str, question: dict[str, Any], owner: str = "") -> str:
        """Queue a question as the API does; gives its id."""
        asked = stored({"workers": 1, **question})
        new = replace(new_job(programme, owner), question=asked.model_dump(mode="json"))
        return self._queue(replace(new, parameters=asked.bounds))

    def _queue(self, new: NewJob) -> str:
        def queue(connection: Connection) -> str:
            job = jobs.add(connection, new)
            self.tickets.submit(connection, job.id)
            return job.id

        return self.write(queue)

    def job(self, id_: str) -> Job:
        """The job as it stands now."""
        found = self.read(lambda connection: jobs.get(connection, id_))
        assert found is not None
        return found

    def events(self, id_: str) -> tuple[JobEvent, ...]:
        """All events of the job so far."""
        return self.read(lambda connection: jobs.events(connection, id_))

    def kinds(self, id_: str) -> list[str]:
        """The kinds of its events, in order."""
        return [event.kind for event in self.events(id_)]

    def incumbent(self, id_: str) -> Any:
        """The lines of the best schedule so far."""
        return self.read(lambda connection: jobs.incumbent(connection, id_))

    def wait(self, id_: str, *states: str, seconds: float = 40) -> Job:
        """Wait until the job is in one of the states; any end without one named."""
        wanted = states or jobs.ENDED
        until(lambda: self.job(id_).state in wanted, seconds, lambda: f"{self.job(id_)} {self.kinds(id_)}")
        return self.job(id_)

    def wait_for_incumbent(self, id_: str) -> None:
        """Wait until a first schedule has been stored."""
        until(lambda: self.incumbent(id_) is not None, 40, lambda: str(self.kinds(id_)))

    @contextmanager
    def workers(self, number: int = 1, intervals: Intervals = QUICK) -> Iterator[list["RunningWorker"]]:
        """So many workers; whatever is left of them is killed at the end."""
        running = [RunningWorker(self.url, intervals) for _ in range(number)]
        try:
            yield running
        finally:
            for worker in running:
                worker.remove()


class RunningWorker:
    """One worker process, to be killed, frozen, woken or asked to end."""

    def __init__(self, url: str, intervals: Intervals = QUICK) -> None:
        self.id = new_worker_id()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "exsched.service.jobs.slot"],
            stdin=subprocess.PIPE,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": search_path()},
        )
        assert self.process.stdin is not None
        self.process.stdin.write(Orders(url, self.id, intervals, log_level="warning").line())
        self.process.stdin.flush()

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to this process alone."""
        self.process.send_signal(number)

    def freeze(self, site: Site) -> None:
        """Stop it at a moment at which it does not hold SQLite's only lock: nobody could write then."""
        while True:
            self.signal(signal.SIGSTOP)
            until(lambda: _stopped(self.process.pid), 20)
            if not site.database.sqlite or _can_be_written(site.database):
                return
            self.signal(signal.SIGCONT)
            time.sleep(0.02)

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait()

    def end(self, seconds: float = 20) -> int:
        """SIGTERM, and wait for it; gives its exit status."""
        self.process.terminate()
        return self.process.wait(seconds)

    def remove(self) -> None:
        """Make sure that nothing of it is left."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.kill()
        assert self.process.stdin is not None
        self.process.stdin.close()

    def solvers(self) -> list[int]:
        """Process ids of its solvers."""
        return children(self.process.pid)


def _stopped(pid: int) -> bool:
    """Whether all threads have stopped: the signal is on its way for a while."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return all((task / "stat").read_text().rpartition(")")[2].split()[0] == "T" for task in tasks)


def _can_be_written(database: Database) -> bool:
    probe = sqlite3.connect(str(database.file), timeout=2, isolation_level=None)
    try:
        probe.execute("BEGIN EXCLUSIVE")
        probe.execute("ROLLBACK")
    except sqlite3.OperationalError:
        return False
    finally:
        probe.close()
    return True


def children(pid: int) -> list[int]:
    """Process ids of the children of a process."""
    return [child for child, parent in _parents() if parent == pid]


def alive(pid: int) -> bool:
    """Whether the process runs, and is more than an entry that nobody has read."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def kill(pid: int) -> bool:
    """Kill a process that may have ended by itself."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def _parents() -> Iterator[tuple[int, int]]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        yield int(folder.name), int(stat.rpartition(")")[2].split()[1])


_PATIENCE = 4
"""So many times as long as it takes on an idle machine."""


def until(
    true: Callable[[], bool], seconds: float, otherwise: Callable[[], str] = lambda: "not in time"
) -> None:
    """Wait until it is true; a busy machine gets more time than an idle one needs."""
    deadline = time.monotonic() + _PATIENCE * seconds
    while not true():
        if time.monotonic() > deadline:
            raise AssertionError(otherwise())
        time.sleep(0.05)


def new_job(programme: str, owner: str = "", hint: str | None = None, **limits: Any) -> NewJob:
    """A job as the API makes it."""
    usual = {"seconds": 60, "workers": 1, "memory_mb": 4096, "seed": 0, "reproducible": False}
    return NewJob(
        programme=programme,
        revision=1,
        viewer=owner,
        owner=owner,
        token="local",  # noqa: S106 - a name, no secret
        label="test",
        parameters=usual | limits,
        hint=hint,
    )


def _nothing(programme: str) -> NewSubmission:
    return NewSubmission(
        programme=programme,
        owner="",
        media_type="application/yaml",
        content=secrets.token_bytes(8),
        submitter="local",
        label="test",
        checked=[],
    )
