"""Constraint files: the authority's bundle, each nation's own file, and the history of both."""

import hashlib
from typing import Annotated, Any

from fastapi import Path, Request, Response

from exsched.service import reach
from exsched.service.answering import UNCHANGED
from exsched.service.bundle import JSON, TAR, YAML
from exsched.service.caller import AuthorityDep, AuthorityOrAuditorDep, Caller, CallerDep
from exsched.service.context import Service
from exsched.service.etags import strong
from exsched.service.models.found import found
from exsched.service.models.programmes import Accepted, SubmissionSeen
from exsched.service.paging import Page, PagingDep
from exsched.service.parsing import Bundle
from exsched.service.preconditions import seen, unchanged
from exsched.service.problems import not_found
from exsched.service.raw import FileDep, described, of_type
from exsched.service.routes.programmes import ProgrammePath, ServiceDep
from exsched.service.routing import api_router
from exsched.service.storage import submissions
from exsched.service.storage.records import Submission
from exsched.service.submitting import New, Taken, put_bundle, put_file

ROUTER = api_router("submissions")

NationPath = Annotated[str, Path(max_length=64, examples=["ARV"])]
_BYTES: dict[int | str, dict[str, Any]] = {200: {"content": {TAR: {}, YAML: {}, JSON: {}}}}
_SUFFIX = {TAR: "tar", YAML: "yaml", JSON: "json"}
_BUNDLE = "exsched: 1\nprogramme: {id: first-steps, title: First steps, horizon: 2027-03-01/2027-07-31}\n"
_FILE = "owner: ARV\nvenues:\n  north-range: {name: North Range, host: ARV}\n"


@ROUTER.put("/programmes/{programme}/bundle", openapi_extra=described({YAML: _BUNDLE}, TAR, YAML, JSON))
def put_the_bundle(
    service: ServiceDep,
    caller: AuthorityDep,
    programme: ProgrammePath,
    file: FileDep,
    request: Request,
    response: Response,
) -> Accepted:
    """Put the programme's constraint files: one file, or a folder as a tar archive."""
    expected = _expected(service, caller, request, programme, "", file)
    bundle = of_type(file, TAR, YAML, JSON)
    return _accepted(caller, put_bundle(service, caller, New(programme, "", bundle, expected)), response)


@ROUTER.get("/programmes/{programme}/bundle", response_class=Response, responses=_BYTES | UNCHANGED)
def get_the_bundle(
    service: ServiceDep, caller: AuthorityOrAuditorDep, programme: ProgrammePath, request: Request
) -> Response:
    """The newest bundle, byte for byte as it came."""
    return _newest(service, caller, request, programme, "")


@ROUTER.put(
    "/programmes/{programme}/submissions/{nation}", openapi_extra=described({YAML: _FILE}, YAML, JSON)
)
def put_a_submission(  # noqa: PLR0913, PLR0917 - one for each part of the request
    service: ServiceDep,
    caller: CallerDep,
    programme: ProgrammePath,
    nation: NationPath,
    file: FileDep,
    request: Request,
    response: Response,
) -> Accepted:
    """Put a nation's own file; it takes the place of what the bundle holds of that nation."""
    expected = _expected(service, caller, request, programme, nation, file)
    new = New(programme, nation, of_type(file, YAML, JSON), expected)
    return _accepted(caller, put_file(service, caller, new), response)


@ROUTER.get(
    "/programmes/{programme}/submissions/{nation}", response_class=Response, responses=_BYTES | UNCHANGED
)
def get_a_submission(
    service: ServiceDep, caller: CallerDep, programme: ProgrammePath, nation: NationPath, request: Request
) -> Response:
    """A nation's newest file, byte for byte as it came."""
    return _newest(service, caller, request, programme, nation)


@ROUTER.get("/programmes/{programme}/submissions")
def list_submissions(
    service: ServiceDep, caller: CallerDep, programme: ProgrammePath, paging: PagingDep
) -> Page[SubmissionSeen]:
    """Everything that was submitted, newest first; a planner sees what was submitted for its nation."""
    owner = None if caller.viewer.sees_everything else caller.nation
    with service.database.reading() as connection:
        reach.programme(service, connection, caller, programme)
        history = submissions.page(connection, programme, owner, paging.after, paging.look)
    return paging.page([_seen(one) for one in history], [(one.at, one.id) for one in history])


@ROUTER.get("/submissions/{submission}")
def get_submission(service: ServiceDep, caller: CallerDep, submission: str) -> SubmissionSeen:
    """One submission, with what its submitter was told."""
    with service.database.reading() as connection:
        return _seen(reach.submission(service, connection, caller, submission))


@ROUTER.get("/submissions/{submission}/content", response_class=Response, responses=_BYTES)
def get_submission_content(service: ServiceDep, caller: CallerDep, submission: str) -> Response:
    """Its bytes, as they came."""
    with service.database.reading() as connection:
        kept = reach.submission(service, connection, caller, submission)
        content = submissions.content(connection, kept.id)
    assert content is not None
    return _bytes(kept, content)


def _expected(
    service: Service, caller: Caller, request: Request, programme: str, owner: str, file: Bundle
) -> str:
    """The SHA-256 of the state that the caller says it has seen; '' when there is none yet.

    What is there already may be sent again, for its answer may have been lost (RFC 9110, 13.1.1).
    """
    with service.database.reading() as connection:
        reach.programme(service, connection, caller, programme)
        if owner:
            reach.for_nation(caller, owner)
        kept = submissions.current(connection, programme, owner)
    again = kept is not None and kept.sha256 == hashlib.sha256(file.content).hexdigest()
    if not (again and {"if-match", "if-none-match"} & set(request.headers)):
        seen(request, strong(kept.sha256) if kept else None)
    return kept.sha256 if kept else ""


def _accepted(caller: Caller, taken: Taken, response: Response) -> Accepted:
    response.headers["ETag"] = strong(taken.submission.sha256)
    usable = taken.usable if caller.is_authority else None
    return Accepted(submission=_seen(taken.submission), fresh=taken.fresh, usable=usable)


def _newest(service: Service, caller: Caller, request: Request, programme: str, owner: str) -> Response:
    with service.database.reading() as connection:
        reach.programme(service, connection, caller, programme)
        if owner and not caller.viewer.sees_everything:
            reach.for_nation(caller, owner)
        kept = submissions.current(connection, programme, owner)
        if kept is None:
            raise not_found()
        same = unchanged(request, strong(kept.sha256))
        content = submissions.content(connection, kept.id)
    assert content is not None
    return same or _bytes(kept, content)


def _bytes(kept: Submission, content: bytes) -> Response:
    name = f"{kept.programme}-{kept.owner or 'bundle'}.{_SUFFIX.get(kept.media_type, 'bin')}"
    headers = {"ETag": strong(kept.sha256), "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kept.media_type, headers=headers)


def _seen(kept: Submission) -> SubmissionSeen:
    return SubmissionSeen(
        id=kept.id,
        programme=kept.programme,
        owner=kept.owner,
        number=kept.number,
        sha256=kept.sha256,
        media_type=kept.media_type,
        submitted_by=kept.label,
        at=kept.at,
        diagnostics=found(kept.checked),
    )
