"""Releases: the draft, its proposal, what nations answer, and what changes for them."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ConfigDict, Field, Strict, TypeAdapter

from exsched.releasing.silence import Reason
from exsched.service.models import examples
from exsched.service.models.base import Instant, Model, Note
from exsched.service.models.reference import Reference

_NOTE: TypeAdapter[str] = TypeAdapter(Note)


def _text(value: str) -> str:
    return _NOTE.validate_python(value) if value else value


Text = Annotated[str, Strict(), Field(max_length=2000), AfterValidator(_text)]
"""Text of several lines, or nothing; no control characters."""


class Rejected(Model):
    """A schedule that was looked at and not taken."""

    schedule: Reference
    why: Text = ""


class Decision(Model):
    """Why this schedule: the authority's record, shown to nobody else but the auditor."""

    why: Text = ""
    rejected: tuple[Rejected, ...] = Field((), max_length=50)


class NewRelease(Model):
    """A draft of a release."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "schedule": "sch_0123456789abcdef0123456789abcdef",
                "comment": "First programme of the year",
                "decision": {"why": "best dates for both live exercises", "rejected": []},
            }
        }
    )

    schedule: Reference
    comment: Text = Field("", description="shown to every nation of the programme")
    decision: Decision = Decision()


class Propose(Model):
    """Open the silence period: a number of days, or an instant with its zone."""

    model_config = ConfigDict(json_schema_extra={"example": {"silence_days": 5}})

    silence_days: Annotated[int, Strict()] | None = Field(None, ge=1, le=365)
    silence_until: Instant | None = None


class Break(Model):
    """Break silence, with a reason."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"reason": "dates", "note": "the range is closed in that week"}}
    )

    reason: Reason
    note: Text = ""


class Publish(Model):
    """Release it; `override` says why although a nation has broken silence, or silence still runs."""

    model_config = ConfigDict(json_schema_extra={"example": {"override": None}})

    override: Annotated[Text, Field(min_length=1)] | None = None
    outdated: Annotated[bool, Strict()] = Field(
        False, description="release it although the constraint files have changed since its schedule was made"
    )


class Act(Model):
    """What a nation answered."""

    nation: str
    act: Literal["concurred", "broken"]
    reason: str | None
    note: str | None
    at: Instant


class Silence(Model):
    """How the silence procedure stands."""

    until: Instant | None
    asked: tuple[str, ...] = Field(description="the authority sees all nations, a planner its own")
    answers: tuple[Act, ...]
    may_release: bool | None = Field(None, description="the authority's only")
    why_not: str | None = None


class ReleaseSeen(Model):
    """A release as the caller may see it; from `schedule` on for authority and auditor."""

    model_config = ConfigDict(json_schema_extra={"example": examples.RELEASE})

    id: str
    programme: str
    number: int | None
    state: Literal["draft", "proposed", "released", "superseded", "withdrawn"]
    comment: str
    created: Instant
    proposed: Instant | None
    released: Instant | None
    silence: Silence | None
    schedule: str | None = None
    outdated: bool | None = Field(None, description="the constraint files have changed since it was made")
    decision: dict[str, Any] | None = None
    override: dict[str, Any] | None = None
    certificate: dict[str, str | int] | None = None
    copy_sha256: str | None = None


class ChangeSeen(Model):
    """What changes for one exercise."""

    exercise: str
    kinds: tuple[str, ...] = Field(examples=[["moved"]])
    sentence: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class Changes(Model):
    """What changes between the release in force and this one, as `of` sees it."""

    model_config = ConfigDict(json_schema_extra={"example": examples.CHANGES})

    release: str
    of: str = Field(description="`whole`, or a nation")
    since: int | None = Field(description="number of the release compared with; null for the first")
    changes: tuple[ChangeSeen, ...]


class Leak(Model):
    """How many start weeks of a hidden exercise stay possible for those who see only these nations' views."""

    nations: tuple[str, ...]
    exercise: str
    weeks_possible: int
    weeks_asked: int
    warn: bool
    sentence: str


class Leaks(Model):
    """The residual-leak report."""

    model_config = ConfigDict(json_schema_extra={"example": examples.LEAKS})

    release: str
    threshold: int
    leaks: tuple[Leak, ...]
    left_out: int = Field(0, description="cases that were not measured, because there were too many")
