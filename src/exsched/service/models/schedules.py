"""Schedules, and what the checker says of them."""

from typing import Any

from pydantic import ConfigDict, Field

from exsched.service.models import examples
from exsched.service.models.base import Instant, Model
from exsched.service.models.found import Found


class ScheduleHead(Model):
    """A schedule in a list."""

    id: str
    programme: str
    of: str = Field(description="`whole`, or the nation whose view it answers")
    title: str
    allowed: bool = Field(description="no hard rule is broken")
    sha256: str
    job: str | None = Field(description="the solve that found it; null for one made by hand")
    at: Instant
    revision: int | None = None


class ScheduleSeen(ScheduleHead):
    """A schedule with all its lines and the certificate."""

    model_config = ConfigDict(json_schema_extra={"example": examples.SCHEDULE})

    lines: tuple[dict[str, Any], ...]
    certificate: dict[str, str | int]
    outcome: dict[str, Any] | None
    diagnostics: tuple[Found, ...] = Field((), description="what was noticed when it was read")


class Judged(Model):
    """What the checker found; the same facts that stand in every exported schedule."""

    model_config = ConfigDict(json_schema_extra={"example": examples.JUDGED})

    allowed: bool
    verdict: dict[str, Any]
    diagnostics: tuple[Found, ...] = ()
