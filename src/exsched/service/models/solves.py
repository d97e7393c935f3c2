"""Solves: what to ask for, and how far a solve has come."""

from typing import Any, Literal

from pydantic import ConfigDict, Field

from exsched.service.models import examples
from exsched.service.models.base import Instant, Model
from exsched.service.models.limits import MOST_SECONDS, Bounds, Whole, Yes
from exsched.service.models.reference import Reference


class NewSolve(Bounds):
    """Limits of a solve; a planner's what-if runs on its own view and for ten minutes at most."""

    model_config = ConfigDict(json_schema_extra={"example": {"seconds": 60, "seed": 0}})

    seconds: Whole | None = Field(
        None, ge=1, le=MOST_SECONDS, description="default: the programme's own limit, else 60"
    )
    reproducible: Yes = False
    hint: Reference | None = Field(None, description="id of a schedule to start from")


class SolveSeen(Model):
    """A solve; its steps lie under `/events`."""

    model_config = ConfigDict(json_schema_extra={"example": examples.SOLVE})

    id: str
    programme: str
    of: str = Field(description="`whole`, or the nation whose view is solved")
    state: Literal["queued", "running", "succeeded", "failed", "cancelled"]
    parameters: dict[str, Any]
    hint: str | None
    queued: Instant
    started: Instant | None
    ended: Instant | None
    stop_requested: bool
    cancel_requested: bool
    schedule: str | None = Field(description="id of the schedule that came out, if any")
    outcome: dict[str, Any] | None = Field(description="status, evidence, value and bound of each tier")
    problem: dict[str, Any] | None = Field(description="why it failed: code, sentence, hint")
    revision: int | None = None
    asked_by: str | None = None


class Step(Model):
    """One step of a solve."""

    number: int
    at: Instant
    kind: str = Field(examples=["better"])
    data: dict[str, Any]


class Steps(Model):
    """Steps after the one asked for; `state` says whether more will come."""

    model_config = ConfigDict(json_schema_extra={"example": examples.STEPS})

    state: str
    steps: tuple[Step, ...]
