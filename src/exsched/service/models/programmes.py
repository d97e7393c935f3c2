"""Programmes, what is submitted to them, and what was noticed about it."""

from typing import Any

from pydantic import ConfigDict, Field

from exsched.service.models import examples
from exsched.service.models.base import Id, Instant, Label, Model
from exsched.service.models.found import Found


class NewProgramme(Model):
    """A programme to make; its id is the one under `programme: id` in its bundle, its title is for all."""

    model_config = ConfigDict(json_schema_extra={"example": {"id": "first-steps", "title": "First steps"}})

    id: Id = Field(max_length=64)
    title: Label


class ProgrammeSeen(Model):
    """A programme as the caller may see it; `revision` and `counts` are the authority's only."""

    model_config = ConfigDict(json_schema_extra={"example": examples.PROGRAMME})

    id: str
    title: str
    created: Instant
    nations: tuple[str, ...] = Field((), description="empty before the first bundle")
    revision: int | None = Field(None, description="the newest one, 0 before the first bundle")
    usable: int | None = Field(None, description="the newest revision that can be solved")
    counts: dict[str, int] | None = None


class SubmissionSeen(Model):
    """One file or bundle as it came; the bytes lie under `/content`."""

    model_config = ConfigDict(json_schema_extra={"example": examples.SUBMISSION})

    id: str
    programme: str
    owner: str = Field(description="the nation, or empty for the authority's bundle")
    number: int = Field(description="1, 2, 3 … for each owner")
    sha256: str
    media_type: str
    submitted_by: str = Field(description="the label of the token at that time")
    at: Instant
    diagnostics: tuple[Found, ...] = Field((), description="what the submitter was told")


class Accepted(Model):
    """What came of a submission; `usable` tells the authority whether the whole can be solved now."""

    model_config = ConfigDict(json_schema_extra={"example": examples.ACCEPTED})

    submission: SubmissionSeen
    fresh: bool = Field(description="false when the same bytes had been the newest before")
    usable: bool | None = None


class Checked(Model):
    """What is wrong or doubtful: of the whole for the authority, of a nation's own file for its planner."""

    model_config = ConfigDict(json_schema_extra={"example": examples.CHECKED})

    programme: str
    of: str = Field(description="`whole`, or the nation whose own file was checked")
    accepted: bool = Field(description="whether it can be solved as it stands")
    revision: int | None = None
    counts: dict[str, int] | None = None
    diagnostics: tuple[Found, ...]


class Seen(Model):
    """The caller's view of a programme: files that `exsched check` and `exsched solve` read again."""

    programme: str
    of: str = Field(description="`whole`, or the nation whose view it is")
    files: dict[str, Any] = Field(description="file name -> its content as JSON")
