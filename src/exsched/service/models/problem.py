"""How a refusal looks, for the description of the API."""

from typing import Any

from exsched.service.models.base import Model


class Mistake(Model):
    """One thing that is wrong, and where; the last four are of mistakes in input files."""

    code: str
    where: dict[str, str | int | None] | None = None
    message: str
    hint: str | None = None
    severity: str | None = None
    path: str | None = None
    known: tuple[str, ...] = ()
    suggestion: str | None = None


class Problem(Model):
    """A refusal (RFC 9457)."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    hint: str | None = None
    errors: tuple[Mistake, ...] = ()
    more_errors: int | None = None


_MEANINGS = {
    400: "The request cannot be read",
    401: "No valid token",
    403: "Your role may not do this",
    404: "There is nothing here that you may see",
    405: "The address does not know this method",
    408: "The body did not come in time",
    409: "The request does not fit the present state",
    412: "It was changed since you read it",
    413: "The body is too large",
    415: "The body is of a type that is not taken",
    422: "The request is wrong",
    428: "Say which state you have seen",
    429: "Too many requests",
    503: "The database does not answer",
    507: "The disk is full",
}

RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {
        "description": meaning,
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for status, meaning in _MEANINGS.items()
}
"""The refusals that any operation can give."""
