"""What a release shows: changes for each reader, exports, the leak report, the immutable copy."""

from typing import Annotated

from fastapi import Query, Request, Response
from sqlalchemy import Connection

from exsched.access.viewer import Viewer
from exsched.exporting import Selection, View
from exsched.releasing import residual
from exsched.releasing.changes import Change, changes
from exsched.rulekit.verdict import Answer
from exsched.service import publishing, reach, rendering
from exsched.service.answering import UNCHANGED, attached
from exsched.service.caller import AuthorityOrAuditorDep, CallerDep
from exsched.service.context import Service
from exsched.service.models.releases import Changes, ChangeSeen, Leak, Leaks
from exsched.service.problems import conflict, not_found
from exsched.service.routes.programmes import ServiceDep
from exsched.service.routes.schedules import FILE, FormatPath, Only, exported
from exsched.service.routes.views import WHOLE
from exsched.service.routing import api_router
from exsched.service.storage import releases
from exsched.service.storage.records import Release

ROUTER = api_router("releases")


@ROUTER.get("/releases/{release}/changes")
def release_changes(service: ServiceDep, caller: CallerDep, release: str) -> Changes:
    """What changes since the release before it, as the caller sees both."""
    with service.database.reading() as connection:
        found = reach.release(service, connection, caller, release)
        return _changes(service, connection, found, caller.viewer)


@ROUTER.get("/releases/{release}/preview")
def release_preview(
    service: ServiceDep,
    caller: CallerDep,
    release: str,
    nation: Annotated[str, Query(max_length=64, description="whose eyes to look through")],
) -> Changes:
    """What changes for a nation, as it will see it; a planner may look through its own nation's eyes."""
    with service.database.reading() as connection:
        found = reach.release(service, connection, caller, release)
        if not caller.viewer.sees_everything:
            reach.for_nation(caller, nation)
        whole = publishing.whole_answer(service, connection, found)
        if nation not in whole.problem.programme.nations:
            raise not_found()
        return _changes(service, connection, found, rendering.viewer_of(service, nation))


@ROUTER.get("/releases/{release}/export/{format}", response_class=Response, responses=FILE | UNCHANGED)
def export_release(  # noqa: PLR0913, PLR0917 - one for each part of the request
    service: ServiceDep,
    caller: CallerDep,
    request: Request,
    release: str,
    format: FormatPath,
    nation: Only = None,
    force: Only = None,
    venue: Only = None,
    exercise: Only = None,
    by: View = View.EXERCISE,
) -> Response:
    """The release in one of the formats, as the caller sees it; a draft until it is in force."""
    with service.database.reading() as connection:
        found = reach.release(service, connection, caller, release)
        answer = publishing.answer_of(service, connection, found, caller.viewer)
    draft = found.state in {"draft", "proposed", "withdrawn"}
    selection = Selection(nation=nation, force=force, venue=venue, exercise=exercise, by=by, draft=draft)
    return exported(request, answer, format, selection)


@ROUTER.get("/releases/{release}/leaks")
def release_leaks(
    service: ServiceDep,
    caller: AuthorityOrAuditorDep,
    release: str,
    threshold: Annotated[
        int, Query(ge=1, le=53, description="warn below so many weeks")
    ] = residual.THRESHOLD,
    most: Annotated[
        int, Query(ge=100, le=1_000_000, description="placements tried: more take longer and leave less out")
    ] = residual.MOST_PLACEMENTS,
) -> Leaks:
    """How many start weeks of hidden exercises stay possible for each nation, and for pairs of nations."""
    with service.database.reading() as connection:
        found = reach.release(service, connection, caller, release)
        whole = publishing.whole_answer(service, connection, found)
        views = _views(service, connection, found, whole)
    key = ("leaks", found.schedule, threshold, most)
    told = rendering.kept(service, key, lambda: residual.report(whole, views, threshold, most))
    return Leaks(
        release=found.id,
        threshold=threshold,
        leaks=tuple(_leak(one) for one in told.leaks),
        left_out=told.left_out,
    )


@ROUTER.get("/releases/{release}/copy", response_class=Response, responses=UNCHANGED)
def release_copy(
    service: ServiceDep, caller: AuthorityOrAuditorDep, request: Request, release: str
) -> Response:
    """The immutable copy: problem, schedule and certificate as they were when it was proposed or released."""
    with service.database.reading() as connection:
        found = reach.release(service, connection, caller, release)
        content = releases.copy(connection, found.id)
    if content is None:
        raise conflict("no_copy", "A draft has no copy yet.", "it is made when the release is proposed")
    name = f"{found.programme}-release-{found.number}.json"
    return attached(request, content, "application/json", name)


def _views(service: Service, connection: Connection, found: Release, whole: Answer) -> dict[str, Answer]:
    return {
        nation: publishing.answer_of(service, connection, found, rendering.viewer_of(service, nation))
        for nation in sorted(whole.problem.programme.nations)
    }


def _changes(service: Service, connection: Connection, found: Release, viewer: Viewer) -> Changes:
    """The difference of what the viewer sees of each; never what it may see of the difference."""
    before = _before(connection, found)
    then = publishing.answer_of(service, connection, before, viewer) if before else None
    now = publishing.answer_of(service, connection, found, viewer)
    return Changes(
        release=found.id,
        of=WHOLE if viewer.sees_everything else viewer.nation or "",
        since=before.number if before else None,
        changes=tuple(_seen(one) for one in changes(then, now)),
    )


def _before(connection: Connection, found: Release) -> Release | None:
    """The release that was in force before this one, or is in force while this one is not."""
    if found.state not in {"released", "superseded"}:
        return releases.in_force(connection, found.programme)
    assert found.released is not None
    past = releases.page(connection, found.programme, ("released", "superseded"), limit=1000)
    older = [one for one in past if one.released is not None and one.released < found.released]
    return max(older, key=lambda one: one.released or one.created, default=None)


def _seen(one: Change) -> ChangeSeen:
    return ChangeSeen(
        exercise=one.exercise,
        kinds=tuple(kind.value for kind in one.kinds),
        sentence=one.sentence,
        before=one.before.as_json() if one.before else None,
        after=one.after.as_json() if one.after else None,
    )


def _leak(one: residual.Leak) -> Leak:
    return Leak(
        nations=one.nations,
        exercise=one.exercise,
        weeks_possible=one.weeks_possible,
        weeks_asked=one.weeks_asked,
        warn=one.warn,
        sentence=one.sentence(),
    )
