"""Figures for Prometheus: of this process, and of the jobs as the database has them."""

from collections.abc import Iterator

from fastapi import Depends, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import Connection, func, select

from exsched.access.viewer import Role
from exsched.service import clock
from exsched.service.caller import of_all
from exsched.service.context import service_of
from exsched.service.metrics import REGISTRY
from exsched.service.routing import known_router
from exsched.service.storage import workers
from exsched.service.storage.tables import JOB

ROUTER = known_router("operation")


@ROUTER.get(
    "/metrics",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
    dependencies=[Depends(of_all(Role.AUTHORITY, Role.AUDITOR))],
)
def metrics(request: Request) -> Response:
    """Counters of this process, and jobs by state, age of the queue and workers from the database."""
    with service_of(request).database.reading() as connection:
        lines = list(_of_jobs(connection))
    body = generate_latest(REGISTRY) + "".join(f"{line}\n" for line in lines).encode()
    return Response(body, media_type=CONTENT_TYPE_LATEST)


def _of_jobs(connection: Connection) -> Iterator[str]:
    by_state = select(JOB.c.state, func.count()).group_by(JOB.c.state)
    counted = {str(row[0]): int(row[1]) for row in connection.execute(by_state)}
    yield "# HELP exsched_jobs Solves by state."
    yield "# TYPE exsched_jobs gauge"
    for state in ("queued", "running", "succeeded", "failed", "cancelled"):
        yield f'exsched_jobs{{state="{state}"}} {counted.get(state, 0)}'
    oldest = connection.execute(select(func.min(JOB.c.queued)).where(JOB.c.state == "queued")).scalar()
    age = 0.0 if oldest is None else max(0.0, (clock.now() - oldest).total_seconds())
    yield "# HELP exsched_queue_age_seconds How long the oldest queued solve has waited."
    yield "# TYPE exsched_queue_age_seconds gauge"
    yield f"exsched_queue_age_seconds {age:.1f}"
    yield "# HELP exsched_solve_seconds_total Seconds of solving of all solves that ended."
    yield "# TYPE exsched_solve_seconds_total counter"
    spent = connection.execute(select(func.sum(JOB.c.spent))).scalar() or 0.0
    yield f"exsched_solve_seconds_total {spent:.1f}"
    yield "# HELP exsched_workers Workers that gave a sign of life within a minute."
    yield "# TYPE exsched_workers gauge"
    yield f"exsched_workers {len(workers.alive(connection, 60))}"
