"""A worker: one process that solves one job at a time, joined to the others by the database alone."""

import threading

from sqlalchemy import Connection

from exsched.service.jobs.attempting import attempt
from exsched.service.jobs.bench import LOG, Bench, Parting
from exsched.service.jobs.engine import Taker, Tickets
from exsched.service.jobs.intervals import Intervals
from exsched.service.jobs.losses import lose
from exsched.service.jobs.supervisor import Supervisor
from exsched.service.storage import attempts, jobs
from exsched.service.storage.database import Database
from exsched.service.storage.records import Job


class Worker:
    """Takes jobs until `parting` is set, then hands back what it has begun."""

    def __init__(self, url: str, worker: str, intervals: Intervals, parting: threading.Event) -> None:
        self.id = worker
        self._database = Database(url)
        self._tickets = Tickets(url)
        self._bench = Bench(self._database, self._tickets, intervals, parting)
        self._idle = threading.Event()
        self._idle.set()

    def run(self) -> None:
        """Work until told to part.

        Raises:
            Unavailable: the database does not answer at the start; later it is waited for.
        """
        supervisor = Supervisor(self._bench, self.id, self._idle.is_set)
        supervisor.start()
        taker = Taker(self._database.url, self.id, self._use_ticket, self._bench.intervals.take)
        LOG.info("worker %s is ready", self.id)
        self._bench.parting.wait()
        taker.close(self._bench.intervals.parting)
        supervisor.close()
        self._tickets.close()
        self._database.close()

    def _use_ticket(self) -> None:
        self._idle.clear()
        try:
            self._work()
        except Parting:
            LOG.warning("ended while the database was away")
        finally:
            self._idle.set()

    def _work(self) -> None:
        """Work through the waiting jobs until none may run."""
        while not self._bench.parting.is_set():
            job = self._bench.patiently(self._claim)
            if job is None:
                return
            attempt(job, self._bench)
        self._bench.patiently(lambda connection: self._tickets.submit(connection, "any"))

    def _claim(self, connection: Connection) -> Job | None:
        """The next job. One that seems to run here does not: its claim was committed, and we never heard."""
        for job in jobs.running(connection, self.id):
            lose(connection, self._tickets, job, "its worker lost sight of it")
        return attempts.claim(connection, self.id)
