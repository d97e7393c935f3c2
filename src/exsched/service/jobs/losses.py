"""Attempts that were lost: their worker died, or their solver did. Each job may lose a few, then it ends."""

from sqlalchemy import Connection

from exsched.service.jobs.engine import Engine
from exsched.service.storage import attempts, jobs
from exsched.service.storage.records import Ending, Job

MOST = 3
"""Lost attempts after which a job is not solved any more: what was found is its result."""

LOST = "attempt_lost"
"""Kind of the event that counts them."""


def losses(connection: Connection, id_: str) -> tuple[str, ...]:
    """Why attempts at this job were lost, one sentence for each, in order."""
    reasons: list[str] = []
    last = 0
    while page := jobs.events(connection, id_, after=last):
        reasons += [str(event.data["why"]) for event in page if event.kind == LOST]
        last = page[-1].number
    return tuple(reasons)


def lose(connection: Connection, engine: Engine, job: Job, why: str) -> bool:
    """Let the job wait for another attempt; False when this attempt is not the job's any more.

    A job that takes its worker down even when nothing is left to solve has failed.
    """
    told = [(LOST, {"attempt": job.attempt, "why": why})]
    if not attempts.progress(connection, job.id, job.attempt, told, job.spent):
        return False
    if len(losses(connection, job.id)) > MOST:
        problem = failure("attempts-lost", f"given up after {MOST + 1} attempts: {why}", SMALLER)
        return attempts.finish(
            connection, job.id, job.attempt, Ending(state="failed", spent=job.spent, problem=problem)
        )
    engine.submit(connection, job.id)
    return attempts.hand_back(connection, job.id, job.attempt)


SMALLER = "allow more `memory_mb`, ask for fewer `workers`, or look into the log of the workers"


def failure(code: str, sentence: str, hint: str | None = None) -> dict[str, str | None]:
    """Why a job failed, as it is stored and shown."""
    return {"code": code, "sentence": sentence, "hint": hint}
