"""Schedules: found by a solve or made by hand, judged by our own checker, exported in every format."""

from typing import Annotated, Any

from fastapi import Path, Query, Request, Response
from sqlalchemy import Connection

from exsched.checking.judge import fingerprint, judge
from exsched.domain.schedule import Schedule
from exsched.exporting import FORMATS, Selection, View
from exsched.exporting.json import verdict as verdict_json
from exsched.intake.normal_form import write_problem
from exsched.rulekit.problem import Problem
from exsched.rulekit.verdict import Answer
from exsched.service import reach, rendering
from exsched.service.answering import UNCHANGED, attached, created
from exsched.service.bundle import JSON, YAML, Fault
from exsched.service.caller import Caller, CallerDep, WriterDep
from exsched.service.context import Service
from exsched.service.idempotent import OnceDep
from exsched.service.models.base import Label
from exsched.service.models.found import Found, found
from exsched.service.models.schedules import Judged, ScheduleHead, ScheduleSeen
from exsched.service.paging import Page, PagingDep
from exsched.service.parsing import Bundle, read_schedule
from exsched.service.raw import CSV, FileDep, described, of_type, suffix
from exsched.service.record import record
from exsched.service.routes.programmes import ProgrammePath, ServiceDep
from exsched.service.routes.views import WHOLE
from exsched.service.routing import api_router
from exsched.service.storage import schedules
from exsched.service.storage.records import NewSchedule
from exsched.service.storage.records import Schedule as Stored
from exsched.service.storage.records import ScheduleHead as Head
from exsched.service.submitting import refuse, told
from exsched.service.views import Base

ROUTER = api_router("schedules")

FormatPath = Annotated[str, Path(max_length=20, description=f"one of {', '.join(FORMATS)}", examples=["csv"])]
Only = Annotated[str | None, Query(max_length=100)]
_EXAMPLE = "exercise,startex,endex,sites\npolar-fox,2027-04-26,2027-05-07,land=north-range\n"
_BODY = described({CSV: _EXAMPLE}, CSV, YAML, JSON)
FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {one.media_type.partition(";")[0]: {} for one in FORMATS.values()}}
}


@ROUTER.post("/programmes/{programme}/verify", openapi_extra=_BODY)
def verify_schedule(
    service: ServiceDep, caller: CallerDep, programme: ProgrammePath, file: FileDep
) -> Judged:
    """Judge a schedule file against what the caller may see; nothing is stored."""
    schedule, problem, _, noticed = _read(service, caller, programme, file)
    found_out = judge(problem, schedule)
    return Judged(allowed=found_out.allowed, verdict=verdict_json(found_out), diagnostics=noticed)


@ROUTER.post(
    "/programmes/{programme}/schedules", status_code=201, response_model=ScheduleSeen, openapi_extra=_BODY
)
def keep_schedule(
    service: ServiceDep,
    caller: WriterDep,
    programme: ProgrammePath,
    file: FileDep,
    once: OnceDep,
    title: Annotated[Label, Query(min_length=1, max_length=200)] = "made by hand",
) -> Response:
    """Keep a schedule made by hand, allowed or not; the answer says how it was judged."""
    with service.database.reading() as connection:
        reach.programme(service, connection, caller, programme)
        if (given := once.given(connection)) is not None:
            return given
    schedule, problem, base, noticed = _read(service, caller, programme, file)
    verdict = judge(problem, schedule)
    new = NewSchedule(
        programme=programme,
        revision=base.revision,
        viewer=reach.own_view(caller),
        closed_by=base.closed_by,
        title=title,
        lines=schedule.model_dump(mode="json")["lines"],
        sha256=fingerprint(schedule),
        verdict=verdict.certificate(),
        allowed=verdict.allowed,
        token=caller.token,
    )
    with service.database.writing() as connection:
        if (given := once.before(connection)) is not None:
            return given
        kept = schedules.add(connection, new)
        record(connection, caller, "schedule.keep", f"{programme}/{kept.id}", sha256=kept.sha256)
        seen = _seen(caller, kept, Answer(problem, schedule, verdict), noticed)
        return once.keep(connection, created(seen, f"/schedules/{kept.id}"))


@ROUTER.get("/programmes/{programme}/schedules")
def list_schedules(
    service: ServiceDep, caller: CallerDep, programme: ProgrammePath, paging: PagingDep
) -> Page[ScheduleHead]:
    """Schedules, newest first; a planner sees those of its own view. Releases are listed apart."""
    viewer = None if caller.viewer.sees_everything else caller.nation
    with service.database.reading() as connection:
        reach.programme(service, connection, caller, programme)
        kept = schedules.page(connection, programme, viewer, paging.after, paging.look)
    heads = [ScheduleHead.model_validate(_head(caller, one)) for one in kept]
    return paging.page(heads, [(one.at, one.id) for one in kept])


@ROUTER.get("/schedules/{schedule}")
def get_schedule(service: ServiceDep, caller: CallerDep, schedule: str) -> ScheduleSeen:
    """One schedule with all its lines."""
    with service.database.reading() as connection:
        kept = reach.schedule(service, connection, caller, schedule)
        return _seen(caller, kept, rendering.answer_for(service, connection, kept, caller.viewer), ())


@ROUTER.get("/schedules/{schedule}/verdict")
def get_verdict(service: ServiceDep, caller: CallerDep, schedule: str) -> Judged:
    """What the checker says of it: every statement broken, and those that cannot be decided."""
    verdict = _answer(service, caller, schedule).verdict
    return Judged(allowed=verdict.allowed, verdict=verdict_json(verdict))


@ROUTER.get("/schedules/{schedule}/export/{format}", response_class=Response, responses=FILE | UNCHANGED)
def export_schedule(  # noqa: PLR0913, PLR0917 - one for each part of the request
    service: ServiceDep,
    caller: CallerDep,
    request: Request,
    schedule: str,
    format: FormatPath,
    nation: Only = None,
    force: Only = None,
    venue: Only = None,
    by: View = View.EXERCISE,
    draft: bool = False,
) -> Response:
    """The schedule in one of the formats: all of it, or what concerns a nation, force or venue."""
    selection = Selection(nation=nation, force=force, venue=venue, by=by, draft=draft)
    return exported(request, _answer(service, caller, schedule), format, selection)


def exported(request: Request, answer: Answer, format_: str, selection: Selection) -> Response:
    """An answer as a file."""
    content = rendering.export(answer, format_, selection)
    kind = FORMATS[format_]
    name = f"{answer.schedule.programme}{kind.suffix}"
    return attached(request, content, kind.media_type, name)


def _answer(service: Service, caller: Caller, schedule: str) -> Answer:
    with service.database.reading() as connection:
        kept = reach.schedule(service, connection, caller, schedule)
        return rendering.answer_for(service, connection, kept, caller.viewer)


def _read(
    service: Service, caller: Caller, programme: str, file: Bundle
) -> tuple[Schedule, Problem, Base, tuple[Found, ...]]:
    """A schedule file, read in the limited process against what the caller may see."""
    with service.database.reading() as connection:
        reach.programme(service, connection, caller, programme)
        of_type(file, CSV, YAML, JSON)
        base = reach.base(connection, caller, programme)
        problem, normal = _problem(service, connection, caller, programme, base)
    try:
        schedule, noticed = read_schedule(normal, file.content, f"schedule{suffix(file.media_type)}")
    except Fault as fault:
        raise told(fault) from None
    refuse(noticed)
    assert schedule is not None
    return schedule, problem, base, found(noticed)


def _problem(
    service: Service, connection: Connection, caller: Caller, programme: str, base: Base
) -> tuple[Problem, bytes]:
    problem = rendering.seen(service, connection, programme, base, caller.viewer)
    key = ("normal form", programme, base, reach.own_view(caller))
    return problem, rendering.kept(service, key, lambda: write_problem(problem))


def _head(caller: Caller, kept: Head | Stored) -> dict[str, object]:
    return {
        "id": kept.id,
        "programme": kept.programme,
        "of": kept.viewer or WHOLE,
        "title": kept.title,
        "allowed": kept.allowed,
        "sha256": kept.sha256,
        "job": kept.job,
        "at": kept.at,
        "revision": kept.revision if caller.viewer.sees_everything else None,
    }


def _seen(caller: Caller, kept: Stored, answer: Answer, noticed: tuple[Found, ...]) -> ScheduleSeen:
    return ScheduleSeen.model_validate(
        _head(caller, kept)
        | {
            "lines": tuple(kept.lines),
            "certificate": answer.verdict.certificate(),
            "outcome": kept.outcome,
            "diagnostics": noticed,
        }
    )
