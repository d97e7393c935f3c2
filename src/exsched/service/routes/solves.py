"""Solves as jobs: asked for, watched, ended. A planner's is a what-if on its own view."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Annotated

from fastapi import Header, Query, Response
from fastapi.responses import StreamingResponse
from sqlalchemy import Connection

from exsched.service import queueing, reach, rendering
from exsched.service.answering import created
from exsched.service.caller import Caller, CallerDep, WriterDep
from exsched.service.context import Service
from exsched.service.idempotent import OnceDep
from exsched.service.models.solves import NewSolve, SolveSeen, Step, Steps
from exsched.service.paging import Page, PagingDep
from exsched.service.problems import invalid
from exsched.service.record import record
from exsched.service.routes.programmes import ProgrammePath, ServiceDep
from exsched.service.routes.views import WHOLE
from exsched.service.routing import api_router
from exsched.service.storage import jobs
from exsched.service.storage.records import Job, JobEvent, NewJob
from exsched.service.watching import stream

ROUTER = api_router("solves")

_EVENTS = {"text/event-stream": {"schema": {"type": "string"}}}


@ROUTER.post("/programmes/{programme}/solves", status_code=202, response_model=SolveSeen)
def ask_for_solve(
    service: ServiceDep, caller: WriterDep, programme: ProgrammePath, wanted: NewSolve, once: OnceDep
) -> Response:
    """Queue a solve of what the caller may see; `Location` is where to watch it."""
    with service.database.writing() as connection:
        reach.programme(service, connection, caller, programme)
        if (given := once.before(connection)) is not None:
            return given
        new = _wanted(service, connection, caller, programme, wanted)
        job = queueing.queue(service, connection, caller, new)
        record(connection, caller, "solve.ask", f"{programme}/{job.id}", of=job.viewer or WHOLE)
        return once.keep(connection, created(_seen(caller, job), f"/solves/{job.id}", 202))


@ROUTER.get("/programmes/{programme}/solves")
def list_solves(
    service: ServiceDep, caller: CallerDep, programme: ProgrammePath, paging: PagingDep
) -> Page[SolveSeen]:
    """Solves, newest first; a planner sees those of its own view."""
    viewer = None if caller.viewer.sees_everything else caller.nation
    with service.database.reading() as connection:
        reach.programme(service, connection, caller, programme)
        found = jobs.page(connection, programme, viewer, paging.after, paging.look)
    return paging.page([_seen(caller, one) for one in found], [(one.queued, one.id) for one in found])


@ROUTER.get("/solves/{job}")
def get_solve(service: ServiceDep, caller: CallerDep, job: str) -> SolveSeen:
    """One solve: its state, and when it has ended its outcome and schedule."""
    with service.database.reading() as connection:
        return _seen(caller, reach.job(service, connection, caller, job))


@ROUTER.get("/solves/{job}/events", response_model=Steps, responses={200: {"content": _EVENTS}})
def watch_solve(
    service: ServiceDep,
    caller: CallerDep,
    job: str,
    after: Annotated[
        int | None, Query(ge=0, description="Poll: the steps after this number, as JSON.")
    ] = None,
    last_event_id: Annotated[str | None, Header(max_length=20, pattern="^[0-9]*$")] = None,
) -> Steps | StreamingResponse:
    """Watch a solve: server-sent events until it ends, or with `after` what there is now as JSON."""
    with service.database.reading() as connection:
        found = reach.job(service, connection, caller, job)
        if after is not None:
            steps = jobs.events(connection, found.id, after)
            return Steps(state=found.state, steps=tuple(_step(one) for one in steps))
    seen = int(last_event_id or 0)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(
        _events(service, caller, found.id, seen), media_type="text/event-stream", headers=headers
    )


@ROUTER.post("/solves/{job}/stop")
def stop_solve(service: ServiceDep, caller: WriterDep, job: str) -> SolveSeen:
    """End it and keep the best schedule so far; asking again changes nothing."""
    with service.database.writing() as connection:
        found = reach.job(service, connection, caller, job)
        ended = jobs.ask_to_stop(connection, found.id)
        record(connection, caller, "solve.stop", f"{found.programme}/{found.id}")
    return _seen(caller, ended or found)


@ROUTER.post("/solves/{job}/cancel")
def cancel_solve(service: ServiceDep, caller: WriterDep, job: str) -> SolveSeen:
    """End it and keep nothing; asking again changes nothing."""
    with service.database.writing() as connection:
        found = reach.job(service, connection, caller, job)
        ended = jobs.ask_to_cancel(connection, found.id)
        record(connection, caller, "solve.cancel", f"{found.programme}/{found.id}")
    return _seen(caller, ended or found)


def _wanted(
    service: Service, connection: Connection, caller: Caller, programme: str, wanted: NewSolve
) -> NewJob:
    base = reach.base(connection, caller, programme)
    problem = rendering.seen(service, connection, programme, base, caller.viewer)
    seconds = wanted.seconds or problem.settings.time_limit
    if wanted.hint is not None:
        _fits(service, connection, caller, programme, wanted.hint)
    parameters = wanted.model_dump(exclude={"hint"}) | {"seconds": seconds}
    return replace(queueing.new_job(caller, programme, base, parameters), hint=wanted.hint)


def _fits(service: Service, connection: Connection, caller: Caller, programme: str, hint: str) -> None:
    """Make sure that the schedule to start from is of the same programme and view."""
    start = reach.schedule(service, connection, caller, hint)
    if (start.programme, start.viewer) != (programme, reach.own_view(caller)):
        raise invalid("other_view", "The schedule to start from answers something else.", "leave `hint` out")


def _events(service: Service, caller: Caller, job: str, after: int) -> AsyncIterator[bytes]:
    def read(seen: int) -> tuple[list[Step], bool]:
        with service.database.reading() as connection:
            found = jobs.get(connection, job)
            steps = jobs.events(connection, job, seen)
        return [_step(one) for one in steps], found is None or found.state in jobs.ENDED

    return stream(read, after, caller.token)


def _step(one: JobEvent) -> Step:
    return Step(number=one.number, at=one.at, kind=one.kind, data=one.data or {})


def _seen(caller: Caller, job: Job) -> SolveSeen:
    everything = caller.viewer.sees_everything
    return SolveSeen.model_validate(
        {
            "id": job.id,
            "programme": job.programme,
            "of": job.viewer or WHOLE,
            "state": job.state,
            "parameters": job.parameters,
            "hint": job.hint,
            "queued": job.queued,
            "started": job.started,
            "ended": job.ended,
            "stop_requested": job.stop_requested,
            "cancel_requested": job.cancel_requested,
            "schedule": job.schedule,
            "outcome": job.outcome,
            "problem": job.problem,
            "revision": job.revision if everything else None,
            "asked_by": job.label if everything else None,
        }
    )
