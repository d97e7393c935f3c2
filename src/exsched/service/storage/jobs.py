"""Jobs, solves and questions, as their owners see them: queued, watched, asked to end.

What a worker does with them stands in `attempts`.

States: queued, running, then one of succeeded, failed, cancelled. Every change of state is also an event
(`queued`, `started`, `handed_back`, `stop_requested`, `cancel_requested`, `ended`), so that whoever reads the
events misses nothing.
"""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from exsched.service.clock import now
from exsched.service.ids import Prefix, new_id
from exsched.service.storage.errors import QueueFull
from exsched.service.storage.locks import Lock, hold
from exsched.service.storage.records import Job, JobEvent, NewJob
from exsched.service.storage.rows import Cursor, chosen, many, one, paged
from exsched.service.storage.tables import JOB, JOB_EVENT

ENDED = ("succeeded", "failed", "cancelled")


def add(connection: Connection, new: NewJob, most: int | None = None) -> Job:
    """Queue a job.

    Args:
        connection: a writing transaction.
        new: the job.
        most: so many jobs of this owner may wait; None for any number.

    Raises:
        QueueFull: as many wait already.
    """
    hold(connection, Lock.QUEUE)
    if most is not None and waiting(connection, new.owner) >= most:
        raise QueueFull(f"{most} jobs wait already")
    values: dict[str, Any] = asdict(new) | {
        "id": new_id(Prefix.JOB if new.question is None else Prefix.QUESTION),
        "state": "queued",
        "attempt": 0,
        "stop_requested": False,
        "cancel_requested": False,
        "queued": now(),
        "spent": 0.0,
    }
    connection.execute(insert(JOB).values(**values))
    tell(connection, values["id"], [("queued", {})])
    made = get(connection, values["id"])
    assert made is not None
    return made


def waiting(connection: Connection, owner: str) -> int:
    """How many jobs of this owner wait."""
    mine = (JOB.c.owner == owner) & (JOB.c.state == "queued")
    return connection.execute(select(func.count()).select_from(JOB).where(mine)).scalar_one()


def get(connection: Connection, id_: str) -> Job | None:
    """The job, or None."""
    return one(connection, Job, chosen(Job, JOB).where(JOB.c.id == id_))


def page(
    connection: Connection,
    programme: str,
    viewer: str | None = None,
    after: Cursor | None = None,
    limit: int = 100,
    *,
    questions: bool = False,
) -> tuple[Job, ...]:
    """Solves, or questions, newest first, of one viewer or of all.

    The cursor is `queued` and `id` of the last one seen.
    """
    kind = JOB.c.question.is_not(None) if questions else JOB.c.question.is_(None)
    history = chosen(Job, JOB).where(JOB.c.programme == programme, kind)
    if viewer is not None:
        history = history.where(JOB.c.viewer == viewer)
    return many(connection, Job, paged(history, JOB.c.queued, JOB.c.id, after, limit))


def ask_to_stop(connection: Connection, id_: str) -> Job | None:
    """End it and keep the best found; a job that still waits has found nothing and is cancelled."""
    return _ask(connection, id_, "stop_requested")


def ask_to_cancel(connection: Connection, id_: str) -> Job | None:
    """End it and keep nothing; a job that still waits ends at once, one that has ended stays as it is."""
    return _ask(connection, id_, "cancel_requested")


def _ask(connection: Connection, id_: str, what: str) -> Job | None:
    hold(connection, Lock.QUEUE)
    waits = (JOB.c.id == id_) & (JOB.c.state == "queued")
    ending = {"state": "cancelled", "ended": now(), what: True}
    runs = (JOB.c.id == id_) & (JOB.c.state == "running") & JOB.c[what].is_(False)
    if connection.execute(update(JOB).where(waits).values(**ending)).rowcount:
        tell(connection, id_, [(what, {}), ("ended", {"state": "cancelled", "schedule": None})])
    elif connection.execute(update(JOB).where(runs).values(**{what: True})).rowcount:
        tell(connection, id_, [(what, {})])
    return get(connection, id_)


def incumbent(connection: Connection, id_: str) -> Any:
    """The lines of the best schedule so far, or None."""
    return connection.execute(select(JOB.c.incumbent).where(JOB.c.id == id_)).scalar()


def about(connection: Connection, id_: str) -> Any:
    """The schedules that a question names, as its asker sees them."""
    return connection.execute(select(JOB.c.about).where(JOB.c.id == id_)).scalar()


def answer(connection: Connection, id_: str) -> Any:
    """The answer to a question, or None."""
    return connection.execute(select(JOB.c.answer).where(JOB.c.id == id_)).scalar()


def events(connection: Connection, id_: str, after: int = 0, limit: int = 1000) -> tuple[JobEvent, ...]:
    """The events with a number above `after`, in order."""
    later = chosen(JobEvent, JOB_EVENT).where(JOB_EVENT.c.job == id_, JOB_EVENT.c.number > after)
    return many(connection, JobEvent, later.order_by(JOB_EVENT.c.number).limit(limit))


def tell(connection: Connection, id_: str, lines: Iterable[tuple[str, Any]]) -> None:
    """Add events. The caller has just written the job's row, so that nobody else is adding any."""
    last = select(func.coalesce(func.max(JOB_EVENT.c.number), 0)).where(JOB_EVENT.c.job == id_)
    first = connection.execute(last).scalar_one() + 1
    at = now()
    rows = [
        {"job": id_, "number": number, "at": at, "kind": kind, "data": data}
        for number, (kind, data) in enumerate(lines, first)
    ]
    if rows:
        connection.execute(insert(JOB_EVENT), rows)


def by_state(connection: Connection) -> dict[str, int]:
    """How many jobs there are in each state that occurs."""
    counted = select(JOB.c.state, func.count()).group_by(JOB.c.state)
    return {row[0]: row[1] for row in connection.execute(counted)}


def oldest_queued(connection: Connection) -> datetime | None:
    """Since when the oldest waiting job waits, or None."""
    waits = select(JOB.c.queued).where(JOB.c.state == "queued").order_by(JOB.c.queued).limit(1)
    return connection.execute(waits).scalar()


def running(connection: Connection, worker: str | None = None) -> tuple[Job, ...]:
    """The jobs that run, of one worker or of all."""
    runs = chosen(Job, JOB).where(JOB.c.state == "running")
    if worker is not None:
        runs = runs.where(JOB.c.worker == worker)
    return many(connection, Job, runs.order_by(JOB.c.queued, JOB.c.id))


def unfinished(connection: Connection) -> tuple[Job, ...]:
    """The jobs that have not ended, oldest first."""
    open_ = chosen(Job, JOB).where(JOB.c.state.in_(("queued", "running")))
    return many(connection, Job, open_.order_by(JOB.c.queued, JOB.c.id))
