"""Every refusal as application/problem+json (RFC 9457): what, where, and what to do about it."""

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException as PlainHTTPException

from exsched.service.storage.database import Unavailable
from exsched.service.storage.errors import Exists, QueueFull, Stale

MEDIA_TYPE = "application/problem+json"
SHOWN = 50
LOG = logging.getLogger("exsched.service")


class ApiProblem(HTTPException):
    """Ends a request with a refusal.

    Args:
        status: the HTTP status.
        code: a stable word for programs, such as `not_found`.
        detail: one sentence for the planner; never with content that the caller may not see.
        hint: what to do about it.
        title: the kind of problem in words; left out = the code in words.
        errors: entries {code, where, message, hint}; at most 50 are shown.
        headers: more headers, such as Retry-After.

    An HTTPException only so that the framework lets it through where it reads the body.
    """

    headers: dict[str, str]
    detail: str

    def __init__(  # noqa: PLR0913 - the parts of a problem document
        self,
        status: int,
        code: str,
        detail: str,
        *,
        hint: str | None = None,
        title: str | None = None,
        errors: Sequence[Mapping[str, Any]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status, detail, dict(headers or {}))
        self.status = status
        self.code = code
        self.hint = hint
        self.title = title or code.replace("_", " ").capitalize()
        self.errors = tuple(errors)

    def body(self) -> bytes:
        """The document, always in the same order."""
        said: dict[str, Any] = {
            "type": f"urn:exsched:problem:{self.code}",
            "title": self.title,
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
        }
        if self.hint:
            said["hint"] = self.hint
        if self.errors:
            said["errors"] = [dict(error) for error in self.errors[:SHOWN]]
        if len(self.errors) > SHOWN:
            said["more_errors"] = len(self.errors) - SHOWN
        return json.dumps(said, ensure_ascii=True, separators=(",", ":")).encode()

    def response(self) -> Response:
        """The answer to send."""
        return Response(self.body(), self.status, headers=self.headers, media_type=MEDIA_TYPE)


def not_found() -> ApiProblem:
    """The one answer for what does not exist and for what the caller may not know of."""
    return ApiProblem(404, "not_found", "There is nothing here that you may see.")


def unauthenticated() -> ApiProblem:
    """The one answer for no credentials and for wrong, expired, or revoked ones."""
    return ApiProblem(
        401,
        "unauthenticated",
        "This needs a valid token.",
        hint="send `Authorization: Bearer TOKEN`; the scheduling authority gives tokens out",
        headers={"WWW-Authenticate": "Bearer"},
    )


def forbidden(detail: str, hint: str | None = None) -> ApiProblem:
    """The caller is known, and its role does not allow this."""
    return ApiProblem(403, "forbidden", detail, hint=hint)


def conflict(code: str, detail: str, hint: str | None = None) -> ApiProblem:
    """The request does not fit the present state."""
    return ApiProblem(409, code, detail, hint=hint)


def invalid(
    code: str, detail: str, hint: str | None = None, errors: Sequence[Mapping[str, Any]] = ()
) -> ApiProblem:
    """The request could be read, and is wrong."""
    return ApiProblem(422, code, detail, hint=hint, errors=errors)


def too_many(detail: str, retry_after: float) -> ApiProblem:
    """A quota is used up; `retry_after` in seconds."""
    seconds = max(1, int(retry_after + 0.999))
    return ApiProblem(
        429, "too_many_requests", detail, hint=f"wait {seconds} s", headers={"Retry-After": str(seconds)}
    )


def unavailable(trouble: Unavailable) -> ApiProblem:
    """The database does not answer (503) or is full (507); what the driver said goes to the log only."""
    if trouble.full:
        return ApiProblem(507, "storage_full", "The disk is full; nothing was changed.", hint=_OPERATOR)
    return ApiProblem(
        503,
        "database_unavailable",
        "The database does not answer; nothing was changed.",
        hint="try again in a few seconds; " + _OPERATOR,
        headers={"Retry-After": "5"},
    )


_OPERATOR = "the operator finds the cause in the log"


def defect() -> ApiProblem:
    """The last resort: a fault of the program, told without content."""
    return ApiProblem(
        500,
        "defect",
        "This is a fault of exsched, not of your request; nothing is known to have been changed.",
        hint="report it with the X-Request-Id of this answer",
    )


def install(app: FastAPI) -> None:
    """Let every refusal of this application be a problem document."""
    app.add_exception_handler(ApiProblem, _api_problem)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(PlainHTTPException, _http)
    app.add_exception_handler(Unavailable, _unavailable)
    app.add_exception_handler(Exception, lambda _request, _error: defect().response())
    app.add_exception_handler(Stale, _stale)
    app.add_exception_handler(Exists, _exists)
    app.add_exception_handler(QueueFull, _queue_full)


def _api_problem(_request: Request, problem: Exception) -> Response:
    assert isinstance(problem, ApiProblem)
    return problem.response()


def _unavailable(_request: Request, trouble: Exception) -> Response:
    assert isinstance(trouble, Unavailable)
    LOG.error("the database does not answer", extra={"reason": str(trouble)[:200]})
    return unavailable(trouble).response()


def _stale(_request: Request, _error: Exception) -> Response:
    detail = "Somebody else has changed this in the meantime; nothing was changed."
    return conflict("changed_meanwhile", detail, "read it again, and decide again").response()


def _exists(_request: Request, _error: Exception) -> Response:
    return conflict("exists", "There is one with this name already; nothing was changed.").response()


def _queue_full(_request: Request, _error: Exception) -> Response:
    return too_many("As many of your solves and questions wait as may wait.", 30).response()


def _http(_request: Request, error: Exception) -> Response:
    assert isinstance(error, PlainHTTPException)
    if error.status_code == 404:
        return not_found().response()
    code = _CODES.get(error.status_code, "refused")
    detail = _DETAILS.get(error.status_code, "The request cannot be answered as it stands.")
    return ApiProblem(error.status_code, code, detail, headers=error.headers).response()


_CODES = {400: "bad_request", 405: "method_not_allowed", 413: "too_large", 415: "unsupported_type"}
_DETAILS = {
    400: "The request cannot be read.",
    405: "This address does not know that method; the header Allow lists those it knows.",
    413: "The body is too large.",
    415: "The body is of a type that is not taken here.",
}


def _validation(_request: Request, wrong: Exception) -> Response:
    assert isinstance(wrong, RequestValidationError)
    found = wrong.errors()
    if any(error["type"] == "json_invalid" for error in found):
        return unreadable("The body is not JSON.").response()
    errors = [
        {
            "code": str(error["type"]),
            "where": {"field": _place(error["loc"])},
            "message": str(error["msg"]).removeprefix("Value error, "),
        }
        for error in found
    ]
    listed = ", ".join(sorted({_place(error["loc"]) for error in found[:5]}))
    return invalid("invalid_request", f"The request is wrong in: {listed}.", errors=errors).response()


def unreadable(detail: str, line: int | None = None, column: int | None = None) -> ApiProblem:
    """The body cannot be parsed; `line` and `column` count from 1."""
    where = {"line": line, "column": column}
    errors = [{"code": "unreadable", "where": where, "message": detail}] if line else []
    return ApiProblem(400, "unreadable", detail, errors=errors)


def _place(location: Sequence[str | int]) -> str:
    return ".".join(str(part) for part in location)[:200]
