"""The job engine, DBOS Transact, and the only module that imports it.

What it is trusted with is small. A *ticket* is one of its workflows; it says "some job waits" and names none.
A ticket is written in the transaction that queues the job, so both exist or neither. A worker takes one
ticket at a time and then works through the waiting jobs in fair order until none may run. Which job runs, who
runs it and how it ends stands in our own rows, each write conditional on the attempt. Tickets may therefore
be lost, doubled or taken twice without harm: a worker that takes one for nothing finds no job, and jobs that
wait although a worker is idle get a new ticket (`supervisor.Supervisor`).

Why tickets and not one workflow for each job: the engine's queues are served first come, first served, or in
random order by partition. Neither gives nations turns, and a limit for each nation would be counted over
workers that are dead. Why one solve for each process: the number at once is a property of the engine's queue
and not of a worker, so workers of different size cannot share one.
"""

import logging
import os
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta
from math import ceil
from typing import Protocol

from sqlalchemy import Connection, make_url
from sqlalchemy.exc import DBAPIError

from exsched.service.clock import now
from exsched.service.storage.trouble import trouble

for _name in [name for name in os.environ if name.startswith("DBOS")]:
    del os.environ[_name]  # it would make the engine call home or run under another name

from dbos import DBOS, DBOSClient, DBOSPortableJSONSerializer, EnqueueOptions  # noqa: E402 - see above

logging.getLogger("dbos").setLevel(logging.WARNING)  # it advertises

_QUEUE = "exsched_solve"
_WORKFLOW = "exsched.solve_waiting"
_VERSION = "1"
"""Bumped only when a ticket of the old code may not be run by the new; never derived from the sources, for
then each upgrade would strand what waits."""
_KEPT = timedelta(hours=1)
_DELETED_AT_ONCE = 500


class Engine(Protocol):
    """What the service needs of a job engine."""

    def submit(self, connection: Connection, job_id: str) -> None:
        """Let a worker look for waiting jobs, once this transaction is committed."""

    def rescue(self, alive: Collection[str]) -> int:
        """Give the tickets of all other workers to those that live; how many there were."""

    def tidy(self) -> None:
        """Forget tickets that were used long ago."""

    def close(self) -> None:
        """Give all connections back."""


def prepare(url: str) -> None:
    """Create or renew the engine's own tables; needs the right to create them.

    Raises:
        Unavailable: the database does not answer or refuses.
    """
    with _told():
        DBOS.migrate(_plain(url))


class Tickets:
    """The engine as the API and the supervisor use it: no thread, no workflow of its own."""

    def __init__(self, url: str) -> None:
        self._client = DBOSClient(
            system_database_url=_plain(url),
            serializer=DBOSPortableJSONSerializer(),
            application_name="exsched",
            lazy=True,
            retry_connection_errors=False,
        )

    def submit(self, connection: Connection, job_id: str) -> None:
        """Write a ticket in the caller's transaction; the job's id is a note for whoever reads the queue."""
        ticket: EnqueueOptions = {
            "workflow_name": _WORKFLOW,
            "queue_name": _QUEUE,
            "app_version": _VERSION,
            "attributes": {"job": job_id},
        }
        self._client.enqueue_in_transaction(connection, ticket)

    def rescue(self, alive: Collection[str]) -> int:
        """Put the tickets back that a worker took which is not alive.

        Raises:
            Unavailable: the database does not answer.
        """
        with _told():
            taken = self._client.list_workflows(
                status="PENDING", queue_name=_QUEUE, load_input=False, load_output=False
            )
            lost = [ticket.workflow_id for ticket in taken if ticket.executor_id not in alive]
            if lost:
                self._client.resume_workflows(lost, queue_name=_QUEUE)
            return len(lost)

    def tidy(self) -> None:
        """Delete tickets that were used more than an hour ago, some hundreds at a time.

        Raises:
            Unavailable: the database does not answer.
        """
        with _told():
            used = self._client.list_workflows(
                status=["SUCCESS", "ERROR", "CANCELLED"],
                name=_WORKFLOW,
                completed_before=(now() - _KEPT).isoformat(),
                limit=_DELETED_AT_ONCE,
                load_input=False,
                load_output=False,
            )
            if used:
                self._client.delete_workflows([ticket.workflow_id for ticket in used])

    def close(self) -> None:
        """Give all connections back."""
        self._client.destroy()


class Taker:
    """The engine as a worker uses it: calls `work` for each ticket, one at a time, on its own thread."""

    def __init__(self, url: str, worker: str, work: Callable[[], None], every: float) -> None:
        """`worker` must be new at each start: the engine takes equal names for the same process."""

        @DBOS.workflow(name=_WORKFLOW)
        def solve_waiting() -> None:
            work()

        DBOS(
            config={
                "name": "exsched",
                "system_database_url": _plain(url),
                "application_version": _VERSION,
                "executor_id": worker,
                "serializer": DBOSPortableJSONSerializer(),
                "log_level": "WARNING",
                "run_migrations": False,
                "use_listen_notify": False,
            }
        )
        DBOS.listen_queues([_QUEUE])
        DBOS.launch()
        DBOS.register_queue(
            _QUEUE, worker_concurrency=1, polling_interval_sec=every, on_conflict="always_update"
        )

    def close(self, patience: float) -> None:
        """Take no more tickets, wait for the one in hand, and end the engine's threads."""
        DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=ceil(patience))


def _plain(url: str) -> str:
    parsed = make_url(url)
    return parsed.set(drivername=parsed.get_backend_name()).render_as_string(hide_password=False)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        if (told := trouble(error.orig)) is None:
            raise
        raise told from error
