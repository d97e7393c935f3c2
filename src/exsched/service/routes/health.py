"""Is the process alive, and is it of use."""

import time
from typing import Literal

from fastapi import Request, Response

from exsched.service.context import Service, service_of
from exsched.service.models import Model
from exsched.service.routing import open_router
from exsched.service.storage import schema, workers
from exsched.service.storage.database import Unavailable

ROUTER = open_router("operation")
WORKER_SECONDS = 60
KEPT_SECONDS = 1.0  # anybody may ask, so the database is not asked each time


class Alive(Model):
    """The process answers."""

    status: Literal["ok"] = "ok"


class Readiness(Model):
    """What is there; `ready` needs the database with the right schema and a worker."""

    ready: bool
    database: bool
    schema_fits: bool
    worker: bool


@ROUTER.get("/healthz")
async def healthz() -> Alive:
    """Whether the process answers."""
    return Alive()


@ROUTER.get("/readyz", responses={503: {"model": Readiness, "description": "Not ready"}})
def readyz(request: Request, response: Response) -> Readiness:
    """Whether the service can do its work: database, schema, and a worker seen within a minute."""
    found = _kept(request)
    response.status_code = 200 if found.ready else 503
    return found


def _kept(request: Request) -> Readiness:
    at, found = getattr(request.app.state, "readiness", (0.0, None))
    if found is None or time.monotonic() - at > KEPT_SECONDS:
        found = _look(service_of(request))
        request.app.state.readiness = (time.monotonic(), found)
    assert isinstance(found, Readiness)
    return found


def _look(service: Service) -> Readiness:
    try:
        with service.database.reading() as connection:
            fits = schema.state(connection) == "fits"
            worker = fits and bool(workers.alive(connection, WORKER_SECONDS))
    except Unavailable:
        return Readiness(ready=False, database=False, schema_fits=False, worker=False)
    return Readiness(ready=fits and worker, database=True, schema_fits=fits, worker=worker)
