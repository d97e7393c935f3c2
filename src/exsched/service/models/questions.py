"""Questions: how far one has come, and its answer."""

from typing import Any, Literal

from pydantic import ConfigDict, Field

from exsched.service.models import examples
from exsched.service.models.base import Instant, Model


class QuestionHead(Model):
    """A question in a list."""

    id: str
    programme: str
    of: str = Field(description="`whole`, or the nation on whose view it is answered")
    question: str = Field(examples=["why-not"])
    state: Literal["queued", "running", "succeeded", "failed", "cancelled"]
    asked: dict[str, Any] = Field(description="the question as it was taken, limits and all")
    queued: Instant
    started: Instant | None
    ended: Instant | None
    cancel_requested: bool
    problem: dict[str, Any] | None = Field(description="why it failed: code, sentence, hint")
    revision: int | None = None
    asked_by: str | None = None


class QuestionSeen(QuestionHead):
    """A question, and the answer once it has succeeded."""

    model_config = ConfigDict(json_schema_extra={"example": examples.QUESTION})

    lines: tuple[str, ...] | None = Field(None, description="the answer for people")
    answer: dict[str, Any] | None = Field(None, description="the same as data")
