"""Putting solves and questions into the queue: the same bounds for both, and one queue for each nation."""

from typing import Any

from sqlalchemy import Connection

from exsched.service import reach
from exsched.service.caller import Caller
from exsched.service.context import Service
from exsched.service.models.limits import MOST_SECONDS_OF_NATION
from exsched.service.problems import ApiProblem, invalid, too_many
from exsched.service.storage import jobs
from exsched.service.storage.errors import QueueFull
from exsched.service.storage.records import Job, NewJob
from exsched.service.views import Base

MOST_QUEUED = 20
MOST_QUEUED_AUTHORITY = 1000


def new_job(caller: Caller, programme: str, base: Base, parameters: dict[str, Any]) -> NewJob:
    """A job of this caller, on its own view.

    Raises:
        ApiProblem: 422, a nation's would take too long.
    """
    if caller.is_planner and parameters["seconds"] > MOST_SECONDS_OF_NATION:
        what = f"A nation's solve or question runs for {MOST_SECONDS_OF_NATION} seconds at most."
        raise invalid("too_long", what, "ask for fewer `seconds`")
    return NewJob(
        programme=programme,
        revision=base.revision,
        closed_by=base.closed_by,
        viewer=reach.own_view(caller),
        owner=caller.nation,
        token=caller.token,
        label=caller.label,
        parameters=parameters,
    )


def queue(service: Service, connection: Connection, caller: Caller, new: NewJob) -> Job:
    """Put it in the queue, with a ticket for a worker.

    Raises:
        ApiProblem: 429, as many wait as may wait; 503, this service takes none.
    """
    if service.engine is None:
        raise ApiProblem(503, "no_solves", "This service takes no solves.", hint="ask its operator")
    most = MOST_QUEUED if caller.is_planner else MOST_QUEUED_AUTHORITY
    try:
        job = jobs.add(connection, new, most)
    except QueueFull:
        raise too_many(f"{most} of your solves and questions wait already.", 60) from None
    service.engine.submit(connection, job.id)
    return job
