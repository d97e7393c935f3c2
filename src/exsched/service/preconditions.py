"""No lost update: a write says which state it has seen; a read says which state it has."""

from fastapi import Request, Response

from exsched.service.etags import matches_strongly, matches_weakly
from exsched.service.problems import ApiProblem


def seen(request: Request, etag: str | None, *, required: bool = True) -> None:
    """Make sure that the writer has seen the present state; `etag` None = there is none yet.

    Raises:
        ApiProblem: 412 when the state is another one, 428 when the writer says nothing.
    """
    match, none_match = request.headers.get("if-match"), request.headers.get("if-none-match")
    if match is None and none_match is None:
        if required:
            raise _unsaid(etag)
        return
    if match is not None and (etag is None or not matches_strongly(match, etag)):
        raise _changed()
    if none_match is not None and etag is not None and matches_weakly(none_match, etag):
        raise _changed()


def unchanged(request: Request, etag: str) -> Response | None:
    """304 when the reader has this state already, else None."""
    header = request.headers.get("if-none-match")
    if header is None or not matches_weakly(header, etag):
        return None
    return Response(status_code=304, headers={"ETag": etag, "Cache-Control": "private, no-cache"})


def _changed() -> ApiProblem:
    return ApiProblem(
        412,
        "precondition_failed",
        "It was changed since you read it; nothing was changed now.",
        hint="read it again with GET, and send the new ETag in If-Match",
    )


def _unsaid(etag: str | None) -> ApiProblem:
    how = "If-None-Match: *" if etag is None else "If-Match with the ETag that GET gave"
    return ApiProblem(
        428,
        "precondition_required",
        "Say which state you have seen; nothing was changed.",
        hint=f"send {how}",
    )
