"""What a worker does with a job: every write is conditional on the attempt, so a late worker changes nothing.

A job that is claimed gets the next attempt number. Whoever writes names the number it holds; when another
worker has taken the job since, the write does nothing and says False.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select, update

from exsched.service.clock import now
from exsched.service.storage import jobs
from exsched.service.storage.instants import database_now
from exsched.service.storage.locks import Lock, hold
from exsched.service.storage.records import Asked, Ending, Job
from exsched.service.storage.rows import chosen, one
from exsched.service.storage.tables import JOB, WORKER

NEVER = datetime.min.replace(tzinfo=UTC)


def claim(connection: Connection, worker: str, most: int = 1) -> Job | None:
    """Take the next waiting job in fair order, or None when there is none that may run.

    The nation that was served least recently comes first, and of its jobs the oldest. At most `most` jobs of
    a nation run at a time; the authority (owner '') may run any number.
    """
    hold(connection, Lock.QUEUE)
    for owner in _owners_in_turn(connection, most):
        waits = chosen(Job, JOB).where(JOB.c.owner == owner, JOB.c.state == "queued")
        found = one(connection, Job, waits.order_by(JOB.c.queued, JOB.c.id).limit(1))
        if found is not None:
            return _begin(connection, found, worker)
    return None


def take(connection: Connection, id_: str, worker: str, seen: int) -> Job | None:
    """Take this very job, waiting or running elsewhere, unless its attempt is no longer `seen`."""
    hold(connection, Lock.QUEUE)
    open_ = JOB.c.state.in_(("queued", "running"))
    found = one(connection, Job, chosen(Job, JOB).where(JOB.c.id == id_, JOB.c.attempt == seen, open_))
    return None if found is None else _begin(connection, found, worker)


def _owners_in_turn(connection: Connection, most: int) -> list[str]:
    oldest = dict(_by_owner(connection, func.min(JOB.c.queued), JOB.c.state == "queued"))
    busy = dict(_by_owner(connection, func.count(), JOB.c.state == "running"))
    served = dict(_by_owner(connection, func.max(JOB.c.started), JOB.c.started.is_not(None)))
    free = [owner for owner in oldest if owner == "" or busy.get(owner, 0) < most]
    return sorted(free, key=lambda owner: (served.get(owner, NEVER), oldest[owner], owner))


def _by_owner(
    connection: Connection, what: ColumnElement[Any], which: ColumnElement[bool]
) -> list[tuple[str, Any]]:
    rows = connection.execute(select(JOB.c.owner, what).where(which).group_by(JOB.c.owner))
    return [(owner, value) for owner, value in rows]


def _begin(connection: Connection, found: Job, worker: str) -> Job | None:
    begun = {"state": "running", "attempt": found.attempt + 1, "worker": worker}
    same = (JOB.c.id == found.id) & (JOB.c.attempt == found.attempt) & (JOB.c.state == found.state)
    started = database_now(connection)
    if connection.execute(update(JOB).where(same).values(started=started, **begun)).rowcount == 0:
        return None
    jobs.tell(connection, found.id, [("started", {"attempt": found.attempt + 1})])
    return jobs.get(connection, found.id)


def asked(connection: Connection, id_: str, attempt: int) -> Asked:
    """Whether this attempt still holds the job, and what its owner has asked for."""
    job = jobs.get(connection, id_)
    if job is None:
        return Asked(mine=False, stop=False, cancel=False)
    mine = job.state == "running" and job.attempt == attempt
    return Asked(mine=mine, stop=job.stop_requested, cancel=job.cancel_requested)


def progress(
    connection: Connection, id_: str, attempt: int, lines: Iterable[tuple[str, Any]], spent: float
) -> bool:
    """Add events (kind and data of each) and the seconds spent over all attempts."""
    if not _write(connection, id_, attempt, {"spent": spent}):
        return False
    jobs.tell(connection, id_, lines)
    return True


def keep(connection: Connection, id_: str, attempt: int, lines: Any) -> bool:
    """Store the best schedule so far, from which a later attempt starts."""
    return _write(connection, id_, attempt, {"incumbent": lines})


def finish(connection: Connection, id_: str, attempt: int, ending: Ending) -> bool:
    """End the job. On False the caller undoes what else it wrote in this transaction."""
    values = {
        "state": ending.state,
        "spent": ending.spent,
        "outcome": ending.outcome,
        "schedule": ending.schedule,
        "problem": ending.problem,
        "answer": ending.answer,
        "ended": now(),
    }
    if ending.state not in jobs.ENDED:
        raise ValueError(f"a job does not end as {ending.state}")
    if not _write(connection, id_, attempt, values):
        return False
    told = {"state": ending.state, "schedule": ending.schedule, "problem": ending.problem}
    jobs.tell(connection, id_, [("ended", told)])
    return True


def hand_back(connection: Connection, id_: str, attempt: int) -> bool:
    """Let the job wait again; it keeps its place and its best schedule."""
    if not _write(connection, id_, attempt, {"state": "queued", "worker": None}):
        return False
    jobs.tell(connection, id_, [("handed_back", {"attempt": attempt})])
    return True


def orphans(connection: Connection, seconds: float) -> tuple[Job, ...]:
    """The running jobs whose worker has been silent for so many seconds, or has left."""
    since = database_now(connection) - timedelta(seconds=seconds)
    lives = select(WORKER.c.id).where(WORKER.c.last_seen >= since)
    alive = set(connection.execute(lives).scalars())
    return tuple(job for job in jobs.running(connection) if job.worker not in alive)


def _write(connection: Connection, id_: str, attempt: int, values: dict[str, Any]) -> bool:
    held = (JOB.c.id == id_) & (JOB.c.attempt == attempt) & (JOB.c.state == "running")
    return connection.execute(update(JOB).where(held).values(**values)).rowcount == 1
