"""What was noticed about an input, with its place in the caller's own words and files."""

from collections.abc import Iterable
from typing import Any

from pydantic import Field

from exsched.service.models.base import Model


class Where(Model):
    """A place in a file; line and column count from 1."""

    file: str | None = None
    line: int | None = None
    column: int | None = None


class Found(Model):
    """One thing noticed about an input: an error, a warning or a note."""

    code: str = Field(examples=["W605"])
    severity: str = Field(examples=["warning"])
    message: str = Field(examples=["nobody can use polar-company"])
    where: Where | None = None
    path: str = Field("", examples=["forces.polar-company"])
    known: tuple[str, ...] = ()
    suggestion: str | None = None
    hint: str | None = None


def found(diagnostics: Iterable[dict[str, Any]]) -> tuple[Found, ...]:
    """Diagnostics as documents."""
    return tuple(Found.model_validate(entry(one)) for one in diagnostics)


def entry(one: dict[str, Any]) -> dict[str, Any]:
    """A diagnostic as an entry of a problem document."""
    where = {key: one.get(key) for key in ("file", "line", "column")}
    kept = {key: one[key] for key in ("code", "severity", "message", "path", "known", "suggestion", "hint")}
    return kept | {"where": where if one.get("file") else None}
